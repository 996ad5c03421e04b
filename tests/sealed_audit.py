"""Two teams that seal what they say to the audit, for the tests of sealing."""

from datetime import date
from pathlib import Path
from typing import Any

from alignment import sealing
from alignment.sealing import Round

DAY = date(2025, 11, 22)
PEOPLE = {"marketing": ("Ines", "Head of Marketing"), "sales": ("Ruben", "Head of Sales")}


def audit(rating: int, note: str = "") -> dict[str, Any]:
    return {"ratings": {"loop": {"rating": rating, "note": note}}, "guesses": {"win_rate": 0.1}}


def seal(workspace: Path, team: str, content: dict[str, Any], on: date = DAY, **other: str) -> str:
    person, role = PEOPLE[team]
    given_ = {"part": "audit", "person": person, "role": role, **other}
    return sealing.seal(workspace, team, content=content, on=on, **given_)


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its place in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ratings(made: Round) -> dict[str, int]:
    return {team: said.ratings["loop"].rating for team, said in made.answers.items()}
