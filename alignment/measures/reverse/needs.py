"""What one unit of revenue takes at every stage, and so what a goal takes."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment import terms
from alignment.errors import AlignmentError, Problem
from alignment.measures.reverse.funnel import Funnel

WON = "won_deals"


@dataclass(frozen=True)
class Need:
    """What a month must bring of one thing.

    Parameters
    ----------
    name : str
        `won_deals`, a stage, `touches_TEAM` or `spend`.
    label : str
        In words.
    value, low, high : float
        Median and 95 % interval; missing: not known.
    unit : str
        leads, deals, touches or amount.
    note : str
        What its last step rests on, or why it is not known.
    """

    name: str
    label: str
    value: float
    low: float
    high: float
    unit: str
    note: str

    @property
    def is_known(self) -> bool:
        return not math.isnan(self.value)


def needs(funnel: Funnel, goal_amount: float) -> list[Need]:
    """What winning `goal_amount` a month takes, from the win back to the lead.

    Each draw takes one value of every rate and mean and divides through: deals = goal ÷ deal,
    opportunities = customers ÷ win rate, and so on; the need is the middle of 4,000 such answers.
    It is not the goal divided by the product of point rates: of a rate p that is not known exactly,
    1 ÷ p is larger on average than 1 ÷ the average of p (Jensen's inequality), the more so the
    fewer leads it rests on, and multiplying the low ends of five intervals gives an end that lies
    far outside of 95 %.

    Twice the goal takes exactly twice as much.

    Raises
    ------
    AlignmentError
        Where the goal is no amount above 0.
    """
    if not _is_amount(goal_amount):
        problem = Problem("parameters", repr(goal_amount), "more than 0", column="goal_amount")
        raise AlignmentError("A goal cannot be reckoned back.", [problem])
    rows = _per_unit(funnel)
    drawn = [draws for _, _, draws, _, _ in rows if len(draws)]
    ends = iter(np.quantile(np.array(drawn), [0.5, 0.025, 0.975], axis=1).T if drawn else ())
    return [
        Need(name, label, *_times(goal_amount, next(ends) if len(draws) else None), unit, note)
        for name, label, draws, unit, note in rows
    ]


def _is_amount(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 < value < math.inf  # type: ignore[operator]


def _times(goal: float, ends: NDArray[np.float64] | None) -> tuple[float, float, float]:
    if ends is None:
        return (math.nan, math.nan, math.nan)
    value, low, high = (float(end) * goal for end in ends)
    return value, low, high


Row = tuple[str, str, NDArray[np.float64], str, str]


def _per_unit(funnel: Funnel) -> list[Row]:
    """Draws of what one unit of money takes of each; empty: not known."""
    nothing = np.empty(0)
    deals = 1 / funnel.deal_amount.draws
    rows: list[Row] = [(WON, "Won deals", deals, "deals", funnel.deal_amount.note)]
    known = len(deals) and funnel.deals_per_customer.is_known
    taken = deals / funnel.deals_per_customer.draws if known else deals
    held = {funnel.stages[-1] if funnel.stages else "customer": taken}
    if known and not np.allclose(funnel.deals_per_customer.draws, 1):
        rows.append(("customer", "Customers", taken, "leads", funnel.deals_per_customer.note))
    why = funnel.deal_amount.note
    for stage in reversed(funnel.stages[:-1]):
        rate = funnel.rates[stage]
        is_known = len(taken) > 0 and rate.is_known
        why = rate.note if len(taken) else why
        taken = held[stage] = taken / rate.draws if is_known else nothing
        label = terms.STAGE_PLURALS[stage]
        rows.append((stage, label[:1].upper() + label[1:], taken, "leads", why))
    for team, (stage, each) in funnel.touches.items():
        drawn = _product(held.get(stage, nothing), each.draws)
        words, note = f"Touches by {team.capitalize()}", why if each.is_known else each.note
        note = each.note if len(drawn) else note
        rows.append((f"touches_{team}", words, drawn, "touches", note))
    spent = _product(held.get("lead", nothing), funnel.cost_amount.draws)
    note = why if funnel.cost_amount.is_known and not len(spent) else funnel.cost_amount.note
    rows.append(("spend", "Spend on leads", spent, "amount", note))
    return rows


def _product(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    return one * other if len(one) and len(other) else np.empty(0)
