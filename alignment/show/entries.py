"""The forms that each team fills in on its own, put before what they are about."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from alignment import terms
from alignment.agreement import Agreement, Rule, ServiceLevels
from alignment.finding import Finding
from alignment.measures.audit import NUMBERS, QUESTIONS
from alignment.measures.vocabulary import Vocabulary
from alignment.show.achieved import achieved_as_promised
from alignment.show.brief_form import BriefForm
from alignment.show.definition_form import DefinitionForm
from alignment.show.level_form import LevelForm
from alignment.show.rating_grid import RatingGrid
from alignment.show.sealed_entry import Content, Form, SealedEntry

TEAMS = {team: team.capitalize() for team in terms.TEAMS}


class Said(Protocol):
    """What a team said; `alignment.answers.Answers` is one."""

    def content(self, part: str) -> dict[str, object]: ...


class Standing(Protocol):
    """Who is in, who is awaited, and what both said; `alignment.sealing.Round` is one."""

    @property
    def part(self) -> str: ...
    @property
    def answers(self) -> Mapping[str, Said]: ...
    @property
    def awaited(self) -> tuple[str, ...]: ...
    @property
    def finding(self) -> Finding: ...


class Sealable(Protocol):
    """Where answers are sealed; `alignment.workspace.Workspace` opened for a purpose is one."""

    @property
    def round(self) -> Standing: ...
    def begins_anew(self, team: str, content: Content) -> bool:
        """Whether sealing this would begin a new round, in which the other team is awaited."""

    def seal(self, team: str, person: str, role: str, content: Content) -> str: ...


class Definable(Sealable, Protocol):
    """Where definitions are sealed; `alignment.defining.Defining` is one."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def meanings(self) -> Mapping[str, str]: ...


class Agreeable(Sealable, Protocol):
    """Where levels are sealed; `alignment.agreeing.Agreeing` is one."""

    @property
    def agreement(self) -> Agreement: ...
    @property
    def achieved(self) -> Finding: ...
    @property
    def activities(self) -> Mapping[str, Sequence[str]]: ...


class Briefable(Sealable, Protocol):
    """Where a campaign's brief is answered; `alignment.briefing.Briefing` is one."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def bound(self) -> Mapping[str, Sequence[str]]: ...
    def size(self, target: Rule) -> Finding: ...


def audit(auditing: Sealable) -> SealedEntry:
    """Ratings of every question of the audit, and guesses of its numbers."""
    return _entry(auditing, lambda _, given: RatingGrid(QUESTIONS, NUMBERS, given))


def definitions(defining: Definable) -> SealedEntry:
    """What an MQL and an SQL are, in words and as a rule, and what other words mean."""

    def form(_: str, given: Content | None) -> Form:
        return DefinitionForm(defining.vocabulary, defining.meanings, given=given)

    return _entry(defining, form)


def levels(agreeing: Agreeable) -> SealedEntry:
    """What each team should owe the other, as this one proposes, beside what was achieved.

    What was achieved of the levels in force stands there without a verdict: none of them is what
    the team proposes.
    """
    told = achieved_as_promised(agreeing.achieved)

    def form(_: str, given: Content | None) -> Form:
        own = (given or {}).get("levels")
        return _LevelsProposed(
            ServiceLevels.model_validate(own) if own else None,
            told,
            activities=agreeing.activities.get("sales", ()),
            usual=agreeing.agreement.service_levels,
        )

    return _entry(agreeing, form)


def brief(briefing: Briefable) -> SealedEntry:
    """The nine questions of a campaign's brief, and whom it is for.

    Beside the target stands how many leads it has; how they converted is seen once both are in.
    """
    vocabulary, bound = briefing.vocabulary, briefing.bound
    return _entry(briefing, lambda _, given: BriefForm(vocabulary, bound, briefing.size, given))


class _LevelsProposed(LevelForm):
    """The form of levels, its content as a part of a team's answers."""

    @property
    def content(self) -> dict[str, object]:
        return {"levels": self._plain}


def _entry(sealable: Sealable, form: Callable[[str, Content | None], Form]) -> SealedEntry:
    def seal(team: str, person: str, role: str, content: Content) -> str:
        said = sealable.seal(team, person, role, content)
        return said if sealable.round.awaited else f"{said} Run the cells below to see them."

    def earlier(team: str) -> Content | None:
        """A team's own answers, where both stand open: before, they would be seen too soon."""
        now = sealable.round
        return now.answers[team].content(now.part) if team in now.answers else None

    return SealedEntry(
        TEAMS,
        form,
        seal,
        standing=lambda: sealable.round.finding.sentence,
        begins_anew=lambda team, content: sealable.begins_anew(team, content),
        given=earlier,
    )
