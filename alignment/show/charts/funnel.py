"""Charts of the funnel: steps, time in stages, balances, and what a goal takes."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, BAR_WIDTH, bars, rates
from alignment.show.theme import ROW_HEIGHT, dressed, error_bars, figure

COUNTS = (
    ("Old enough", "n_mature", theme.MARKETING),
    ("Too young for a rate", "n_immature", theme.PALE),
    ("Before it was recorded", "n_unrecorded", theme.QUIET),
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
    for name, column, colour in COUNTS:
        if table[column].any():
            bars(made, names, table[column], name, colour, 2)
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
        xaxis={"title": "Days in the stage", "rangemode": "tozero"},
    )
    held = table[table["p75_days"].notna()]
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
    known = table[table["median_days"].notna()]
    made.add_scatter(
        y=known["label"],
        x=known["median_days"],
        mode="markers+text",
        name="Median (with 95% interval)",
        text=[f"{value:.1f}" for value in known["median_days"]],
        textposition="top center",
        marker={"color": theme.MARKETING, "size": 9},
        error_x=error_bars(
            known["median_days"], known["median_low_days"], known["median_high_days"]
        ),
        hovertemplate="%{y}: %{x:.1f} days<extra></extra>",
    )
    for row in table[table["median_days"].isna()].itertuples():
        text = "most are still there: not known yet" if row.is_enough else "too few to tell"
        made.add_annotation(
            x=0,
            y=row.label,
            text=text,
            showarrow=False,
            xanchor="left",
            xshift=6,
            font={"color": theme.MUTED, "size": 12},
            bgcolor="#ffffff",
        )
    made.update_yaxes(categoryorder="array", categoryarray=list(table["label"]))
    return made


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
        _balance(made, rows, where, is_first=place == 0)
    made.update_xaxes(type="date", tickformat="%b\n%Y", nticks=4, showgrid=False)
    made.update_yaxes(nticks=4, tickformat=",d")
    layout = {"barmode": "relative", "legend": AT_THE_FOOT, "margin": {"b": 80}}
    return dressed(made, 90 + 190 * n_rows, alt, **layout)


def _balance(made: go.Figure, rows: pd.DataFrame, where: dict[str, int], is_first: bool) -> None:
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
            showlegend=is_first,
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
        showlegend=is_first,
        line={"color": theme.MARKETING, "width": 2},
        hovertemplate="%{x|%B %Y}: %{y:,} at its end<extra></extra>",
        **where,
    )


def needed(table: pd.DataFrame, alt: str) -> go.Figure:
    """What a month must bring of each, from the lead to the win; one scale of tens."""
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
        made.add_annotation(
            x=row.high,
            y=row.label,
            text=f"{_few(row.value)} ({_few(row.low)} to {_few(row.high)})",
            showarrow=False,
            xanchor="left",
            xshift=8,
            bgcolor="#ffffff",
            borderpad=1,
        )
    made.update_xaxes(range=[0, max(shown["high"].max(), 1) * 1.25])
    return made


def _few(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


TIMES = (("over", theme.MARKETING), ("running", theme.PALE))


def needed_by_month(table: pd.DataFrame, alt: str) -> go.Figure:
    """A panel a stage: what has to come in each month, beside what has come."""
    stages = list(dict.fromkeys(table["stage"]))[::-1]
    titles = [_titled(table[table["stage"] == stage]) for stage in stages]
    made = make_subplots(
        1, len(stages), subplot_titles=titles, horizontal_spacing=0.045, shared_xaxes="all"
    )
    for place, stage in enumerate(stages, 1):
        _month_needs(made, table[table["stage"] == stage], place)
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
    return dressed(made, 330, alt, legend=AT_THE_FOOT, margin={"b": 85})


def _titled(rows: pd.DataFrame) -> str:
    lag = int(rows["lag_months"].iloc[0])
    when = "in the month" if not lag else f"{lag} month{'' if lag == 1 else 's'} before"
    return f"{rows['label'].iloc[0]}, {when}"


def _month_needs(made: go.Figure, rows: pd.DataFrame, place: int) -> None:
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
                showlegend=place == 1,
                marker_color=colour,
                hovertemplate="%{x|%B %Y}: %{y:,} " + name.lower() + "<extra></extra>",
                row=1,
                col=place,
            )
    made.add_scatter(
        x=month,
        y=rows["n_needed"],
        mode="markers",
        name="Has to come (with 95% interval)",
        legendgroup="needed",
        showlegend=place == 1,
        marker={"color": theme.SALES, "size": 9, "symbol": "diamond"},
        error_y=error_bars(rows["n_needed"], rows["n_low"], rows["n_high"]),
        customdata=rows["for_month"],
        hovertemplate="%{x|%B %Y}: %{y:,.0f}, for %{customdata}<extra></extra>",
        row=1,
        col=place,
    )
