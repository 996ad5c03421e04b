"""What was spent on each lead, MQL, SQL and customer of the month: period ratios.

The campaigns' cost of the month ÷ those who came in the month: not the same leads' cost. The
interval is that of how many came (Poisson); the cost is taken as known.
"""

from dataclasses import replace

from alignment import terms
from alignment.measures.scorecards.deals import won_amount
from alignment.measures.scorecards.entered import entries
from alignment.measures.scorecards.ground import Ground
from alignment.measures.scorecards.months import instants
from alignment.measures.scorecards.tally import Lacking, Ratio, Tally, Total

COST_KEYS = ("cost_per_lead", "cost_per_mql", "cost_per_sql", "cost_per_won", "return_amount")
"""The metrics in which what campaigns cost stands."""
COSTS = "campaigns with a cost and a first day"


def cost_per_lead(ground: Ground) -> Tally:
    """Cost of the month ÷ leads created in it."""
    return _per(ground, "lead")


def cost_per_mql(ground: Ground) -> Tally:
    """Cost of the month ÷ entries into MQL in it."""
    return _per(ground, "mql")


def cost_per_sql(ground: Ground) -> Tally:
    """Cost of the month ÷ entries into SQL in it."""
    return _per(ground, "sql")


def cost_per_won(ground: Ground) -> Tally:
    """Cost of the month ÷ leads that became customers in it."""
    return _per(ground, "customer")


def return_amount(ground: Ground) -> Tally:
    """Amounts won in the month − cost of the month; its interval is that of what was won."""
    won = won_amount(ground)
    if not isinstance(won, Total):
        return won
    if not ground.spending.is_known:
        return Lacking(COSTS, won.noun)
    begun, n_before = won.begun, ground.spending.n_before
    begun = replace(
        begun,
        n_unknown=max(begun.n_unknown, n_before),
        n_cut=max(begun.n_cut, n_before),
        words=begun.words if begun.n_cut >= n_before else "no campaign with a known cost yet",
    )
    return replace(won, spent=ground.spending.amounts, begun=begun)


def _per(ground: Ground, stage: str) -> Tally:
    noun, found = terms.STAGE_PLURALS[stage], entries(ground, stage)
    if found is None:
        return Lacking(noun, noun)
    at, begun = found
    if not ground.spending.is_known:
        return Lacking(COSTS, noun)
    cases = ground.months.sums(ground.months.places(instants(at)))
    least_count = ground.journeys.least_count
    return Ratio(noun, ground.months, ground.spending.amounts, cases, least_count, begun)
