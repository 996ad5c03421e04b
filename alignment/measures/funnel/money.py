"""What won deals brought and leads cost."""

import numpy as np
import pandas as pd

from alignment.history import History
from alignment.measures.costs import lead_costs
from alignment.measures.journeys import Journeys, sql_text
from alignment.period import Period


def won_deals(history: History, journeys: Journeys, period: Period) -> pd.DataFrame:
    """One row a deal won in `period`: deal_id, lead_id, closed_at, amount (agreed currency).

    A missing amount is not known, or in another currency.
    """
    settings = pd.DataFrame({"as_of": [journeys.as_of], "currency": [journeys.currency]})
    found = history.query(sql_text("funnel/won_deals"), settings=settings)
    return found[period.holds(found["closed_at"])].reset_index(drop=True)


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


def n_running(history: History, as_of: pd.Timestamp) -> int:
    """How many campaigns with a cost had not ended by `as_of`."""
    rows = history.query("SELECT starts_on, ends_on, cost_amount FROM campaigns")
    starts, ends = pd.to_datetime(rows["starts_on"]), pd.to_datetime(rows["ends_on"])
    is_on = rows["cost_amount"].notna() & ~(starts > as_of) & (ends >= as_of.normalize())
    return int(np.count_nonzero(is_on))
