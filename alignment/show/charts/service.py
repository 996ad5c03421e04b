"""Charts of the service that the teams owe each other."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import MOST_GROUPS, largest, rates
from alignment.show.theme import dressed, label, labels


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
        subplot_titles=(f"Touched within the limit{part}", "Median hours to the first touch"),
    )
    rates(made, rows, names, 1, theme.SALES)
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
    made.update_yaxes(type="multicategory", autorange="reversed")
    made.update_xaxes(nticks=5)
    return dressed(made, 90 + 26 * len(rows), alt)
