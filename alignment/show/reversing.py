"""The live panel of a revenue goal: what it takes at every stage, as its numbers are moved."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from ipywidgets import HTML

from alignment import terms
from alignment.agreement import ServiceLevels
from alignment.measures.reverse import Funnel, Need, needs
from alignment.measures.reverse.needed import amount, caveats, sentence
from alignment.period import WEEKS_A_MONTH
from alignment.show.display import plain
from alignment.show.panel import Answer, Note, Panel, Pressed, Slider
from alignment.show.reversing_charts import GOAL, handed_over, of_stages, spent, touched

CAPACITY = "capacity_per_week"
TAKEN = "Sales can take"
DEAL, COST = "deal_amount", "cost_amount"
MONEY, STEPS, WORK = "Money", "Share that goes on", "Work"
PERCENT = 100.0
FINEST = 0.1
"""Per cent: the step of a rate, and as near as it comes to none and to all."""
MOST_GOAL = 3
"""Times where it starts: how far money can be moved."""
HISTORY, START = "history", "start"
"""What is marked under a slider: nobody agreed on any of these numbers."""
USUAL_COST = 300.0
"""Of a lead, where no campaign's is known: how far its slider goes, in thirds."""


def panel(
    funnel: Funnel | None,
    levels: ServiceLevels,
    capacity_per_week: float | None = None,
    goal_amount: float = 0,
) -> Panel | HTML:
    """Sliders of the goal and of every number it is reckoned back by; needs follow at once.

    Parameters
    ----------
    funnel : Funnel or None
        None: there is no lead, and a sentence says so.
    levels : ServiceLevels
        The agreed ones: how many MQLs a month Marketing has promised.
    capacity_per_week : float or None
        Hand-offs that Sales can take a week; None: nobody has said.
    goal_amount : float
        Revenue a month; 0: what the period brought a month.
    """
    if funnel is None:
        return HTML("This history holds no lead to reckon a goal back by.")
    goal = goal_amount or usual(funnel)
    sliders = _sliders(funnel, goal, capacity_per_week or 0)
    start = {slider.name: slider.agreed or 0.0 for slider in sliders}
    history = {name: value for name, value in start.items() if name not in (GOAL, CAPACITY)}
    return Panel(
        sliders,
        start,
        Answering(funnel, levels, start),
        {"Reset to the history": lambda _: Pressed(history, "As the history has it.")},
    )


def usual(funnel: Funnel) -> float:
    """What the customers of an average month of the period brought; 100,000 where not known."""
    if "customer" not in funnel.came or not funnel.deal_amount.is_known:
        return 1e5
    months = funnel.period.months
    n_won = float(funnel.came["customer"].reindex(months).fillna(0).mean())
    return n_won * funnel.deal_amount.median or 1e5


def _sliders(funnel: Funnel, goal: float, capacity: float) -> list[Slider]:
    unit = funnel.currency
    made = [_amount(GOAL, "Revenue goal a month", goal, unit, goal, START)]
    made.append(_amount(DEAL, "Average deal", funnel.deal_amount.median, unit, goal))
    made.append(_amount(COST, "Cost of a lead", funnel.cost_amount.median, unit, USUAL_COST))
    for start, end in pairwise(funnel.stages):
        label = f"{terms.STAGE_LABELS[start]} → {terms.STAGE_LABELS[end]}"
        rate = _finite(funnel.rates[start].median) * PERCENT
        made.append(_rate(f"rate {start}", label, rate))
    for team, (stage, each) in funnel.touches.items():
        one = terms.STAGE_LABELS[stage]
        label = f"Touches by {team.capitalize()}, each {one if stage != 'lead' else 'lead'}"
        value = round(_finite(each.median), 1)
        most = max(30, 3 * value)
        marked = value or None
        name = f"touches {team}"
        made.append(Slider(name, label, 0, most, 0.1, WORK, marked, mark=HISTORY))
    value = round(capacity, 1)
    most = max(100.0, 3 * value)
    made.append(Slider(CAPACITY, TAKEN, 0, most, 0.1, WORK, value or None, "a week", START))
    return made


def _amount(
    name: str, label: str, value: float, unit: str, scale: float, mark: str = HISTORY
) -> Slider:
    """A slider of money up to three times where it starts, in steps of about a hundredth.

    One that is not known starts at 0 and goes up to three times the scale.
    """
    known = _finite(value)
    step = 10.0 ** max(0, int(np.floor(np.log10(max(known or scale, 100.0)))) - 2)
    start = round(known / step) * step
    most = max(MOST_GOAL * round((known or scale) / step) * step, 100 * step)
    least = 0.0 if name == COST or not known else step
    return Slider(name, label, least, most, step, MONEY, start or None, unit, mark)


