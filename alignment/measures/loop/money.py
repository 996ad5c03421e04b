"""What groups of leads won and cost, and how well their leads tell it."""

import math

import numpy as np
import pandas as pd

from alignment.measures.bootstrap import sum_bounds
from alignment.measures.cost_per import costs_per

LEAST_PAYING = 20
"""Fewest leads that paid for an interval of what is won: see `with_money`."""
_NO_WIN = -math.log(0.025)
"""So many wins, by Poisson, may be due where none has come yet: the end of the exact interval."""


def with_money(table: pd.DataFrame, least_count: int) -> pd.DataFrame:
    """Groups of leads with what they returned, and with intervals.

    The interval of what is won is that of the Bayesian bootstrap over the group's leads (see
    `alignment.measures.bootstrap.sum_bounds`), where `LEAST_PAYING` of them paid: of those shown at
    20 to 60 expected wins 93 to 95 % held the truth (6,000 draws of 400 leads each, lognormal
    amounts, sigma 0.8); of all at 4 to 12 wins it would be 84 to 89 %. Where none of them is won
    yet it ends at 3.7 wins (exact Poisson) of the mean amount of all groups' won leads, if so many
    paid.

    Parameters
    ----------
    table : DataFrame
        One row a group: n_leads, n_won, won_amount, won_2, won_3 (sums of the amounts' squares and
        cubes; all missing: not recorded), cost_amount (missing: not known), is_enough, and of the
        leads whose cost can be judged paid_amount, n_paid, n_paid_mql, n_paid_won (absent: not
        recorded); n_paying, the leads that paid something.
    least_count : int
        Fewest leads for an interval.

    Returns
    -------
    DataFrame
        With won_low_amount, won_high_amount (missing: see above, or fewer leads than the least
        count), return_amount and its ends (won less cost), roi and its ends (return ÷ cost; missing
        without `is_enough`, or a cost), cost_per_mql_amount and cost_per_won_amount with their
        ends, by the rules of `alignment.measures.cost_per.costs_per`.
    """
    low, high = _won_bounds(table)
    is_many = table["n_leads"] >= max(least_count, 1)
    made = table.assign(won_low_amount=low.where(is_many), won_high_amount=high.where(is_many))
    cost = table["cost_amount"].where(table["is_enough"] & (table["cost_amount"] > 0))
    for end in ("", "_low", "_high"):
        made[f"return{end}_amount"] = made[f"won{end}_amount"] - made["cost_amount"]
        made[f"roi{end}"] = made[f"return{end}_amount"] / cost
    return made.assign(**_costs_per(table, least_count))


def _won_bounds(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    powers = (table[name].to_numpy(dtype=float) for name in ("won_amount", "won_2", "won_3"))
    low, high = sum_bounds(table["n_leads"].to_numpy(dtype=float), *powers)
    paying = table["n_paying"].to_numpy()
    mean = table["won_amount"].sum() / paying.sum() if paying.sum() >= LEAST_PAYING else math.nan
    is_none = (table["n_won"] == 0).to_numpy()
    is_known = np.where(is_none, not math.isnan(mean), paying >= LEAST_PAYING)
    ends = pd.Series(np.where(is_none, _NO_WIN * mean, high), table.index)
    return pd.Series(np.maximum(low, 0), table.index).where(is_known), ends.where(is_known)


def _costs_per(table: pd.DataFrame, least_count: int) -> dict[str, pd.Series]:
    paid = {"n_leads": "n_paid", "n_mature": "n_paid", "n_mature_mql": "n_paid_mql"}
    paid |= {"n_mature_won": "n_paid_won", "paid_amount": "paid_amount"}
    counts = pd.DataFrame({name: table.get(column, math.nan) for name, column in paid.items()})
    found = costs_per(counts, least_count)
    return {name: found[name] for name in found if not name.startswith("cost_per_lead")}
