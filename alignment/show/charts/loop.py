"""Charts of the closed loop: what sources and campaigns are worth, and the reasons given."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import (
    AT_THE_FOOT,
    MOST_GROUPS,
    amounts,
    bars,
    in_order,
    largest,
    money_bars,
    rates,
)
from alignment.show.theme import dressed, error_bars, label, labels

MOST_CREDITED = 12
CREDIT_HEIGHT = 46
MODELS = (
    ("first", "First touch", theme.PALE),
    ("linear", "Linear (equal shares)", theme.MARKETING),
    ("last", "Last touch", theme.INK),
)
"""What each model's columns begin with, its name and colour."""


def closed_loop(table: pd.DataFrame, alt: str) -> go.Figure:
    """Groups side by side: how many leads, what share converts, and the money where known."""
    rows = table.head(MOST_GROUPS)
    names = labels(rows["label"])
    has_money = rows["won_amount"].notna().any()  # a cost alone says nothing of worth
    currency = label(rows["currency"].iloc[0])
    panels = [
        f"Leads{largest(rows, table)}",
        "Converted (mature)",
        f"Won and cost, {currency}",
    ]
    panels = panels[: 3 if has_money else 2]
    made = make_subplots(
        1, len(panels), shared_yaxes=True, subplot_titles=panels, horizontal_spacing=0.05
    )
    bars(made, names, rows["n_leads"], "Leads", theme.QUIET, 1)
    made.update_traces(showlegend=False)
    rates(made, rows, names, 2)
    if has_money:
        money_bars(made, names, rows, amounts(rows))
        ends = (rows[f"won{end}_amount"] for end in ("", "_low", "_high"))
        made.update_traces(_slender(error_bars(*ends)), {"name": "Won"})
    in_order(made, names)
    height = 110 + theme.ROW_HEIGHT * len(rows)
    return dressed(made, height, alt, legend=AT_THE_FOOT, margin={"b": 60}, barmode="group")


def _slender(interval: Mapping[str, object]) -> dict[str, object]:
    """An interval over a bar, which must be seen beside it and on it."""
    return {"error_x": {**interval, "color": theme.INK, "thickness": 1, "width": 2}}


def attribution(table: pd.DataFrame, alt: str) -> go.Figure:
    """What each campaign is credited with under the three models, side by side.

    In money where any is known, else in wins; the interval is that of the equal shares.
    """
    rows = table.head(MOST_CREDITED)
    names = labels(rows["label"])
    is_money = rows["linear_amount"].notna().any()
    unit = "amount" if is_money else "won"
    title = f"Won amount credited, {label(rows['currency'].iloc[0])}" if is_money else "Wins"
    made = make_subplots(1, 1, subplot_titles=(f"{title}{largest(rows, table)}",))
    for model, name, colour in MODELS:
        bars(made, names, rows[f"{model}_{unit}"], name, colour, 1, ",.0f" if is_money else ",.1f")
    ends = (rows[f"linear{end}_{unit}"] for end in ("", "_low", "_high"))
    made.update_traces(_slender(error_bars(*ends)), {"name": MODELS[1][1]})
    in_order(made, names)
    made.update_xaxes(rangemode="tozero", tickformat="~s" if is_money else ",")
    layout = {"legend": AT_THE_FOOT, "margin": {"b": 60}, "barmode": "group", "bargap": 0.25}
    return dressed(made, 110 + CREDIT_HEIGHT * len(rows), alt, **layout)
