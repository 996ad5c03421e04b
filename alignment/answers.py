"""One team's own answers, given before it sees the other's and before it sees the data."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from alignment import terms, yaml_file
from alignment.agreement.rule import AnyRule
from alignment.errors import AgreementError, Problem, nearest
from alignment.yaml_model import Part, Text, Value, attempted, wrong, wrong_at

FOLDER = "answers"

_COMMENTS = {
    "team": "What one team says for itself, before it sees the other's answers or the data.",
    "definitions": "In its own words.",
    "rules": "The same as rules, so that they can be counted.",
    "ratings": "Questions of the audit: 1 (not at all) to 5 (fully), and why.",
    "guesses": "What it expects the data to say. Shares and rates from 0 to 1.",
}


_HIGHEST = {"share": 1.0, "rate": 1.0, "hours": float("inf"), "days": float("inf")}
"""The end of a guess's name says its unit, and so what it can be."""


class Words(Part):
    """What an MQL and an SQL are, in the team's own words."""

    mql: str = ""
    sql: str = ""


class Rules(Part):
    """What an MQL and an SQL are, as rules; None where the team has none."""

    mql: AnyRule | None = None
    sql: AnyRule | None = None


class Rating(Part):
    """How true the team finds one question of the audit."""

    rating: int = Field(ge=1, le=5)
    note: str = ""


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
    ratings : mapping of str to Rating
        By the id of the audit's question; a question left out was not answered.
    guesses : mapping of str to number or text
        By the name of what was guessed: ``…_share`` and ``…_rate`` from 0 to 1, ``…_hours`` and
        ``…_days`` 0 or more.
    """

    team: terms.Team
    person: Text
    role: Text
    answered_on: date
    definitions: Words = Words()
    rules: Rules = Rules()
    ratings: Mapping[Text, Rating] = Field(default_factory=dict)
    guesses: Annotated[Mapping[Text, Value], AfterValidator(_with_sense)] = Field(
        default_factory=dict
    )

    def save(self, workspace: Path | str) -> None:
        """Write ``answers/TEAM.yml`` in the workspace, whole or not at all."""
        yaml_file.write(self, Path(workspace) / FOLDER / f"{self.team}.yml", _COMMENTS)


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
