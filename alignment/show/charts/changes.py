"""Charts of frozen months: what matured since, and what a change consists of."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, in_order, said_in_row
from alignment.show.theme import dressed, error_bars, figure, label, labels

HATCHED = {"shape": "/", "fillmode": "overlay", "fgcolor": "#ffffff", "size": 6, "solidity": 0.35}
PARTS = (
    ("Matured since", "matured", theme.PALE, HATCHED),
    ("Defined anew", "definition_changed", theme.WARNING, {"shape": ""}),
    ("Performance", "performance_changed", theme.MARKETING, {"shape": ""}),
)
"""Name, column, colour and hatching of what a change consists of, in the order of its steps."""


def matured_since(table: pd.DataFrame, alt: str) -> go.Figure:
    """Months as they were frozen, and what came of their leads since, hatched."""
    panels = [("n_won", "Leads won", ",")]
    if table["won_amount"].notna().any():
        currency = label(table["currency"].iloc[0])
        panels.append(("won_amount", f"Amount won, {currency}", ",.0f"))
    titles = [title for _, title, _ in panels]
    made = make_subplots(
        1, len(panels), shared_yaxes=True, subplot_titles=titles, horizontal_spacing=0.06
    )
    names = labels(table["label"])
    for column, (key, _, form) in enumerate(panels, 1):
        _grown(made, table, key, names, column, form)
    in_order(made, names)
    made.update_xaxes(rangemode="tozero", tickformat="~s")
    _counts(made, table, names)
    height = 120 + theme.ROW_HEIGHT * len(table)
    return dressed(made, height, alt, barmode="stack", legend=AT_THE_FOOT, margin={"b": 65})


def _grown(
    made: go.Figure, table: pd.DataFrame, key: str, names: list[str], column: int, form: str
) -> None:
    """A bar a month: what stood when it was frozen and still does, came since, was taken back."""
    then, now = table[f"{key}_frozen"], table[key]
    kinds = (
        ("Won when frozen", np.fmin(then, now), theme.GOOD, {"shape": ""}),
        ("Matured since", (now - then).clip(lower=0), theme.GOOD, HATCHED),
        ("Taken back since", (then - now).clip(lower=0), theme.BAD, {**HATCHED, "shape": "x"}),
    )
    for name, values, colour, pattern in kinds:
        if name == "Taken back since" and not values.any():
            continue
        made.add_bar(
            y=names,
            x=values,
            name=name,
            orientation="h",
            legendgroup=name,
            showlegend=column == 1,
            marker={"color": colour, "pattern": pattern},
            hovertemplate=f"%{{y}}: %{{x:{form}}}<extra>{name}</extra>",
            row=1,
            col=column,
        )


def _counts(made: go.Figure, table: pd.DataFrame, names: list[str]) -> None:
    """How many were won then and now, right of each bar."""
    ends = table[["n_won_frozen", "n_won"]]
    for name, then, now in zip(names, ends["n_won_frozen"], ends["n_won"], strict=True):
        if not np.isnan([then, now]).any():
            said_in_row(made, name, max(then, now), f"{then:,.0f} → {now:,.0f}", row=1, col=1)
    most = ends.max().max()
    if most > 0:
        made.update_xaxes(range=[0, 1.3 * most], row=1, col=1)
    for column, key in enumerate(["n_won", "won_amount"], 1):
        if not table[[key, f"{key}_frozen"]].fillna(0).to_numpy().any() and column <= _n_panels(
            made
        ):
            made.update_xaxes(range=[0, 1], tickvals=[0], row=1, col=column)


def _n_panels(made: go.Figure) -> int:
    return len(list(made.select_xaxes()))


def what_changed(table: pd.DataFrame, alt: str) -> go.Figure:
    """A small waterfall a metric, in parts of its target: frozen, matured, defined anew, now."""
    made = figure(120 + 62 * len(table), alt, margin={"t": 20, "r": 130, "b": 90})
    names = labels(table["label"])
    scale = table["target"].where(table["target"] > 0)
    parts = table[["before_value", "value", "low", "high", *(part[1] for part in PARTS)]]
    parts = parts.div(scale, axis=0)
    starts = {
        "matured": parts["before_value"],
        "definition_changed": parts["before_value"] + parts["matured"],
        "performance_changed": parts["value"] - parts["performance_changed"],
    }
    for name, key, colour, pattern in PARTS:
        if not parts[key].fillna(0).any():
            continue
        _steps(made, names, starts[key], parts, key, name, colour, pattern)
    _ends(made, names, parts["before_value"], "As it was frozen", "circle-open", theme.MUTED)
    _ends(made, names, parts["value"], "Now", "circle", theme.INK)
    _words(made, table, names)
    made.add_vline(1, line={"color": theme.INK, "dash": "dot", "width": 1.5})
    made.update_xaxes(tickformat=".0%", title="Of the target (dotted)", nticks=6)
    in_order(made, names)
    return made.update_layout(barmode="group", bargap=0.25, legend=AT_THE_FOOT)


def _steps(
    made: go.Figure,
    names: list[str],
    starts: pd.Series,
    parts: pd.DataFrame,
    key: str,
    name: str,
    colour: str,
    pattern: dict,
) -> None:
    """One lane of every waterfall; the performance with its interval."""
    interval = {}
    if key == "performance_changed":
        ends = error_bars(parts[key], parts["low"], parts["high"])
        interval = {"error_x": {**ends, "color": theme.MUTED}}
    made.add_bar(
        y=names,
        x=parts[key],
        base=starts,
        name=name,
        orientation="h",
        marker={"color": colour, "pattern": pattern},
        hovertemplate=f"%{{y}}: %{{x:+.1%}} of the target<extra>{name}</extra>",
        **interval,
    )


def _ends(
    made: go.Figure, names: list[str], at: pd.Series, name: str, symbol: str, colour: str
) -> None:
    made.add_scatter(
        y=names,
        x=at,
        name=name,
        mode="markers",
        cliponaxis=False,
        marker={"symbol": symbol, "color": colour, "size": 9, "line": {"width": 2}},
        hovertemplate=f"%{{y}}: %{{x:.0%}} of the target<extra>{name}</extra>",
    )


def _words(made: go.Figure, table: pd.DataFrame, names: list[str]) -> None:
    """From which figure to which, and whether the performance is told apart from none."""
    for name, row in zip(names, table.to_dict("records"), strict=True):
        said, ink = "", theme.MUTED
        if row["is_clear"]:
            is_good = (row["performance_changed"] > 0) == (row["better"] == "higher")
            said, ink = ("better", theme.GOOD) if is_good else ("worse", theme.BAD)
        elif not np.isnan(row["low"]):
            said = "not told apart"
        elif np.isnan(row["value"]):
            said = "not enough data"
        made.add_annotation(
            x=1.02, xref="paper", y=name, showarrow=False, xanchor="left", align="left",
            text="<br>".join(filter(None, [_figures_words(row), said])),
            font={"size": 12, "color": ink},
        )  # fmt: skip


def _figures_words(row: dict) -> str:
    """`53% → 26%`; empty where neither is known."""
    is_known = not np.isnan([row["before_value"], row["value"]]).all()
    return label(row["words"]) if is_known else ""