def _rate(name: str, label: str, percent: float) -> Slider:
    """A slider of a share; one that is not known starts at 0."""
    value = max(min(round(percent, 1), PERCENT - FINEST), FINEST) if percent else 0.0
    least = FINEST if percent else 0.0
    most = PERCENT - FINEST
    return Slider(name, label, least, most, FINEST, STEPS, value or None, "%", HISTORY)


def _finite(value: float) -> float:
    return value if np.isfinite(value) else 0.0


class Answering:
    """Slider values → what the panel shows.

    Parameters
    ----------
    start : mapping of str to float
        Where each slider starts: one that still stands there is reckoned with as the history has
        it, unrounded.
    """

    def __init__(self, funnel: Funnel, levels: ServiceLevels, start: Mapping[str, float]) -> None:
        self._funnel, self._levels, self._start = funnel, levels, start
        self._goals = np.linspace(0, MOST_GOAL * start[GOAL], 31)
        self._handed = funnel.touches["sales"][0]

    def __call__(self, values: Mapping[str, float]) -> Answer:
        goal = values[GOAL]
        tried = self._funnel.moved(self._changes(values))
        now, before = needs(tried, goal), needs(self._funnel, goal)
        if not now[0].is_known:
            said = f"There is no average deal to reckon back from: {now[0].note}. Set one."
            return Answer(said, ())
        limits = self._limits(values[CAPACITY])
        return Answer(
            f"{sentence(tried, goal, now)} {_against(now, self._handed, limits)}".strip(),
            (
                of_stages(now, before),
                handed_over(self._goals, goal, now, self._handed, limits, tried.currency),
                touched(self._goals, goal, now, tried.currency),
                spent(self._goals, goal, now, tried.currency),
            ),
            (_note(now, before, tried.currency),),
            tuple(caveats(tried, now)),
        )

    def _changes(self, values: Mapping[str, float]) -> dict[str, float]:
        """The numbers that no longer stand where the history has them."""
        return {
            name: value / PERCENT if name.startswith("rate ") else value
            for name, value in values.items()
            if name not in (GOAL, CAPACITY) and abs(value - self._start[name]) > 1e-9
        }

    def _limits(self, capacity: float) -> dict[str, float]:
        """What Marketing promised and Sales can take, in MQLs a week, where somebody said."""
        promised = round((self._levels.marketing.n_mql or 0) / WEEKS_A_MONTH, 1)
        told = {"Marketing promised": promised, TAKEN: capacity}
        return {label: value for label, value in told.items() if value > 0}


def _against(now: list[Need], stage: str, limits: Mapping[str, float]) -> str:
    """What has to be handed over a week beside what was promised and can be taken."""
    need = next((need for need in now if need.name == stage), None)
    if need is None or not need.is_known:
        return ""
    value, low, high = (end / WEEKS_A_MONTH for end in (need.value, need.low, need.high))
    noun = terms.STAGE_PLURALS[stage]
    told = [
        f"{label} {amount(most)}, which is {_beside(low, high, most)}"
        for label, most in limits.items()
    ]
    if TAKEN not in limits:
        told.append("nobody has said what Sales can take")
    return f"That is {amount(value)} {noun} a week ({amount(low)} to {amount(high)}); " + (
        "; ".join(told) + "."
    )


def _beside(low: float, high: float, limit: float) -> str:
    """Whether a limit is below, within or above what is needed."""
    if high <= limit:
        return "enough"
    return "too few" if low > limit else "too near to tell"


def _note(now: list[Need], before: list[Need], currency: str) -> Note:
    """The needs as a small table, beside those of the history's own numbers."""
    rows = [
        [
            one.label if one.unit != "amount" else f"{one.label}, {currency}",
            *(_said(one, value) for value in (one.value, one.low, one.high)),
            _said(was, was.value),
            one.note,
        ]
        for one, was in zip(now, before, strict=True)
    ]
    columns = ["A month", "Takes", "At least", "At most", "As the history has it", "Rests on"]
    return Note("What the goal takes", columns, rows)


def _said(need: Need, value: float) -> str:
    if not need.is_known or need.unit == "amount":
        return plain("amount", value)
    return amount(value)
