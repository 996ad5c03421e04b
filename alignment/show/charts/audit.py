"""Charts of the audit: ratings of both teams, the evidence, and what to mend first."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, bars, rates
from alignment.show.theme import dressed, error_bars, figure, label, labels

TEAMS = (("Marketing", "marketing", theme.MARKETING), ("Sales", "sales", theme.SALES))
APART = 0.16
"""Rows between two dots of the same rating, so that neither hides the other."""

ROOM = 0.12
"""Of the axis, that a figure in words takes."""

VERDICTS = (
    ("Falls short of what was agreed", "falls short", theme.BAD),
    ("Holds", "holds", theme.GOOD),
    ("Cannot be told", "cannot tell", theme.WARNING),
    ("Nothing was agreed", "", theme.MUTED),
)
WEIGHTS = (
    ("Gap between the ratings", "weight_gap", theme.MUTED),
    ("Lower rating below 5", "weight_low", theme.QUIET),
    ("Falls short", "weight_short", theme.BAD),
    ("… though a team rated it 4 or 5", "weight_despite", theme.WARNING),
)


def gaps(table: pd.DataFrame, alt: str) -> go.Figure:
    """Both teams' rating of each question, the widest gap first, a line between them."""
    order = ["gap", "mean"]
    rows = table.sort_values(order, ascending=[False, True], kind="stable", ignore_index=True)
    place = pd.Series(range(len(rows)), dtype=float)
    is_same = (rows["gap"] == 0).fillna(False).astype(bool)
    made = figure(
        120 + theme.ROW_HEIGHT * len(rows),
        alt,
        legend=AT_THE_FOOT,
        margin={"b": 80},
        yaxis=_rows(labels(rows["label"])),
        xaxis={
            "range": [0.7, 5.3],
            "tickvals": [1, 2, 3, 4, 5],
            "ticktext": ["1<br>not at all", "2", "3", "4", "5<br>fully"],
        },
    )
    _between(made, rows, place)
    for (name, team, colour), side in zip(TEAMS, (-APART, APART), strict=True):
        made.add_scatter(
            x=rows[team].astype("float64"),
            y=place + side * is_same,
            name=name,
            mode="markers",
            marker={"color": colour, "size": 12},
            cliponaxis=False,
            customdata=labels(rows["question"]),
            hovertemplate="%{customdata}: %{x}<extra>" + name + "</extra>",
        )
    for at, reading in zip(place, rows["reading"], strict=True):
        if reading in {"one did not answer", "nobody answered"}:
            made.add_annotation(x=5.3, y=at, text=reading, **_ASIDE)
    return made


_ASIDE = {
    "showarrow": False,
    "xanchor": "right",
    "font": {"size": 11, "color": theme.MUTED},
    "bgcolor": "#ffffff",
}


