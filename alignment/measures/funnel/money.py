"""What won deals brought and leads cost."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.history import History
from alignment.measures.bootstrap import drawn_means
from alignment.measures.closed_deals import closed_deals
from alignment.measures.costs import campaign_costs, has_begun, is_running, lead_costs
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted
from alignment.measures.skewness import spread_by_skewness
from alignment.period import Period

FEW_DEALS = 100
"""Fewer won deals than these, and a few large ones carry their mean."""


def won_deals(history: History, journeys: Journeys, period: Period) -> pd.DataFrame:
    """One row a deal won in `period`: deal_id, lead_id, closed_at, amount (agreed currency).

    A missing amount is not known, or in another currency. Of some leads (`Journeys.narrowed`) only
    theirs.
    """
    closed = closed_deals(history, journeys, period)
    won = closed.loc[closed["is_won"], ["deal_id", "lead_id", "closed_at", "amount"]]
    return won.reset_index(drop=True)


def mean_deals(
    won: pd.DataFrame, rng: np.random.Generator, n_draws: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draws of the mean amount of a deal, and of the mean number of deals of a won lead.

    Both by the Bayesian bootstrap over leads, together, so that customers of many small deals
    weigh in both; the amount then spread as its skewness asks for. In simulations of 22 to 60
    deals the truth lay in its 95 % interval 92 to 96 times of 100 where amounts were log-normal
    (deviation of logs 0.4 to 1.2), 93 to 96 where gamma; in the bootstrap's own as few as 84.

    Parameters
    ----------
    won : DataFrame
        Of `won_deals`, at least one amount known.
    """
    leads = won.groupby("lead_id")["amount"].agg(["size", "count", "sum"]).to_numpy(dtype=float)
    n_deals, n_amounts, amounts = drawn_means(leads, rng, n_draws).T
    mean = won["amount"].mean()
    priced = leads[leads[:, 1] > 0]
    offsets = (priced[:, 2] - mean * priced[:, 1]) / priced[:, 1].mean()
    own = rng.spawn(1)[0]  # nothing else that is drawn depends on how many draws this takes
    lowest = won["amount"].min()
    return spread_by_skewness(amounts / n_amounts, mean, offsets, lowest, own), n_deals


def few_deals(n: int) -> list[str]:
    """The caveat of a mean of `n` deals; none where there are enough of them, or none at all."""
    if not 0 < n < FEW_DEALS:
        return []
    return [
        f"The average deal is that of {counted(n, 'won deal')}: a few large ones carry it, and "
        "one more of them would move it."
    ]


def costs(history: History, journeys: Journeys, period: Period) -> pd.Series:
    """What each lead created in `period` cost, of those of which it is known; empty: no cost is.

    A lead that no campaign brought cost nothing.
    """
    campaigns = history.query("SELECT campaign_id, cost_amount, currency FROM campaigns")
    cost = lead_costs(journeys, campaigns)
    if cost.isna().all():
        return cost[:0]
    cost = cost.mask(journeys.table["campaign_id"].isna(), 0.0)
    return cost[period.holds(journeys.table["created_at"])].dropna()


def n_running(history: History, journeys: Journeys, period: Period) -> int:
    """How many campaigns that brought leads created in `period`, at a known cost, had not ended."""
    rows = history.query(
        "SELECT campaign_id, starts_on, ends_on, cost_amount, currency FROM campaigns"
    )
    leads = journeys.table[period.holds(journeys.table["created_at"])]
    is_on = has_begun(journeys, rows) & is_running(journeys, rows)
    is_known = campaign_costs(journeys, rows).notna().to_numpy()
    return int(np.count_nonzero(is_on & is_known & rows["campaign_id"].isin(leads["campaign_id"])))


def only_won(journeys: Journeys) -> list[str]:
    """What to say where a history holds won deals and no other."""
    held = journeys.table
    n, n_won = int(held["n_deals"].sum()), int(held["n_deals_won"].sum())
    if not n or n_won < n:
        return []
    return [
        "Only won deals are recorded: which share of opportunities is won, and how soon, cannot be "
        "told from them."
    ]
