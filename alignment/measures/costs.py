"""What a lead cost: the campaign that brought it, spread evenly over the leads it brought."""

import pandas as pd

from alignment.measures.journeys import Journeys
from alignment.period import Period, local_day, months_before


def lead_costs(journeys: Journeys, campaigns: pd.DataFrame | None) -> pd.Series:
    """What each lead cost in the agreed currency, aligned with the journeys.

    Missing where it has no campaign, or one whose cost is not known in that currency. Of some leads
    (`Journeys.narrowed`) each costs what it does among all that its campaign brought.

    Parameters
    ----------
    campaigns : DataFrame or None
        campaign_id, cost_amount, currency.
    """
    own = journeys.table["campaign_id"]
    if campaigns is None or campaigns.empty:
        return pd.Series(float("nan"), own.index)
    brought = journeys.everybody.table["campaign_id"].value_counts()
    return own.map(campaign_costs(journeys, campaigns) / brought).astype(float)


def campaign_costs(journeys: Journeys, campaigns: pd.DataFrame) -> pd.Series:
    """The cost of each campaign in the agreed currency; missing in another one."""
    is_ours = campaigns["currency"].fillna(journeys.currency) == journeys.currency
    return campaigns["cost_amount"].where(is_ours).set_axis(campaigns["campaign_id"])


def within(journeys: Journeys, campaigns: pd.DataFrame, period: Period) -> pd.Series:
    """Whether each campaign that had begun touches the period; a day not known rules none out."""
    first, after = pd.Timestamp(period.first), pd.Timestamp(months_before(period.last, -1))
    is_within = ~(pd.to_datetime(campaigns["starts_on"]) >= after)
    if "ends_on" in campaigns:
        is_within &= ~(pd.to_datetime(campaigns["ends_on"]) < first)
    return is_within & has_begun(journeys, campaigns)


def has_begun(journeys: Journeys, campaigns: pd.DataFrame) -> pd.Series:
    """Whether each campaign had begun by the local day of as-of; without a first day it had."""
    return ~(pd.to_datetime(campaigns["starts_on"]) > _today(journeys))


def is_running(journeys: Journeys, campaigns: pd.DataFrame) -> pd.Series:
    """Whether each campaign ended that day or later; without a last day it is over."""
    return pd.to_datetime(campaigns["ends_on"]) >= _today(journeys)


def _today(journeys: Journeys) -> pd.Timestamp:
    return pd.Timestamp(local_day(journeys.as_of, journeys.zone))