def _rows(names: list[str]) -> dict[str, object]:
    """An axis of rows by number, from the top, each with its name."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": names,
        "range": [len(names) - 0.4, -0.6],
        "showgrid": False,
    }


def _between(made: go.Figure, rows: pd.DataFrame, place: pd.Series) -> None:
    """A line from one rating to the other."""
    x: list[float | None] = []
    y: list[float | None] = []
    for at, marketing, sales in zip(place, rows["marketing"], rows["sales"], strict=True):
        if pd.notna(marketing) and pd.notna(sales):
            x += [float(marketing), float(sales), None]
            y += [at, at, None]
    made.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": theme.QUIET, "width": 3},
        showlegend=False,
        hoverinfo="skip",
    )


def evidence(table: pd.DataFrame, alt: str) -> go.Figure:
    """What was measured, with its interval, against what was agreed: one row a question."""
    rows = table[table["measured"].notna() | table["expected"].notna()].reset_index(drop=True)
    names = [
        f"{name}<br><span style='font-size:11px;color:{theme.MUTED}'>{label(what, 52)}</span>"
        for name, what in zip(labels(rows["label"]), rows["what"], strict=True)
    ]
    made = figure(
        130 + 46 * max(len(rows), 1),
        alt,
        legend=AT_THE_FOOT,
        margin={"b": 80},
        yaxis=_rows(names),
        xaxis={"tickformat": ".0%", "range": [-0.03, 1.05], "nticks": 6},
    )
    for name, verdict, colour in VERDICTS:
        own = rows[(rows["verdict"] == verdict) & rows["measured"].notna()]
        if len(own):
            made.add_scatter(
                x=own["measured"],
                y=own.index,
                name=name,
                mode="markers",
                marker={"color": colour, "size": 10},
                error_x=error_bars(own["measured"], own["low"], own["high"]),
                cliponaxis=False,
                hovertemplate="%{x:.1%}<extra></extra>",
            )
    _agreed(made, rows)
    _figures(made, rows[rows["measured"].notna()])
    for at in rows.index[rows["measured"].isna()]:
        made.add_annotation(x=0, y=at, text="no figure", **{**_ASIDE, "xanchor": "left"})
    if rows.empty:
        words = {"text": "No question has a figure", "showarrow": False}
        made.add_annotation(**words, x=0.5, y=0.5, xref="paper", yref="paper")
    return made


def _figures(made: go.Figure, rows: pd.DataFrame) -> None:
    """Each figure at the end of its interval that is away from what was agreed, and inside."""
    is_left = (rows["expected"] > rows["measured"]) & (rows["low"] > ROOM)
    is_left |= rows["high"] > 1 - ROOM
    made.add_scatter(
        x=rows["low"].where(is_left, rows["high"]),
        y=rows.index,
        mode="text",
        text=[f"\u00a0{value:.0%}\u00a0" for value in rows["measured"]],
        textposition=is_left.map({True: "middle left", False: "middle right"}),
        textfont={"size": 11, "color": theme.MUTED},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )


def _agreed(made: go.Figure, rows: pd.DataFrame) -> None:
    own = rows[rows["expected"].notna()]
    if len(own):
        made.add_scatter(
            x=own["expected"],
            y=own.index,
            name="Agreed",
            mode="markers",
            marker={
                "symbol": "line-ns",
                "size": 22,
                "line": {"width": 3, "color": theme.INK},
                "color": theme.INK,
            },
            hovertemplate="%{x:.0%} agreed<extra></extra>",
        )


def response(table: pd.DataFrame, alt: str) -> go.Figure:
    """What share converted by how soon Sales touched them, beside how many there were."""
    names = [
        "Never touched" if words == "never" else f"Touched {words}"
        for words in labels(table["response"])
    ]
    titles = ("Converted, of the mature", "First hand-offs")
    made = make_subplots(1, 2, shared_yaxes=True, subplot_titles=titles, horizontal_spacing=0.06)
    rates(made, table, names, 1, theme.SALES)
    kinds = (("Mature", "n_mature", theme.QUIET), ("Too young", "n_immature", theme.FAINT))
    for name, column, colour in kinds:
        if table[column].any():
            bars(made, names, table[column], name, colour, 2)
    made.update_yaxes(
        type="category", autorange="reversed", categoryorder="array", categoryarray=names
    )
    made.update_xaxes(nticks=5)
    height = 130 + 40 * len(table)
    return dressed(made, height, alt, legend=AT_THE_FOOT, margin={"b": 70}, barmode="stack")


def fix_first(table: pd.DataFrame, alt: str) -> go.Figure:
    """What to mend first: how much each question weighs, and what adds up to that."""
    names = [
        f"{rank}  {name}" for rank, name in zip(table["rank"], labels(table["label"]), strict=True)
    ]
    made = figure(
        120 + theme.ROW_HEIGHT * len(table),
        alt,
        barmode="stack",
        legend=AT_THE_FOOT,
        margin={"b": 80},
        xaxis={"title": "Weight", "dtick": 1, "rangemode": "tozero"},
        yaxis={"type": "category", "autorange": "reversed", "categoryarray": names},
    )
    for name, column, colour in WEIGHTS:
        if table[column].any():
            made.add_bar(
                y=names,
                x=table[column],
                name=name,
                orientation="h",
                marker_color=colour,
                customdata=[label(why, 90) for why in table["why"]],
                hovertemplate="%{customdata}<extra>" + name + ": %{x}</extra>",
            )
    return made
