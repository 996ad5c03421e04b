"""Charts of the funnel: steps, time in stages, balances."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import (
    AT_THE_FOOT,
    BAR_WIDTH,
    bars,
    named_once,
    rates,
    said_in_row,
)
from alignment.show.theme import ROW_HEIGHT, dressed, error_bars, figure

COUNTS = (
    ("Old enough", "n_mature", theme.MARKETING, ""),
    ("Too young for a rate", "n_immature", theme.PALE, "/"),
    ("Before it was recorded", "n_unrecorded", theme.QUIET, "x"),
)


def cohort_rates(table: pd.DataFrame, alt: str) -> go.Figure:
    """Each step's rate with its interval, beside how many it rests on."""
    titles = ("Went on in time (with 95% interval)", "Entered the stage")
    made = make_subplots(
        1,
        2,
        shared_yaxes=True,
        column_widths=[0.6, 0.4],
        horizontal_spacing=0.05,
        subplot_titles=titles,
    )
    names = list(table["label"])
    rates(made, table, names, 1, is_written=True)
    for name, column, colour, hatch in COUNTS:
        if table[column].any():
            bars(made, names, table[column], name, colour, 2, hatch=hatch)
    made.update_yaxes(autorange="reversed", type="category")
    made.update_xaxes(rangemode="tozero", nticks=4, row=1, col=2)
    layout = {"barmode": "stack", "legend": AT_THE_FOOT, "margin": {"b": 70}}
    return dressed(made, 130 + 40 * len(table), alt, **layout)


def time_in_stage(table: pd.DataFrame, alt: str) -> go.Figure:
    """The days that half of the stays last, with the middle half as a bar."""
    made = figure(
        120 + (ROW_HEIGHT + 10) * len(table),
        alt,
        yaxis={"autorange": "reversed", "type": "category"},
        xaxis={"title": "Days in the stage"},
        bargap=0.5,
    )
    _middle_half(made, table[table["p75_days"].notna()])
    _medians(made, table[table["median_days"].notna()])
    for row in table.itertuples():
        end = max((x for x in (row.p75_days, row.median_high_days) if x == x), default=0)
        said_in_row(made, row.label, end, _days_said(row))
    top = table[["p75_days", "median_high_days"]].max().max()
    made.update_xaxes(range=[0, 1.2 * top if top > 0 else 1])
    made.update_yaxes(categoryorder="array", categoryarray=list(table["label"]))
    return made


def _middle_half(made: go.Figure, held: pd.DataFrame) -> None:
    made.add_bar(
        y=held["label"],
        x=held["p75_days"] - held["p25_days"],
        base=held["p25_days"],
        name="Middle half of the stays",
        orientation="h",
        marker_color=theme.PALE,
        customdata=held[["p25_days", "p75_days"]],
        hovertemplate="%{y}: %{customdata[0]:.1f} to %{customdata[1]:.1f} days<extra></extra>",
    )


def _medians(made: go.Figure, known: pd.DataFrame) -> None:
    made.add_scatter(
        y=known["label"],
        x=known["median_days"],
        mode="markers",
        name="Median (with 95% interval)",
        marker={"color": theme.MARKETING, "size": 9},
        error_x=error_bars(
            known["median_days"], known["median_low_days"], known["median_high_days"]
        ),
        hovertemplate="%{y}: %{x:.1f} days<extra></extra>",
    )


def _days_said(row) -> str:  # type: ignore[no-untyped-def]
    if row.median_days == row.median_days:
        return f"half within {row.median_days:.1f}"
    return "most are still there: not known yet" if row.is_enough else "too few to tell"


def stage_balance(table: pd.DataFrame, alt: str) -> go.Figure:
    """A small panel a stage: who came in, who went, and who stands there at each month's end."""
    stages = list(dict.fromkeys(table["stage"]))
    columns = min(4, len(stages))
    n_rows = -(-len(stages) // columns)
    made = make_subplots(
        n_rows,
        columns,
        subplot_titles=[table.loc[table["stage"] == s, "label"].iloc[0] for s in stages],
        vertical_spacing=0.5 / n_rows if n_rows > 1 else 0,
        horizontal_spacing=0.06,
    )
    for place, stage in enumerate(stages):
        rows = table[table["stage"] == stage]
        where = {"row": place // columns + 1, "col": place % columns + 1}
        _balance(made, rows, where)
    named_once(made)
    made.update_xaxes(type="date", tickformat="%b\n%Y", nticks=4, showgrid=False)
    made.update_yaxes(nticks=4, tickformat=",d", zeroline=True, zerolinecolor=theme.QUIET)
    layout = {"barmode": "relative", "legend": AT_THE_FOOT, "margin": {"b": 80}}
    return dressed(made, 90 + 190 * n_rows, alt, **layout)


def _balance(made: go.Figure, rows: pd.DataFrame, where: dict[str, int]) -> None:
    month = pd.to_datetime(rows["month"])
    for name, counts, colour in (
        ("Came in", rows["n_in"], theme.PALE),
        ("Went on or out", -rows["n_out"], theme.QUIET),
    ):
        made.add_bar(
            x=month,
            y=counts,
            width=BAR_WIDTH,
            name=name,
            legendgroup=name,
            marker_color=colour,
            customdata=counts.abs(),
            hovertemplate="%{x|%B %Y}: %{customdata:,}<extra>" + name + "</extra>",
            **where,
        )
    made.add_scatter(
        x=month,
        y=rows["n_at_end"],
        mode="lines",
        name="There at the month's end",
        legendgroup="end",
        line={"color": theme.INK, "width": 2},
        hovertemplate="%{x|%B %Y}: %{y:,} at its end<extra></extra>",
        **where,
    )


TEAMS = (("By Marketing", theme.MARKETING), ("By Sales", theme.SALES), ("By the lead", theme.QUIET))
"""How the numbers of touches begin, and the colour of who acted."""


def touches(table: pd.DataFrame, alt: str) -> go.Figure:
    """Of the numbers everybody should know, the mean touches: until handed off, until won."""
    shown = table[(table["about"] == "Touches") & table["number"].str.endswith(", mean")]
    made = figure(
        110 + ROW_HEIGHT * len(shown),
        alt,
        yaxis={"autorange": "reversed", "type": "category"},
        xaxis={"title": "Touches a lead, mean (with 95% interval)", "rangemode": "tozero"},
        showlegend=False,
    )
    names = shown["number"].str.removesuffix(", mean")
    colours = [next(c for begun, c in TEAMS if name.startswith(begun)) for name in names]
    made.add_bar(
        y=names,
        x=shown["value"],
        orientation="h",
        marker_color=colours,
        error_x={**error_bars(shown["value"], shown["low"], shown["high"]), "color": theme.INK},
        hovertemplate="%{y}: %{x:.1f}<extra></extra>",
    )
    for name, row in zip(names, shown.to_dict("records"), strict=True):
        known = pd.notna(row["value"])
        text = f"{row['value']:.1f}" if known else row["note"]
        said_in_row(made, name, row["high"] if known else 0, text)
    top = shown["high"].max()
    made.update_xaxes(range=[0, 1.12 * top if top > 0 else 1])
    return made
