"""Charts of what a revenue goal takes, by stage and by month."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, BAR_WIDTH, named_once, said_in_row
from alignment.show.theme import dressed, error_bars, figure


def needed(table: pd.DataFrame, alt: str) -> go.Figure:
    """What a month must bring of each, from the lead to the win; with intervals."""
    shown = table[table["unit"].isin(["deals", "leads"]) & table["value"].notna()].iloc[::-1]
    made = figure(
        100 + 44 * len(shown),
        alt,
        yaxis={"autorange": "reversed", "type": "category"},
        xaxis={"title": "A month", "rangemode": "tozero"},
        showlegend=False,
    )
    made.add_bar(
        y=shown["label"],
        x=shown["value"],
        orientation="h",
        marker_color=theme.MARKETING,
        error_x={**error_bars(shown["value"], shown["low"], shown["high"]), "color": theme.INK},
        hovertemplate="%{y}: %{x:,.0f}<extra></extra>",
    )
    for row in shown.itertuples():
        said = f"{_few(row.value)} ({_few(row.low)} to {_few(row.high)})"
        said_in_row(made, row.label, row.high, said)
    made.update_xaxes(range=[0, max(shown["high"].max(), 1) * 1.25])
    return made


def _few(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


ABREAST = 3
"""Panels side by side."""
TIMES = (("over", theme.MARKETING), ("running", theme.PALE))


def needed_by_month(table: pd.DataFrame, alt: str) -> go.Figure:
    """A panel a need, from the lead to the win, then work and money: what has to come in each
    month, beside what has come."""
    is_stage = table["unit"] == "leads"
    stages = list(dict.fromkeys([*table["stage"][is_stage].iloc[::-1], *table["stage"]]))
    titles = [_titled(table[table["stage"] == stage]) for stage in stages]
    n_rows = -(-len(stages) // ABREAST)
    made = make_subplots(
        n_rows,
        min(ABREAST, len(stages)),
        subplot_titles=titles,
        horizontal_spacing=0.07,
        vertical_spacing=0.42 / n_rows if n_rows > 1 else 0,
    )
    for place, stage in enumerate(stages):
        where = {"row": place // ABREAST + 1, "col": place % ABREAST + 1}
        _month_needs(made, table[table["stage"] == stage], where)
    named_once(made)
    month = pd.to_datetime(table["month"])
    half = pd.Timedelta(days=18)
    made.update_xaxes(
        type="date",
        tickformat="%b\n%Y",
        nticks=4,
        showgrid=False,
        range=[month.min() - half, month.max() + half],
    )
    made.update_yaxes(rangemode="tozero", nticks=5, tickformat=",d")
    return dressed(made, 100 + 220 * n_rows, alt, legend=AT_THE_FOOT, margin={"b": 85})


def _titled(rows: pd.DataFrame) -> str:
    lag = int(rows["lag_months"].iloc[0])
    when = "in the month" if not lag else f"{lag} month{'' if lag == 1 else 's'} before"
    return f"{rows['label'].iloc[0]}, {when}"


def _month_needs(made: go.Figure, rows: pd.DataFrame, where: dict[str, int]) -> None:
    month = pd.to_datetime(rows["month"])
    for time, colour in TIMES:
        held = rows[rows["time"] == time]
        name = "Came" if time == "over" else "Came so far"
        if len(held):
            made.add_bar(
                x=pd.to_datetime(held["month"]),
                y=held["n_came"],
                width=BAR_WIDTH,
                name=name,
                legendgroup=name,
                marker_color=colour,
                hovertemplate="%{x|%B %Y}: %{y:,} " + name.lower() + "<extra></extra>",
                **where,
            )
    made.add_scatter(
        x=month,
        y=rows["n_needed"],
        mode="markers",
        name="Has to come (with 95% interval)",
        legendgroup="needed",
        marker={"color": theme.INK, "size": 8, "symbol": "diamond"},
        error_y=error_bars(rows["n_needed"], rows["n_low"], rows["n_high"]),
        customdata=rows["for_month"],
        hovertemplate="%{x|%B %Y}: %{y:,.0f}, for %{customdata}<extra></extra>",
        **where,
    )
