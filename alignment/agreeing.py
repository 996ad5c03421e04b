"""What each team owes the other: proposed apart, measured, composed, and signed by both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import pandas as pd

from alignment.adopting import Signing
from alignment.agreement import Agreement, ServiceLevels
from alignment.answers import awaiting
from alignment.errors import AgreementError, Problem, nearest
from alignment.finding import Finding, unanswered
from alignment.measures import funnel, levels, reverse, service
from alignment.measures.audit import full_months
from alignment.measures.funnel.money import won_deals
from alignment.measures.journeys import Journeys
from alignment.measures.service import Episodes
from alignment.measures.team_activities import team_activities
from alignment.period import WEEKS_A_MONTH, Period
from alignment.proposals import KINDS, propose
from alignment.workspace import SEGMENTS, Asking, Workspace, refuse_senseless

N_MONTHS = 12
_MOST_CLOCKS = 4
"""Calendars and contacts that somebody tried, of which the measured hand-offs are kept."""


@dataclass(frozen=True)
class Agreeing(Asking):
    """What agreeing on service levels reads; opened by `open`, or by `Workspace.at`.

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

    part: ClassVar[str] = "levels"
    goal_amount: float = 0.0
    capacity_per_week: float | None = None
    target_accounts: int = 0
    in_market_share: float = 0.0
    _known: dict[str, Episodes] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(
        cls,
        workspace: str,
        as_of: str = "",
        goal_amount: float = 0,
        capacity_per_week: float = 0,
        target_accounts: int = 0,
        in_market_share: float = 0.0,
    ) -> "Agreeing":
        """What a workspace's service levels rest on.

        Parameters
        ----------
        as_of : str
            The last day whose rows may be used, YYYY-MM-DD; empty: all that is known.
        goal_amount : float
            To win a month, in the agreed currency; 0: none is set.
        capacity_per_week : float
            Hand-offs that Sales can take; 0: the agreed number of MQLs, where there is one.
        target_accounts, in_market_share : number
            0: not known.

        Raises
        ------
        AlignmentError
            Where something cannot be read, or a number makes no sense.
        """
        refuse_senseless(
            {"in_market_share": in_market_share},
            goal_amount=goal_amount,
            capacity_per_week=capacity_per_week,
            target_accounts=target_accounts,
        )
        opened = Workspace.at(workspace, as_of)
        n_mql = opened.agreement.service_levels.marketing.n_mql
        return cls(
            opened.workspace,
            opened.history,
            opened.agreement,
            opened.as_of,
            goal_amount,
            capacity_per_week or (round(n_mql / WEEKS_A_MONTH, 1) if n_mql else None),
            target_accounts,
            in_market_share,
        )

    @cached_property
    def journeys(self) -> Journeys:
        """One row a lead, with its hand-offs and what leads are compared by."""
        known = [name for name in SEGMENTS if name in self.history.attributes]
        return Journeys.of(self.history, self.agreement, self.as_of, known)

    @cached_property
    def period(self) -> Period:
        """The last full months, a year of them at most.

        Raises
        ------
        HistoryError
            Where there is no lead.
        """
        return full_months(self.journeys, N_MONTHS)

    @property
    def episodes(self) -> Episodes:
        """Every hand-off and what Sales did with it, under the agreement in force."""
        return self._measured(self.agreement)

    @property
    def achieved(self) -> Finding:
        """What was achieved of the levels agreed."""
        return self._attained(self.agreement)

    @property
    def proposed(self) -> dict[str, ServiceLevels]:
        """What each team proposes, by team; empty until both are in."""
        said = {team: answers.levels for team, answers in self.round.answers.items()}
        return {team: own for team, own in said.items() if own is not None}

    @property
    def beside(self) -> Finding:
        """What was achieved of the levels agreed, and of those that each team proposes."""
        name = "levels_beside"
        if awaited := self.round.awaited:
            said = f"Shown once both teams are in: {awaiting(awaited)}."
            return Finding(pd.DataFrame(), said, name=name)
        own = {
            team: self._attained(self.agreement.model_copy(update={"service_levels": said}))
            for team, said in self.proposed.items()
        }
        return levels.beside({"agreed": self.achieved, **own}, name)

    @cached_property
    def funnel(self) -> reverse.Funnel:
        """What stands between a goal and the leads that it takes, with all that is uncertain."""
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
        if self.journeys.table.empty or not self.goal > 0:
            return unanswered("needed", "what a goal takes", "won deals with an amount, or a goal")
        return reverse.needed(self.funnel, self.goal)

    @property
    def numbers(self) -> Finding:
        """The numbers of the funnel that everybody should know, of the same months."""
        if self.journeys.table.empty:
            return unanswered("numbers", "any number of the funnel", "leads")
        return funnel.numbers(
            self.journeys, self.history, self.period, self.target_accounts, self.in_market_share
        )

    @property
    def beginnings(self) -> dict[str, ServiceLevels]:
        """Levels that common ones can begin with, by label."""
        own = {f"{team.capitalize()} proposes": said for team, said in self.proposed.items()}
        return {"Agreed": self.agreement.service_levels, **own}

    @cached_property
    def activities(self) -> dict[str, tuple[str, ...]]:
        """What each team does in the history, the most frequent first."""
        return team_activities(self.history, self.as_of)

    def composed(self, parts: Mapping[str, object]) -> Finding:
        """What was achieved of levels that are being composed.

        Parameters
        ----------
        parts : mapping
            Of the agreement: service_levels, tasks, calendar, review_day; what is left out stays
            as agreed.

        Raises
        ------
        AgreementError
            With everything that is wrong with the parts.
        """
        return self._attained(self._changed(parts))

    def propose(self, parts: Mapping[str, object]) -> str:
        """Propose levels, tasks, calendar and day of the review, and say so.

        While a team is awaited, and where nothing differs from what is agreed, nothing is.

        Raises
        ------
        AgreementError
            Where the workspace is the sample, or the parts make no agreement.
        """
        made = self._changed(parts)
        if awaited := self.round.awaited:
            return f"Levels are proposed once both teams are in: {awaiting(awaited)}."
        own = {name: getattr(made, name) for name in KINDS[self.part]}
        return propose(self.workspace, self.agreement, self.part, **own)

    @property
    def signing(self) -> Signing:
        """What stands proposed in the workspace, and its signing by both teams."""
        return Signing(self.workspace)

    def _changed(self, parts: Mapping[str, object]) -> Agreement:
        known = KINDS[self.part]
        problems = [
            Problem("agreement", repr(name), f"one of {', '.join(known)}", nearest(name, known))
            for name in sorted(set(parts) - set(known))
        ]
        if problems:
            raise AgreementError("The agreement cannot be changed so.", problems)
        return self.agreement.changed(**parts)

    def _attained(self, agreement: Agreement) -> Finding:
        if self.journeys.table.empty:
            return unanswered("attainment", "what was achieved", "leads")
        return service.attainment(self._measured(agreement), agreement.service_levels, self.period)

    def _measured(self, agreement: Agreement) -> Episodes:
        """The hand-offs by the agreement's clock and by what it calls a contact."""
        reached = agreement.service_levels.sales.conversations
        key = f"{agreement.calendar.model_dump_json()} {sorted(reached)}"
        if key not in self._known:
            if len(self._known) == _MOST_CLOCKS:
                del self._known[next(iter(self._known))]
            self._known[key] = service.Episodes.of(self.history, agreement, self.journeys)
        return self._known[key]
