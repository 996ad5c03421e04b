"""Which campaigns each won lead had met before it was won."""

import pandas as pd

from alignment.history import History
from alignment.measures.journeys import Journeys, sql_text
from alignment.period import Period, local_days


def won_leads(journeys: Journeys, period: Period) -> pd.DataFrame:
    """The leads first won in `period`.

    Returns
    -------
    DataFrame
        One row a lead: lead_id, created_at, campaign_id, won_at, amount (of all its wins so far;
        missing: not known).
    """
    is_won = period.holds(journeys.table["customer_at"])
    columns = {"customer_at": "won_at", "won_amount": "amount"}
    held = journeys.table.loc[is_won, ["lead_id", "created_at", "campaign_id", *columns]]
    return held.rename(columns=columns).reset_index(drop=True)


def touched(history: History, won: pd.DataFrame) -> pd.DataFrame:
    """The campaigns that won leads had met, in one scan of the activities.

    A lead meets a campaign by an activity of its own or of Marketing that names it, before the
    win; and, where a campaign brought it, by being created, with the win at the latest.

    Parameters
    ----------
    won : DataFrame
        Of `won_leads`.

    Returns
    -------
    DataFrame
        One row a lead and campaign: place (the lead's row in `won`), campaign_id, first_at,
        last_at, is_own (it brought the lead), is_by_activity (an activity names it).
    """
    asked = won[["lead_id", "won_at"]].assign(place=won.index)
    days = local_days(history.first_at, won["won_at"].max(), history.zone)
    found = history.query(sql_text("loop/touches"), won=asked, days=days)
    own = won[won["campaign_id"].notna() & (won["created_at"] <= won["won_at"])]
    brought = pd.DataFrame(
        {
            "place": own.index,
            "campaign_id": own["campaign_id"].astype("str"),
            "first_at": own["created_at"],
            "last_at": own["created_at"],
        }
    )
    parts = [
        found.assign(is_own=False, is_by_activity=True),
        brought.assign(is_own=True, is_by_activity=False),
    ]
    every = pd.concat([part for part in parts if len(part)] or parts[1:], ignore_index=True)
    spans = every.groupby(["place", "campaign_id"], as_index=False)
    return spans.agg(
        first_at=("first_at", "min"),
        last_at=("last_at", "max"),
        is_own=("is_own", "any"),
        is_by_activity=("is_by_activity", "any"),
    )
