"""Every stay of a lead in a stage: when it came in and when it went on."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.measures.journeys import Journeys
from alignment.period import DAY, local

PLACES = {stage: place for place, stage in enumerate((*terms.STAGES, *terms.DETOURS))}


def stays(journeys: Journeys) -> pd.DataFrame:
    """One row a stay, by lead and time: lead_id, stage, entered_at, left_at.

    Stage changes as they are recorded, detours and returns too; a lead is a lead from its
    creation where its first change came later, an opportunity from its first deal and a customer
    from its first won deal where the stage was written down later or never. left_at is the next
    stay's beginning; missing: still there.
    """
    leads, entries = journeys.table, journeys.entries
    # by number, since a million ids take seconds to compare
    lead = pd.Index(leads["lead_id"]).get_indexer(entries["lead_id"])
    place = pd.Categorical(entries["stage"], list(PLACES)).codes
    told = lead, place, entries["entered_at"].to_numpy("datetime64[us]")
    parts = zip(told, *_untold(leads, *told), strict=True)
    lead, place, entered = (np.concatenate(each) for each in parts)
    order = np.lexsort((place, entered, lead))
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (np.diff(lead[order]) != 0) | (np.diff(place[order]) != 0)
    lead, place, entered = (each[order[is_new]] for each in (lead, place, entered))
    left = np.full(len(lead), np.datetime64("NaT", "us"))
    left[:-1] = np.where(lead[1:] == lead[:-1], entered[1:], left[:-1])
    return pd.DataFrame(
        {
            "lead_id": leads["lead_id"].take(lead).array,
            "stage": pd.Series(list(PLACES)).take(place).array,
            "entered_at": entered,
            "left_at": left,
        }
    )


def _untold(
    leads: pd.DataFrame, lead: NDArray, place: NDArray, entered: NDArray
) -> Iterator[tuple[NDArray, NDArray, NDArray]]:
    """The entries that no stage change tells, or not as early: lead, place and instant of each."""
    columns = {"lead": "created_at", "opportunity": "opportunity_at", "customer": "customer_at"}
    for stage, column in columns.items():
        # whatever a lead entered first tells that it is one
        own = slice(None) if stage == "lead" else place == PLACES[stage]
        is_first = np.append(True, np.diff(lead[own]) != 0)[: len(lead[own])]
        first = np.full(len(leads), np.datetime64("NaT", "us"))
        first[lead[own][is_first]] = entered[own][is_first]
        known = leads[column].to_numpy("datetime64[us]")
        untold = np.flatnonzero(~np.isnat(known) & ~(first <= known))
        yield untold, np.full(len(untold), PLACES[stage]), known[untold]


def lasted_days(journeys: Journeys, held: pd.DataFrame) -> pd.Series:
    """How long each of some `stays` lasted, or has until as-of: days of the company's own clock."""
    ends = local(held["left_at"].fillna(journeys.as_of), journeys.zone)
    return ((ends - local(held["entered_at"], journeys.zone)) / DAY).clip(lower=0)


def in_use(held: pd.DataFrame) -> list[str]:
    """The stages that any stay is in, in order, detours last."""
    known = set(held["stage"].unique())
    return [stage for stage in PLACES if stage in known]
