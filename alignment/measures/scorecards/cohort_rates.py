"""How many of those who entered a stage in the month came further within the agreed days.

Cohort rates: only entries as old as the horizon are judged, whether they got there sooner or not.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.measures.journeys import REACHED, entry_column
from alignment.measures.recording import recording_start
from alignment.measures.scorecards.ground import Ground
from alignment.measures.scorecards.months import instants
from alignment.measures.scorecards.tally import Lacking, Share, Tally

Instants = NDArray[np.datetime64]


def lead_to_mql_rate(ground: Ground) -> Tally:
    """MQL, or a later stage ÷ leads created in the month, within the horizon."""
    return _from_to(ground, "lead", "mql")


def sql_to_opportunity_rate(ground: Ground) -> Tally:
    """An opportunity, or a later stage ÷ leads that first became SQL in the month, within the
    horizon."""
    return _from_to(ground, "sql", "opportunity")


def re_mql_rate(ground: Ground) -> Tally:
    """Entered MQL again ÷ entries into recycled in the month, within the horizon."""
    every = ground.journeys.everybody.entries
    if every.empty or not (every["stage"] == "recycled").any():
        return Lacking("leads that were recycled (stage changes)", "recycled leads")
    held = ground.journeys.entries
    stage, lead = held["stage"].to_numpy(), held["lead_id"].to_numpy()
    recycled, mql = (np.flatnonzero(stage == name) for name in ("recycled", "mql"))
    after = np.searchsorted(mql, recycled)
    follows = np.append(mql, len(lead))[after]
    is_same = follows < len(lead)
    is_same[is_same] = lead[follows[is_same]] == lead[recycled[is_same]]
    entered = instants(held["entered_at"])
    again = np.full(len(recycled), np.datetime64("NaT", "us"))
    again[is_same] = entered[follows[is_same]]
    return cohort(ground, "recycled leads", entered[recycled], again)


def _from_to(ground: Ground, start: str, end: str) -> Tally:
    noun, every = terms.STAGE_PLURALS[start], ground.journeys.everybody.table
    for stage in (start, end):
        if every[entry_column(stage)].isna().all():
            return Lacking(terms.STAGE_PLURALS[stage], noun)
    entered, reached = every[entry_column(start)], pd.Series(_reached(every, end), every.index)
    recorded_from = recording_start(entered, reached, ground.journeys.as_of)
    own = ground.journeys.table
    at = instants(own[entry_column(start)])
    if recorded_from is not None:
        at = np.where(at < np.datetime64(recorded_from), np.datetime64("NaT", "us"), at)
    return cohort(ground, noun, at, _reached(own, end))


def _reached(table: pd.DataFrame, stage: str) -> Instants:
    """When each lead first came to a stage, or a later one; NaT: not by as-of."""
    later = REACHED[REACHED.index(stage) :]
    columns = [instants(table[entry_column(each)]) for each in later]
    return np.fmin.reduce(columns)


def cohort(
    ground: Ground, noun: str, entered: Instants, reached: Instants, days: int | None = None
) -> Tally:
    """The share of entries of each month that came further within so many days.

    Parameters
    ----------
    entered, reached : array of datetime64
        One entry a case; NaT: it stands in no month; it did not get there by as-of.
    days : int or None
        None: the horizon of the goal.
    """
    months, journeys = ground.months, ground.journeys
    places = months.places(entered)
    within = np.timedelta64(journeys.within_days if days is None else days, "D")
    ends = entered + within
    is_old = ends <= np.datetime64(journeys.as_of)
    is_hit = (reached <= ends) & is_old
    young = (np.where(is_old, -1, places), ends)
    judged = np.where(is_old, places, -1)
    return Share.of(noun, months, judged, is_hit, journeys.least_count, young)
