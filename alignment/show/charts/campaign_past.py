"""Charts of campaigns there were: what they brought, what spoke against buying, what was seen."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import (
    AT_THE_FOOT,
    MOST_GROUPS,
    amounts,
    bars,
    in_order,
    largest,
    money_bars,
    rates,
)
from alignment.show.theme import dressed, label, labels

MOST_PIECES = 15


def similar_campaigns(table: pd.DataFrame, alt: str) -> go.Figure:
    """Campaigns side by side, newest first: leads, what share converts, the money where known.

    Their sum, the last row of the table, stands below them with its rate alone.
    """
    own = table.iloc[:-1].head(MOST_GROUPS)
    rows = pd.concat([own, table.tail(1)])
    names = labels(rows["label"])
    currency, money = label(rows["currency"].iloc[0]), amounts(own)
    panels = [f"Leads{largest(own, table.iloc[:-1])}", "Converted, of the mature"]
    panels += [f"{' and '.join(name for name, *_ in money).capitalize()}, {currency}"] * bool(money)
    made = make_subplots(
        1, len(panels), shared_yaxes=True, subplot_titles=panels, horizontal_spacing=0.05
    )
    bars(made, names[:-1], own["n_leads"], "Leads", theme.QUIET, 1)
    made.update_traces(showlegend=False)
    colours = [theme.MARKETING] * len(own) + [theme.INK]
    rates(made, rows, names, 2, colours, of="n_leads", is_written=True)
    money_bars(made, names[:-1], own, money)
    in_order(made, names)
    height = 110 + theme.ROW_HEIGHT * len(rows)
    return dressed(made, height, alt, legend=AT_THE_FOOT, margin={"b": 60}, barmode="group")


def objections(table: pd.DataFrame, alt: str) -> go.Figure:
    """Why leads were given back and deals lost: each reason's share, beside that of other leads."""
    rows = table.groupby("kind", sort=False).head(MOST_GROUPS).reset_index(drop=True)
    kinds = [
        f"{kind.capitalize()} ({n:,})" for kind, n in zip(rows["kind"], rows["n_of"], strict=True)
    ]
    names = [kinds, labels(rows["reason"])]
    title = f"Share of those given back, or lost{largest(rows, table)}"
    made = make_subplots(1, 1, subplot_titles=(title,))
    colours = [theme.BAD if kind == "lost" else theme.SALES for kind in rows["kind"]]
    rates(made, rows, names, 1, colours, is_written=True)
    if rows["rate_elsewhere"].notna().any():
        _beside(made, names, rows["rate_elsewhere"], "Among the other leads", 1)
    made.update_yaxes(type="multicategory", autorange="reversed")
    height = 120 + 26 * len(rows)
    return dressed(made, height, alt, legend=AT_THE_FOOT, margin={"b": 60})


def materials(table: pd.DataFrame, alt: str) -> go.Figure:
    """What most converters had seen: their share, and how those converted who had seen it."""
    rows = table.head(MOST_PIECES)
    names = labels(rows["label"] + " (" + rows["kind"] + ")", 40)
    titles = (
        f"Of the converters, had seen it{largest(rows, table)}",
        "Converted, of those who had seen it",
    )
    made = make_subplots(1, 2, shared_yaxes=True, subplot_titles=titles, horizontal_spacing=0.06)
    rates(made, _shares(rows), names, 1, theme.GOOD)
    colours = [theme.MARKETING if is_apart else theme.PALE for is_apart in rows["is_apart"]]
    rates(made, rows, names, 2, colours)
    unseen = rows["rate_unseen"].where(rows["is_enough"])
    _beside(made, names, unseen, "Of those who had not; dark: told apart", 2)
    in_order(made, names)
    height = 120 + theme.ROW_HEIGHT * len(rows)
    return dressed(made, height, alt, legend=AT_THE_FOOT, margin={"b": 60})


def _shares(rows: pd.DataFrame) -> pd.DataFrame:
    """The share of the converters who had seen each piece, as `rates` reads it."""
    share = {f"rate{end}": rows[f"converter_share{end}"] for end in ("", "_low", "_high")}
    return rows.assign(**share, is_enough=rows["converter_share"].notna())


def _beside(made: go.Figure, names: list, values: pd.Series, name: str, column: int) -> None:
    """The rates that others have, as hollow marks in the same rows; the axis holds them all."""
    made.add_scatter(
        y=names,
        x=values,
        mode="markers",
        name=name,
        marker={"symbol": "diamond-open", "color": theme.MUTED, "size": 9},
        cliponaxis=False,
        hovertemplate=f"%{{y}}: %{{x:.1%}}<extra>{name}</extra>",
        row=1,
        col=column,
    )
    (axis,) = made.select_xaxes(row=1, col=column)
    first, last = axis.range
    axis.update(range=[first, max(last, 1.05 * values.max())] if values.any() else axis.range)
