"""A chart of how a score does for each kind of lead."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, MOST_GROUPS, bars, largest, rates
from alignment.show.theme import dressed, labels


def segments(table: pd.DataFrame, alt: str) -> go.Figure:
    """Values side by side: hand-offs, what share of them converts, and what share is found."""
    rows = table.head(MOST_GROUPS)
    names = labels(rows["label"])
    titles = (
        f"Hand-offs{largest(rows, table)}",
        "Converted, of the mature",
        "Of its converted, handed over before",
    )
    made = make_subplots(1, 3, shared_yaxes=True, subplot_titles=titles, horizontal_spacing=0.05)
    kinds = (("Mature", "n_mature", theme.QUIET), ("Too young", "n_immature", theme.FAINT))
    for name, column, colour in kinds:
        if rows[column].any():
            bars(made, names, rows[column], name, colour, 1)
    rates(made, rows, names, 2)
    made.add_bar(
        y=names,
        x=rows["recall"],
        orientation="h",
        marker_color=theme.GOOD,
        showlegend=False,
        hovertemplate="%{y}: %{x:.0%}<extra></extra>",
        row=1,
        col=3,
    )
    made.update_xaxes(tickformat=".0%", range=[0, 1.03], row=1, col=3)
    made.update_yaxes(
        type="category", autorange="reversed", categoryorder="array", categoryarray=names
    )
    made.update_xaxes(nticks=5)
    height = 110 + theme.ROW_HEIGHT * len(rows)
    return dressed(made, height, alt, legend=AT_THE_FOOT, margin={"b": 60}, barmode="stack")
