"""Charts of findings: a table and its alternative text in, a figure out. Nothing is computed."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.theme import dressed, error_bars, figure, label, labels

_AT_THE_FOOT = {"yref": "container", "y": 0, "yanchor": "bottom", "xanchor": "right", "x": 1}
_PALE = "#8fb8d0"
MOST_GROUPS = 20
"""Groups that a chart can show; the table has them all."""


def waterfall(table: pd.DataFrame, alt: str) -> go.Figure:
    """How far leads came: one bar a stage, split by what became of them there."""
    made = figure(
        110 + 44 * len(table),
        alt,
        barmode="stack",
        yaxis={"autorange": "reversed"},
        xaxis={"title": "Leads that reached the stage", "rangemode": "tozero"},
    )
    parts = (
        ("Went on", table["n_reached"] - table["n_stopped"], theme.MARKETING),
        ("Still there", table["n_open"], _PALE),
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
        text=[f" {count}" for count in _counted(table["n_reached"])],
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
    made.update_xaxes(tickformat="%b\n%Y", nticks=4, showgrid=False)
    made.update_yaxes(nticks=4, rangemode="tozero")
    return dressed(made, 40 + 190 * n_rows, alt, bargap=0.15)


def cohorts(table: pd.DataFrame, alt: str) -> go.Figure:
    """Conversion of each month's entrants with its interval, above what the rate rests on."""
    made = make_subplots(
        2,
        1,
        shared_xaxes=True,
        row_heights=[0.6, 0.4],
        vertical_spacing=0.09,
        subplot_titles=("Converted, of the mature (with 95 % interval)", "Entered"),
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
        ("Too young for a rate", "n_immature", _PALE, "/"),
        ("Before outcomes were recorded", "n_unrecorded", theme.QUIET, "x"),
    )
    for name, column, colour, hatch in kinds:
        if table[column].any():
            made.add_bar(
                x=month,
                y=table[column],
                name=name,
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
    made.update_yaxes(tickformat=".0%", rangemode="tozero", row=1, col=1)
    made.update_yaxes(rangemode="tozero", nticks=4, row=2, col=1)
    made.update_xaxes(tickformat="%b\n%Y", showgrid=False)
    made.update_xaxes(range=_month_range(month), row=2, col=1)
    margin = {"b": 75}
    layout = {"barmode": "stack", "bargap": 0.15, "legend": _AT_THE_FOOT, "margin": margin}
    return dressed(made, 480, alt, **layout)


def _month_range(month: pd.Series) -> list[pd.Timestamp]:
    half = pd.Timedelta(days=17)
    return [month.iloc[0] - half, month.iloc[-1] + half]


def closed_loop(table: pd.DataFrame, alt: str) -> go.Figure:
    """Groups side by side: how many leads, what share converts, and the money where known."""
    rows = _largest(table)
    names = labels(rows["label"])
    has_money = rows["won_amount"].notna().any()
    currency = label(rows["currency"].iloc[0])
    panels = ["Leads", "Converted, of the mature", f"Won and cost, {currency}"]
    panels = panels[: 3 if has_money else 2]
    made = make_subplots(
        1, len(panels), shared_yaxes=True, subplot_titles=panels, horizontal_spacing=0.05
    )
    made.add_bar(
        y=names,
        x=rows["n_leads"],
        orientation="h",
        marker_color=theme.QUIET,
        showlegend=False,
        hovertemplate="%{y}: %{x:,} leads<extra></extra>",
        row=1,
        col=1,
    )
    _rates(made, rows, names, 2)
    if has_money:
        for name, column, colour in (
            ("Won", "won_amount", theme.GOOD),
            ("Cost", "cost_amount", theme.BAD),
        ):
            if rows[column].notna().any():
                made.add_bar(
                    y=names,
                    x=rows[column],
                    name=name,
                    orientation="h",
                    marker_color=colour,
                    hovertemplate="%{y}: %{x:,.0f}<extra>" + name + "</extra>",
                    row=1,
                    col=3,
                )
        made.update_xaxes(tickformat="~s", row=1, col=3)
    made.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=names)
    made.update_xaxes(nticks=5)
    height = 110 + theme.ROW_HEIGHT * len(rows)
    return dressed(made, height, alt, legend=_AT_THE_FOOT, margin={"b": 60}, barmode="group")


