"""Who is credited with a won lead: three conventions, and how well the leads tell each sum."""

from statistics import NormalDist

import numpy as np
import pandas as pd

from alignment.measures.bootstrap import sum_bounds
from alignment.measures.rates import Z_95

MODELS = ("first", "linear", "last")
"""First touch, equal shares, last touch."""
NO_TOUCH = "(no campaign touch)"


def credited(touches: pd.DataFrame, n_won: int) -> pd.DataFrame:
    """The share of each won lead that each campaign is credited with.

    Parameters
    ----------
    touches : DataFrame
        Of `alignment.measures.loop.touched.touched`.
    n_won : int
        How many leads were won.

    Returns
    -------
    DataFrame
        One row a lead and campaign: place, group (the campaign), first, linear, last. Each model's
        shares of one lead add up to 1: the campaign met first takes all, or the one met last, or
        all met take equal parts. Of campaigns met first at one instant the one that brought the
        lead takes it, then the one whose id comes first; of those met last, the other way about.
        A lead that met none is that of `NO_TOUCH`.
    """
    order = touches.assign(is_other=~touches["is_own"], row=touches.index)
    first = order.sort_values(["place", "first_at", "is_other", "campaign_id"])
    last = order.sort_values(["place", "last_at", "is_other", "campaign_id"])
    is_first = touches.index.isin(first.drop_duplicates("place")["row"])
    is_last = touches.index.isin(last.drop_duplicates("place", keep="last")["row"])
    shares = pd.DataFrame(
        {
            "place": touches["place"],
            "group": touches["campaign_id"].astype("str"),
            "first": is_first.astype(float),
            "linear": 1 / touches.groupby("place")["campaign_id"].transform("size"),
            "last": is_last.astype(float),
        }
    )
    lone = np.setdiff1d(np.arange(n_won), touches["place"].to_numpy(dtype=np.int64))
    none = pd.DataFrame(
        {"place": lone, "group": NO_TOUCH, "first": 1.0, "linear": 1.0, "last": 1.0}
    )
    return pd.concat([part for part in (shares, none) if len(part)], ignore_index=True)


def summed(shares: pd.DataFrame, amounts: pd.Series, least_count: int) -> pd.DataFrame:
    """What each group is credited with under each model, and how far that may be chance.

    Parameters
    ----------
    shares : DataFrame
        Of `credited`.
    amounts : Series
        What each won lead brought, one entry a lead; 0 where that is not known.
    least_count : int
        Fewest leads that met a group for an interval.

    Returns
    -------
    DataFrame
        By group: n_touched (leads that met it), MODEL_won and MODEL_amount of each of `MODELS`,
        linear_low_won, linear_high_won, linear_low_amount, linear_high_amount, moved_won (last −
        first), moved_low_won, moved_high_won, is_enough. Intervals (95 %) are those of the
        Bayesian bootstrap over the won leads; those of moved_won hold for all groups together
        (Bonferroni). Missing below the least count.
    """
    amount = amounts.to_numpy(dtype=float)[shares["place"].to_numpy()]
    parts = {f"{model}_won": shares[model].to_numpy() for model in MODELS}
    parts |= {f"{model}_amount": shares[model].to_numpy() * amount for model in MODELS}
    parts["moved_won"] = parts["last_won"] - parts["first_won"]
    codes, names = pd.factorize(shares["group"], sort=True)
    n_touched = np.bincount(codes)
    is_enough = n_touched >= max(least_count, 1)
    sums = {name: np.bincount(codes, values).astype(float) for name, values in parts.items()}
    together = NormalDist().inv_cdf(1 - 0.025 / max(int(is_enough.sum()), 1))
    bounds = {}
    for name, z in (("linear_won", Z_95), ("linear_amount", Z_95), ("moved_won", together)):
        second, third = (np.bincount(codes, parts[name] ** k).astype(float) for k in (2, 3))
        n_won = np.full(len(names), float(len(amounts)))
        low, high = sum_bounds(n_won, sums[name], second, third, z)
        what, unit = name.split("_")
        bounds[f"{what}_low_{unit}"] = low if what == "moved" else np.maximum(low, 0)
        bounds[f"{what}_high_{unit}"] = high
    bounds = {name: np.where(is_enough, ends, np.nan) for name, ends in bounds.items()}
    columns = {"n_touched": n_touched, **sums, **bounds, "is_enough": is_enough}
    return pd.DataFrame(columns, index=pd.Index(names.astype("str")))
