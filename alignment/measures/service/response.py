"""How soon Sales makes the first contact after the hand-off, in working hours."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from alignment.finding import Finding, unanswered
from alignment.measures.rates import number, percent, spoken_rate, with_rate
from alignment.measures.service.episodes import Episodes
from alignment.measures.service.splits import split
from alignment.measures.service.words import calendar_words, waiting_words
from alignment.measures.survival import Survival
from alignment.measures.working import spoken_hours, told_hours
from alignment.period import Period

OFTEN, MOSTLY = 0.5, 0.95
"""By when half of the leads, and nearly all, are touched."""
FROM_ACTIVITIES = ("first_actor",)
"""Dimensions that take the activities around each hand-off."""


def first_response(
    episodes: Episodes,
    period: Period,
    within_hours: float | None = None,
    by: Sequence[str] = (),
    name: str = "first_response",
) -> Finding:
    """The share of hand-offs in `period` that Sales touched within the limit.

    Response = first sales touch at or after the hand-off, and before the lead's next one −
    hand-off, in working hours of the agreed calendar. Untouched leads stay in the denominator;
    hand-offs younger than the limit at as_of stand in no share. The percentiles are Kaplan–Meier's:
    an untouched lead has waited at least until as_of, or being given back.

    Parameters
    ----------
    within_hours : float or None
        In working hours. None: the agreed limit, and the share that was promised is told beside
        the measured one.
    by : sequence of str
        Columns of the episodes to split by; `weekday` and `hour` are those of the hand-off, in
        local time; `first_actor` who touched first.

    Returns
    -------
    Finding
        One row for all, then one a dimension and value: dimension, value, n_handed_off =
        n_mature + n_immature + n_unrecorded + n_untimed (a date without a time), n_touched and
        n_within (of the mature), rate, rate_low, rate_high, is_enough, median_hours and p95_hours
        (missing where not so many were touched, or too few were handed off).
    """
    agreed, handed = episodes.agreement, _handed(episodes, period, by)
    if handed.empty:
        needs = f"hand-offs {period.when} (stage changes)"
        return unanswered(name, "how fast Sales responds", needs)
    if not episodes.knows_touches:
        return unanswered(name, "how fast Sales responds", "the activities of Sales")
    limit = agreed.first_contact_within_hours if within_hours is None else within_hours
    table = _table(episodes, responses(handed, limit), by)
    total = table.iloc[0]
    promised = f"; {percent(agreed.first_contact_share)} was agreed" if within_hours is None else ""
    return Finding(
        table,
        f"Of the leads handed off {period.when}, touched by Sales within {spoken_hours(limit)}: "
        f"{_share_words(total, episodes.journeys.least_count)}{promised}. {_median_words(total)}",
        tuple(_caveats(episodes, total)),
        name,
        _figures(total),
    )


def responses(handed: pd.DataFrame, within_hours: float) -> pd.DataFrame:
    """Hand-offs with is_mature (timed, and the limit has passed) and is_within (and mature).

    Parameters
    ----------
    handed : DataFrame
        Of `Episodes.hand_offs`: is_timed, passed_hours, took_hours.
    """
    is_mature = handed["is_timed"] & (handed["passed_hours"] >= within_hours)
    is_within = is_mature & (handed["took_hours"] <= within_hours)
    return handed.assign(is_mature=is_mature, is_within=is_within)


def waits(timed: pd.DataFrame) -> Survival:
    """How long the leads of some timed hand-offs wait for the first touch, in working hours."""
    return Survival.of(
        timed["waited_hours"].to_numpy(dtype=float), timed["took_hours"].notna().to_numpy()
    )


def _handed(episodes: Episodes, period: Period, by: Sequence[str]) -> pd.DataFrame:
    every = episodes.table if set(by) & set(FROM_ACTIVITIES) else episodes.hand_offs
    return every[period.holds(every["handed_off_at"])] if len(every) else every


def _table(episodes: Episodes, marks: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """One row for all, then one a dimension and value."""
    groups = [("all", "all", marks)]
    for dimension in by:
        found = split(marks, dimension, episodes.journeys.zone)
        groups += [(dimension, value, rows) for value, rows in found]
    least_count = episodes.journeys.least_count
    table = pd.DataFrame([_row(least_count, *group) for group in groups])
    return with_rate(table, "n_within", "n_mature", least_count)


def _figures(total: pd.Series) -> dict[str, float | None]:
    counts = ("n_handed_off", "n_mature", "n_touched", "n_within")
    rates = ("rate", "median_hours", "p95_hours")
    return {
        **{each: int(total[each]) for each in counts},
        **{each: number(total[each]) for each in rates},
    }


def _share_words(total: pd.Series, least_count: int) -> str:
    return spoken_rate(int(total["n_within"]), int(total["n_mature"]), least_count, "hand-offs")


def _row(least_count: int, dimension: str, value: str, marks: pd.DataFrame) -> dict[str, object]:
    mature, timed = marks[marks["is_mature"]], marks[marks["is_timed"]]
    is_enough = len(mature) >= max(least_count, 1)
    waited = waits(timed) if is_enough else None
    return {
        "dimension": dimension,
        "value": value,
        "n_handed_off": len(marks),
        "n_mature": len(mature),
        "n_immature": len(timed) - len(mature),
        "n_unrecorded": int((~marks["is_recorded"]).sum()),
        "n_untimed": int((marks["is_recorded"] & ~marks["is_timed"]).sum()),
        "n_touched": int(mature["took_hours"].notna().sum()),
        "n_within": int(mature["is_within"].sum()),
        "median_hours": waited.quantile(OFTEN) if waited else np.nan,
        "p95_hours": waited.quantile(MOSTLY) if waited else np.nan,
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
    return f"The median was {told_hours(every['median_hours'])}; {untouched}."


def _caveats(episodes: Episodes, every: pd.Series) -> list[str]:
    caveats = [
        calendar_words(episodes.agreement.calendar),
        "A lead handed off again counts again, with a clock of its own; a change of owner starts "
        "none.",
        "In the median a lead that was given back untouched counts as one that would have waited "
        "on.",
    ]
    if every["n_immature"]:
        caveats.append(f"{every['n_immature']:,} hand-offs are younger than the limit and wait.")
    return [*caveats, *waiting_words(episodes, int(every["n_untimed"]), int(every["n_unrecorded"]))]
