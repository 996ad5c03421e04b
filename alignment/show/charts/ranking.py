"""Segments ranked by their figures, with what chance leaves open."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.measures.attainment import NO_TARGET, NOT_ENOUGH
from alignment.show import theme
from alignment.show.charts.attainment import COLOURS, SYMBOLS
from alignment.show.charts.parts import AT_THE_FOOT, named_once
from alignment.show.theme import dressed, error_bars, figure, label, labels

ROW = 22
_GAP = 70
"""Pixels: of a row, and of what stands between two panels."""
_LONGEST = 22
_FORMS = {"share": ".0%", "amount": "~s", "count": "~s"}
_MOST_KNOWN = 2 / 3
_UNSEEN = {"visible": False}


def ranking(table: pd.DataFrame, alt: str) -> go.Figure:
    """A panel a metric: each segment's figure with its interval, the best at the top.

    Colour and sign say the verdict. Whoever is told apart from the others is marked as better or
    worse, and a segment without enough cases stands last and says so; where they are many, only
    their number is told. A metric of which nobody has a figure has no panel.
    """
    every = [held for _, held in table.groupby("metric", sort=False)]
    metrics = [_shown(held) for held in every if held["is_enough"].any()]
    if not metrics:
        return figure(90, alt, xaxis=_UNSEEN, yaxis=_UNSEEN).add_annotation(
            text="Nobody has enough data", showarrow=False
        )
    columns = min(2, len(metrics))
    heights = [
        max(len(held) for held in metrics[first : first + columns]) * ROW
        for first in range(0, len(metrics), columns)
    ]
    total = sum(heights) + _GAP * len(heights)
    made = make_subplots(
        len(heights),
        columns,
        row_heights=heights,
        vertical_spacing=_GAP / total if len(heights) > 1 else 0,
        horizontal_spacing=0.2,
        specs=[
            [{} if row * columns + column < len(metrics) else None for column in range(columns)]
            for row in range(len(heights))
        ],
        subplot_titles=[_title(held, table) for held in metrics],
    )
    for place, held in enumerate(metrics):
        _panel(made, held, {"row": place // columns + 1, "col": place % columns + 1})
    named_once(made)
    made.update_traces(showlegend=False, selector={"mode": "text"})
    return dressed(made, total + 70, alt, legend=AT_THE_FOOT, margin={"b": 80, "r": 30})


def _shown(held: pd.DataFrame) -> pd.DataFrame:
    """The rows of a panel: all, or those with a figure where more than a third have none."""
    return held if held["is_enough"].mean() >= _MOST_KNOWN else held[held["is_enough"]]


def _title(held: pd.DataFrame, table: pd.DataFrame) -> str:
    n = int((table["metric"] == held["metric"].iloc[0]).sum())
    more = f", {len(held):,} of {n:,}" if n > len(held) else ""
    return f"{label(held['label'].iloc[0])}{more}"


def _panel(made: go.Figure, held: pd.DataFrame, where: dict[str, int]) -> None:
    names = labels(held["segment"], _LONGEST)
    form = _FORMS.get(held["unit"].iloc[0], ".1f")
    known = held["is_enough"].to_numpy()
    places = np.arange(len(held))
    verdicts = held["verdict"].fillna(NO_TARGET).to_numpy()
    for verdict in dict.fromkeys(verdicts[known]):
        is_own = known & (verdicts == verdict)
        _dots(made, held[is_own], places[is_own], verdict, form, where)
    _told(made, held, places, where)
    _together(made, held["overall"].max(), len(held), where)
    made.update_yaxes(tickvals=places, ticktext=names, range=[len(held) - 0.4, -0.6], **where)
    ends = held.loc[known, ["value", "low", "high"]]
    if len(ends):
        first, last = ends.min().min(), ends.max().max()
        room = (last - first) or 1
        made.update_xaxes(range=[first - 0.06 * room, last + 0.35 * room], **where)
    made.update_xaxes(tickformat=form, nticks=6, showticklabels=bool(len(ends)), **where)


def _together(made: go.Figure, overall: float, n: int, where: dict[str, int]) -> None:
    """All segments together, as a dotted line through the panel; missing: there is none."""
    if overall == overall:
        made.add_scatter(
            x=[overall, overall],
            y=[-0.5, n - 0.5],
            mode="lines",
            name="All together",
            line={"color": theme.INK, "dash": "dot", "width": 1.5},
            hoverinfo="skip",
            **where,
        )


def _dots(
    made: go.Figure,
    rows: pd.DataFrame,
    places: np.ndarray,
    verdict: str,
    form: str,
    where: dict[str, int],
) -> None:
    said = [f"{label(row.segment)}: {_rank(row)}{row.n:,.0f} cases" for row in rows.itertuples()]
    made.add_scatter(
        y=places,
        x=rows["value"],
        mode="markers",
        name=verdict,
        legendgroup=verdict,
        marker={
            "color": COLOURS.get(verdict, theme.MARKETING),
            "symbol": SYMBOLS.get(verdict, "circle"),
            "size": 9,
        },
        error_x={**error_bars(rows["value"], rows["low"], rows["high"]), "color": theme.MUTED},
        cliponaxis=False,
        customdata=said,
        hovertemplate=f"%{{customdata}}: %{{x:{form}}}<extra>{verdict}</extra>",
        **where,
    )


def _rank(row: Any) -> str:
    if np.isnan(row.rank):
        return ""
    return f"rank {row.rank:.0f} (between {row.rank_low:.0f} and {row.rank_high:.0f}), "


def _told(made: go.Figure, held: pd.DataFrame, places: np.ndarray, where: dict[str, int]) -> None:
    """Who stands apart, and who has too few cases, in words beside the interval."""
    is_higher = held["better"].iloc[0] == "higher"
    is_few = ~held["is_enough"].to_numpy()
    is_better = (held["difference"] > 0).to_numpy() == is_higher
    texts = np.where(is_better, " ▲ better", " ▼ worse")
    texts = np.where(is_few, f" {NOT_ENOUGH.lower()}", texts)
    shown = is_few | held["is_apart"].to_numpy()
    if not shown.any():
        return
    start = held["low"].min() if held["low"].notna().any() else 0
    made.add_scatter(
        y=places[shown],
        x=held["high"].fillna(start)[shown],
        mode="text",
        text=texts[shown],
        textposition="middle right",
        textfont={"size": 11, "color": theme.MUTED},
        hoverinfo="skip",
        cliponaxis=False,
        **where,
    )
