"""What came of the leads that campaigns brought, and what those campaigns cost."""

import pandas as pd

from alignment.measures.costs import campaign_costs
from alignment.measures.journeys import Journeys
from alignment.measures.marks import marks

SUMS = [
    *("n_leads", "n_mature", "n_immature", "n_converted"),
    *(f"{part}_{name}" for name in ("mql", "sql", "won") for part in ("n", "n_mature")),
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
        see `alignment.measures.marks`), won_amount (missing: not recorded), cost_amount,
        paid_amount (the same; missing while a campaign runs), return_amount.
    """
    sums = marks(journeys).groupby(journeys.table["campaign_id"]).sum()
    sums = sums.reindex(campaigns["campaign_id"], fill_value=0).reindex(columns=SUMS)
    rows = pd.concat([campaigns, sums.reset_index(drop=True)], axis=1)
    rows["cost_amount"] = campaign_costs(journeys, campaigns).to_numpy(dtype=float)
    return rows.assign(
        paid_amount=rows["cost_amount"].mask(rows["is_running"]),
        return_amount=rows["won_amount"] - rows["cost_amount"],
    )
