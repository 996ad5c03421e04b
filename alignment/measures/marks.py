"""What became of each lead, as ones and noughts that can be added up."""

import pandas as pd

from alignment.measures.journeys import OUTCOME_STAGE, REACHED, Journeys, entry_column
from alignment.period import DAY

STAGES = {"mql": "mql", "sql": "sql", "opportunity": "opportunity", "won": "customer"}
"""What a count of leads is called, and the stage that it takes."""


def marks(journeys: Journeys) -> pd.DataFrame:
    """One row a lead, with a one or a nought for each thing counted that is recorded at all.

    Returns
    -------
    DataFrame
        Aligned with the journeys: n_leads (ones), n_mature, n_immature, n_unrecorded (created
        before outcomes were recorded; the three add up to n_leads), n_converted (of the mature,
        within the horizon), and for each of `STAGES` that is recorded n_STAGE (so far) and
        n_mature_STAGE (of the mature, within the horizon; see `is_by_now`). won_amount (0: nothing
        won, or nothing known of it) where any is known.
    """
    created = journeys.table["created_at"]
    is_recorded, is_old = journeys.is_recorded(created), journeys.is_mature(created)
    is_mature = is_old & is_recorded
    made = {
        "n_leads": created.notna(),
        "n_mature": is_mature,
        "n_immature": is_recorded & ~is_old,
        "n_unrecorded": ~is_recorded,
        "n_converted": is_mature & journeys.is_converted(created),
    }
    for name, stage in STAGES.items():
        if stage in journeys.stages:
            made[f"n_{name}"] = journeys.reached(stage)
            made[f"n_mature_{name}"] = is_mature & _got_there(journeys, stage)
    counts = pd.DataFrame(made).astype(int)
    if journeys.everybody.table["won_amount"].notna().any():
        counts["won_amount"] = journeys.table["won_amount"].fillna(0.0)
    return counts


def _got_there(journeys: Journeys, stage: str) -> pd.Series:
    """Whether each lead came that far within the horizon; so far, where that is another outcome's.

    Where wins counted whenever they came, older campaigns would look cheaper by their age alone.
    """
    if is_by_now(journeys, stage):
        return journeys.reached(stage)
    later = journeys.table[[entry_column(name) for name in REACHED[REACHED.index(stage) :]]]
    return later.min(axis=1) <= journeys.table["created_at"] + journeys.within_days * DAY


def is_by_now(journeys: Journeys, stage: str) -> bool:
    """Whether a stage comes after the agreed outcome, whose horizon is too short for it."""
    return REACHED.index(stage) > REACHED.index(OUTCOME_STAGE[journeys.outcome])
