"""What deals opened and closed in the month came to: period figures."""

import numpy as np
import pandas as pd

from alignment.measures.scorecards.ground import Ground
from alignment.measures.scorecards.months import instants
from alignment.measures.scorecards.tally import Lacking, Share, Tally, Total


def win_rate(ground: Ground) -> Tally:
    """Won ÷ (won + lost) of the deals closed in the month; open deals are in neither."""
    every = ground.journeys.everybody.table
    if not every["n_deals"].any():
        return Lacking("deals", "closed deals")
    if not every["n_deals_lost"].any():
        return Lacking("deals that were lost", "closed deals")
    is_won = ground.deals["is_won"].fillna(False).to_numpy(dtype=bool)
    places = ground.months.places(instants(ground.deals["closed_at"]))
    return Share.of("closed deals", ground.months, places, is_won, ground.journeys.least_count)


def won_amount(ground: Ground) -> Tally:
    """The amounts of the deals won in the month, in the agreed currency.

    Its interval is that of a sum over a Poisson number of deals; of fewer than the least count
    there is none, and no verdict: it would be no 95 % one (`alignment.measures.poisson.bounds`).
    """
    is_won = ground.deals["is_won"].fillna(False).to_numpy(dtype=bool)
    every = ground.journeys.everybody.table
    ends = every.loc[every["n_deals_won"] > 0, "customer_at"]
    return _amount(ground, "won deals", "closed_at", is_won, ends)


def pipeline_amount(ground: Ground) -> Tally:
    """The amounts, as they are known now, of the deals opened in the month."""
    every, is_opened = ground.journeys.everybody.table, np.ones(len(ground.deals), dtype=bool)
    begins = every.loc[every["n_deals"] > 0, "opportunity_at"]
    return _amount(ground, "opened deals", "created_at", is_opened, begins)


def n_unpriced(ground: Ground) -> int:
    """Deals won in the month under review of which no amount is known in the agreed currency."""
    held, last = ground.deals, len(ground.months.names) - 1
    is_now = (ground.months.places(instants(held["closed_at"])) == last) & held["is_won"].fillna(
        False
    )
    return int((is_now & held["amount"].isna()).sum())


def _amount(ground: Ground, noun: str, when: str, counts: np.ndarray, every: pd.Series) -> Tally:
    """The amounts of some deals; `every` tells since when such are recorded."""
    held = ground.deals
    if not ground.journeys.everybody.table["n_deals"].any():
        return Lacking("deals", noun)
    values = held["amount"].to_numpy(dtype=float, na_value=np.nan)
    if len(values) and np.isnan(values).all():
        return Lacking(f"the amounts of deals in {ground.journeys.currency}", noun)
    is_in = counts & ~np.isnan(values)
    places = np.where(is_in, ground.months.places(instants(held[when])), -1)
    values = np.where(is_in, values, 0.0)
    least_count, begun = ground.journeys.least_count, ground.since(every)
    return Total.of_values(noun, ground.months, places, values, least_count, begun)
