"""Charts of the score check: what it separates, what its points mean, what changed in the mix."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alignment.show import theme
from alignment.show.charts.parts import AT_THE_FOOT, BAR_WIDTH, in_months, said_in_row
from alignment.show.theme import dressed, error_bars, figure, labels

NONE = {"color": theme.INK, "dash": "dot", "width": 1.5}
"""Where there is no difference."""
HALVES = (
    ("Earlier half", "earlier_rate", -0.13, theme.MUTED, "circle-open"),
    ("Later half", "later_rate", 0.13, theme.MARKETING, "circle"),
)
CHANGES = ((True, "Clearly apart", theme.MARKETING), (False, "Not told apart", theme.QUIET))


def score_separation(table: pd.DataFrame, alt: str) -> go.Figure:
    """The lift of every month or quarter, above the leads over the threshold that it rests on."""
    titles = ("Lift: 1 is no better than any active lead", "Leads with the hand-off's points")
    made = make_subplots(
        2,
        1,
        shared_xaxes=True,
        row_heights=[0.6, 0.4],
        vertical_spacing=0.09,
        subplot_titles=titles,
    )
    at = pd.to_datetime(table["month"])
    _lifts(made, at, table)
    _above(made, at, table)
    top = table["lift_high"].max() if table["lift"].notna().any() else 2
    made.update_yaxes(range=[0, 1.08 * max(top, 1.5)], row=1, col=1)
    if table["lift"].isna().all():
        words = {"text": "Not enough mature leads for a lift yet", "showarrow": False}
        made.add_annotation(**words, x=at.iloc[len(at) // 2], y=1.4, row=1, col=1)
    made.update_yaxes(rangemode="tozero", nticks=4, row=2, col=1)
    in_months(made, at)
    if (table["label"] != table["month"]).any():
        made.update_xaxes(tickvals=at, ticktext=labels(table["label"]))
    layout = {"barmode": "stack", "legend": AT_THE_FOOT, "margin": {"b": 75}}
    one = {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "x domain",
        "y0": 1,
        "y1": 1,
        "yref": "y",
        "line": NONE,
    }
    return dressed(made, 460, alt, shapes=[one], **layout)


def _lifts(made: go.Figure, at: pd.Series, table: pd.DataFrame) -> None:
    known = table["lift"].notna()
    rows = table[known]
    made.add_scatter(
        x=at[known],
        y=rows["lift"],
        mode="markers",
        marker={"color": theme.MARKETING, "size": 8},
        showlegend=False,
        error_y=error_bars(rows["lift"], rows["lift_low"], rows["lift_high"]),
        customdata=rows[["n_converted_above", "n_mature_above"]],
        text=labels(rows["label"]),
        hovertemplate="%{text}: %{y:.1f} times (%{customdata[0]:,} of %{customdata[1]:,})"
        "<extra></extra>",
        row=1,
        col=1,
    )


def _above(made: go.Figure, at: pd.Series, table: pd.DataFrame) -> None:
    """Mature or not: a month too young is hatched."""
    rest = table["n_above"] - table["n_mature_above"]
    is_young = table["n_immature"] > 0
    kinds = (
        ("Can be judged", table["n_mature_above"], theme.MARKETING, ""),
        ("Too young for a rate", rest.where(is_young, 0), theme.PALE, "/"),
        ("Before outcomes were recorded", rest.where(~is_young, 0), theme.FAINT, ""),
    )
    for name, counts, colour, hatch in kinds:
        if counts.any():
            made.add_bar(
                x=at,
                y=counts,
                name=name,
                width=BAR_WIDTH,
                marker_color=colour,
                marker_pattern={"shape": hatch, "fgcolor": "#ffffff", "fillmode": "overlay"},
                text=labels(table["label"]),
                textposition="none",
                hovertemplate="%{text}: %{y:,}<extra>" + name + "</extra>",
                row=2,
                col=1,
            )


def score_calibration(table: pd.DataFrame, alt: str) -> go.Figure:
    """What share of each band of points converts: in all months, and in either half of them."""
    made = figure(380, alt, legend=AT_THE_FOOT, margin={"b": 90, "t": 30})
    places = np.arange(len(table))
    names = labels(table["band"])
    made.add_bar(
        x=places,
        y=table["rate"],
        name="All months",
        marker_color=theme.FAINT,
        error_y={
            **error_bars(table["rate"], table["rate_low"], table["rate_high"]),
            "color": theme.QUIET,
        },
        customdata=table[["n_converted", "n_mature"]],
        text=names,
        textposition="none",
        hovertemplate="%{text} points: %{y:.1%} (%{customdata[0]:,} of %{customdata[1]:,})"
        "<extra>All months</extra>",
    )
    for name, rate, aside, colour, symbol in HALVES:
        half = rate.removesuffix("_rate")
        made.add_scatter(
            x=places + aside,
            y=table[rate],
            name=name,
            mode="markers",
            marker={"color": colour, "size": 8, "symbol": symbol},
            error_y=error_bars(table[rate], table[f"{rate}_low"], table[f"{rate}_high"]),
            customdata=table[[f"{half}_n_converted", f"{half}_n_mature"]],
            text=names,
            hovertemplate="%{text} points: %{y:.1%} (%{customdata[0]:,} of %{customdata[1]:,})"
            f"<extra>{name}</extra>",
        )
    for place in places[~table["is_enough"].to_numpy()]:
        made.add_annotation(
            x=place, y=0, text="too few", showarrow=False, yanchor="bottom",
            font={"color": theme.MUTED, "size": 11},
        )  # fmt: skip
    made.update_xaxes(tickvals=places, ticktext=names, showgrid=False, title="Points")
    made.update_yaxes(tickformat=".0%", rangemode="tozero", title="Converted")
    return made


def mix_changes(table: pd.DataFrame, alt: str) -> go.Figure:
    """How far each share lies from what it was before, with its interval, in percentage points."""
    zero = {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "xref": "x",
        "y0": 0,
        "y1": 1,
        "yref": "y domain",
        "line": NONE,
    }
    height = 110 + theme.ROW_HEIGHT * len(table)
    made = figure(height, alt, legend=AT_THE_FOOT, margin={"b": 85}, shapes=[zero])
    is_activity = table["kind"] == "activity"
    said = table["name"].where(~is_activity, "did") + ": " + table["value"]
    names = labels(said, 40)
    held = table.assign(axis=names)
    for is_clear, name, colour in CHANGES:
        rows = held[held["is_clear"] == is_clear]
        if len(rows):
            made.add_scatter(
                x=rows["difference"] * 100,
                y=rows["axis"],
                name=name,
                mode="markers",
                marker={
                    "color": colour,
                    "size": 9,
                    "symbol": "circle" if is_clear else "circle-open",
                },
                error_x=error_bars(rows["difference"] * 100, rows["low"] * 100, rows["high"] * 100),
                customdata=rows[["share_now", "share_before"]],
                hovertemplate="%{y}: %{customdata[0]:.1%}, before %{customdata[1]:.1%}"
                "<extra></extra>",
                cliponaxis=False,
            )
    _written(made, held)
    made.update_yaxes(
        type="category",
        autorange="reversed",
        categoryorder="array",
        categoryarray=names,
        showgrid=False,
    )
    return made


def _written(made: go.Figure, held: pd.DataFrame) -> None:
    """Every row's shares beside the longest interval, and an axis with room for them."""
    low, high = min(held["low"].min() * 100, 0), max(held["high"].max() * 100, 0)
    wide = max(high - low, 1)
    font = {"size": 11, "color": theme.MUTED}
    shares = zip(held["axis"], held["share_now"], held["share_before"], strict=True)
    for name, now, before in shares:
        said_in_row(made, name, high, f"{now:.0%}, before {before:.0%}", font=font)
    made.update_xaxes(
        range=[low - 0.05 * wide, high + 0.45 * wide],
        title="Percentage points more or less than in the months before",
    )
