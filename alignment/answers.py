"""One team's own answers, given before it sees the other's and before it sees the data."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_validator,
    model_serializer,
)

from alignment import terms, yaml_file
from alignment.agreement.rule import AnyRule, OnAttributes, joined
from alignment.agreement.service import ServiceLevels
from alignment.agreement.signing import Digest
from alignment.errors import AgreementError, Problem, nearest
from alignment.yaml_model import Part, Text, Value, attempted, wrong, wrong_at

FOLDER = "answers"
PARTS: dict[str, tuple[str, ...]] = {
    "audit": ("ratings", "guesses"),
    "definitions": ("definitions", "rules", "glossary"),
    "levels": ("levels",),
    "brief": ("brief", "target"),
}
"""What is sealed and opened together: the fields of each part."""
OF_A_BRIEF = "brief"
"""The part that is asked for each campaign anew, in the folder of its brief."""

COMMENTS = {
    "team": "What one team says for itself, before it sees the other's answers or the data.",
    "definitions": "In its own words.",
    "rules": "The same as rules, so that they can be counted.",
    "glossary": "What it understands by a word.",
    "ratings": "Questions of the audit: 1 (not at all) to 5 (fully), and why.",
    "guesses": "What it expects the data to say. Shares and rates from 0 to 1.",
    "levels": "What each team should owe the other, as it proposes.",
    "brief": "The nine questions of a campaign's brief.",
    "target": "Whom the campaign is for, as a rule on attributes.",
    "sealed": "Answered, and not shown before the other team has answered too.",
}
"""Above each key of a team's file."""


_HIGHEST = {"share": 1.0, "rate": 1.0, "hours": float("inf"), "days": float("inf")}
"""The end of a guess's name says its unit, and so what it can be."""


_Own = Annotated[str, AfterValidator(lambda text: text if text.strip() else "")]


class Words(Part):
    """What an MQL and an SQL are, in the team's own words; blank where it has none."""

    mql: _Own = ""
    sql: _Own = ""


class Rules(Part):
    """What an MQL and an SQL are, as rules; None where the team has none."""

    mql: AnyRule | None = None
    sql: AnyRule | None = None


class Rating(Part):
    """How true the team finds one question of the audit."""

    rating: int = Field(ge=1, le=5)
    note: str = ""


class Seal(Part):
    """That a part was answered and sealed: the digest of the contents, and the day."""

    digest: Digest
    sealed_on: date


_NOTHING: tuple[object, ...] = (Words(), Rules(), {}, None)


def _with_sense(guesses: Mapping[str, Value]) -> Mapping[str, Value]:
    senseless = []
    for name, guess in guesses.items():
        high = _HIGHEST.get(name.rsplit("_", 1)[-1])
        is_number = isinstance(guess, float)
        if high is not None and not (is_number and 0 <= float(guess) <= high):
            expected = "a number from 0 to 1" if high == 1 else "a number, 0 or more"
            senseless.append((name, guess, wrong(expected)))
    if senseless:
        raise wrong_at(senseless)
    return guesses


