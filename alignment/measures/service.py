"""How soon Sales makes the first contact after the hand-off, on a plain clock."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from alignment.finding import Finding, unanswered
from alignment.measures.journeys import Journeys
from alignment.measures.loop import NOT_RECORDED
from alignment.measures.rates import hours, number, percent, spoken_rate, with_rate
from alignment.period import Period, local

HOUR = pd.Timedelta(hours=1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def first_response(
    journeys: Journeys,
    period: Period,
    within_hours: float,
    by: Sequence[str] = (),
    name: str = "first_response",
    agreed_share: float | None = None,
) -> Finding:
    """The share of hand-offs in `period` that Sales touched within the limit.

    Response = first sales touch at or after the hand-off, and before the lead's next one −
    hand-off, elapsed. Untouched leads stay in the denominator; hand-offs younger than the limit
    at as_of stand in no share.

    Parameters
    ----------
    within_hours : float
        The agreed limit, here as elapsed hours.
    agreed_share : float or None
        The share that was promised, from 0 to 1; told beside the measured one.
    by : sequence of str
        Columns of the journeys to split by; `weekday` is that of the hand-off, in local time.

    Returns
    -------
    Finding
        One row for all, then one a dimension and value: dimension, value, n_handed_off =
        n_mature + n_immature + n_unrecorded + n_untimed (a date without a time), n_touched and
        n_within (of the mature), rate, rate_low, rate_high, is_enough, median_hours (missing
        where fewer than half were touched, or too few were handed off).
    """
    every = journeys.hand_offs
    handed = every[period.holds(every["handed_off_at"])] if len(every) else every
    if handed.empty:
        needs = f"hand-offs {period.when} (stage changes)"
        return unanswered(name, "how fast Sales responds", needs)
    if every["first_touch_at"].isna().all():
        return unanswered(name, "how fast Sales responds", "the activities of Sales")
    marks = responses(journeys, handed, within_hours)
    groups = [("all", "all", marks)]
    for dimension in by:
        groups += [(dimension, value, rows) for value, rows in _split(journeys, marks, dimension)]
    table = pd.DataFrame([_row(journeys.least_count, *group) for group in groups])
    table = with_rate(table, "n_within", "n_mature", journeys.least_count)
    total = table.iloc[0]
    said = spoken_rate(
        int(total["n_within"]), int(total["n_mature"]), journeys.least_count, "hand-offs"
    )
    return Finding(
        table,
        f"Of the leads handed off {period.when}, touched by Sales within {within_hours:g} "
        f"hours: {said}{_promised(agreed_share)}. {_median_words(total)}",
        tuple(_caveats(journeys, total)),
        name,
        {
            "n_handed_off": int(total["n_handed_off"]),
            "n_mature": int(total["n_mature"]),
            "n_touched": int(total["n_touched"]),
            "n_within": int(total["n_within"]),
            "rate": number(total["rate"]),
            "median_hours": number(total["median_hours"]),
        },
    )


def _promised(share: float | None) -> str:
    return "" if share is None else f"; {percent(share)} was agreed, in working hours"


def responses(journeys: Journeys, handed: pd.DataFrame, within_hours: float) -> pd.DataFrame:
    """Hand-offs with their response: took_hours (missing: no touch), is_recorded, is_timed (and
    recorded), is_mature (and timed), is_within (and mature)."""
    limit = pd.Timedelta(hours=within_hours)
    start = journeys.touch_recorded_from or pd.Timestamp.min
    took = handed["first_touch_at"] - handed["handed_off_at"]
    is_recorded = handed["handed_off_at"] >= start
    is_timed = is_recorded & ~handed["is_date_response"]
    is_mature = is_timed & (handed["handed_off_at"] + limit <= journeys.as_of)
    return handed.assign(
        took_hours=took / HOUR,
        is_recorded=is_recorded,
        is_timed=is_timed,
        is_mature=is_mature,
        is_within=is_mature & (took <= limit),
    )


def _split(journeys: Journeys, marks: pd.DataFrame, dimension: str) -> list:
    if dimension == "weekday":
        day = local(marks["handed_off_at"], journeys.zone).dt.day_of_week
        return [(WEEKDAYS[i], rows) for i, rows in marks.groupby(day)]
    key = marks[dimension].astype("string").fillna(NOT_RECORDED)
    most_first = key.value_counts().index
    return [(value, marks[key == value]) for value in most_first]


def _row(least_count: int, dimension: str, value: str, marks: pd.DataFrame) -> dict[str, object]:
    mature = marks[marks["is_mature"]]
    is_enough = len(mature) >= max(least_count, 1)
    median = np.median(mature["took_hours"].fillna(np.inf)) if is_enough else np.nan
    return {
        "dimension": dimension,
        "value": value,
        "n_handed_off": len(marks),
        "n_mature": len(mature),
        "n_immature": int((marks["is_timed"] & ~marks["is_mature"]).sum()),
        "n_unrecorded": int((~marks["is_recorded"]).sum()),
        "n_untimed": int((marks["is_recorded"] & ~marks["is_timed"]).sum()),
        "n_touched": int(mature["took_hours"].notna().sum()),
        "n_within": int(mature["is_within"].sum()),
        "median_hours": median if np.isfinite(median) else np.nan,
    }


def _median_words(every: pd.Series) -> str:
    n_mature, n_untouched = int(every["n_mature"]), int(every["n_mature"] - every["n_touched"])
    if not n_mature:
        return "None was handed off long enough ago to judge."
    untouched = f"{n_untouched:,} ({percent(n_untouched / n_mature)}) had no touch at all so far"
    if not every["is_enough"]:
        return f"{n_untouched:,} of {n_mature:,} had no touch at all so far."
    if pd.isna(every["median_hours"]):
        return f"There is no median: {untouched}."
    return f"The median was {hours(every['median_hours'])}; {untouched}."


def _caveats(journeys: Journeys, every: pd.Series) -> list[str]:
    caveats = [
        "A plain clock: nights and weekends count, so a Friday hand-off looks slower.",
        "A lead handed off again counts again.",
    ]
    if every["n_immature"]:
        caveats.append(f"{every['n_immature']:,} hand-offs are younger than the limit and wait.")
    if every["n_untimed"]:
        caveats.append(
            f"{every['n_untimed']:,} hand-offs or first touches are a date without a time: they "
            "stand in no share."
        )
    if every["n_unrecorded"]:
        caveats.append(
            f"{every['n_unrecorded']:,} hand-offs came before "
            f"{journeys.day(journeys.touch_recorded_from)}, when touches by Sales began to be "
            "recorded: they stand in no share."
        )
    return caveats
