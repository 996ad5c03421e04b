"""What became of the month's hand-offs within the days agreed: cohort rates.

Those old enough are judged, those never touched or never decided among them; the younger ones wait.
The same figures as the service levels of those names.
"""

import numpy as np
import pandas as pd

from alignment.measures.scorecards.cohort_rates import cohort
from alignment.measures.scorecards.ground import Ground
from alignment.measures.scorecards.months import instants
from alignment.measures.scorecards.tally import Lacking, Share, Tally
from alignment.measures.scorecards.wait import Wait
from alignment.measures.service.promises import DECISIONS, HAND_OFFS, SAL, TOUCHES
from alignment.measures.service.response import responses
from alignment.period import DAY

NOUN = "hand-offs"


def mql_acceptance_rate(ground: Ground) -> Tally:
    """SAL, a later stage or a deal ÷ hand-offs, within the days to qualify."""
    if ground.episodes.hand_offs.empty or not ground.episodes.knows_acceptance:
        return Lacking(SAL, NOUN)
    return _within(ground, ground.decided, ground.decided["accepted_at"])


def qualification_share(ground: Ground) -> Tally:
    """Qualified or given back ÷ hand-offs, within the days to qualify."""
    return _reached(ground, "decided_at")


def mql_to_sql_rate(ground: Ground) -> Tally:
    """SQL, a later stage or a deal ÷ hand-offs, within the days to qualify."""
    return _reached(ground, "qualified_at")


def mql_rejection_rate(ground: Ground) -> Tally:
    """Given back by Sales ÷ hand-offs, within the days to qualify.

    What Marketing itself took back is no rejection.
    """
    return _reached(ground, "rejected_at")


def recycle_rate(ground: Ground) -> Tally:
    """Recycled by Sales ÷ (accepted + given back by Sales), within the days to qualify.

    One that was accepted and then given back counts once.
    """
    if lacks := _lacks(ground):
        return Lacking(lacks, NOUN)
    handed = ground.decided
    ends = handed["handed_off_at"] + ground.qualify_days * DAY
    is_back = handed["rejected_at"] <= ends
    is_asked = is_back | (handed["accepted_at"] <= ends) | (ends > ground.journeys.as_of)
    asked = handed[is_asked]
    recycled = asked["rejected_at"].where(asked["returned_to"] == "recycled")
    return _within(ground, asked, recycled, "decided hand-offs")


def first_contact_share(ground: Ground) -> Tally:
    """First touched by Sales within the agreed working hours ÷ hand-offs."""
    episodes, months = ground.episodes, ground.months
    if lacks := _untouched(ground):
        return Lacking(lacks, NOUN)
    within = episodes.agreement.first_contact_within_hours
    marks = responses(episodes.hand_offs, within)
    judged, waiting = (
        marks[each] for each in (marks["is_mature"], marks["is_timed"] & ~marks["is_mature"])
    )
    places, young = (months.places(instants(each["handed_off_at"])) for each in (judged, waiting))
    ripe = instants(episodes.clock.after(waiting["handed_off_at"], within))
    is_met = judged["is_within"].to_numpy(dtype=bool)
    return Share.of(NOUN, months, places, is_met, ground.journeys.least_count, (young, ripe))


def first_contact_median_hours(ground: Ground) -> Tally:
    """The median working hours from hand-off to Sales' first touch, by Kaplan and Meier.

    A lead given back untouched counts as one that would have waited on.
    """
    if lacks := _untouched(ground):
        return Lacking(lacks, NOUN)
    handed = ground.episodes.hand_offs
    at = ground.months.places(instants(handed["handed_off_at"]))
    took = handed["waited_hours"].to_numpy(dtype=float)
    is_over = handed["took_hours"].notna().to_numpy()
    places = np.where(handed["is_timed"], at, -1)
    return Wait(NOUN, places, took, is_over, ground.journeys.least_count)


def _lacks(ground: Ground) -> str:
    if ground.episodes.hand_offs.empty:
        return HAND_OFFS
    return "" if ground.episodes.knows_decisions else DECISIONS


def _untouched(ground: Ground) -> str:
    if ground.episodes.hand_offs.empty:
        return HAND_OFFS
    return "" if ground.episodes.knows_touches else TOUCHES


def _reached(ground: Ground, column: str) -> Tally:
    lacks = _lacks(ground)
    return (
        Lacking(lacks, NOUN) if lacks else _within(ground, ground.decided, ground.decided[column])
    )


def _within(ground: Ground, handed: pd.DataFrame, reached_at: pd.Series, noun: str = NOUN) -> Tally:
    """The share of some hand-offs that got there within the days to qualify."""
    entered, reached = instants(handed["handed_off_at"]), instants(reached_at)
    return cohort(ground, noun, entered, reached, ground.qualify_days)
