"""Charts of frozen months: what matured since, and what a change consists of."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, in_order, named_once, said_in_row
from alignment.show.charts.ticks import whole
from alignment.show.charts.worded_rows import LANE, axis, coloured, height_of, lane, marks, words
from alignment.show.theme import dressed, error_bars, figure, label, labels

HATCHED = {"shape": "/", "fillmode": "overlay", "fgcolor": "#ffffff", "size": 6, "solidity": 0.35}
ROOM = 1.3
"""Of the longest bar: what the words beside it take."""
PARTS = (
    ("Matured since", "matured", theme.PALE, HATCHED),
    ("Defined anew", "definition_changed", theme.WARNING, {"shape": ""}),
    ("Performance", "performance_changed", theme.MARKETING, {"shape": ""}),
)
"""Name, column, colour and hatching of what a change consists of, in the order of its steps."""


def matured_since(table: pd.DataFrame, alt: str) -> go.Figure:
    """Months as they were frozen, and what came of their leads since, hatched.

    Where nothing was won, then or since, there is nothing to draw but these words.
    """
    panels = [
        (key, title)
        for key, title in (
            ("n_won", "Leads won"),
            ("won_amount", f"Amount won, {label(table['currency'].iloc[0])}"),
        )
        if table[[key, f"{key}_frozen"]].fillna(0).to_numpy().any()
    ]
    if not panels:
        return _nothing_won(alt)
    titles = [title for _, title in panels]
    made = make_subplots(
        1, len(panels), shared_yaxes=True, subplot_titles=titles, horizontal_spacing=0.06
    )
    names = labels(table["label"])
    in_order(made, names)
    for column, (key, _) in enumerate(panels, 1):
        _grown(made, table, key, names, column)
    named_once(made)
    height = 120 + theme.ROW_HEIGHT * len(table)
    return dressed(made, height, alt, barmode="stack", legend=AT_THE_FOOT, margin={"b": 65})


def _nothing_won(alt: str) -> go.Figure:
    words = "Nothing was won of these months’ leads, then or since."
    made = figure(70, alt, margin={"t": 10, "b": 10})
    made.add_scatter(
        x=[0],
        y=[0],
        mode="text",
        text=[words],
        textposition="middle right",
        textfont={"color": theme.MUTED},
        cliponaxis=False,
        hoverinfo="skip",
    )
    made.update_xaxes(visible=False, range=[0, 1])
    return made.update_yaxes(visible=False, range=[-1, 1])


def _grown(made: go.Figure, table: pd.DataFrame, key: str, names: list[str], column: int) -> None:
    """A bar a month: what stood when it was frozen and still does, came since, was taken back."""
    then, now = table[f"{key}_frozen"], table[key]
    kinds = (
        ("Won when frozen", np.fmin(then, now), theme.GOOD, {"shape": ""}),
        ("Matured since", (now - then).clip(lower=0), theme.GOOD, HATCHED),
        ("Taken back since", (then - now).clip(lower=0), theme.BAD, {**HATCHED, "shape": "x"}),
    )
    for name, values, colour, pattern in kinds:
        if not values.fillna(0).any():
            continue
        made.add_bar(
            y=names,
            x=values,
            name=name,
            orientation="h",
            legendgroup=name,
            marker={"color": colour, "pattern": pattern},
            hovertemplate=f"%{{y}}: %{{x:,.0f}}<extra>{name}</extra>",
            row=1,
            col=column,
        )
    most = float(np.nanmax([then.max(), now.max()]))
    made.update_xaxes(range=[0, ROOM * most], **whole(most, 3), row=1, col=column)
    if key == "n_won":
        _counts(made, names, then, now)


def _counts(made: go.Figure, names: list[str], then: pd.Series, now: pd.Series) -> None:
    """How many were won then and now, right of each bar."""
    for name, frozen, known in zip(names, then, now, strict=True):
        if not np.isnan([frozen, known]).any():
            said_in_row(
                made, name, max(frozen, known), f"{frozen:,.0f} → {known:,.0f}", row=1, col=1
            )


def what_changed(table: pd.DataFrame, alt: str) -> go.Figure:
    """A small waterfall a metric, in parts of its target: frozen, matured, defined anew, now.

    Each runs from the hollow point to the full one, one part of the way under the other.
    """
    scale = table["target"].where(table["target"] > 0)
    columns = ["before_value", "value", "low", "high", *(part[1] for part in PARTS)]
    parts = table[columns].astype(float).div(scale, axis=0)
    kinds = [part for part in PARTS if parts[part[1]].fillna(0).any()]
    size, n = (1, 1 + len(kinds)), len(table)
    made = figure(96 + height_of(*size) * n, alt, margin={"t": 10, "l": 12, "b": 90})
    names, lanes = labels(table["label"]), range(n)
    _ways(made, parts, names, [lane(place, *size, 0) for place in lanes])
    for number, kind in enumerate(kinds, 1):
        _steps(made, parts, names, kind, [lane(place, *size, number) for place in lanes], size)
    half = 0.5 * LANE / height_of(*size)
    ends = [
        (lane(place, *size, 0) - half, lane(place, *size, len(kinds)) + half)
        for place in lanes
        if parts[["value", "before_value"]].iloc[place].notna().any()
    ]
    made.update_layout(
        shapes=marks(1, ends),
        annotations=words([_said(row) for row in table.to_dict("records")], *size),
        yaxis=axis(n),
        barmode="overlay",
        legend=AT_THE_FOOT,
    )
    return made.update_xaxes(
        tickformat=".0%", title="Of the target (dotted)", nticks=6, rangemode="tozero"
    )


def _ways(made: go.Figure, parts: pd.DataFrame, names: list[str], at: list[float]) -> None:
    """From what was frozen to what is now."""
    ends = parts[["before_value", "value"]]
    if ends.notna().all(axis=1).any():
        gap = [np.nan] * len(at)
        made.add_scatter(
            x=np.column_stack([ends, gap]).ravel(),
            y=np.repeat(at, 3),
            mode="lines",
            line={"color": theme.MUTED, "width": 1.5},
            showlegend=False,
            hoverinfo="skip",
        )
    for key, name, fill in (
        ("before_value", "As it was frozen", "#ffffff"),
        ("value", "Now", theme.INK),
    ):
        made.add_scatter(
            x=ends[key],
            y=at,
            name=name,
            mode="markers",
            cliponaxis=False,
            showlegend=bool(ends[key].notna().any()),
            customdata=names,
            marker={"color": fill, "size": 10, "line": {"width": 2, "color": theme.INK}},
            hovertemplate=f"%{{customdata}}: %{{x:.0%}} of the target<extra>{name}</extra>",
        )


def _steps(
    made: go.Figure,
    parts: pd.DataFrame,
    names: list[str],
    kind: tuple[str, str, str, dict],
    at: list[float],
    size: tuple[int, int],
) -> None:
    """One lane of every waterfall; the performance with its interval."""
    name, key, colour, pattern = kind
    starts = {
        "matured": parts["before_value"],
        "definition_changed": parts["before_value"] + parts["matured"],
        "performance_changed": parts["value"] - parts["performance_changed"],
    }
    interval = {}
    if key == "performance_changed":
        ends = error_bars(parts[key], parts["low"], parts["high"])
        interval = {"error_x": {**ends, "color": theme.MUTED}}
    made.add_bar(
        y=at,
        x=parts[key],
        base=starts[key],
        width=0.7 * LANE / height_of(*size),
        name=name,
        orientation="h",
        customdata=names,
        marker={"color": colour, "pattern": pattern},
        hovertemplate=f"%{{customdata}}: %{{x:+.1%}} of the target<extra>{name}</extra>",
        **interval,
    )


def _said(row: dict) -> str:
    """A metric's name, from which figure to which, and whether the work is told apart from none."""
    said, ink = "", theme.MUTED
    if row["is_clear"]:
        is_good = (row["performance_changed"] > 0) == (row["better"] == "higher")
        said, ink = ("better", theme.GOOD) if is_good else ("worse", theme.BAD)
    elif not np.isnan(row["low"]):
        said = "not told apart"
    elif not row["is_recorded"]:
        said = "not recorded"
    elif np.isnan(row["value"]):
        said = "not enough data"
    if np.isnan(row["target"]):
        said = f"{said}, no target" if said else "no target"
    figures = f"<b>{label(row['words'])}</b>" if row["words"] else ""
    return "  ".join(filter(None, [label(row["label"]), figures, coloured(said, ink)]))
