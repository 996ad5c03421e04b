"""What a lead, an MQL and a won lead cost, and how well the history tells it."""

import math

import pandas as pd

from alignment.measures.journeys import Journeys
from alignment.measures.marks import STAGES, is_by_now
from alignment.measures.rates import wilson

FEWEST_CAMPAIGNS = 3
"""Between fewer, nobody can tell how much campaigns differ."""


def costs_per(counts: pd.DataFrame, least_count: int) -> pd.DataFrame:
    """What a campaign paid for a lead, and for one that became MQL or was won.

    A lead's is cost ÷ leads. The others are those of the mature leads, to whom a campaign's cost
    falls in equal parts: cost of a lead × mature leads ÷ those of them who got there, so that
    leads too young to be won make no campaign look dear. Their interval is that of the share who
    got there (Wilson).

    Parameters
    ----------
    counts : DataFrame
        Of `alignment.measures.campaign.brought`: paid_amount (missing: not known, or not yet all of
        it), n_leads, n_mature, n_mature_mql, n_mature_won (missing: not recorded).
    least_count : int
        Fewest mature leads for the cost of one that got there.

    Returns
    -------
    DataFrame
        cost_per_lead_amount, and for mql and won cost_per_X_amount, cost_per_X_low_amount,
        cost_per_X_high_amount. Missing: no cost, no leads or too few; where none got there yet
        there is a low end alone.
    """
    lead = counts["paid_amount"] / counts["n_leads"].where(counts["n_leads"] > 0)
    made = pd.DataFrame({"cost_per_lead_amount": lead})
    made[["cost_per_lead_low_amount", "cost_per_lead_high_amount"]] = math.nan
    base = lead.where(counts["n_mature"] >= max(least_count, 1))
    for stage in ("mql", "won"):
        hits = counts[f"n_mature_{stage}"].astype(float)
        low, high = wilson(hits, counts["n_mature"])
        share = hits / counts["n_mature"]
        for end, part in (("", share), ("_low", high), ("_high", low)):
            made[f"cost_per_{stage}{end}_amount"] = base / part.where(part > 0)
    return made


def cost_per_in_all(counts: pd.DataFrame, least_count: int) -> dict[str, float]:
    """The same of all campaigns together, by the same names.

    A ratio of sums over the campaigns, those without leads included. Its interval is that of the
    differences between campaigns, on the logarithm's scale, by Student's t: in simulations of 3 to
    10 campaigns whose cost per lead differed (deviation of logs 0.3 to 0.6) it held the truth 87
    to 95 times of 100, the bootstrap's as few as 61. Missing below `FEWEST_CAMPAIGNS`. Source of
    the ratio's variance: W. Cochran, Sampling Techniques, 3rd edition (1977), chapter 6.
    """
    known = counts[counts["paid_amount"].notna()]
    old = known[(known["n_leads"] == 0) | (known["n_mature"] > 0)]
    mature = old["n_mature"] / old["n_leads"].where(old["n_leads"] > 0)
    paid = old["paid_amount"] * mature.fillna(1.0)
    is_enough = int(old["n_mature"].sum()) >= max(least_count, 1)
    found = {"lead": _ratio(known["paid_amount"], known["n_leads"])}
    for stage in ("mql", "won"):
        found[stage] = _ratio(paid, old[f"n_mature_{stage}"]) if is_enough else _NONE
    return {
        f"cost_per_{name}{end}_amount": value
        for name, ends in found.items()
        for end, value in zip(("", "_low", "_high"), ends, strict=True)
    }


def rests_on(journeys: Journeys) -> str:
    """What the cost of an MQL and of a won lead rests on, as a caveat."""
    by_now = "; wins count so far, so that older campaigns look cheaper"
    return (
        "What an MQL and a won lead cost rests on the leads old enough for the rate, and on what "
        f"they reached within {journeys.within_days} days"
        f"{by_now if is_by_now(journeys, STAGES['won']) else ''}."
    )


_NONE = (math.nan, math.nan, math.nan)


def _ratio(paid: pd.Series, got: pd.Series) -> tuple[float, float, float]:
    """Sum by sum with its ends; nan where there is none."""
    if not got.sum() > 0:
        return _NONE
    ratio, n = float(paid.sum() / got.sum()), len(paid)
    if n < FEWEST_CAMPAIGNS or ratio <= 0:
        return ratio, math.nan, math.nan
    from scipy.special import stdtrit

    error = float((paid - ratio * got).std(ddof=1)) / math.sqrt(n) / float(got.mean())
    reach = math.exp(float(stdtrit(n - 1, 0.975)) * error / ratio)
    return ratio, ratio / reach, ratio * reach
