"""Charts of rules compared: who passes, how they convert, where two rules part."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, MOST_GROUPS, in_months, largest, rates
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
    names, colours = labels(rows["label"]), _colours(rows["label"])
    titles = (
        f"Leads a week{largest(rows, table)}",
        "Of the mature,<br>converted",
        "Of all converted,<br>passed before",
    )
    made = make_subplots(1, 3, shared_yaxes=True, subplot_titles=titles, horizontal_spacing=0.06)
    _bars(made, names, rows["per_week"], colours, 1, "{:,.1f}", "%{x:,.1f} a week")
    rates(made, rows, names, 2, colours, of="n_passed", is_written=True)
    _bars(made, names, rows["recall"], colours, 3, "{:.0%}", "%{x:.0%}")
    made.update_xaxes(tickformat=".0%", range=[0, 1.2], tickvals=[0, 0.5, 1], row=1, col=3)
    return _in_rows(made, names, alt)


def overlap(table: pd.DataFrame, alt: str) -> go.Figure:
    """The four cells of two rules: how many leads each holds, and what share of them converts."""
    names, colours = labels(table["label"]), [CELLS[cell] for cell in table["cell"]]
    titles = ("Leads", "Converted, of the mature")
    made = make_subplots(1, 2, shared_yaxes=True, subplot_titles=titles, horizontal_spacing=0.06)
    _bars(made, names, table["n_leads"], colours, 1, "{:,}", "%{x:,} leads")
    rates(made, table, names, 2, colours, of="n_leads", is_written=True)
    return _in_rows(made, names, alt)


def _bars(
    made: go.Figure,
    names: list[str],
    values: pd.Series,
    colours: list[str],
    column: int,
    written: str,
    hovered: str,
) -> None:
    """Lying bars, each with its value at its end; a missing one has neither."""
    made.add_bar(
        y=names,
        x=values,
        orientation="h",
        marker_color=colours,
        showlegend=False,
        text=["" if pd.isna(value) else written.format(value) for value in values],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        hovertemplate=f"%{{y}}: {hovered}<extra></extra>",
        row=1,
        col=column,
    )
    most = values.max()
    made.update_xaxes(range=[0, 1.22 * most if most > 0 else 1], row=1, col=column)


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
        _line(made, table[table["label"] == name], shown, colour)
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
    in_months(made, pd.to_datetime(table["month"].drop_duplicates()))
    return made


def _line(made: go.Figure, rows: pd.DataFrame, shown: str, colour: str) -> None:
    symbols = ["circle-open" if n else "circle" for n in rows["n_immature"]]
    edge = {"width": 1.5, "color": colour}
    made.add_scatter(
        x=pd.to_datetime(rows["month"]),
        y=rows["n_passed"],
        name=shown,
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"symbol": symbols, "size": 7, "color": colour, "line": edge},
        cliponaxis=False,
        customdata=rows[["n_immature"]],
        hovertemplate="%{x|%B %Y}: %{y:,}, of them too young to judge %{customdata[0]:,}"
        f"<extra>{shown}</extra>",
    )


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
