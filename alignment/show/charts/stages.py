"""Charts of how far leads get: stages, months, cohorts, days."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AGES, BAR_WIDTH, HATCHED, counted, monthly
from alignment.show.theme import dressed, figure

ENTRIES = {
    "text": "What happened in the month, whichever leads it happened to",
    "font": {"size": 13, "color": theme.INK},
    "x": 0,
    "xref": "paper",
    "y": 1,
    "yref": "container",
    "yanchor": "top",
    "pad": {"t": 8},
}
"""Over a count of entries, which is no conversion rate."""


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
    """Entries a month, of whichever leads: a small panel a stage, the last month marked."""
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
    return dressed(made, 70 + 190 * n_rows, alt, bargap=0.15, title=ENTRIES, margin={"t": 70})


def cohorts(table: pd.DataFrame, alt: str) -> go.Figure:
    """Conversion of each month's entrants with its interval, above what the rate rests on.

    A month of which nobody is old enough is hatched and says so, where its rate would stand.
    """
    titles = (
        "Converted, of those who entered that month and are mature (with 95% interval)",
        "Entered that month",
    )
    early = ("Before outcomes were recorded", "n_unrecorded", theme.QUIET, "x")
    made = monthly(table, alt, "rate", titles, (*AGES, early))
    _too_young(made, table)
    return made


def _too_young(made: go.Figure, table: pd.DataFrame) -> None:
    """The months of which nobody is mature, over the whole height: none reads as a rate."""
    young = table[(table["n_immature"] > 0) & (table["n_mature"] == 0)]
    if young.empty:
        return
    top = made.layout.yaxis.range[1]
    made.add_bar(
        x=pd.to_datetime(young["month"]),
        y=[top] * len(young),
        width=BAR_WIDTH,
        marker={
            "color": "#ffffff",
            "pattern": {**HATCHED, "shape": "/", "fgcolor": theme.QUIET},
        },
        showlegend=False,
        customdata=young["n_immature"],
        hovertemplate="%{x|%B %Y}: all %{customdata:,} are too young for a rate<extra></extra>",
        row=1,
        col=1,
    )
    if table["rate"].isna().all():
        return  # the panel says so itself
    made.add_annotation(
        x=pd.Timestamp(young["month"].iloc[len(young) // 2]),
        y=top / 2,
        text="too young for a rate",
        textangle=-90,
        showarrow=False,
        bgcolor="#ffffff",
        borderpad=2,
        font={"size": 11, "color": theme.MUTED},
        row=1,
        col=1,
    )


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
