"""A score over time, between its two thresholds."""

import pandas as pd
import plotly.graph_objects as go

from alignment.show import theme


def score_line(
    made: go.Figure,
    steps: pd.DataFrame,
    hand_off_at: float | None,
    return_below: float | None,
) -> None:
    """A score as a line of steps in the second panel, between its two thresholds.

    Parameters
    ----------
    steps : DataFrame
        at, score: from when it was what, and last where it ends.
    hand_off_at, return_below : float or None
    """
    made.add_scatter(
        x=steps["at"],
        y=steps["score"],
        mode="lines",
        line={"shape": "hv", "color": theme.INK, "width": 1.6},
        showlegend=False,
        hovertemplate="%{x|%-d %B %Y, %H:%M}: %{y:,} points<extra></extra>",
        row=2,
        col=1,
    )
    levels = (
        (hand_off_at, theme.SALES, " hand-off at", "bottom"),
        (return_below, theme.MARKETING, " return below", "top"),
    )
    for level, colour, says, side in levels:
        if level is not None:
            _level(made, level, colour, f"{says} {level:g}", side)
    known = [*steps["score"], *(level for level, *_ in levels if level is not None)]
    low, high = min(known), max(known)
    room = 0.12 * (high - low or 1)
    made.update_yaxes(range=[low - 2 * room, high + 2 * room], nticks=5, row=2, col=1)


def _level(made: go.Figure, level: float, colour: str, text: str, side: str) -> None:
    line = {"color": colour, "dash": "dot", "width": 1.4}
    made.add_hline(level, line=line, row=2, col=1)
    made.add_annotation(
        x=1,
        xref="x2 domain",
        y=level,
        yref="y2",
        text=text,
        font={"size": 11, "color": colour},
        showarrow=False,
        xanchor="left",
        yanchor=side,
    )
