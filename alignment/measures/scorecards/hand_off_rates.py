"""What became of the month's hand-offs within the days agreed: cohort rates.

Those old enough are judged, those never touched or never decided among them; the younger ones wait.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from alignment.measures.scorecards.ground import Ground
from alignment.measures.scorecards.tally import Lacking, Share, Tally, Wait
from alignment.measures.service import promises
from alignment.period import DAY

NOUN = "hand-offs"


def mql_acceptance_rate(ground: Ground) -> Tally:
    """SAL, a later stage or a deal ÷ hand-offs, within the days to qualify."""
    kept = promises.accepted(ground.episodes, _levels(ground), ground.months.period)
    return _share(ground, kept.lacks, kept.rows, kept.waiting)


def qualification_share(ground: Ground) -> Tally:
    """Qualified or given back ÷ hand-offs, within the days to qualify."""
    kept = promises.qualification(ground.episodes, _levels(ground), ground.months.period)
    return _share(ground, kept.lacks, kept.rows, kept.waiting)


def mql_to_sql_rate(ground: Ground) -> Tally:
    """SQL, a later stage or a deal ÷ hand-offs, within the days to qualify."""
    return _reached(ground, "qualified_at")


def mql_rejection_rate(ground: Ground) -> Tally:
    """Given back by Sales ÷ hand-offs, within the days to qualify.

    What Marketing itself took back is no rejection.
    """
    return _reached(ground, "rejected_at")


def recycle_rate(ground: Ground) -> Tally:
    """Recycled by Sales ÷ (accepted + given back by Sales), within the days to qualify."""
    if lacks := _lacks(ground):
        return Lacking(lacks, NOUN)
    handed = _handed(ground)
    ends = handed["handed_off_at"] + ground.qualify_days * DAY
    is_back = handed["rejected_at"] <= ends
    is_judged = is_back | (handed["accepted_at"] <= ends) | (ends > ground.journeys.as_of)
    recycled = handed["rejected_at"].where(handed["returned_to"] == "recycled")
    return _within(ground, handed[is_judged], recycled[is_judged], "decided hand-offs")


def first_contact_share(ground: Ground) -> Tally:
    """First touched by Sales within the agreed working hours ÷ hand-offs."""
    levels = _levels(ground)
    kept = promises.first_contact(ground.episodes, levels, ground.months.period)
    if kept.lacks or kept.waiting.empty:
        return _share(ground, kept.lacks, kept.rows, None)
    within = levels.sales.first_contact_within_hours
    ripe = ground.episodes.clock.after(kept.waiting["handed_off_at"], within)
    return _share(ground, "", kept.rows, kept.waiting, ripe)


def first_contact_median_hours(ground: Ground) -> Tally:
    """The median working hours from hand-off to Sales' first touch, by Kaplan and Meier.

    A lead given back untouched counts as one that would have waited on.
    """
    if ground.episodes.hand_offs.empty or not ground.episodes.knows_touches:
        none = ground.episodes.hand_offs.empty
        return Lacking(promises.HAND_OFFS if none else promises.TOUCHES, NOUN)
    handed = ground.episodes.hand_offs
    places = np.where(handed["is_timed"], ground.months.places(handed["handed_off_at"]), -1)
    took = handed["waited_hours"].to_numpy(dtype=float)
    is_over = handed["took_hours"].notna().to_numpy()
    return Wait(NOUN, places, took, is_over, ground.journeys.least_count)


def _levels(ground: Ground) -> Any:
    return ground.episodes.agreement.service_levels


def _lacks(ground: Ground) -> str:
    if ground.episodes.hand_offs.empty:
        return promises.HAND_OFFS
    return "" if ground.episodes.knows_decisions else promises.DECISIONS


def _handed(ground: Ground) -> pd.DataFrame:
    """The hand-offs since decisions are recorded, with rejected_at: given back by Sales itself."""
    handed = promises.recorded(ground.episodes, ground.months.period)
    return handed.assign(rejected_at=handed["returned_at"].where(~handed["is_taken_back"]))


def _reached(ground: Ground, column: str) -> Tally:
    if lacks := _lacks(ground):
        return Lacking(lacks, NOUN)
    handed = _handed(ground)
    return _within(ground, handed, handed[column], NOUN)


def _within(ground: Ground, handed: pd.DataFrame, reached_at: pd.Series, noun: str) -> Tally:
    found: Mapping[str, Any] = promises.by_days(
        ground.episodes, handed, reached_at, ground.qualify_days
    )
    return _share(ground, "", found["rows"], found["waiting"], noun=noun)


def _share(
    ground: Ground,
    lacks: str,
    rows: pd.DataFrame,
    waiting: pd.DataFrame | None,
    ripe: pd.Series | None = None,
    noun: str = NOUN,
) -> Tally:
    """The share that met it, month by month; `ripe`: when those waiting can be judged."""
    if lacks:
        return Lacking(lacks, noun)
    months, young = ground.months, None
    if waiting is not None and len(waiting):
        at = waiting["handed_off_at"]
        by = at + ground.qualify_days * DAY if ripe is None else ripe
        young = (months.places(at), by.to_numpy())
    is_met = rows["is_met"].to_numpy(dtype=bool)
    places = months.places(rows["handed_off_at"])
    return Share.of(noun, months, places, is_met, ground.journeys.least_count, young)
