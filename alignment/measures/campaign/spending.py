"""What the leads of a campaign cost, and whether its budget would reach."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from alignment.history import History
from alignment.measures.campaign.channel import is_of
from alignment.measures.cost_per import FEWEST_CAMPAIGNS
from alignment.measures.costs import has_begun, is_running, lead_costs
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted
from alignment.measures.reverse import Estimate, Need
from alignment.measures.reverse.estimate import N_DRAWS
from alignment.measures.reverse.funnel import SEED
from alignment.period import Period

SPEND, BUDGET, BUDGET_WINS = "spend", "budget", "budget_wins"


def campaign_cost(
    history: History, journeys: Journeys, period: Period, channel: str = ""
) -> Estimate:
    """What a lead cost of those that campaigns of known cost brought.

    Of leads created in `period` that campaigns of the channel brought; where those are too few, of
    the channel's leads of any time; else of all campaigns' in the period. A campaign that still
    runs is left out, as in `similar`: its cost is for leads to come, too.

    Cost ÷ leads, over campaigns. One campaign's leads all cost the same, so how well the ratio is
    known is told by the differences between campaigns, by Student's t on the logarithm's scale, as
    in `cost_per.cost_per_in_all`: by lead it would seem far better known than it is.

    Parameters
    ----------
    channel : str
        As the history writes it, capitals and spare spaces apart; empty: any.

    Returns
    -------
    Estimate
        Its note tells how many leads and campaigns it rests on, and how many running ones of
        theirs are left out.
    """
    rows = history.query("SELECT * FROM campaigns")
    rows = rows[has_begun(journeys, rows)]
    cost = lead_costs(journeys, rows)
    running = rows.loc[is_running(journeys, rows), "campaign_id"]
    leads = journeys.table.assign(
        cost_amount=cost, is_running=journeys.table["campaign_id"].isin(running)
    )[cost.notna()]
    if leads.empty:
        return Estimate(note="no campaign's cost is known")
    is_new = period.holds(leads["created_at"])
    if channel:
        own = leads["campaign_id"].isin(rows.loc[is_of(rows, channel), "campaign_id"])
        for held in (leads[is_new & own], leads[own]):
            found = _per_lead(held, journeys.least_count, f" of the channel “{channel}”")
            if found.is_known:
                return found
    whose = " of any channel" if channel else ""
    return _per_lead(leads[is_new], journeys.least_count, whose)


def _per_lead(leads: pd.DataFrame, least_count: int, whose: str) -> Estimate:
    """Cost ÷ leads; not known below the least count, or of too few campaigns."""
    left_out = leads.loc[leads["is_running"], "campaign_id"].nunique()
    leads = leads[~leads["is_running"]]
    sums = leads.groupby("campaign_id")["cost_amount"].agg(["sum", "size"]).to_numpy(dtype=float)
    rested = f"{counted(len(leads), 'lead')} of {counted(len(sums), 'campaign')}{whose}"
    rested += f", without {left_out:,} still running" if left_out else ""
    if len(leads) < max(least_count, 1) or len(sums) < FEWEST_CAMPAIGNS:
        return Estimate(note=f"not enough data ({rested})")
    ratio = float(leads["cost_amount"].mean())
    error = (sums[:, 0] - ratio * sums[:, 1]).std(ddof=1) / math.sqrt(len(sums))
    relative = error / sums[:, 1].mean() / ratio if ratio > 0 else 0.0
    t = np.random.default_rng(SEED).standard_t(len(sums) - 1, N_DRAWS)
    return Estimate(ratio * np.exp(relative * t), rested, len(leads))


def of_budget(spend: Need, goal_amount: float, budget_amount: float | None) -> list[Need]:
    """The budget, and what it would win: as the goal takes its spend, so the budget its share."""
    if not budget_amount:
        return []
    nan = math.nan
    found = [Need(BUDGET, "Budget", float(budget_amount), nan, nan, "amount", "")]
    if spend.is_known and spend.low > 0:
        ends = (spend.value, spend.high, spend.low)
        value, low, high = (goal_amount * budget_amount / end for end in ends)
        said = "the budget ÷ the spend that the goal takes"
        found.append(Need(BUDGET_WINS, "Won with the budget", value, low, high, "amount", said))
    return found


def reach(found: Mapping[str, Need], currency: str) -> str:
    """What the leads would cost, and whether the budget would reach, as a sentence."""
    spend, budget, wins = found[SPEND], found.get(BUDGET), found.get(BUDGET_WINS)
    if not spend.is_known:
        return f"What they would cost cannot be told: {spend.note}."
    said = f"The leads would cost {money(spend, currency)}"
    if budget is None:
        return f"{said}."
    verdict = "may or may not reach"
    if budget.value >= spend.high:
        verdict = "would reach"
    elif budget.value < spend.low:
        verdict = "would not reach"
    said = f"{said}; the budget of {money(budget, currency)} {verdict}"
    return f"{said}." if wins is None else f"{said}: it would win {money(wins, currency)}."


def money(need: Need, currency: str) -> str:
    """An amount with its interval, where it has one: `EUR 12,000 (9,000 to 16,000)`."""
    said = f"{currency} {need.value:,.0f}"
    return said if pd.isna(need.low) else f"{said} ({need.low:,.0f} to {need.high:,.0f})"
