"""Charts of how far leads get: stages, months, cohorts, days."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, counted
from alignment.show.theme import dressed, error_bars, figure

BAR_WIDTH = 25 * 24 * 3_600_000
"""Of a month, in milliseconds: a lone bar would get none of itself."""


def waterfall(table: pd.DataFrame, alt: str) -> go.Figure:
    """How far leads came: one bar a stage, split by what became of them there."""
    made = figure(
        110 + 44 * len(table),
        alt,
        barmode="stack",
        yaxis={"type": "category", "autorange": "reversed"},
        xaxis={"title": "Leads that reached the stage", "rangemode": "tozero"},
    )
    parts = (
        ("Went on", table["n_reached"] - table["n_stopped"], theme.MARKETING),
        ("Still there", table["n_open"], theme.PALE),
        ("Recycled", table["n_recycled"], theme.WARNING),
        ("Disqualified", table["n_disqualified"], theme.QUIET),
    )
    for name, counts, colour in parts:
        if not counts.any():
            continue
        made.add_bar(
            y=table["label"],
            x=counts,
            name=name,
            orientation="h",
            marker_color=colour,
            hovertemplate="%{y}: %{x:,} " + name.lower() + "<extra></extra>",
        )
    made.add_scatter(
        y=table["label"],
        x=table["n_reached"],
        mode="text",
        text=[f" {count}" for count in counted(table["n_reached"])],
        textposition="middle right",
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
    )
    made.update_xaxes(range=[0, max(table["n_reached"].max(), 1) * 1.1])
    return made


def period_counts(table: pd.DataFrame, alt: str) -> go.Figure:
    """Entries a month: one small panel a stage, the last month marked."""
    stages = list(dict.fromkeys(table["stage"]))
    columns = min(4, len(stages))
    n_rows = -(-len(stages) // columns)
    titles = [str(table.loc[table["stage"] == stage, "label"].iloc[0]) for stage in stages]
    made = make_subplots(
        n_rows,
        columns,
        subplot_titles=titles,
        vertical_spacing=0.5 / n_rows if n_rows > 1 else 0,
        horizontal_spacing=0.06,
    )
    for i, stage in enumerate(stages):
        rows = table[table["stage"] == stage]
        colours = [theme.QUIET] * (len(rows) - 1) + [theme.MARKETING]
        made.add_bar(
            x=pd.to_datetime(rows["month"]),
            y=rows["n_entered"],
            marker_color=colours,
            showlegend=False,
            hovertemplate="%{x|%B %Y}: %{y:,}<extra></extra>",
            row=i // columns + 1,
            col=i % columns + 1,
        )
    made.update_xaxes(type="date", tickformat="%b\n%Y", nticks=4, showgrid=False)
    made.update_yaxes(nticks=4, rangemode="tozero", tickformat=",d")
    if table["n_entered"].max() < 4:
        made.update_yaxes(dtick=1)
    if table["month"].nunique() <= 3:
        made.update_xaxes(tickvals=pd.to_datetime(table["month"].unique()))
    return dressed(made, 40 + 190 * n_rows, alt, bargap=0.15)


def cohorts(table: pd.DataFrame, alt: str) -> go.Figure:
    """Conversion of each month's entrants with its interval, above what the rate rests on."""
    made = make_subplots(
        2,
        1,
        shared_xaxes=True,
        row_heights=[0.6, 0.4],
        vertical_spacing=0.09,
        subplot_titles=("Converted, of the mature (with 95% interval)", "Entered"),
    )
    month = pd.to_datetime(table["month"])
    rated = table["rate"].notna()
    made.add_scatter(
        x=month[rated],
        y=table.loc[rated, "rate"],
        mode="markers",
        marker={"color": theme.MARKETING, "size": 8},
        showlegend=False,
        error_y=error_bars(*(table.loc[rated, c] for c in ("rate", "rate_low", "rate_high"))),
        customdata=table.loc[rated, ["n_converted", "n_mature"]],
        hovertemplate="%{x|%B %Y}: %{y:.1%} (%{customdata[0]:,} of %{customdata[1]:,})"
        "<extra></extra>",
        row=1,
        col=1,
    )
    kinds = (
        ("Mature", "n_mature", theme.MARKETING, ""),
        ("Too young for a rate", "n_immature", theme.PALE, "/"),
        ("Before outcomes were recorded", "n_unrecorded", theme.QUIET, "x"),
    )
    for name, column, colour, hatch in kinds:
        if table[column].any():
            made.add_bar(
                x=month,
                y=table[column],
                name=name,
                width=BAR_WIDTH,
                marker_color=colour,
                marker_pattern={
                    "shape": hatch,
                    "fillmode": "overlay",
                    "fgcolor": "#ffffff",
                    "size": 6,
                    "solidity": 0.35,
                },
                hovertemplate="%{x|%B %Y}: %{y:,}<extra>" + name + "</extra>",
                row=2,
                col=1,
            )
    top = table["rate_high"].max() if rated.any() else 1
    made.update_yaxes(tickformat=".0%", range=[0, 1.08 * top], row=1, col=1)
    if not rated.any():
        words = {"text": "No month has enough mature leads for a rate yet", "showarrow": False}
        made.add_annotation(**words, x=month.iloc[len(month) // 2], y=0.5, row=1, col=1)
    made.update_yaxes(rangemode="tozero", nticks=4, row=2, col=1)
    made.update_xaxes(type="date", tickformat="%b\n%Y", showgrid=False)
    made.update_xaxes(range=_month_range(month), row=2, col=1)
    if len(month) <= 3:
        made.update_xaxes(tickvals=month)
    margin = {"b": 75}
    layout = {"barmode": "stack", "bargap": 0.15, "legend": AT_THE_FOOT, "margin": margin}
    return dressed(made, 480, alt, **layout)


def _month_range(month: pd.Series) -> list[pd.Timestamp]:
    half = pd.Timedelta(days=17)
    return [month.iloc[0] - half, month.iloc[-1] + half]


def days_to_convert(table: pd.DataFrame, alt: str) -> go.Figure:
    """How many had reached the outcome by each mark of days."""
    made = figure(
        300,
        alt,
        xaxis={"title": "Days from creation to the outcome", "type": "category"},
        yaxis={"tickformat": ".0%", "range": [0, 1.12], "title": "Share of all that got there"},
    )
    made.add_bar(
        x=table["within_days"].astype(str),
        y=table["share"],
        marker_color=theme.MARKETING,
        text=counted(table["n_converted"]),
        textposition="outside",
        cliponaxis=False,
        hovertemplate="within %{x} days: %{text} (%{y:.0%})<extra></extra>",
    )
    return made