def _largest(table: pd.DataFrame) -> pd.DataFrame:
    return table.head(MOST_GROUPS)


def _rates(
    made: go.Figure, rows: pd.DataFrame, names: list, column: int, colour: str = theme.MARKETING
) -> None:
    """Rates with their intervals as points, one a row; a row without enough data says so."""
    made.add_scatter(
        y=names,
        x=rows["rate"],
        mode="markers",
        showlegend=False,
        marker={"color": colour, "size": 9},
        error_x=error_bars(rows["rate"], rows["rate_low"], rows["rate_high"]),
        cliponaxis=False,
        hovertemplate="%{y}: %{x:.1%}<extra></extra>",
        row=1,
        col=column,
    )
    few = ~rows["is_enough"]
    if few.any():
        made.add_scatter(
            y=names,
            x=few.map({True: 0.0, False: None}),
            mode="text",
            text=few.map({True: "too few to tell", False: ""}),
            textposition="middle right",
            textfont={"color": theme.MUTED, "size": 11},
            showlegend=False,
            hoverinfo="skip",
            row=1,
            col=column,
        )
    top = max(rows["rate_high"].max(), 0.01) if rows["is_enough"].any() else 1
    made.update_xaxes(tickformat=".0%", range=[-0.03 * top, 1.05 * top], row=1, col=column)


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
        text=_counted(table["n_converted"]),
        textposition="outside",
        cliponaxis=False,
        hovertemplate="within %{x} days: %{text} (%{y:.0%})<extra></extra>",
    )
    return made


def first_response(table: pd.DataFrame, alt: str) -> go.Figure:
    """The share touched within the limit and the median, by every dimension of the table."""
    rows = table.groupby("dimension", sort=False).head(MOST_GROUPS)
    dimension = [label(text).replace("_", " ").capitalize() for text in rows["dimension"]]
    value = ["Every hand-off" if v == "all" else v for v in rows["value"]]
    names = [dimension, labels(value)]
    made = make_subplots(
        1,
        2,
        shared_yaxes=True,
        horizontal_spacing=0.06,
        subplot_titles=("Touched within the limit", "Median hours to the first touch"),
    )
    _rates(made, rows, names, 1, theme.SALES)
    made.add_bar(
        y=names,
        x=rows["median_hours"],
        orientation="h",
        marker_color=theme.QUIET,
        showlegend=False,
        hovertemplate="%{y}: %{x:.1f} hours<extra></extra>",
        row=1,
        col=2,
    )
    made.update_yaxes(autorange="reversed")
    made.update_xaxes(nticks=5)
    return dressed(made, 90 + 26 * len(rows), alt)


def reasons(table: pd.DataFrame, alt: str) -> go.Figure:
    """How often each reason was given, one panel a kind."""
    colours = {"recycled": theme.WARNING, "disqualified": theme.MUTED, "lost": theme.BAD}
    kinds = list(dict.fromkeys(table["kind"]))
    counts = [min(int((table["kind"] == kind).sum()), MOST_GROUPS) for kind in kinds]
    made = make_subplots(
        len(kinds),
        1,
        row_heights=[n + 1 for n in counts],
        shared_xaxes=True,
        subplot_titles=[kind.capitalize() for kind in kinds],
        vertical_spacing=0.3 / (sum(counts) + len(kinds)) * 3,
    )
    for i, kind in enumerate(kinds, 1):
        rows = table[table["kind"] == kind].head(MOST_GROUPS)
        made.add_bar(
            y=labels(rows["reason"]),
            x=rows["n"],
            orientation="h",
            showlegend=False,
            marker_color=colours.get(kind, theme.QUIET),
            text=_counted(rows["n"]),
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:,}<extra></extra>",
            row=i,
            col=1,
        )
    made.update_yaxes(autorange="reversed")
    made.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    return dressed(made, 40 + 26 * sum(counts) + 45 * len(kinds), alt, margin={"b": 10})


def _counted(values: pd.Series) -> list[str]:
    return [f"{value:,}" for value in values]
