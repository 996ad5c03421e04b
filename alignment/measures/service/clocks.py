"""The clocks of a hand-off: from engagement to it, and from it to attempt, contact and decision."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from alignment.finding import Finding, unanswered
from alignment.measures.rates import counted, days, hours, percent, with_rate
from alignment.measures.service.episodes import Episodes
from alignment.measures.service.response import MOSTLY, OFTEN
from alignment.measures.service.words import calendar_words, waiting_words
from alignment.measures.survival import Survival
from alignment.measures.working import spoken_hours, told_hours
from alignment.period import DAY, Period

HOUR = pd.Timedelta(hours=1)
SAID = {
    "systems": "handed off within {} of what they last did",
    "attempt": "touched within {}",
    "contact": "spoken with within {}",
    "qualification": "qualified or given back within {}",
}
"""What a clock measured, to follow how many."""
WORKING, ELAPSED, IN_DAYS = "working hours", "hours", "days"


@dataclass(frozen=True, eq=False)
class Clock:
    """One clock over some hand-offs.

    Parameters
    ----------
    name, label : str
    measured_in : str
        ``working hours``, ``hours`` (elapsed) or ``days`` (elapsed).
    took, passed : array of float
        Until it stopped, or until it was last seen running; and until as-of.
    is_over : array of bool
        Whether it stopped.
    limit : float or None
        What was agreed; None: nothing was.
    n_out : int
        Hand-offs that it cannot time: a date without a time, or nothing to start from.
    """

    name: str
    label: str
    measured_in: str
    took: np.ndarray
    passed: np.ndarray
    is_over: np.ndarray
    limit: float | None = None
    n_out: int = 0

    def row(self, least_count: int) -> dict[str, object]:
        """What the clock says, without its rate."""
        is_enough = len(self.took) >= max(least_count, 1)
        held = Survival.of(self.took, self.is_over) if is_enough else None
        limit = np.nan if self.limit is None else self.limit
        is_old = self.passed >= limit
        return {
            "clock": self.name,
            "label": self.label,
            "measured_in": self.measured_in,
            "n_started": len(self.took),
            "n_over": int(self.is_over.sum()),
            "n_out": self.n_out,
            "p50": held.quantile(OFTEN) if held else np.nan,
            "p95": held.quantile(MOSTLY) if held else np.nan,
            "limit": limit,
            "n_mature": int(is_old.sum()),
            "n_within": int((is_old & self.is_over & (self.took <= limit)).sum()),
        }


def clocks(episodes: Episodes, period: Period) -> Finding:
    """How long each step around the hand-offs of `period` took.

    The systems' delay runs from the lead's own last activity to the hand-off, day and night; then
    Sales' clocks start. Attempt: its first touch. Contact: its first conversation. Both in working
    hours. Qualification: qualified or given back, in days. The percentiles are Kaplan–Meier's: what
    has not happened by as-of, or (a touch) by being given back, counts as still to come.

    Returns
    -------
    Finding
        One row a clock that the history can tell: clock (``systems``, ``attempt``, ``contact``,
        ``qualification``; no touch by Sales, or no decision, recorded at all: none of it), label,
        measured_in, n_started, n_over, n_out (not timed), p50, p95 (missing: not so many got
        there, or too few), limit (missing: none), n_mature (older than the limit), n_within (of
        them), rate, rate_low, rate_high, is_enough. The contact has the limit of the attempt,
        though only that is promised.
    """
    name, question = "clocks", "how long hand-offs wait"
    every = episodes.table
    handed = every[period.holds(every["handed_off_at"])] if len(every) else every
    if handed.empty:
        return unanswered(name, question, f"hand-offs {period.when} (stage changes)")
    found = list(_clocks(episodes, handed))
    least_count = episodes.journeys.least_count
    table = pd.DataFrame([clock.row(least_count) for clock in found])
    table = with_rate(table, "n_within", "n_mature", least_count)
    return Finding(
        table,
        _sentence(table, period),
        tuple(_caveats(episodes, handed)),
        name,
        {f"{row['clock']}_{part}": _figure(row[part]) for row in _rows(table) for part in _PARTS},
    )


_PARTS = ("p50", "p95", "rate")


def _clocks(episodes: Episodes, handed: pd.DataFrame) -> Iterator[Clock]:
    levels = episodes.agreement.service_levels.sales
    within = levels.first_contact_within_hours
    yield _systems(handed)
    if episodes.knows_touches:
        touched, reached = handed["first_touch_at"], handed["first_contact_at"]
        timed = handed[handed["is_timed"]]
        yield _sales(episodes, timed, touched, "attempt", "First attempt", within, handed)
        is_asked = handed["is_recorded"] & ~handed["is_date_hand_off"] & ~handed["is_date_contact"]
        asked = handed[is_asked]
        yield _sales(episodes, asked, reached, "contact", "First contact", within, handed)
    if episodes.knows_decisions or handed["decided_at"].notna().any():
        yield _qualification(episodes, handed, float(levels.qualification_within_days))


def _systems(handed: pd.DataFrame) -> Clock:
    is_asked = handed["engaged_at"].notna() & ~handed["is_date_engaged"]
    is_asked &= ~handed["is_date_hand_off"]
    asked = handed[is_asked]
    took = ((asked["handed_off_at"] - asked["engaged_at"]) / HOUR).to_numpy(dtype=float)
    over = np.ones(len(took), dtype=bool)
    label = "Engaged to handed off (systems)"
    n_out = len(handed) - len(asked)
    return Clock("systems", label, ELAPSED, took, took, over, n_out=n_out)


def _sales(
    episodes: Episodes,
    asked: pd.DataFrame,
    stops: pd.Series,
    name: str,
    label: str,
    limit: float,
    handed: pd.DataFrame,
) -> Clock:
    stopped = stops.loc[asked.index]
    ends = stopped.fillna(episodes.given_up(asked))
    return Clock(
        name,
        label,
        WORKING,
        episodes.clock.hours(asked["handed_off_at"], ends),
        asked["passed_hours"].to_numpy(dtype=float),
        stopped.notna().to_numpy(),
        limit,
        len(handed) - len(asked),
    )


def _qualification(episodes: Episodes, handed: pd.DataFrame, limit: float) -> Clock:
    start, as_of = episodes.decided_recorded_from, episodes.journeys.as_of
    asked = handed if start is None else handed[handed["handed_off_at"] >= start]
    decided, at = asked["decided_at"], asked["handed_off_at"]
    ends = decided.fillna(as_of)
    return Clock(
        "qualification",
        "Qualified or given back",
        IN_DAYS,
        ((ends - at) / DAY).to_numpy(dtype=float),
        ((as_of - at) / DAY).to_numpy(dtype=float),
        decided.notna().to_numpy(),
        limit,
        len(handed) - len(asked),
    )


def spoken(value: float, measured_in: str) -> str:
    """A time in words, in what its clock counts."""
    if measured_in == WORKING:
        return told_hours(value)
    return days(value) if measured_in == IN_DAYS else hours(value)


def _sentence(table: pd.DataFrame, period: Period) -> str:
    begun = f"Of the leads handed off {period.when}"
    told = []
    for row in _rows(table):
        if pd.isna(row["p50"]):
            continue
        half, most = (
            None if pd.isna(row[part]) else spoken(row[part], row["measured_in"])
            for part in ("p50", "p95")
        )
        more = f" (95% within {most})" if most else ""
        told.append(f"half were {SAID[row['clock']].format(half)}{more}")
    if not told:
        return f"{begun}, too few got anywhere to say how long it took."
    return f"{begun}, {'; '.join(told)}."


def _caveats(episodes: Episodes, handed: pd.DataFrame) -> list[str]:
    n_before = int((handed["n_before"] > 0).sum())
    n_unrecorded = int((~handed["is_recorded"]).sum())
    n_untimed = int((handed["is_recorded"] & ~handed["is_timed"]).sum())
    said = []
    if n_before:
        verb = "was" if n_before == 1 else "were"
        said.append(
            f"{counted(n_before, 'hand-off')} ({percent(n_before / len(handed))}) {verb} preceded "
            "by something Sales did in the 24 hours before: that is no response and stops no clock."
        )
    conversations = episodes.agreement.service_levels.sales.conversations
    reached = ", ".join(conversations) if conversations else "everything Sales did"
    within = spoken_hours(episodes.agreement.first_contact_within_hours)
    return [
        *said,
        f"A contact is what is agreed as a conversation: {reached}. Its limit is that of the "
        f"attempt, {within}; a contact itself is not promised.",
        calendar_words(episodes.agreement.calendar),
        "In the percentiles what has not happened yet counts as still to come.",
        *waiting_words(episodes, n_untimed, n_unrecorded),
    ]


def _rows(table: pd.DataFrame) -> list[dict]:
    return table.to_dict("records")


def _figure(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