class Answers(Part):
    """What one team says for itself.

    Parameters
    ----------
    glossary : mapping of str to str
        What this team understands by a word.
    ratings : mapping of str to Rating
        By the id of the audit's question; a question left out was not answered.
    guesses : mapping of str to number or text
        By the name of what was guessed: ``…_share`` and ``…_rate`` from 0 to 1, ``…_hours`` and
        ``…_days`` 0 or more.
    levels : ServiceLevels or None
        What each team should owe the other, as this one proposes; None: it has not said.
    brief : mapping of question to str
        What it answers to the questions of a brief (keys of `terms.BRIEF_QUESTIONS`).
    target : Rule or None
        Whom that campaign is for: a rule on attributes.
    sealed : mapping of part to Seal
        The parts (keys of `PARTS`) whose contents are kept from sight; their fields are empty.
    person, role, answered_on
        Of the part that was answered last.
    """

    team: terms.Team
    person: Text
    role: Text
    answered_on: date
    definitions: Words = Words()
    rules: Rules = Rules()
    glossary: Mapping[Text, Text] = Field(default_factory=dict)
    ratings: Mapping[Text, Rating] = Field(default_factory=dict)
    guesses: Annotated[Mapping[Text, Value], AfterValidator(_with_sense)] = Field(
        default_factory=dict
    )
    levels: ServiceLevels | None = None
    brief: Mapping[terms.BriefQuestion, Text] = Field(default_factory=dict)
    target: OnAttributes | None = None
    sealed: Mapping[Literal["audit", "definitions", "levels", "brief"], Seal] = Field(
        default_factory=dict
    )

    @field_validator("sealed")
    @classmethod
    def _are_not_open_too(
        cls, sealed: Mapping[str, Seal], info: ValidationInfo
    ) -> Mapping[str, Seal]:
        both = []
        for part in sealed:
            said = [name for name in PARTS[part] if info.data.get(name, {}) not in _NOTHING]
            if said:
                expected = f"no {', '.join(PARTS[part])} here while the {part} part is sealed"
                advice = f"Take {' and '.join(said)} away, or the seal."
                both.append((part, ", ".join(said), wrong(expected, advice)))
        if both:
            raise wrong_at(both)
        return sealed

    @model_serializer(mode="wrap")
    def _what_is_said(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        """Fields without a word are left out: a file shows what was said, and no more."""
        return {k: v for k, v in handler(self).items() if getattr(self, k) not in _NOTHING}

    def says(self, part: str) -> bool:
        """Whether anything of a part (a key of `PARTS`) stands open."""
        return any(getattr(self, name) not in _NOTHING for name in PARTS[part])

    def content(self, part: str) -> dict[str, object]:
        """What stands open of a part as plain data, without what was left blank."""
        return self.model_dump(
            mode="json", by_alias=True, exclude_none=True, include=set(PARTS[part])
        )

    def only(self, part: str) -> "Answers":
        """These without any other part, and without seals."""
        others = {name for each in PARTS if each != part for name in PARTS[each]}
        return self._bare({*others, "sealed"})

    def without(self, part: str) -> "Answers":
        """These without a part and without its seal; the other parts as they are."""
        bare = self._bare({*PARTS[part]})
        sealed = {name: seal for name, seal in self.sealed.items() if name != part}
        return bare.model_copy(update={"sealed": sealed})

    def _bare(self, names: set[str]) -> "Answers":
        kept = {name: value for name, value in self if name not in names}
        return Answers.model_validate(kept)

    def save(self, workspace: Path | str) -> None:
        """Write ``answers/TEAM.yml`` in the workspace, whole or not at all."""
        yaml_file.write(self, Path(workspace) / FOLDER / f"{self.team}.yml", COMMENTS)


def read_answers(workspace: Path | str) -> dict[str, Answers]:
    """The answers of each team that gave some, by team.

    Raises
    ------
    AgreementError
        With every problem of every file, each at its line; also for a file of no team.
    """
    folder = Path(workspace) / FOLDER
    read: dict[str, Answers] = {}
    problems = _strangers(folder.glob("*.y*ml"))
    for team in terms.TEAMS:
        path = folder / f"{team}.yml"
        if not path.is_file():
            continue
        document = yaml_file.read(path)
        answers, found = attempted(Answers, document)
        problems += found
        if answers is not None and answers.team != team:
            advice = "Rename the file, or correct the team."
            line = document.line(("team",))
            problems.append(
                Problem(str(path), repr(answers.team), repr(team), advice, line, "team")
            )
        elif answers is not None:
            read[team] = answers
    if problems:
        raise AgreementError("The teams' answers cannot be read.", problems)
    return read


def awaiting(teams: Sequence[str]) -> str:
    """Who has not answered: ``Sales is awaited``."""
    names = joined([team.capitalize() for team in teams], "and")
    return f"{names} {'is' if len(teams) == 1 else 'are'} awaited"


def _strangers(paths: Iterable[Path]) -> list[Problem]:
    known = [f"{team}.yml" for team in terms.TEAMS]
    return [
        Problem(
            str(path),
            "the answers of no team",
            "a file named for its team",
            nearest(path.name, known),
        )
        for path in sorted(paths)
        if path.name not in known
    ]
