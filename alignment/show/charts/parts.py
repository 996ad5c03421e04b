"""What several charts draw alike."""

from collections.abc import Iterable

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.theme import dressed, error_bars

AT_THE_FOOT = {"yref": "container", "y": 0, "yanchor": "bottom", "xanchor": "right", "x": 1}
"""Where a legend stands clear of the axes."""

BAR_WIDTH = 25 * 24 * 3_600_000
"""Of a month, in milliseconds: a lone bar would get none of itself."""

AGES = (
    ("Mature", "n_mature", theme.MARKETING, ""),
    ("Too young for a rate", "n_immature", theme.PALE, "/"),
)
"""Name, column, colour and hatching of what a month's rate rests on, and of what it leaves out."""

HATCHED = {"fillmode": "overlay", "fgcolor": "#ffffff", "size": 6, "solidity": 0.35}
"""How hatching looks; its shape is said beside it, none where it is empty."""

ROOM = 0.35
"""Of a panel, beyond the longest interval: what a written rate takes."""

MOST_GROUPS = 20
"""Groups that a chart can show; the table has them all."""


def rates(
    made: go.Figure,
    rows: pd.DataFrame,
    names: list,
    column: int,
    colour: str | list[str] = theme.MARKETING,
    of: str = "",
    is_written: bool = False,
) -> None:
    """Rates with their intervals as points, one a row; a row without enough data says so.

    Parameters
    ----------
    colour : str or list of str
        One for all, or one a row.
    of : str
        The column that counts what a row is about: a row of none says nothing. Empty: all speak.
    is_written : bool
        Whether each rate is written at the end of its interval.
    """
    interval = error_bars(rows["rate"], rows["rate_low"], rows["rate_high"])
    if isinstance(colour, list):
        interval = {**interval, "color": theme.MUTED}
    made.add_scatter(
        y=names,
        x=rows["rate"],
        mode="markers",
        showlegend=False,
        marker={"color": colour, "size": 9},
        error_x=interval,
        cliponaxis=False,
        hovertemplate="%{y}: %{x:.1%}<extra></extra>",
        row=1,
        col=column,
    )
    for place, row in enumerate(rows.to_dict("records")):
        if not row["is_enough"] and (not of or row[of]):
            _written(made, place, 0, "too few to tell", column, {"color": theme.MUTED, "size": 11})
        elif row["is_enough"] and is_written:
            _written(made, place, row["rate_high"], f"{row['rate']:.1%}", column, {"size": 12})
    top = max(rows["rate_high"].max(), 0.01) if rows["is_enough"].any() else 1
    end = (1 + ROOM if is_written else 1.05) * top
    made.update_xaxes(tickformat=".0%", range=[-0.03 * top, end], row=1, col=column)
    if end > 1:
        made.update_xaxes(tickvals=[0, 0.5, 1], row=1, col=column)


def _written(
    made: go.Figure, place: int, x: float, text: str, column: int, font: dict[str, object]
) -> None:
    """Words in a row, right of `x`, through which no line of the grid runs."""
    said_in_row(made, place, x, text, xshift=4, font=font, row=1, col=column)


def bars(
    made: go.Figure,
    names: list,
    values: pd.Series,
    name: str,
    colour: str,
    column: int,
    form: str = ",",
    hatch: str = "",
) -> None:
    """Lying bars of one kind, one a row; `form` is how a value is written."""
    made.add_bar(
        y=names,
        x=values,
        name=name,
        orientation="h",
        marker_color=colour,
        marker_pattern={**HATCHED, "shape": hatch} if hatch else None,
        hovertemplate=f"%{{y}}: %{{x:{form}}}<extra>{name}</extra>",
        row=1,
        col=column,
    )


def money_bars(
    made: go.Figure, names: list, rows: pd.DataFrame, kinds: Iterable[tuple[str, str, str]]
) -> None:
    """Lying bars of amounts in the third panel, one for each (name, column, colour)."""
    for name, column, colour in kinds:
        bars(made, names, rows[column], name, colour, 3, ",.0f")
        made.update_xaxes(tickformat="~s", row=1, col=3)


