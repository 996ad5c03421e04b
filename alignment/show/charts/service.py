"""Charts of the service that the teams owe each other."""

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


LATENESS = (
    ("n_day", "Up to a day late", theme.PALE),
    ("n_week", "Up to five days", theme.QUIET),
    ("n_month", "Up to 21 days", theme.WARNING),
    ("n_older", "Later still", theme.BAD),
)


def overdue_by_task(table: pd.DataFrame, alt: str) -> go.Figure:
    """Overdue tasks, one stacked bar a task, by working days since the deadline."""
    rows = table.head(MOST_GROUPS)
    names = wrapped(
        [f"{team}: {task}" for team, task in zip(rows["team"], rows["task"], strict=True)]
    )
    made = figure(150 + 46 * len(rows), alt, legend=AT_THE_FOOT, margin={"b": 80})
    for column, name, colour in LATENESS:
        made.add_bar(
            y=names,
            x=rows[column],
            name=name,
            orientation="h",
            marker_color=colour,
            hovertemplate=f"%{{y}}: %{{x:,}}<extra>{name}</extra>",
        )
    made.update_yaxes(type="category", autorange="reversed")
    made.update_xaxes(title="Tasks, by working days since their deadline")
    made.update_layout(barmode="stack")
    return made
