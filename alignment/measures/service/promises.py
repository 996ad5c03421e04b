"""Each level that the teams promise, measured."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from alignment.agreement import ServiceLevels
from alignment.measures.poisson import of_count
from alignment.measures.rates import percent
from alignment.measures.service.episodes import Episodes, earlier
from alignment.measures.service.kept import Kept, rated
from alignment.measures.service.response import responses
from alignment.measures.working import spoken_hours
from alignment.period import DAY, Period, first_unfinished, month_of

HAND_OFFS = "hand-offs in that time (stage changes)"
SAL = "the stage SAL after the hand-off"
TOUCHES = "the activities of Sales"
DECISIONS = "the stages SQL, recycled or disqualified, or deals"
METRICS = {
    "n_mql": "n_mql",
    "accepted_share": "mql_acceptance_rate",
    "first_contact": "first_contact_share",
}
"""The agreed metric that warns of a level, where it has the same target."""


def promises(episodes: Episodes, levels: ServiceLevels, period: Period) -> Iterator[Kept]:
    """Every level that is promised, of the hand-offs of a period."""
    if levels.marketing.n_mql is not None:
        yield mqls(episodes, levels.marketing.n_mql, period)
    if levels.marketing.accepted_share is not None:
        yield accepted(episodes, levels, period)
    yield first_contact(episodes, levels, period)
    yield qualification(episodes, levels, period)
    yield nurture(episodes, levels, period)
    yield reasons(episodes, levels, period)


def mqls(episodes: Episodes, promised: int, period: Period) -> Kept:
    """MQLs a month: the mean of the whole months; one that came back counts again.

    Its interval is Student's, of the months; of one month alone Poisson's.
    """
    counts, entries = monthly_mqls(episodes, period), episodes.journeys.entries
    kept = Kept(
        "n_mql",
        "MQLs",
        "marketing",
        f"at least {promised:,} MQLs a month",
        float(promised),
        unit="leads",
        warn=_warn(episodes, "n_mql", promised),
    )
    if entries.empty or not (entries["stage"] == "mql").any():
        return replace(kept, lacks="the stage changes to MQL")
    if counts.empty:
        return kept
    low, high = _interval(counts)
    return replace(
        kept,
        value=float(counts.mean()),
        low=low,
        high=high,
        n=len(counts),
        n_met=int((counts >= promised).sum()),
        rows=counts.rename("n_mql").reset_index(),
    )


def monthly_mqls(episodes: Episodes, period: Period) -> pd.Series:
    """Entries into MQL by month, of the months of the period that are over."""
    journeys = episodes.journeys
    begun = first_unfinished(journeys.as_of, period.zone)
    over = [month for month in period.months if month_of(month) < begun]
    if journeys.entries.empty:
        return pd.Series(dtype=int)
    entries = journeys.entries
    at = entries.loc[entries["stage"] == "mql", "entered_at"]
    n = period.month_of(at[period.holds(at)]).value_counts()
    return n.reindex(pd.Index(over, name="month")).fillna(0).astype(int)


def accepted(episodes: Episodes, levels: ServiceLevels, period: Period) -> Kept:
    """Hand-offs that became SAL, or more, or a deal, within the days that Sales has to qualify."""
    days, share = levels.sales.qualification_within_days, levels.marketing.accepted_share or 0.0
    promise = f"{percent(share)} accepted by Sales within {days} days"
    warn = _warn(episodes, "accepted_share", share)
    kept = Kept("accepted_share", "Accepted by Sales", "marketing", promise, share, warn=warn)
    if episodes.hand_offs.empty or not episodes.knows_acceptance:
        return replace(kept, lacks=SAL)
    handed = recorded(episodes, period)
    return replace(kept, **_by_days(episodes, handed, handed["accepted_at"], days))


def first_contact(episodes: Episodes, levels: ServiceLevels, period: Period) -> Kept:
    """Hand-offs that Sales touched within the working hours agreed."""
    within, share = levels.sales.first_contact_within_hours, levels.sales.first_contact_share
    promise = f"{percent(share)} touched within {spoken_hours(within)}"
    warn = _warn(episodes, "first_contact", share)
    kept = Kept("first_contact", "First contact", "sales", promise, share, warn=warn)
    if episodes.hand_offs.empty or not episodes.knows_touches:
        return replace(kept, lacks=HAND_OFFS if episodes.hand_offs.empty else TOUCHES)
    marks = responses(_of(episodes, period), within)
    judged = marks.assign(is_met=marks["is_within"])[marks["is_mature"]]
    n_waiting = int(marks["is_timed"].sum()) - len(judged)
    found = rated(judged, episodes.journeys.least_count)
    return replace(kept, **found, n_waiting=n_waiting)


def qualification(episodes: Episodes, levels: ServiceLevels, period: Period) -> Kept:
    """Hand-offs that Sales qualified or gave back within the days agreed."""
    days, share = levels.sales.qualification_within_days, levels.sales.qualification_share
    promise = f"{percent(share)} qualified or given back within {days} days"
    kept = Kept("qualification", "Qualified or given back", "sales", promise, share)
    if episodes.hand_offs.empty or not episodes.knows_decisions:
        return replace(kept, lacks=HAND_OFFS if episodes.hand_offs.empty else DECISIONS)
    handed = recorded(episodes, period)
    return replace(kept, **_by_days(episodes, handed, handed["decided_at"], days))


def nurture(episodes: Episodes, levels: ServiceLevels, period: Period) -> Kept:
    """Hand-offs that had a deal, or were given back, within the nurture limit."""
    days, share = levels.nurture_limit_days, levels.nurture_share
    promise = f"{percent(share)} with a deal or given back within {days} days"
    kept = Kept("nurture", "A deal, or given back", "sales", promise, share)
    if episodes.hand_offs.empty or not episodes.knows_decisions:
        return replace(kept, lacks=HAND_OFFS if episodes.hand_offs.empty else DECISIONS)
    handed = recorded(episodes, period)
    ended = earlier(handed["deal_at"], handed["returned_at"])
    return replace(kept, **_by_days(episodes, handed, ended, days))


def reasons(episodes: Episodes, levels: ServiceLevels, period: Period) -> Kept:
    """Leads given back in the period of which Sales named an agreed reason, of that kind."""
    share = levels.sales.reason_share
    promise = f"{percent(share)} of those given back with an agreed reason"
    kept = Kept("reason", "Given back with a reason", "sales", promise, share)
    if episodes.hand_offs.empty:
        return replace(kept, lacks=HAND_OFFS)
    back = given_back(episodes, period)
    return replace(kept, **rated(back, episodes.journeys.least_count))


def given_back(episodes: Episodes, period: Period) -> pd.DataFrame:
    """The hand-offs that Sales gave back in a period, with is_met: the reason is agreed for that
    end."""
    handed = episodes.decisions
    back = handed[period.holds(handed["returned_at"]) & ~handed["is_taken_back"]]
    ends = zip(back["returned_to"], back["reason"], strict=True)
    is_met = [reason in agreed_reasons(episodes, stage) for stage, reason in ends]
    return back.assign(is_met=np.array(is_met, dtype=bool))


def agreed_reasons(episodes: Episodes, returned_to: str) -> Sequence[str]:
    """Those agreed for giving a lead back, by the stage that it then entered."""
    agreed = episodes.agreement.reasons
    return agreed.disqualify if returned_to == "disqualified" else agreed.recycle


def n_taken_back(episodes: Episodes, period: Period) -> int:
    """How many Marketing itself took back in a period."""
    handed = episodes.decisions
    return int((period.holds(handed["returned_at"]) & handed["is_taken_back"]).sum())


def _of(episodes: Episodes, period: Period) -> pd.DataFrame:
    handed = episodes.decisions
    return handed[period.holds(handed["handed_off_at"])]


def recorded(episodes: Episodes, period: Period) -> pd.DataFrame:
    """The hand-offs of a period since what Sales decides is recorded."""
    handed, start = _of(episodes, period), episodes.decided_recorded_from
    return handed if start is None else handed[handed["handed_off_at"] >= start]


def _by_days(
    episodes: Episodes, handed: pd.DataFrame, reached_at: pd.Series, days: int
) -> dict[str, Any]:
    """The share of hand-offs old enough that got there within so many days, and who waits."""
    ends = handed["handed_off_at"] + days * DAY
    is_old = ends <= episodes.journeys.as_of
    judged = handed.assign(is_met=reached_at <= ends)[is_old]
    found = rated(judged, episodes.journeys.least_count)
    return {**found, "n_waiting": len(handed) - len(judged)}


def _warn(episodes: Episodes, level: str, target: float) -> float | None:
    metric = episodes.agreement.metrics.get(METRICS[level])
    return metric.warn if metric is not None and metric.target == target else None


def _interval(counts: pd.Series) -> tuple[float, float]:
    if len(counts) == 1:
        return of_count(float(counts.iloc[0]))
    from scipy.special import stdtrit

    point = float(stdtrit(len(counts) - 1, 0.975))
    mean, half = float(counts.mean()), point * float(counts.std(ddof=1)) / math.sqrt(len(counts))
    return max(mean - half, 0.0), mean + half
