"""Where a part stands: who is in, who is awaited, and the answers once both are in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from alignment.agreement.rule import joined
from alignment.answers import FOLDER, OF_A_BRIEF, PARTS, Answers, read_answers
from alignment.errors import AgreementError, Problem, nearest
from alignment.finding import Finding
from alignment.sealing.side import Side, Sides


@dataclass(frozen=True)
class Round:
    """Who has answered a part, and, once both have, what they said.

    Parameters
    ----------
    part : str
        A key of `alignment.answers.PARTS`.
    answers : mapping of team to Answers
        Of both teams, that part only; empty as long as anybody is awaited.
    sealed_on : mapping of team to date
        Who is in, and since when.
    awaited : tuple of str
        Teams that have not answered; once both have, those whose sealed contents are not there.
    finding : Finding
        The same in words: team, state (open, sealed, awaited), answered_on (missing: not yet);
        one row a team.
    """

    part: str
    answers: Mapping[str, Answers]
    sealed_on: Mapping[str, date]
    awaited: tuple[str, ...]
    finding: Finding


def opened(workspace: Path | str, part: str) -> Round:
    """Where a part stands, with both teams' answers once both are in. Nothing is written.

    Raises
    ------
    AgreementError
        Where answers cannot be read, or what was sealed was changed or damaged since.
    """
    if part not in PARTS:
        raise AgreementError("There is nothing of that kind to open.", [unknown(part)])
    return _rounds(Path(workspace), (part,))[0]


def rounds(workspace: Path | str) -> tuple[Round, ...]:
    """Where every part that a workspace asks for stands, but the briefs.

    As `opened`, with the problems of all of them at once.
    """
    return _rounds(Path(workspace), tuple(part for part in PARTS if part != OF_A_BRIEF))


def unknown(part: str) -> Problem:
    """The problem of a part that there is not."""
    return Problem("part", repr(part), "a part of the answers", nearest(str(part), PARTS))


def finding(sides: Sides) -> Finding:
    """Who is in and who is awaited, in words."""
    rows = [(side.name, _state(side), side.on) for side in sides]
    is_early = not all(side.is_in for side in sides)
    caveats = [
        f"What {side.name} says stands in plain text in {FOLDER}/{side.team}.yml, where the "
        "other team could have read it; sealed, it would not."
        for side in sides
        if is_early and _state(side) == "open"
    ]
    return Finding(
        pd.DataFrame(rows, columns=["team", "state", "answered_on"]),
        f"The {sides.part}: {_standing(sides)}",
        (*caveats, *(sides.mismatches if sides.is_complete else ())),
        f"{sides.part}_round",
        {"n_in": sum(side.is_in for side in sides)},
    )


def _rounds(workspace: Path, parts: tuple[str, ...]) -> tuple[Round, ...]:
    read = read_answers(workspace)
    every = [Sides.of(workspace, part, read) for part in parts]
    problems = [problem for sides in every for problem in sides.problems]
    if problems:
        raise AgreementError("What was sealed cannot be opened.", problems)
    return tuple(_round(sides) for sides in every)


def _round(sides: Sides) -> Round:
    return Round(
        sides.part,
        {side.team: side.said for side in sides if side.said} if sides.is_complete else {},
        {side.team: side.on for side in sides if side.on},
        tuple(side.team for side in sides.awaited),
        finding(sides),
    )


def _state(side: Side) -> str:
    if not side.is_in:
        return "awaited"
    return "sealed" if side.seal else "open"


def _standing(sides: Sides) -> str:
    awaited = sides.awaited
    if not awaited:
        return f"both are in, {sides.there}."
    names = joined([side.name for side in awaited], "and")
    if not sides.there:
        return " ".join([f"nobody is in yet; {names} are awaited.", *sides.mismatches])
    if not awaited[0].is_in:
        told = f"{sides.there} is in; {names} is awaited. Nothing is shown before both are in."
        return " ".join([told, *sides.mismatches])
    files = joined([side.path.name for side in awaited], "and")
    return (
        f"both are in, {sides.there}, but what {names} sealed cannot be opened here. "
        f"Put {files} into {FOLDER}/, or let {names} seal again."
    )
