"""What came of the leads that campaigns brought, and what those campaigns cost."""

import pandas as pd

from alignment.measures.costs import campaign_costs
from alignment.measures.journeys import OUTCOME_STAGE, REACHED, Journeys, entry_column
from alignment.period import DAY

STAGES = {"mql": "mql", "sql": "sql", "won": "customer"}
"""What a count of leads is called, and the stage that it takes."""
SUMS = [
    *("n_leads", "n_mature", "n_immature", "n_converted"),
    *(f"{part}_{name}" for name in STAGES for part in ("n", "n_mature")),
    "won_amount",
]


def brought(journeys: Journeys, campaigns: pd.DataFrame) -> pd.DataFrame:
    """The campaigns, with how many leads each brought and what became of them.

    Parameters
    ----------
    campaigns : DataFrame
        As of `alignment.measures.campaign.similar`, with is_running.

    Returns
    -------
    DataFrame
        With n_leads, n_mature, n_immature, n_converted, n_mql, n_sql, n_won (so far),
        n_mature_mql, n_mature_sql, n_mature_won (of the mature, who got there within the horizon;
        see `is_by_now`), won_amount (missing: not recorded), cost_amount, paid_amount (the same;
        missing while a campaign runs), return_amount.
    """
    sums = _marks(journeys).groupby("campaign_id").sum()
    sums = sums.reindex(campaigns["campaign_id"], fill_value=0).reindex(columns=SUMS)
    rows = pd.concat([campaigns, sums.reset_index(drop=True)], axis=1)
    rows["cost_amount"] = campaign_costs(journeys, campaigns).to_numpy(dtype=float)
    return rows.assign(
        paid_amount=rows["cost_amount"].mask(rows["is_running"]),
        return_amount=rows["won_amount"] - rows["cost_amount"],
    )


def _marks(journeys: Journeys) -> pd.DataFrame:
    """One row a lead, with a one or a nought for each thing counted that is recorded at all."""
    created, held = journeys.table["created_at"], journeys.table
    is_recorded, is_old = journeys.is_recorded(created), journeys.is_mature(created)
    is_mature = is_old & is_recorded
    marks = {
        "n_leads": created.notna(),
        "n_mature": is_mature,
        "n_immature": is_recorded & ~is_old,
        "n_converted": is_mature & journeys.is_converted(created),
    }
    for name, stage in STAGES.items():
        if stage in journeys.stages:
            marks[f"n_{name}"] = journeys.reached(stage)
            marks[f"n_mature_{name}"] = is_mature & _got_there(journeys, stage)
    made = pd.DataFrame(marks).astype(int).assign(campaign_id=held["campaign_id"])
    if held["won_amount"].notna().any():
        made["won_amount"] = held["won_amount"].fillna(0.0)
    return made


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
