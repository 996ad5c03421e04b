"""Every stay of a lead in a stage: when it came in and when it went on."""

import numpy as np
import pandas as pd

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
    every = pd.concat([journeys.entries[["lead_id", "stage", "entered_at"]], _untold(journeys)])
    # by number, since a million ids take seconds to put in order; the leads are in theirs
    lead = pd.Index(journeys.table["lead_id"]).get_indexer(every["lead_id"])
    place = pd.Categorical(every["stage"], list(PLACES)).codes
    order = np.lexsort((place, every["entered_at"].to_numpy(), lead))
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (np.diff(lead[order]) != 0) | (np.diff(place[order]) != 0)
    every, lead = every.iloc[order[is_new]].reset_index(drop=True), lead[order[is_new]]
    is_same_next = np.append(lead[1:] == lead[:-1], False) if len(lead) else lead == 1
    every["left_at"] = every["entered_at"].shift(-1).where(is_same_next)
    return every


def lasted_days(journeys: Journeys, held: pd.DataFrame) -> pd.Series:
    """How long each of some `stays` lasted, or has until as-of: days of the company's own clock."""
    ends = local(held["left_at"].fillna(journeys.as_of), journeys.zone)
    return ((ends - local(held["entered_at"], journeys.zone)) / DAY).clip(lower=0)


def _untold(journeys: Journeys) -> pd.DataFrame:
    """The entries that no stage change tells, or not as early."""
    leads, entries = journeys.table, journeys.entries
    began = _first(entries, leads["lead_id"])
    untold = leads.loc[~(began <= leads["created_at"]), ["lead_id", "created_at"]]
    found = [untold.set_axis(["lead_id", "entered_at"], axis=1).assign(stage="lead")]
    for stage in ("opportunity", "customer"):
        known = leads.loc[leads[f"{stage}_at"].notna(), ["lead_id", f"{stage}_at"]]
        known = known.set_axis(["lead_id", "entered_at"], axis=1).assign(stage=stage)
        told = _first(entries[entries["stage"] == stage], known["lead_id"])
        found.append(known[~(told <= known["entered_at"])])
    return pd.concat(found)[["lead_id", "stage", "entered_at"]]


def _first(entries: pd.DataFrame, lead_ids: pd.Series) -> pd.Series:
    """When each of the leads first entered anything, aligned with them; missing: never."""
    first = entries.drop_duplicates("lead_id").set_index("lead_id")["entered_at"]
    return pd.Series(first.reindex(lead_ids).to_numpy("datetime64[us]"), lead_ids.index)


def in_use(held: pd.DataFrame) -> list[str]:
    """The stages that any stay is in, in order, detours last."""
    known = set(held["stage"].unique())
    return [stage for stage in PLACES if stage in known]
