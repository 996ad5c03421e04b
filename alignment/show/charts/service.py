"""Charts of the service that the teams owe each other."""

from collections.abc import Iterable, Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, MOST_GROUPS, largest, rates
from alignment.show.theme import dressed, figure, label, labels, wrapped


def first_response(table: pd.DataFrame, alt: str) -> go.Figure:
    """The share touched within the limit and the median, by every dimension of the table."""
    rows = table.groupby("dimension", sort=False).head(MOST_GROUPS)
    part = largest(rows, table)
    dimension = [label(text).replace("_", " ").capitalize() for text in rows["dimension"]]
    value = ["Every hand-off" if v == "all" else v for v in rows["value"]]
    names = [dimension, labels(value)]
    made = make_subplots(
        1,
        2,
        shared_yaxes=True,
        horizontal_spacing=0.06,
        subplot_titles=(f"Touched within the limit{part}", "Median wait, working hours"),
    )
    rates(made, rows, names, 1, theme.SALES)
    made.add_bar(
        y=names,
        x=rows["median_hours"],
        orientation="h",
        marker_color=theme.QUIET,
        showlegend=False,
        hovertemplate="%{y}: %{x:.1f} working hours<extra></extra>",
        row=1,
        col=2,
    )
    made.update_yaxes(type="multicategory", autorange="reversed")
    made.update_xaxes(nticks=5)
    return dressed(made, 90 + 26 * len(rows), alt)


def rejections(table: pd.DataFrame, alt: str) -> go.Figure:
    """The share of hand-offs given back, by reason and by every dimension of the table."""
    rows = table.groupby("dimension", sort=False).head(MOST_GROUPS)
    dimension = [label(text).replace("_", " ").capitalize() for text in rows["dimension"]]
    value = ["Every hand-off" if v == "all" else v for v in rows["value"]]
    title = f"Given back, of the hand-offs old enough{largest(rows, table)}"
    made = make_subplots(1, 1, subplot_titles=(title,))
    rates(made, rows, [dimension, labels(value)], 1, theme.SALES, is_written=True)
    made.update_yaxes(type="multicategory", autorange="reversed")
    return dressed(made, 110 + 26 * len(rows), alt)


def held(table: pd.DataFrame, alt: str) -> go.Figure:
    """Leads that Sales holds without a deal, by owner, within and beyond the agreed limit."""
    owner = table["owner"].astype("string").fillna("(nobody)")
    counts = pd.crosstab(owner, table["is_over"]).reindex(columns=[False, True], fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False).index].head(MOST_GROUPS)
    parts = (
        (counts[False], "Within the limit", theme.QUIET),
        (counts[True], "Held too long", theme.BAD),
    )
    title = "Leads that Sales holds without a deal"
    return _stacked(labels(counts.index), parts, 130 + 30 * len(counts), title, alt)


LATENESS = (
    ("n_day", "Up to a day late", theme.PALE),
    ("n_week", "Up to five days", theme.QUIET),
    ("n_month", "Up to 21 days", theme.WARNING),
    ("n_older", "Later still", theme.BAD),
)


def overdue_by_task(table: pd.DataFrame, alt: str) -> go.Figure:
    """Overdue tasks, one stacked bar a task, by working days since the deadline."""
    rows = table.head(MOST_GROUPS)
    names = wrapped(rows["team"] + ": " + rows["task"])
    parts = [(rows[column], name, colour) for column, name, colour in LATENESS]
    title = "Tasks, by working days since their deadline"
    return _stacked(names, parts, 150 + 46 * len(rows), title, alt)


def _stacked(
    names: Sequence[str],
    parts: Iterable[tuple[pd.Series, str, str]],
    height: int,
    title: str,
    alt: str,
) -> go.Figure:
    """One bar a name, stacked of parts: how many of each name, what they are, their colour."""
    made = figure(height, alt, legend=AT_THE_FOOT, margin={"b": 80})
    for counts, name, colour in parts:
        made.add_bar(
            y=names,
            x=counts,
            name=name,
            orientation="h",
            marker_color=colour,
            hovertemplate=f"%{{y}}: %{{x:,}}<extra>{name}</extra>",
        )
    made.update_yaxes(type="category", autorange="reversed")
    made.update_xaxes(title=title)
    made.update_layout(barmode="stack")
    return made
