"""The charts of a live score: what each threshold hands over, brings and costs, now and agreed."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from alignment.measures.tick import Tick
from alignment.show.panel import Chart, Handle, Limit, Series

UP = Handle("hand_off_at", "to Sales", "sales")
DOWN = Handle("return_below", "back", "marketing")
WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Points that a bar of the first chart may hold."""
MOST_BARS = 40

Arrays = Mapping[str, NDArray]


def charts(agreed: Tick, tried: Tick, capacity: float, currency: str) -> tuple[Chart, ...]:
    """Six charts: the spread of scores, precision, recall, volume, money and the months."""
    limits = (Limit("Sales can take", capacity),) if capacity else ()
    money = "" if tried.worth else "Set what a conversion is worth to see what a threshold brings."
    return (
        _spread(tried),
        _along("Of those handed over, how many convert?", "precision", "share", agreed, tried),
        _along("How many of the converted were handed over?", "recall", "share", agreed, tried),
        _along("Hand-offs a week", "per_week", "number", agreed, tried, limits),
        _along("Net benefit a week", "net", "amount", agreed, tried, (), money, currency),
        _months(agreed, tried),
    )


def _spread(tried: Tick) -> Chart:
    spread = {name: column.to_numpy() for name, column in tried.spread.items()}
    levels = spread["threshold"]
    top = float(levels.max(initial=0))
    width = next((w for w in WIDTHS if top / w <= MOST_BARS), top)
    place = (levels // width).astype(int)
    kinds = (
        ("Converted", "n_converted", "good"),
        ("Not converted", "n_missed", "quiet"),
        ("Too young to tell", "n_immature", "warning"),
    )
    x = (np.arange(int(top // width) + 1) + 0.5) * width
    return Chart(
        "How high do leads get?",
        [
            Series(name, x, np.bincount(place, spread[column], len(x)), kind="bar", colour=colour)  # type: ignore[arg-type]
            for name, column, colour in kinds
        ],
        x_label="Highest score of a lead",
        form="count",
        handles=(UP, DOWN),
        is_stacked=True,
        said="" if any(spread[column].any() for _, column, _ in kinds) else "No lead has points.",
    )


def _along(
    title: str,
    measure: str,
    form: str,
    agreed: Tick,
    tried: Tick,
    limits: tuple[Limit, ...] = (),
    said: str = "",
    currency: str = "",
) -> Chart:
    """A measure along the thresholds, as tried and as agreed."""
    middle, low, high = _columns(measure)
    now, before = tried.arrays, agreed.arrays
    if not said and np.isnan(now[middle]).all():
        said = "Not enough data: too few leads are old enough, or converted."
    has_band = low in now
    return Chart(
        title,
        []
        if said
        else [
            Series(
                "As agreed",
                _floats(before, "threshold"),
                _floats(before, middle),
                is_ghost=True,
                colour="quiet",
            ),
            Series(
                "As tried",
                _floats(now, "threshold"),
                _floats(now, middle),
                _floats(now, low) if has_band else None,
                _floats(now, high) if has_band else None,
            ),
        ],
        x_label="To Sales from so many points",
        form=form,  # type: ignore[arg-type]
        handles=(UP,),
        limits=limits,
        said=said,
        currency=currency,
    )


def _columns(measure: str) -> tuple[str, str, str]:
    if measure == "net":
        return "net_amount", "net_low_amount", "net_high_amount"
    return measure, f"{measure}_low", f"{measure}_high"


def _months(agreed: Tick, tried: Tick) -> Chart:
    months = [str(month) for month in tried.month_arrays["month"]]
    x = np.arange(len(months), dtype=float)
    is_known = not np.isnan(tried.month_arrays["precision"]).all()
    return Chart(
        "Month by month: how many of its hand-offs convert?",
        [
            Series(
                "As agreed",
                x,
                _floats(agreed.month_arrays, "precision"),
                is_ghost=True,
                colour="quiet",
            ),
            Series(
                "As tried",
                x,
                _floats(tried.month_arrays, "precision"),
                _floats(tried.month_arrays, "precision_low"),
                _floats(tried.month_arrays, "precision_high"),
            ),
        ],
        form="share",
        x_names=months,
        said="" if is_known else "Not enough data: no month has enough hand-offs old enough.",
    )


def _floats(held: Arrays, column: str) -> NDArray[np.float64]:
    return np.asarray(held[column], dtype=float)
