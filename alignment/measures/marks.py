"""What became of each lead, as ones and noughts that can be added up."""

import numpy as np
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
    earliest, until = _earliest(journeys), created + journeys.within_days * DAY
    stages = journeys.stages
    for name, stage in STAGES.items():
        if stage in stages:
            made[f"n_{name}"] = earliest[stage].notna()
            is_so_far = is_by_now(journeys, stage)
            in_time = made[f"n_{name}"] if is_so_far else earliest[stage] <= until
            made[f"n_mature_{name}"] = is_mature & in_time
    counts = pd.DataFrame(made).astype(int)
    if journeys.everybody.table["won_amount"].notna().any():
        counts["won_amount"] = journeys.table["won_amount"].fillna(0.0)
    return counts


def _earliest(journeys: Journeys) -> pd.DataFrame:
    """When each lead first entered each stage or a later one."""
    columns = [entry_column(stage) for stage in REACHED]
    entered = journeys.table[columns].to_numpy("datetime64[us]")
    earliest = np.fmin.accumulate(entered[:, ::-1], axis=1)[:, ::-1]
    return pd.DataFrame(earliest, journeys.table.index, list(REACHED))


def is_by_now(journeys: Journeys, stage: str) -> bool:
    """Whether a stage comes after the agreed outcome, whose horizon is too short for it."""
    return REACHED.index(stage) > REACHED.index(OUTCOME_STAGE[journeys.outcome])
