"""Sealing: a team's answers put out of sight; with the second team, both are opened."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from alignment.agreement.rule import joined
from alignment.answers import FOLDER, OF_A_BRIEF, PARTS, Answers, Seal, read_answers
from alignment.errors import AgreementError, Problem, nearest
from alignment.files import refuse_sample, writing
from alignment.sealing import contents
from alignment.sealing.earlier import kept
from alignment.sealing.round import finding, unknown
from alignment.sealing.side import HEADER, Side, Sides
from alignment.yaml_model import built

_MESSAGE = "The answers cannot be sealed."


def seal(
    workspace: Path | str,
    team: str,
    part: str,
    person: str,
    role: str,
    content: Mapping[str, object],
    on: date | None = None,
) -> str:
    """Seal what a team says to a part; with the second team, open both. Says what was done.

    Until both are in, a team may seal again: that takes the earlier one's place. Once both are
    in, sealing something new begins a new round: both teams' earlier answers to the part are
    kept in ``answers/earlier/``, and the other team is awaited.

    To a brief, what a team left open may be answered later: where it changes nothing that it had
    said, no new round begins.

    Cut off in between, nothing is lost, and sealing the same again finishes it.

    Parameters
    ----------
    content : mapping
        Fields of the part (`alignment.answers.PARTS`) as plain data; what is left out or blank
        was not answered.
    on : date or None
        None: today; no later day.

    Raises
    ------
    AgreementError
        With everything that is wrong, before anything is written; also for the shipped sample.
    AlignmentError
        Where the workspace may not be written to.
    """
    place = Path(workspace)
    head = {"team": team, "person": person, "role": role, "answered_on": on or date.today()}
    said = _checked(place, part, head, content)
    sides = Sides.of(place, part, read_answers(place))
    before = sides.by_team[team]
    if sides.is_complete and _is_again(sides, said):
        _reveal(place, sides)
        return _both_in(sides)
    if sides.is_complete and _is_fuller(before, said):
        _reveal(place, sides)
        _add(place, said, part)
        return f"Added to what {before.name} had answered."
    told = _made_room(place, sides, before)
    _put(place, before, said)
    sides = Sides.of(place, part, read_answers(place))
    if sides.is_complete:
        _reveal(place, sides)
        told.append(_both_in(sides))
    else:
        told += [finding(sides).sentence, *map(str, sides.problems)]
    return " ".join([f"Sealed for {before.name}.", *told])


def only_adds(part: str, was: Mapping[str, Any], says: Mapping[str, Any]) -> bool:
    """Whether a team's content of a part answers only what it had left open of a brief."""
    before, now = ({**each.get("brief", {}), "target": each.get("target")} for each in (was, says))
    kept = (now.get(name) == said for name, said in before.items() if said is not None)
    return part == OF_A_BRIEF and all(kept)


def _is_fuller(before: Side, said: Answers) -> bool:
    was, part = before.said, before.part
    return was is not None and only_adds(part, was.content(part), said.content(part))


def _add(place: Path, said: Answers, part: str) -> None:
    """Put a team's fuller answers in the place of its earlier ones, open as those were."""
    others = read_answers(place)[said.team].without(part)
    fields = {name: getattr(said, name) for name in (*HEADER, *PARTS[part])}
    Answers.model_validate({**dict(others), **fields}).save(place)


def _checked(
    place: Path, part: str, head: Mapping[str, object], content: Mapping[str, object]
) -> Answers:
    """What a team says to one part and nothing else, found sound."""
    refuse_sample(place)
    where = f"the answers of {str(head['team']).capitalize()}"
    fields = PARTS.get(part, tuple(content))
    problems = [] if place.is_dir() else [Problem(str(place), "no such folder", "a workspace")]
    problems += [] if part in PARTS else [unknown(part)]
    problems += [
        Problem(where, repr(name), f"a field of the {part}", nearest(str(name), fields))
        for name in content
        if name not in fields
    ]
    known = {name: value for name, value in content.items() if name in fields}
    try:
        said = built(Answers, {**known, **head}, where, _MESSAGE)
    except AgreementError as error:
        raise AgreementError(_MESSAGE, [*problems, *error.problems]) from None
    if said.answered_on > date.today():
        problems.append(Problem(where, str(said.answered_on), "today or a day before"))
    if not problems and not said.says(part):
        problems.append(Problem(where, "no answer at all", f"some of {joined([*fields], 'or')}"))
    if problems:
        raise AgreementError(_MESSAGE, problems)
    return said


def _is_again(sides: Sides, said: Answers) -> bool:
    """Whether the very same is sealed again: to finish what was cut off, or by a second click."""
    before = sides.by_team[said.team]
    was, now = (
        json.dumps(each.content(sides.part), sort_keys=True) if each else ""
        for each in (before.said, said)
    )
    is_unfinished = any(side.seal for side in sides)
    return was == now and (is_unfinished or before.on == said.answered_on)


def _made_room(place: Path, sides: Sides, before: Side) -> list[str]:
    """Keep what the team's new answers take the place of, and tell so."""
    if sides.is_complete:
        _reveal(place, sides)
        return [_begun_anew(place, sides.part, before.team)]
    if before.seal:
        return [f"It takes the place of what {before.name} sealed on {before.day}."]
    if before.own and before.is_in:
        return [f"What stood open before is kept in {kept(place, before.own, sides.part)}."]
    return []


def _begun_anew(place: Path, part: str, team: str) -> str:
    """Keep both teams' open answers to a part, and empty the other team's."""
    read = read_answers(place)
    files = [kept(place, answers, part) for answers in read.values()]
    # before this team seals: beside a new seal, the other's old answers would pass for new
    for other, answers in read.items():
        if other != team:
            answers.without(part).save(place)
    names = joined([path.name for path in files], "and")
    return f"A new round begins; the earlier answers are kept in {files[0].parent} ({names})."


def _put(place: Path, before: Side, said: Answers) -> None:
    """Write the contents, then their digest; until then the earlier line counts, and stands."""
    line, digest = contents.sealed(said.content(before.part), before.title)
    seal = Seal(digest=digest, sealed_on=said.answered_on)
    others = (before.own or said).without(before.part)
    head = {name: getattr(said, name) for name in HEADER}
    sealed = dict[str, Seal](others.sealed.items()) | {before.part: seal}
    contents.write(before.path, before.title, [*filter(None, [before.line]), line])
    Answers.model_validate({**dict(others), **head, "sealed": sealed}).save(place)
    contents.write(before.path, before.title, [line])


def _reveal(place: Path, sides: Sides) -> None:
    """Write both teams' part in plain text; the sealed files go last."""
    for side in sides:
        if side.own and side.said and side.seal:
            said = {name: getattr(side.said, name) for name in PARTS[side.part]}
            side.own.without(side.part).model_copy(update=said).save(place)
    for side in sides:
        with writing(side.path):
            side.path.unlink(missing_ok=True)


def _both_in(sides: Sides) -> str:
    return f"Both are in: {sides.there}. Their answers stand open in {FOLDER}/ now."
