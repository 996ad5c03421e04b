"""What several charts draw alike."""

import pandas as pd
import plotly.graph_objects as go

from alignment.show import theme
from alignment.show.theme import error_bars

AT_THE_FOOT = {"yref": "container", "y": 0, "yanchor": "bottom", "xanchor": "right", "x": 1}
"""Where a legend stands clear of the axes."""

MOST_GROUPS = 20
"""Groups that a chart can show; the table has them all."""


def rates(
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
            textposition="top right",
            textfont={"color": theme.MUTED, "size": 11},
            showlegend=False,
            hoverinfo="skip",
            row=1,
            col=column,
        )
    top = max(rows["rate_high"].max(), 0.01) if rows["is_enough"].any() else 1
    made.update_xaxes(tickformat=".0%", range=[-0.03 * top, 1.05 * top], row=1, col=column)


def largest(rows: pd.DataFrame, table: pd.DataFrame) -> str:
    """What to add to the title of a chart that cannot show every row; empty where it does."""
    return "" if len(rows) == len(table) else f", top {len(rows):,} of {len(table):,}"


def counted(values: pd.Series) -> list[str]:
    """Counts as labels."""
    return [f"{value:,}" for value in values]
