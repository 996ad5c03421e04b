"""The service levels beside what was promised."""

import pandas as pd
import plotly.graph_objects as go

from alignment.measures.attainment import AT_RISK, BREACH, NOT_ENOUGH, PASS
from alignment.show import theme
from alignment.show.theme import error_bars, figure, label, labels

COLOURS = {PASS: theme.GOOD, AT_RISK: theme.WARNING, BREACH: theme.BAD, NOT_ENOUGH: theme.QUIET}
SYMBOLS = {PASS: "circle", AT_RISK: "diamond", BREACH: "x", NOT_ENOUGH: "circle-open"}
"""A verdict is known without its colour."""


def attainment(table: pd.DataFrame, alt: str) -> go.Figure:
    """Every level as a part of what was promised, with its interval and its verdict in words."""
    made = figure(90 + 52 * len(table), alt, margin={"t": 50, "r": 140})
    scale = table["target"].where(table["target"] > 0)
    at, low, high = (table[name] / scale for name in ("value", "low", "high"))
    names = labels(table["label"])
    colours = [COLOURS[each] for each in table["verdict"]]
    made.add_scatter(
        y=names,
        x=at,
        mode="markers",
        marker={
            "color": colours,
            "size": 11,
            "symbol": [SYMBOLS[each] for each in table["verdict"]],
        },
        error_x={**error_bars(at, low, high), "color": theme.MUTED},
        customdata=[label(promise, 60) for promise in table["promise"]],
        hovertemplate="%{y}: %{x:.0%} of what was promised (%{customdata})<extra></extra>",
        showlegend=False,
        cliponaxis=False,
    )
    for name, each, colour in zip(names, table["verdict"], colours, strict=True):
        ink = theme.MUTED if each == NOT_ENOUGH else colour
        made.add_annotation(
            x=1.02, xref="paper", y=name, text=each, showarrow=False, xanchor="left",
            font={"color": ink, "size": 12},
        )  # fmt: skip
    made.add_vline(1, line={"color": theme.INK, "dash": "dot", "width": 1.5})
    top = max(1.1, 1.05 * float(high.max())) if high.notna().any() else 1.1
    made.update_xaxes(range=[0, top], tickformat=".0%", title="Of what was promised")
    made.update_yaxes(
        type="category", autorange="reversed", categoryorder="array", categoryarray=names
    )
    return made
