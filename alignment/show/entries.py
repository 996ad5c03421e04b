"""The forms that each team fills in on its own, put before what they are about."""

from collections.abc import Callable, Mapping
from typing import Protocol

from alignment.finding import Finding
from alignment.measures.audit import NUMBERS, QUESTIONS
from alignment.measures.vocabulary import Vocabulary
from alignment.show.definition_form import DefinitionForm
from alignment.show.rating_grid import RatingGrid
from alignment.show.sealed_entry import Form, SealedEntry

TEAMS = {"marketing": "Marketing", "sales": "Sales"}


class Standing(Protocol):
    """Who is in and who is awaited; `alignment.sealing.Round` is one."""

    @property
    def awaited(self) -> tuple[str, ...]: ...
    @property
    def finding(self) -> Finding: ...


class Sealable(Protocol):
    """Where answers are sealed; `alignment.workspace.Workspace` opened for a purpose is one."""

    @property
    def round(self) -> Standing: ...
    def seal(self, team: str, person: str, role: str, content: Mapping[str, object]) -> str: ...


class Definable(Sealable, Protocol):
    """Where definitions are sealed; `alignment.defining.Defining` is one."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def meanings(self) -> Mapping[str, str]: ...


def audit(auditing: Sealable) -> SealedEntry:
    """Ratings of every question of the audit, and guesses of its numbers."""
    return _entry(auditing, lambda _: RatingGrid(QUESTIONS, NUMBERS))


def definitions(defining: Definable) -> SealedEntry:
    """What an MQL and an SQL are, in words and as a rule, and what other words mean."""
    return _entry(defining, lambda _: DefinitionForm(defining.vocabulary, defining.meanings))


def _entry(sealable: Sealable, form: Callable[[str], Form]) -> SealedEntry:
    def seal(team: str, person: str, role: str, content: Mapping[str, object]) -> str:
        said = sealable.seal(team, person, role, content)
        return said if sealable.round.awaited else f"{said} Run the cells below to see them."

    return SealedEntry(TEAMS, form, seal, lambda: sealable.round.finding.sentence)
