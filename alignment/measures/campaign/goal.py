"""What a campaign's goal takes in all, beside what its target brings now and its budget."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement
from alignment.agreement.rule import joined
from alignment.errors import AlignmentError, Problem
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.campaign.segment import Segment
from alignment.measures.campaign.spending import SPEND, campaign_cost, money, of_budget, reach
from alignment.measures.funnel.money import costs, few_deals, n_running, won_deals
from alignment.measures.funnel.steps import entered
from alignment.measures.journeys import Journeys
from alignment.measures.rates import number
from alignment.measures.reverse import Estimate, Funnel, Need, needs
from alignment.measures.reverse.needed import amount
from alignment.measures.reverse.needs import WON
from alignment.period import Period

GOAL = "goal"
OF_ALL = "of all leads"


def takes(
    history: History,
    agreement: Agreement,
    segment: Segment,
    period: Period,
    goal_amount: float | None,
    budget_amount: float | None = None,
    channel: str = "",
) -> Finding:
    """What a campaign's goal takes in all, beside what its target brings now and its budget.

    Reckoned back by the rates of the segment's own leads; a number that rests on too few of them is
    that of all leads, and said so. Where enough were there and none went on, nothing is borrowed.
    All leads are taken to come from campaigns (`campaign_cost`).

    Parameters
    ----------
    goal_amount, budget_amount : float or None
        Won deals that the campaign is to bring, and what it may cost, in the agreed currency; None
        or 0: nobody has said.
    channel : str
        Whose campaigns tell what a lead costs, where they are enough; empty: all.

    Returns
    -------
    Finding
        One row a thing, from the goal back: stage (`goal`, `won_deals`, a stage, `spend`,
        `budget`, `budget_wins`), label, value, low, high (median and 95 % interval of the draws;
        missing: not enough data, or no estimate), unit (deals, leads, amount), a_month_now (what
        the segment brought, or cost, in an average month of the period), n_months (value ÷
        a_month_now), rests_on.

    Raises
    ------
    AlignmentError
        Where goal or budget is no amount; both are named.
    """
    _check(goal_amount, budget_amount)
    if not goal_amount:
        return unanswered("campaign_needs", "what the goal takes", "a goal in money")
    funnel, borrowed = _funnel(history, agreement, segment, period, channel)
    found = needs(funnel, goal_amount)
    if not found[0].is_known:
        lacks = f"won deals with an amount in {funnel.currency}: {found[0].note}"
        return unanswered("campaign_needs", "what the goal takes", lacks)
    goal = Need(GOAL, "Goal", float(goal_amount), math.nan, math.nan, "amount", "")
    rows = [goal, *found, *of_budget(found[-1], goal_amount, budget_amount)]
    now = _a_month_now(history, segment.journeys, period, funnel.stages)
    table = pd.DataFrame([_row(need, now, funnel.currency) for need in rows])
    return Finding(
        table,
        _sentence(rows, now, segment, borrowed, funnel),
        tuple(_caveats(history, segment, funnel, borrowed)),
        "campaign_needs",
        {need.name: number(need.value) for need in rows},
    )


def _check(goal_amount: object, budget_amount: object) -> None:
    given = {"goal_amount": goal_amount, "budget_amount": budget_amount}
    problems = [
        Problem("brief", repr(value), "an amount of 0 or more", column=name)
        for name, value in given.items()
        if value is not None and not _is_amount(value)
    ]
    if problems:
        raise AlignmentError("What the campaign takes cannot be reckoned.", problems)


def _is_amount(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= value < math.inf  # type: ignore[operator]


def _funnel(
    history: History, agreement: Agreement, segment: Segment, period: Period, channel: str
) -> tuple[Funnel, list[str]]:
    """The funnel of the segment, and what of it is that of all leads, in words."""
    own = _of(history, agreement, segment.journeys, period, channel)
    steps = list(pairwise(own.stages))
    least = segment.journeys.least_count
    weak = [start for start, _ in steps if _is_weak(own.rates[start], least)]
    lacks_deal, lacks_cost = not own.deal_amount.is_known, not own.cost_amount.is_known
    if segment.rule is None or not (weak or lacks_deal or lacks_cost):
        return own, []
    every = _of(history, agreement, segment.journeys.everybody, period, channel)
    parts: dict[str, object] = {}
    if lacks_deal:
        parts["deal_amount"] = _said(every.deal_amount)
        parts["deals_per_customer"] = _said(every.deals_per_customer)
    if lacks_cost:
        parts["cost_amount"] = _said(every.cost_amount)
    rates = {start: _said(every.rates[start]) for start in weak}
    named = [
        f"the step from {terms.STAGE_LABELS[start]} to {terms.STAGE_LABELS[end]}"
        for start, end in steps
        if start in weak and rates[start].is_known
    ]
    named += ["the average deal"] * (lacks_deal and every.deal_amount.is_known)
    named += ["the cost of a lead"] * (lacks_cost and every.cost_amount.is_known)
    return replace(own, rates={**own.rates, **rates}, **parts), named  # type: ignore[arg-type]


def _of(
    history: History, agreement: Agreement, journeys: Journeys, period: Period, channel: str
) -> Funnel:
    held = Funnel.of(history, agreement, journeys, period, has_touches=False)
    return replace(held, cost_amount=campaign_cost(history, journeys, period, channel))


def _is_weak(rate: Estimate, least_count: int) -> bool:
    """Whether too few were there; where enough were and none went on, that is an answer."""
    return not rate.is_known and rate.n < max(least_count, 1)


def _said(held: Estimate) -> Estimate:
    return replace(held, note=f"{held.note}, {OF_ALL}" if held.is_known else held.note)


def _a_month_now(
    history: History, journeys: Journeys, period: Period, stages: Sequence[str]
) -> dict[str, float]:
    """What an average month of the period brought, and what its leads cost."""
    came = {stage: float(period.holds(entered(journeys, stage)).sum()) for stage in stages}
    came[WON] = float(len(won_deals(history, journeys, period)))
    spent = costs(history, journeys, period)
    came[SPEND] = float(spent.sum()) if len(spent) else math.nan
    return {name: total / len(period.months) for name, total in came.items()}


def _row(need: Need, now: Mapping[str, float], currency: str) -> dict[str, object]:
    came = now.get(need.name, math.nan)
    return {
        "stage": need.name,
        "label": f"{need.label}, {currency}" if need.unit == "amount" else need.label,
        "value": need.value,
        "low": need.low,
        "high": need.high,
        "unit": need.unit,
        "a_month_now": came,
        "n_months": need.value / came if came > 0 else math.nan,
        "rests_on": need.note,
    }


def _sentence(
    rows: Sequence[Need],
    now: Mapping[str, float],
    segment: Segment,
    borrowed: list[str],
    funnel: Funnel,
) -> str:
    found = {need.name: need for need in rows}
    steps = [need for need in rows if need.unit != "amount"]
    told = ", ".join(_step(need) for need in steps if need.is_known)
    goal = money(found[GOAL], funnel.currency)
    is_own = len(borrowed) < len(funnel.stages)
    whose = segment.words if is_own else "all leads"
    said = [f"To win {goal} takes in all {told}, as {whose} went on {funnel.period.when}."]
    if borrowed and is_own:
        are = "are those" if len(borrowed) > 1 else "is that"
        what = joined(borrowed, "and")
        said.append(f"{what[:1].upper()}{what[1:]} {are} {OF_ALL}: the target has too few.")
    elif borrowed:
        said.append(f"Of {segment.words} alone too little is known.")
    lacking = next((need for need in steps if not need.is_known), None)
    if lacking is not None:
        return " ".join([*said, f"Of {_plural(lacking)} there is no number: {lacking.note}."])
    said += _pace(found["lead"], now["lead"]) if "lead" in found else []
    return " ".join([*said, reach(found, funnel.currency)])


def _pace(leads: Need, a_month: float) -> list[str]:
    """How long as many leads take to come now."""
    if not a_month:
        return ["None come now."]
    said = f"Now {amount(a_month)} such leads come a month"
    if leads.value < a_month:
        return [f"{said}."]
    months, low, high = (amount(end / a_month) for end in (leads.value, leads.low, leads.high))
    return [f"{said}, so that many take {months} months ({low} to {high})."]


def _step(need: Need) -> str:
    return f"{amount(need.value)} {_plural(need)} ({amount(need.low)} to {amount(need.high)})"


def _plural(need: Need) -> str:
    return "won deals" if need.name == WON else terms.STAGE_PLURALS[need.name]


def _caveats(history: History, segment: Segment, funnel: Funnel, borrowed: list[str]) -> list[str]:
    said = [
        *segment.caveats,
        f"Rates are those {funnel.period.when}, each within {funnel.within_days} days: leads of a "
        "campaign may go on less often than those that came by themselves.",
        *few_deals(funnel.deal_amount.n),
    ]
    n = n_running(history, segment.journeys, funnel.period)
    if n:
        running = "1 campaign that still runs" if n == 1 else f"{n:,} campaigns that still run"
        said.append(
            f"What a month costs now spreads the whole cost of {running} over the leads brought so "
            "far."
        )
    if borrowed:
        said.append("In what is taken from all leads the target may do better or worse.")
    if not funnel.cost_amount.is_known:
        return said
    said.append(
        f"A lead costs what campaigns' leads did ({funnel.cost_amount.note}), whomever else those "
        "campaigns brought: one for this target alone may cost more a lead."
    )
    return said
