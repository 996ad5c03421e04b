"""Charts along the thresholds of a score: what each hands over, brings and costs."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import marked
from alignment.show.theme import dressed, figure, label

BAND = "rgba(42, 111, 151, 0.16)"
"""`theme.MARKETING`, pale enough to lie under a line."""
PALE_SALES = "rgba(194, 87, 26, 0.16)"
POINTS_AXIS = {"title": "Handed over from so many points", "showgrid": False, "rangemode": "tozero"}
NO_RATE = "Too few are old enough for a rate"


def thresholds(table: pd.DataFrame, alt: str, own: float | None = None) -> go.Figure:
    """What share of hand-offs converts, above what share of the converted is handed over.

    `own` is the threshold to mark.
    """
    made = make_subplots(
        2,
        1,
        shared_xaxes=True,
        row_heights=[0.5, 0.5],
        vertical_spacing=0.13,
        subplot_titles=(
            "Of those handed over, converted (with 95% interval)",
            "Of the converted, handed over before",
        ),
    )
    x = table["threshold"]
    _band(made, x, table["precision_low"], table["precision_high"], row=1)
    _line(made, x, table["precision"], "%{x} points: %{y:.1%} convert", row=1)
    _line(made, x, table["recall"], "%{x} points: %{y:.1%} handed over", theme.GOOD, row=2)
    made.update_yaxes(tickformat=".0%", rangemode="tozero", nticks=5)
    made.update_yaxes(range=[0, 1.03], row=2, col=1)
    made.update_xaxes(showgrid=False)
    made.update_xaxes(POINTS_AXIS, row=2, col=1)
    made.update_xaxes(range=_worth_seeing(x[table["precision"].notna()], own))
    _said_if_empty(made, table["precision"], NO_RATE, 1)
    _said_if_empty(made, table["recall"], "Too few have converted", 2)
    marked(made, own)
    return dressed(made, 440, alt, showlegend=False)


def capacity(
    table: pd.DataFrame, alt: str, per_week: float | None = None, own: float | None = None
) -> go.Figure:
    """Hand-offs a week at each threshold against what Sales can take, and in how many months more.

    `per_week` is what Sales can take; `own` the threshold to mark.
    """
    made = make_subplots(
        2,
        1,
        shared_xaxes=True,
        row_heights=[0.62, 0.38],
        vertical_spacing=0.13,
        subplot_titles=("Hand-offs a week", "Months with more than Sales can take"),
    )
    x = table["threshold"]
    _line(made, x, table["per_week"], "%{x} points: %{y:.1f} a week", row=1)
    made.add_scatter(
        x=x,
        y=table["n_months_over"],
        mode="lines",
        line={"color": theme.SALES, "width": 2, "shape": "hv"},
        fill="tozeroy",
        fillcolor=PALE_SALES,
        hovertemplate="%{x} points: %{y:,} months<extra></extra>",
        row=2,
        col=1,
    )
    made.update_yaxes(rangemode="tozero", nticks=5)
    if table["n_months_over"].max() < 4:
        made.update_yaxes(dtick=1, range=[0, 4], row=2, col=1)
    if per_week:
        # far above what Sales can take nobody needs to read a figure
        top = min(table["per_week"].max(), 4 * per_week)
        made.update_yaxes(range=[0, 1.05 * max(top, 1.2 * per_week)], row=1, col=1)
        made.add_hline(
            per_week,
            line={"color": theme.SALES, "dash": "dash", "width": 1.5},
            annotation={
                "text": f"Sales can take {per_week:g}",
                "font": {"color": theme.SALES, "size": 12},
            },
            annotation_position="top right",
            row=1,
            col=1,
        )
    made.update_xaxes(showgrid=False)
    made.update_xaxes(POINTS_AXIS, row=2, col=1)
    marked(made, own)
    return dressed(made, 440, alt, showlegend=False)


def net_benefit(table: pd.DataFrame, alt: str, own: float | None = None) -> go.Figure:
    """What each threshold brings a week; those not told apart from the best are shaded.

    `own` is the threshold to mark.
    """
    currency = f", {label(table['currency'].iloc[0])}" if "currency" in table else ""
    made = figure(
        340,
        alt,
        showlegend=False,
        xaxis=POINTS_AXIS,
        yaxis={"title": f"Net benefit a week{currency}", "tickformat": "~s", "nticks": 6},
    )
    x = table["threshold"]
    if "is_alike" in table and table["is_alike"].any():
        alike = x[table["is_alike"]]
        made.add_vrect(
            alike.min() - 0.5,
            alike.max() + 0.5,
            fillcolor=theme.GOOD,
            opacity=0.13,
            line_width=0,
            layer="below",
        )
        made.add_annotation(
            x=(alike.min() + alike.max()) / 2,
            y=1,
            yref="y domain",
            yanchor="bottom",
            text=f"{alike.min():g} to {alike.max():g}: not told apart",
            showarrow=False,
            font={"color": theme.GOOD, "size": 12},
        )
    made.add_hline(0, line={"color": theme.MUTED, "width": 1})
    _band(made, x, table["net_low_amount"], table["net_high_amount"])
    _line(made, x, table["net_amount"], "%{x} points: %{y:,.0f} a week")
    top = table["net_high_amount"].max()
    if top > 0:
        # what loses several times what the best brings need not be read off
        low = max(table["net_low_amount"].min(), -top)
        made.update_yaxes(range=[min(1.1 * low, 0), 1.1 * top])
    made.update_xaxes(range=_worth_seeing(x[table["net_amount"].notna()], own))
    _said_if_empty(made, table["net_amount"], NO_RATE)
    marked(made, own)
    return made


def _line(
    made: go.Figure,
    x: pd.Series,
    y: pd.Series,
    said: str,
    colour: str = theme.MARKETING,
    row: int | None = None,
) -> None:
    made.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": colour, "width": 2.5},
        hovertemplate=f"{said}<extra></extra>",
        row=row,
        col=row and 1,
    )


def _band(
    made: go.Figure, x: pd.Series, low: pd.Series, high: pd.Series, row: int | None = None
) -> None:
    known = low.notna() & high.notna()
    made.add_scatter(
        x=[*x[known], *x[known][::-1]],
        y=[*low[known], *high[known][::-1]],
        fill="toself",
        fillcolor=BAND,
        line={"width": 0},
        hoverinfo="skip",
        row=row,
        col=row and 1,
    )


def _worth_seeing(known: pd.Series, own: float | None) -> list[float]:
    """Where there is something to read, and the score's own threshold."""
    return [0, max(known.max() if len(known) else 100, 1.15 * (own or 0)) * 1.03]


def _said_if_empty(made: go.Figure, y: pd.Series, words: str, row: int | None = None) -> None:
    if y.notna().any():
        return
    place = {"row": row, "col": row and 1}
    made.update_yaxes(range=[0, 1], showticklabels=False, showgrid=False, **place)
    made.add_annotation(
        x=0.5, y=0.5, xref="x domain", yref="y domain", text=words, showarrow=False, **place
    )
