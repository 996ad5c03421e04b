"""Charts of rules compared: who passes, how they convert, where two rules part."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, MOST_GROUPS, largest, rates
from alignment.show.theme import dressed, figure, labels

COLOURS = {
    "marketing": theme.MARKETING,
    "sales": theme.SALES,
    "agreed": theme.INK,
    "new": theme.GOOD,
}
"""Of a rule by its label; other labels take what is left, in this order."""
CELLS = {
    "both": theme.GOOD,
    "marketing_only": theme.MARKETING,
    "sales_only": theme.SALES,
    "neither": theme.QUIET,
}


def passing(table: pd.DataFrame, alt: str) -> go.Figure:
    """Rules side by side: leads a week, what share converts, and what share of all converted."""
    rows = table.head(MOST_GROUPS)
    names = labels(rows["label"])
    colours = _colours(rows["label"])
    titles = (
        f"Leads a week{largest(rows, table)}",
        "Of the mature,<br>converted",
        "Of all converted,<br>passed before",
    )
    made = make_subplots(1, 3, shared_yaxes=True, subplot_titles=titles, horizontal_spacing=0.06)
    for column, values, form, written in (
        (1, "per_week", "%{x:,.1f} a week", "{:,.1f}"),
        (3, "recall", "%{x:.0%}", "{:.0%}"),
    ):
        made.add_bar(
            y=names,
            x=rows[values],
            orientation="h",
            marker_color=colours,
            showlegend=False,
            text=["" if pd.isna(value) else written.format(value) for value in rows[values]],
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            hovertemplate=f"%{{y}}: {form}<extra></extra>",
            row=1,
            col=column,
        )
    rates(made, rows, names, 2, colours)
    most = rows["per_week"].max()
    made.update_xaxes(range=[0, 1.22 * most if most > 0 else 1], row=1, col=1)
    made.update_xaxes(tickformat=".0%", range=[0, 1.2], tickvals=[0, 0.5, 1], row=1, col=3)
    return _in_rows(made, names, alt)


def overlap(table: pd.DataFrame, alt: str) -> go.Figure:
    """The four cells of two rules: how many leads each holds, and what share of them converts."""
    names = labels(table["label"])
    colours = [CELLS[cell] for cell in table["cell"]]
    titles = ("Leads", "Converted, of the mature")
    made = make_subplots(1, 2, shared_yaxes=True, subplot_titles=titles, horizontal_spacing=0.06)
    made.add_bar(
        y=names,
        x=table["n_leads"],
        orientation="h",
        marker_color=colours,
        showlegend=False,
        text=[f"{n:,}" for n in table["n_leads"]],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{x:,} leads<extra></extra>",
        row=1,
        col=1,
    )
    rates(made, table, names, 2, colours)
    top = max(int(table["n_leads"].max()), 1)
    made.update_xaxes(range=[0, 1.22 * top], row=1, col=1)
    return _in_rows(made, names, alt)


def passing_by_month(table: pd.DataFrame, alt: str) -> go.Figure:
    """Leads a month that meet each rule for the first time; hollow: some are too young to judge."""
    made = figure(
        340,
        alt,
        legend=AT_THE_FOOT,
        margin={"b": 75},
        yaxis={"title": "Leads that pass", "rangemode": "tozero", "nticks": 5},
    )
    rules = list(dict.fromkeys(table["label"]))
    for name, shown, colour in zip(rules, labels(rules), _colours(rules), strict=True):
        rows = table[table["label"] == name]
        symbols = ["circle-open" if n else "circle" for n in rows["n_immature"]]
        made.add_scatter(
            x=pd.to_datetime(rows["month"]),
            y=rows["n_passed"],
            name=shown,
            mode="lines+markers",
            line={"color": colour, "width": 2},
            marker={
                "symbol": symbols,
                "size": 7,
                "color": colour,
                "line": {"width": 1.5, "color": colour},
            },
            cliponaxis=False,
            customdata=rows[["n_immature"]],
            hovertemplate="%{x|%B %Y}: %{y:,}, of them too young to judge %{customdata[0]:,}"
            f"<extra>{shown}</extra>",
        )
    if table["n_immature"].any():
        made.add_annotation(
            x=0,
            y=1.02,
            xref="paper",
            yref="paper",
            yanchor="bottom",
            text="Hollow: some of them are too young to judge",
            showarrow=False,
            font={"size": 12, "color": theme.MUTED},
        )
    months = pd.to_datetime(table["month"].drop_duplicates())
    half = pd.Timedelta(days=17)
    made.update_xaxes(
        type="date",
        tickformat="%b\n%Y",
        showgrid=False,
        range=[months.min() - half, months.max() + half],
    )
    if len(months) <= 3:
        made.update_xaxes(tickvals=months)
    return made


def _in_rows(made: go.Figure, names: list[str], alt: str) -> go.Figure:
    made.update_yaxes(
        type="category", autorange="reversed", categoryorder="array", categoryarray=names
    )
    made.update_xaxes(nticks=5)
    made.update_annotations(align="left")
    return dressed(made, 90 + 36 * len(names), alt, margin={"b": 40})


def _colours(names: "pd.Series | list[str]") -> list[str]:
    """One a label: a team's own wherever it is known, else the next that is left."""
    known = [COLOURS.get(str(name).casefold()) for name in names]
    left = iter([*(colour for colour in COLOURS.values() if colour not in known)])
    return [colour or next(left, theme.QUIET) for colour in known]
