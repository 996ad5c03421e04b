"""Every stay of a lead in a stage: when it came in and when it went on."""

import pandas as pd

from alignment import terms
from alignment.measures.journeys import Journeys

PLACES = {stage: place for place, stage in enumerate((*terms.STAGES, *terms.DETOURS))}


def stays(journeys: Journeys) -> pd.DataFrame:
    """One row a stay, by lead and time: lead_id, stage, entered_at, left_at.

    Stage changes as they are recorded, detours and returns too; a lead is a lead from its
    creation where its first change came later, an opportunity from its first deal and a customer
    from its first won deal where the stage was written down later or never. left_at is the next
    stay's beginning; missing: still there.
    """
    every = pd.concat([journeys.entries[["lead_id", "stage", "entered_at"]], _untold(journeys)])
    every = every.assign(place=every["stage"].map(PLACES))
    every = every.sort_values(["lead_id", "entered_at", "place"], ignore_index=True)
    before = every[["lead_id", "stage"]].shift()
    every = every[~every[["lead_id", "stage"]].eq(before).all(axis=1)].reset_index(drop=True)
    every["left_at"] = every.groupby("lead_id")["entered_at"].shift(-1)
    return every.drop(columns="place")


def _untold(journeys: Journeys) -> pd.DataFrame:
    """The entries that no stage change tells, or not as early."""
    leads, entries = journeys.table, journeys.entries
    began = _first(entries, leads["lead_id"])
    is_new = ~(began <= leads["created_at"])
    found = [leads.loc[is_new, ["lead_id"]].assign(stage="lead", entered_at=leads["created_at"])]
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
