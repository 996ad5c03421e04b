"""What a revenue goal takes a month, told."""

from dataclasses import asdict

import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.funnel.money import few_deals
from alignment.measures.rates import number
from alignment.measures.reverse.funnel import Funnel
from alignment.measures.reverse.needs import WON, Need, needs


def needed(funnel: Funnel, goal_amount: float) -> Finding:
    """What winning `goal_amount` a month takes of every stage, of both teams and in money.

    Parameters
    ----------
    goal_amount : float
        Revenue from won deals a month, in the agreed currency.

    Returns
    -------
    Finding
        One row a need, from the win back: stage (`won_deals`, a stage, `touches_TEAM`, `spend`),
        label, value, low, high (median and 95 % interval of the draws; missing: not enough data),
        unit (deals, leads, touches or amount), rests_on. All a month; see `needs` for the way.

    Raises
    ------
    AlignmentError
        Where the goal is no amount above 0.
    """
    found = needs(funnel, goal_amount)
    if not found[0].is_known:
        lacks = f"won deals with an amount in {funnel.currency}: {found[0].note}"
        return unanswered("needed", "what a goal takes", lacks)
    table = pd.DataFrame([asdict(need) for need in found])
    table = table.rename(columns={"name": "stage", "note": "rests_on"})
    return Finding(
        table,
        sentence(funnel, goal_amount, found),
        tuple(caveats(funnel, found)),
        "needed",
        {need.name: number(need.value) for need in found} | {"goal_amount": float(goal_amount)},
    )


def sentence(funnel: Funnel, goal_amount: float, found: list[Need]) -> str:
    """What is read aloud of some needs."""
    goal = f"{funnel.currency} {goal_amount:,.0f}"
    told = [_told(need) for need in found if need.is_known and need.unit in ("deals", "leads")]
    if not told:
        return f"There is not enough data to say what {goal} a month takes."
    said = f"To win {goal} a month takes {', '.join(told)} each month."
    spend = found[-1]
    if spend.is_known:
        said += (
            f" Leads then cost {funnel.currency} {spend.value:,.0f} a month "
            f"({spend.low:,.0f} to {spend.high:,.0f})."
        )
    lacking = next((n for n in found if not n.is_known and n.unit == "leads"), None)
    if lacking is not None:
        said += f" Of {terms.STAGE_PLURALS[lacking.name]} there is no number: {lacking.note}."
    return said


def _told(need: Need) -> str:
    noun = "won deals" if need.name == WON else terms.STAGE_PLURALS[need.name]
    return f"{amount(need.value)} {noun} ({amount(need.low)} to {amount(need.high)})"


def amount(value: float) -> str:
    """A number of things, with a decimal where there are few: `8.4`, `31`, `1,205`."""
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


def caveats(funnel: Funnel, found: list[Need]) -> list[str]:
    """What would make it wrong."""
    said = [
        f"Rates are those {funnel.period.when}, each within {funnel.within_days} days: more leads "
        "than then, from elsewhere, may go on less often.",
        "The intervals tell how well rates and means are known; a single month varies more.",
        "A lead counts once in each stage, however often it comes back.",
        *few_deals(funnel.deal_amount.n),
    ]
    if any(need.name.startswith("touches") and need.is_known for need in found):
        said.append(
            f"Touches are those until {funnel.within_days} days after a lead entered the stage, or "
            "until its win."
        )
    if found[-1].is_known:
        said.append(
            "Spend is the cost of campaigns over all leads, those without a campaign among them."
        )
    return said
