"""What the last months brought, and what a goal would take: what service levels rest on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding, unanswered
from alignment.measures import funnel, levels, reverse, service
from alignment.measures.funnel.money import won_deals
from alignment.measures.funnel.stays import stays
from alignment.measures.response import conversion_by_response
from alignment.measures.service import Episodes
from alignment.period import months_before
from alignment.workspace import Recent

N_AHEAD = 6
"""Months of revenue that are planned for."""
SPLITS = ("weekday", "hour", "owner", "source")
"""What response times are split by."""
_MOST_CLOCKS = 4
"""Calendars and contacts that somebody tried, of which the measured hand-offs are kept."""


@dataclass(frozen=True)
class Achieving(Recent):
    """What was achieved in a workspace's last full months, under the agreement in force.

    Every finding says so where there is no lead to ask of.

    Parameters
    ----------
    goal_amount : float
        Won a month, in the agreed currency; 0: nobody has said.
    capacity_per_week : float or None
        Hand-offs that Sales can take a week; None: nobody has said.
    target_accounts : int
        Companies that would be customers; 0: nobody has said.
    in_market_share : float
        Of those, the share that looks for something to buy, from 0 to 1; 0: nobody has said.
    """

    goal_amount: float = 0.0
    capacity_per_week: float | None = None
    target_accounts: int = 0
    in_market_share: float = 0.0
    _known: dict[str, Episodes] = field(default_factory=dict, repr=False, compare=False)

    @property
    def episodes(self) -> Episodes:
        """Every hand-off and what Sales did with it, under the agreement in force."""
        return self._measured(self.agreement)

    @cached_property
    def achieved(self) -> Finding:
        """What was achieved of the levels agreed."""
        return self._attained(self.agreement)

    @property
    def advised(self) -> Finding:
        """The same with what to do next, level by level."""
        return levels.advised(self.achieved)

    @property
    def clocks(self) -> Finding:
        """How long each step around a hand-off took."""
        return self._asked("clocks", lambda: service.clocks(self.episodes, self.period))

    @property
    def responses(self) -> Finding:
        """How soon Sales made the first contact, by weekday, hour, owner and source."""
        name = "first_response"
        return self._asked(
            name, lambda: service.first_response(self.episodes, self.period, by=SPLITS)
        )

    @property
    def conversions(self) -> Finding:
        """What became of hand-offs by how soon they were touched."""
        within = self.agreement.first_contact_within_hours
        return self._asked(
            "conversion_by_response",
            lambda: conversion_by_response(self.episodes, self.period, within),
        )

    @property
    def rejections(self) -> Finding:
        """What Sales gave back, by reason, source and owner."""
        return self._asked("rejections", lambda: service.rejections(self.episodes, self.period))

    @property
    def held(self) -> Finding:
        """The leads that Sales holds without a deal."""
        return self._asked("held", lambda: service.held(self.episodes))

    @property
    def numbers(self) -> Finding:
        """The numbers of the funnel that everybody should know."""
        said = self.target_accounts, self.in_market_share
        return self._asked(
            "numbers", lambda: funnel.numbers(self.journeys, self.history, self.period, *said)
        )

    @property
    def steps(self) -> Finding:
        """Of the leads that entered a stage, how many went on."""
        return self._asked("cohort_rates", lambda: funnel.cohort_rates(self.journeys, self.period))

    @property
    def stays(self) -> Finding:
        """How long leads stay in each stage."""
        return self._asked(
            "time_in_stage", lambda: funnel.time_in_stage(self.journeys, self.period, self._stays)
        )

    @property
    def balance(self) -> Finding:
        """How many leads each stage holds at the end of each month, with what came and went."""
        return self._asked(
            "stage_balance", lambda: funnel.stage_balance(self.journeys, self.period, self._stays)
        )

    @cached_property
    def funnel(self) -> reverse.Funnel | None:
        """What stands between a goal and the leads that it takes; None where there is no lead."""
        if not self._has_leads:
            return None
        return reverse.Funnel.of(self.history, self.agreement, self.journeys, self.period)

    @cached_property
    def goal(self) -> float:
        """The revenue to win a month: what was set as the goal, else what the period brought.

        0: nobody has said, and no won deal with an amount is known.
        """
        if self.goal_amount or self.journeys.table.empty:
            return self.goal_amount
        won = won_deals(self.history, self.journeys, self.period)
        return round(float(won["amount"].sum()) / len(self.period.months))

    @property
    def needed(self) -> Finding:
        """What the goal takes of every stage, of both teams and in money, a month."""
        return self._of_goal("needed", lambda funnel: reverse.needed(funnel, self.goal))

    @property
    def by_month(self) -> Finding:
        """In which month everything has to come, for the revenue of the next months."""

        def planned(funnel: reverse.Funnel) -> Finding:
            first = f"{months_before(self.period.last, -1):%Y-%m}"
            return reverse.by_month(funnel, self.goal, first, N_AHEAD)

        return self._of_goal("needed_by_month", planned)

    @cached_property
    def _stays(self) -> pd.DataFrame:
        return stays(self.journeys)

    @property
    def _has_leads(self) -> bool:
        return not self.journeys.table.empty

    def _asked(self, name: str, measure: Callable[[], Finding]) -> Finding:
        if self._has_leads:
            return measure()
        return unanswered(name, "what the last months brought", "leads")

    def _of_goal(self, name: str, measure: Callable[[reverse.Funnel], Finding]) -> Finding:
        if self.funnel is not None and self.goal > 0:
            return measure(self.funnel)
        return unanswered(name, "what a goal takes", "won deals with an amount, or a goal")

    def _attained(self, agreement: Agreement) -> Finding:
        promised = agreement.service_levels
        return self._asked(
            "attainment",
            lambda: service.attainment(self._measured(agreement), promised, self.period),
        )

    def _measured(self, agreement: Agreement) -> Episodes:
        """The hand-offs by the agreement's clock and by what it calls a contact."""
        reached = agreement.service_levels.sales.conversations
        key = f"{agreement.calendar.model_dump_json()} {sorted(reached)}"
        if key not in self._known:
            if len(self._known) == _MOST_CLOCKS:
                del self._known[next(iter(self._known))]
            self._known[key] = service.Episodes.of(self.history, agreement, self.journeys)
        return self._known[key]
