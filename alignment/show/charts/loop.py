"""Charts of the closed loop: what sources and campaigns are worth, and the reasons given."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import (
    AT_THE_FOOT,
    MOST_GROUPS,
    amounts,
    bars,
    counted,
    in_order,
    largest,
    money_bars,
    rates,
)
from alignment.show.theme import dressed, label, labels


def closed_loop(table: pd.DataFrame, alt: str) -> go.Figure:
    """Groups side by side: how many leads, what share converts, and the money where known."""
    rows = table.head(MOST_GROUPS)
    names = labels(rows["label"])
    has_money = rows["won_amount"].notna().any()  # a cost alone says nothing of worth
    currency = label(rows["currency"].iloc[0])
    panels = [
        f"Leads{largest(rows, table)}",
        "Converted, of the mature",
        f"Won and cost, {currency}",
    ]
    panels = panels[: 3 if has_money else 2]
    made = make_subplots(
        1, len(panels), shared_yaxes=True, subplot_titles=panels, horizontal_spacing=0.05
    )
    bars(made, names, rows["n_leads"], "Leads", theme.QUIET, 1)
    made.update_traces(showlegend=False)
    rates(made, rows, names, 2)
    money_bars(made, names, rows, amounts(rows) if has_money else [])
    in_order(made, names)
    height = 110 + theme.ROW_HEIGHT * len(rows)
    return dressed(made, height, alt, legend=AT_THE_FOOT, margin={"b": 60}, barmode="group")


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
            text=counted(rows["n"]),
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:,}<extra></extra>",
            row=i,
            col=1,
        )
    made.update_yaxes(type="category", autorange="reversed")
    made.update_xaxes(rangemode="tozero", showticklabels=False, showgrid=False)
    return dressed(made, 40 + 26 * sum(counts) + 45 * len(kinds), alt, margin={"b": 10})