def amounts(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    """What of the money of some rows is known at all: name, column and colour of each."""
    kinds = (("Won", "won_amount", theme.GOOD), ("Cost", "cost_amount", theme.BAD))
    return [kind for kind in kinds if rows[kind[1]].notna().any()]


def in_order(made: go.Figure, names: list) -> None:
    """A row a name, in the order of the table from the top, in every panel."""
    made.update_yaxes(
        type="category", autorange="reversed", categoryorder="array", categoryarray=names
    )
    made.update_xaxes(nticks=5)


def largest(rows: pd.DataFrame, table: pd.DataFrame) -> str:
    """What to add to the title of a chart that cannot show every row; empty where it does."""
    return "" if len(rows) == len(table) else f", top {len(rows):,} of {len(table):,}"


def counted(values: pd.Series) -> list[str]:
    """Counts as labels."""
    return [f"{value:,}" for value in values]


def monthly(
    table: pd.DataFrame,
    alt: str,
    rate: str,
    titles: tuple[str, str],
    kinds: Iterable[tuple[str, str, str, str]],
) -> go.Figure:
    """A rate of every month with its interval, above the counts that it rests on.

    Parameters
    ----------
    rate : str
        Its column; the interval stands in that name with _low and _high.
    titles : (above, below)
    kinds : iterable of (name, column, colour, hatching)
        Of the counts.
    """
    made = make_subplots(
        2,
        1,
        shared_xaxes=True,
        row_heights=[0.6, 0.4],
        vertical_spacing=0.09,
        subplot_titles=titles,
    )
    month = pd.to_datetime(table["month"])
    rated = table[rate].notna()
    _monthly_rates(made, month[rated], table[rated], rate)
    for name, column, colour, hatch in kinds:
        if table[column].any():
            made.add_bar(
                x=month,
                y=table[column],
                name=name,
                width=BAR_WIDTH,
                marker_color=colour,
                marker_pattern={**HATCHED, "shape": hatch},
                hovertemplate="%{x|%B %Y}: %{y:,}<extra>" + name + "</extra>",
                row=2,
                col=1,
            )
    top = table[f"{rate}_high"].max() if rated.any() else 1
    made.update_yaxes(tickformat=".0%", range=[0, 1.08 * top], row=1, col=1)
    if not rated.any():
        words = {"text": "No month has enough mature leads for a rate yet", "showarrow": False}
        words |= {"bgcolor": "#ffffff", "borderpad": 2}
        made.add_annotation(**words, x=month.iloc[len(month) // 2], y=0.5, row=1, col=1)
    made.update_yaxes(rangemode="tozero", nticks=4, row=2, col=1)
    in_months(made, month)
    margin = {"b": 75}
    layout = {"barmode": "stack", "bargap": 0.15, "legend": AT_THE_FOOT, "margin": margin}
    return dressed(made, 480, alt, **layout)


def in_months(made: go.Figure, month: pd.Series) -> None:
    """An axis of months, in order, with half a month's room at either end."""
    half = pd.Timedelta(days=17)
    ends = [month.iloc[0] - half, month.iloc[-1] + half]
    made.update_xaxes(type="date", tickformat="%b\n%Y", showgrid=False, range=ends)
    if len(month) <= 3:
        made.update_xaxes(tickvals=month)


def _monthly_rates(made: go.Figure, month: pd.Series, rows: pd.DataFrame, rate: str) -> None:
    made.add_scatter(
        x=month,
        y=rows[rate],
        mode="markers",
        marker={"color": theme.MARKETING, "size": 8},
        showlegend=False,
        error_y=error_bars(rows[rate], rows[f"{rate}_low"], rows[f"{rate}_high"]),
        customdata=rows[["n_converted", "n_mature"]],
        hovertemplate="%{x|%B %Y}: %{y:.1%} (%{customdata[0]:,} of %{customdata[1]:,})"
        "<extra></extra>",
        row=1,
        col=1,
    )


def marked(made: go.Figure, own: float | None) -> None:
    """The score's own threshold, through every panel."""
    if own is None:
        return
    made.add_vline(own, line={"color": theme.INK, "dash": "dot", "width": 1.5})
    made.add_annotation(
        x=own,
        y=1,
        yref="y domain",
        xref="x",
        text=f" {own:g} points",
        showarrow=False,
        xanchor="left",
        yanchor="top",
        font={"size": 12, "color": theme.INK},
    )


def said_in_row(
    made: go.Figure, label: str | int, x: float, text: str, xshift: int = 8, **more: object
) -> None:
    """Words in the row of a label, right of `x`, through which no line of the grid runs."""
    made.add_annotation(
        x=x,
        y=label,
        text=text,
        showarrow=False,
        xanchor="left",
        xshift=xshift,
        bgcolor="#ffffff",
        borderpad=1,
        **more,
    )


def named_once(made: go.Figure) -> None:
    """Every kind stands in the legend once, whichever panel has it first."""
    seen: set[str] = set()
    for trace in made.data:
        trace.showlegend = trace.name not in seen
        seen.add(trace.name)
