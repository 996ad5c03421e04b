"""One team's side of a part: whether it is in, and what it says where that can be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from alignment import terms
from alignment.agreement.rule import joined
from alignment.answers import FOLDER, Answers, Seal
from alignment.errors import Problem
from alignment.period import date_words
from alignment.sealing import contents
from alignment.yaml_model import attempted
from alignment.yaml_text import Document

HEADER = ("team", "person", "role", "answered_on")


@dataclass(frozen=True)
class Side:
    """One team's answers to a part.

    Parameters
    ----------
    own : Answers or None
        The team's file as it stands; None where there is none.
    path : Path
        Where its sealed contents stand, if they do.
    """

    team: str
    part: str
    own: Answers | None
    path: Path

    @property
    def name(self) -> str:
        """The team, as a sentence has it."""
        return self.team.capitalize()

    @property
    def title(self) -> str:
        """What its sealed contents are sealed as."""
        return f"{self.part} of {self.team}"

    @property
    def seal(self) -> Seal | None:
        """Its seal; None where it has not sealed, or the part stands open."""
        held = self.own.sealed.items() if self.own else ()
        return next((seal for part, seal in held if part == self.part), None)

    @property
    def is_in(self) -> bool:
        """Whether the team has answered, sealed or open."""
        return self.own is not None and (self.seal is not None or self.own.says(self.part))

    @property
    def on(self) -> date | None:
        """The day it answered; None where it has not."""
        if self.own is None or not self.is_in:
            return None
        return self.seal.sealed_on if self.seal else self.own.answered_on

    @property
    def day(self) -> str:
        """That day, as a sentence has it."""
        return date_words(self.on) if self.on else ""

    @property
    def line(self) -> str | None:
        """The unchanged sealed contents; None where nothing is sealed, or they are not there."""
        return contents.line_of(self.path, self.title, self.seal.digest) if self.seal else None

    @cached_property
    def said(self) -> Answers | None:
        """What the team says to this part; None where it is not in, or that cannot be read."""
        if self.own is None or not self.is_in:
            return None
        bare = self.own.only(self.part)
        if self.seal is None:
            return bare
        if (line := self.line) is None:
            return None
        head = bare.model_dump(mode="json", include=set(HEADER))
        return attempted(Answers, Document(self.title, {**head, **contents.content(line)}))[0]

    @property
    def problem(self) -> Problem | None:
        """Why sealed contents that are there cannot be opened; tells nothing of them."""
        if self.seal is None or self.said is not None or not self.path.is_file():
            return None
        if self.line is not None:
            found = "answers that this version does not know how to read"
        elif contents.is_whole(self.path):
            found = "other contents than those that were sealed"
        else:
            found = "a damaged file"
        expected = f"what {self.name} sealed on {self.day}, unchanged"
        advice = f"Bring that file back, or let {self.name} seal again."
        return Problem(str(self.path), found, expected, advice)

    @property
    def mismatch(self) -> str:
        """Sealed contents without their digest, or a digest without them; empty: neither."""
        name = f"{self.path.name} is"
        if self.seal is not None and not self.path.is_file():
            return f"{name} not in {FOLDER}/: put it back, or let {self.name} seal again."
        if self.seal is not None or not self.path.is_file():
            return ""
        if self.is_in:
            return f"{name} left over, as what {self.name} says stands open: remove it."
        return (
            f"{name} in {FOLDER}/, but its digest is not in {self.team}.yml: bring that back, or "
            f"let {self.name} seal again."
        )


@dataclass(frozen=True)
class Sides:
    """Both teams' answers to a part."""

    part: str
    by_team: Mapping[str, Side]

    @classmethod
    def of(cls, workspace: Path, part: str, read: Mapping[str, Answers]) -> "Sides":
        """Both sides, from the answers that were read from the workspace."""
        folder = workspace / FOLDER
        paths = {team: folder / f"{team}.{part}.sealed" for team in terms.TEAMS}
        return cls(part, {t: Side(t, part, read.get(t), path) for t, path in paths.items()})

    def __iter__(self) -> Iterator[Side]:
        return iter(self.by_team.values())

    @property
    def is_complete(self) -> bool:
        """Whether both are in, and what they say can be read."""
        return all(side.said is not None for side in self)

    @property
    def awaited(self) -> list[Side]:
        """Who has not answered; once both have, whose sealed contents are not there."""
        absent = [side for side in self if not side.is_in]
        return absent or [side for side in self if side.said is None]

    @property
    def problems(self) -> list[Problem]:
        """Why sealed contents that are there cannot be opened."""
        return [side.problem for side in self if side.problem]

    @property
    def mismatches(self) -> list[str]:
        """What does not fit between digests and sealed files, each as a sentence."""
        return [side.mismatch for side in self if side.mismatch]

    @property
    def there(self) -> str:
        """Who is in and since when, as a sentence has it; empty: nobody."""
        told = [f"{side.name} ({side.day})" for side in self if side.is_in]
        return joined(told, "and") if told else ""
