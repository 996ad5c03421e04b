"""Charts of a score under tuning: how high leads get, month by month, points, the way back."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AGES, AT_THE_FOOT, marked, monthly
from alignment.show.theme import dressed, error_bars, figure, labels

MOST_BARS = 40
WIDEST = 2
"""An axis of points reaches so many times as far as the most points of any line."""


def spread(table: pd.DataFrame, alt: str, own: float | None = None) -> go.Figure:
    """How high leads get, by what became of them from there.

    `own` is the threshold to mark.
    """
    made = figure(
        320,
        alt,
        barmode="stack",
        bargap=0.08,
        legend=AT_THE_FOOT,
        margin={"b": 85},
        yaxis={"title": "Leads", "nticks": 5},
    )
    bins = _bins(table["threshold"], own)
    range_ = [min(0, bins["start"]), max(bins["end"], 1.1 * (own or 0))]
    made.update_xaxes(title="Highest score of a lead", showgrid=False, range=range_)
    for name, column, colour in (
        ("Converted", "n_converted", theme.GOOD),
        ("Not converted", "n_missed", theme.QUIET),
        ("Too young to tell", "n_immature", theme.PALE),
    ):
        if table[column].any():
            made.add_histogram(
                x=table["threshold"],
                y=table[column],
                histfunc="sum",
                xbins=bins,
                name=name,
                marker={"color": colour, "line": {"width": 0}},
                hovertemplate="%{x} points: %{y:,}<extra>" + name + "</extra>",
            )
    marked(made, own)
    return made


def steadiness(table: pd.DataFrame, alt: str) -> go.Figure:
    """What share of each month's hand-offs converts, with its interval, above how many there were.

    One row a month, as `Tick.months` has them.
    """
    titles = ("Of the mature hand-offs, converted (with 95% interval)", "Handed over")
    return monthly(table, alt, "precision", titles, AGES)


def suggested(table: pd.DataFrame, alt: str) -> go.Figure:
    """Points that the history suggests, with their intervals, beside those agreed."""
    names = labels(table["line"])
    # an interval far beyond any points would squeeze all others
    far = WIDEST * table[["points", "agreed"]].abs().max(axis=None)
    ends = table["points_low"].min(), table["points_high"].max()
    xaxis = {"range": [max(ends[0], -far) * 1.05, min(ends[1], far) * 1.05]} if far else {}
    made = figure(
        110 + theme.ROW_HEIGHT * len(table),
        alt,
        legend=AT_THE_FOOT,
        margin={"b": 85},
        xaxis={"title": "Points", "zeroline": True, "zerolinecolor": theme.MUTED, **xaxis},
        yaxis={"type": "category", "autorange": "reversed", "categoryarray": names},
    )
    made.add_scatter(
        y=names,
        x=table["points"],
        name="Suggested (with 95% interval)",
        mode="markers",
        marker={"color": theme.MARKETING, "size": 10},
        error_x=error_bars(table["points"], table["points_low"], table["points_high"]),
        hovertemplate="%{y}: %{x} points suggested<extra></extra>",
    )
    made.add_scatter(
        y=names,
        x=table["agreed"],
        name="Agreed",
        mode="markers",
        marker={"color": theme.SALES, "size": 11, "symbol": "diamond-open", "line": {"width": 2}},
        hovertemplate="%{y}: %{x} points agreed<extra></extra>",
    )
    return made


def two_thresholds(table: pd.DataFrame, alt: str) -> go.Figure:
    """Stays in Sales as the lower threshold moves: how many bounce, return again, and how long."""
    made = make_subplots(
        1,
        3,
        horizontal_spacing=0.09,
        subplot_titles=("Bounced (with 95% interval)", "Returns to Sales", "Median stay, days"),
    )
    names = [f"{value:g}" for value in table["return_below"]]
    colours = [theme.MARKETING if is_own else theme.QUIET for is_own in table["is_own"]]
    made.add_scatter(
        x=names,
        y=table["rate"],
        mode="markers",
        marker={"color": colours, "size": 10},
        cliponaxis=False,
        error_y={
            **error_bars(table["rate"], table["rate_low"], table["rate_high"]),
            "color": theme.MUTED,
        },
        hovertemplate="back below %{x}: %{y:.1%}<extra></extra>",
        row=1,
        col=1,
    )
    for column, values, form in ((2, "n_re_mql", "%{y:,}"), (3, "median_days", "%{y:.1f} days")):
        made.add_bar(
            x=names,
            y=table[values],
            marker_color=colours,
            hovertemplate=f"back below %{{x}}: {form}<extra></extra>",
            row=1,
            col=column,
        )
    made.update_xaxes(type="category", showgrid=False, categoryarray=names)
    made.update_xaxes(title="Back below so many points (blue: as in this score)", row=1, col=2)
    made.update_yaxes(rangemode="tozero", nticks=5)
    made.update_yaxes(tickformat=".0%", row=1, col=1)
    if not table["rate"].notna().any():
        made.update_yaxes(range=[0, 1], showticklabels=False, showgrid=False, row=1, col=1)
        words = {"text": "Too few stays for a rate", "showarrow": False}
        made.add_annotation(**words, x=0.5, y=0.5, xref="x domain", yref="y domain", row=1, col=1)
    if table["n_re_mql"].max() < 4:
        made.update_yaxes(dtick=1, range=[0, 4], row=1, col=2)
    return dressed(made, 300, alt, showlegend=False, margin={"b": 60})


def _bins(x: pd.Series, own: float | None) -> dict[str, float]:
    """Bars of 1, 2, 5 … points, about thirty of them, with the own threshold at an edge."""
    least = (x.max() - x.min() + 1) / MOST_BARS if len(x) else 1
    size = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1_000, 1e9) if n >= least)
    start = (own or 0) - size * -(-((own or 0) - x.min()) // size) if len(x) else 0
    return {"start": start, "end": (x.max() if len(x) else 0) + size, "size": size}
