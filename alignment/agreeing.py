"""What each team owes the other: proposed apart, measured, composed, and signed by both."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from alignment.achieving import Achieving
from alignment.adopting import Signing
from alignment.agreement import Agreement, ServiceLevels
from alignment.answers import awaiting
from alignment.errors import AgreementError, Problem, nearest
from alignment.finding import Finding
from alignment.measures import levels
from alignment.measures.team_activities import team_activities
from alignment.proposals import KINDS, propose
from alignment.workspace import Workspace, refuse_senseless


@dataclass(frozen=True)
class Agreeing(Achieving):
    """What agreeing on service levels reads and writes; opened by `open`, or by `Workspace.at`."""

    part: ClassVar[str] = "levels"

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
            Hand-offs that Sales can take; 0: nobody has said.
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
        return cls(
            opened.workspace,
            opened.history,
            opened.agreement,
            opened.as_of,
            goal_amount,
            capacity_per_week or None,
            target_accounts,
            in_market_share,
        )

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

    @property
    def side_by_side(self) -> Finding:
        """The same as a room reads it."""
        return levels.read(self.beside)

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
