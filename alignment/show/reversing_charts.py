"""The live charts of a revenue goal: needs by stage, and along the goal."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from alignment import terms
from alignment.measures.reverse import Need
from alignment.period import WEEKS_A_MONTH
from alignment.show.panel import Chart, Handle, Limit, Series
from alignment.show.panel.answer import Colour

GOAL = "goal_amount"
GOAL_HANDLE = Handle(GOAL, "goal", "sales")
LIMITS: dict[str, Colour] = {"Marketing promised": "marketing", "Sales can take": "bad"}
SHORT = {"opportunity": "Opps", "won_deals": "Won"}
"""What stands under a bar, where the whole word would push its neighbours away."""
UNKNOWN = "Not enough data: see the table below for what is missing."


def of_stages(now: Sequence[Need], before: Sequence[Need]) -> Chart:
    """What each stage must bring a month, from the lead to the win, beside the history's."""
    shown = [
        (one, was)
        for one, was in zip(now, before, strict=True)
        if one.unit in ("deals", "leads") and one.is_known
    ][::-1]
    tried, held = ([pair[side] for pair in shown] for side in (0, 1))
    x = np.arange(len(shown), dtype=float)
    value, low, high = (
        np.array([getattr(need, end) for need in tried]) for end in ("value", "low", "high")
    )
    bars = Series("As moved", x, value, low, high, kind="bar")
    is_moved = any(one.value != was.value for one, was in shown)
    ghost = Series(
        "As the history has it",
        x,
        np.array([need.value for need in held]),
        kind="bar",
        colour="quiet",
        is_ghost=True,
    )
    return Chart(
        "What does a month have to bring?",
        [bars, ghost] if is_moved else [bars],
        form="count",
        x_names=[SHORT.get(need.name, need.label) for need in tried],
        said="" if shown else UNKNOWN,
    )


def handed_over(
    goals: NDArray[np.float64],
    goal: float,
    now: Sequence[Need],
    stage: str,
    limits: Mapping[str, float],
    currency: str,
) -> Chart:
    """What has to be handed over a week for each goal, against what the teams can do."""
    drawn = [_along(goals, goal, need, "Needed", 1 / WEEKS_A_MONTH) for need in _of(now, stage)]
    plural = terms.STAGE_PLURALS[stage]
    return Chart(
        f"{plural[:1].upper() + plural[1:]} a week, by goal",
        drawn,
        x_label=f"Revenue goal a month, {currency}",
        handles=(GOAL_HANDLE,),
        limits=[Limit(label, value, LIMITS[label]) for label, value in limits.items()],
        said="" if drawn else UNKNOWN,
    )


def touched(goals: NDArray[np.float64], goal: float, now: Sequence[Need], currency: str) -> Chart:
    """What both teams do a month for each goal."""
    teams: tuple[tuple[str, Colour], ...] = (("marketing", "marketing"), ("sales", "sales"))
    drawn = [
        _along(goals, goal, need, team.capitalize(), 1.0, colour)
        for team, colour in teams
        for need in _of(now, f"touches_{team}")
    ]
    return Chart(
        "Touches a month, by goal",
        drawn,
        x_label=f"Revenue goal a month, {currency}",
        form="count",
        handles=(GOAL_HANDLE,),
        said="" if drawn else UNKNOWN,
    )


def spent(goals: NDArray[np.float64], goal: float, now: Sequence[Need], currency: str) -> Chart:
    """What the leads cost a month for each goal."""
    drawn = [_along(goals, goal, need, "Spend", 1.0, "warning") for need in _of(now, "spend")]
    return Chart(
        "Spend on leads a month, by goal",
        drawn,
        x_label=f"Revenue goal a month, {currency}",
        form="amount",
        handles=(GOAL_HANDLE,),
        said="" if drawn else "No campaign's cost is known: set what a lead costs.",
        currency=currency,
    )


def _of(now: Sequence[Need], name: str) -> list[Need]:
    return [need for need in now if need.name == name and not math.isnan(need.value)]


def _along(
    goals: NDArray[np.float64],
    goal: float,
    need: Need,
    name: str,
    scale: float,
    colour: Colour = "marketing",
) -> Series:
    """A need over all goals: it grows as the goal does."""
    value, low, high = (goals * (end * scale / goal) for end in (need.value, need.low, need.high))
    return Series(name, goals, value, low, high, colour=colour)
