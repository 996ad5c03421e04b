"""One decision of a review, and the file that holds all of a workspace."""

import hashlib
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from alignment import yaml_file
from alignment.yaml_model import Part, Text, built, checked, wrong

FILE = "decisions.yml"
OPEN = "open"
STATES = (OPEN, "done", "dropped")
_SIGNS = 8


def _known_month(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise wrong("a month such as 2026-09 (year, dash, two digits)")
    return text


def _is_blank(text: str) -> bool:
    return not text


class Decision(Part):
    """One decision, and what became of it.

    Parameters
    ----------
    month : str
        The month that was reviewed, YYYY-MM.
    segment : str
        The part of the company it was decided for, such as ``region: DACH``; empty: all of it.
    choice : str
        What was decided, in a sentence.
    owner : str
        The person who sees it done.
    due_on : date
        The day it is to be done by.
    dissent : str
        Who would have decided otherwise, and why; empty where all agreed.
    state : str
        One of `STATES`.
    came_of_it : str
        What came of it, or why it was dropped, in a sentence.
    settled_in : str
        The month whose review settled it, YYYY-MM; empty while it is open.
    """

    month: Annotated[str, AfterValidator(_known_month)]
    segment: str = Field("", exclude_if=_is_blank)
    choice: Text
    owner: Text
    due_on: date
    dissent: str = ""
    state: Literal["open", "done", "dropped"] = Field("open", exclude_if=lambda s: s == OPEN)
    came_of_it: str = Field("", exclude_if=_is_blank)
    settled_in: Annotated[str, AfterValidator(lambda text: text and _known_month(text))] = Field(
        "", exclude_if=_is_blank
    )

    @property
    def digest(self) -> str:
        """Eight signs of what was decided; what became of it changes none of them."""
        said = [self.month, self.segment, self.choice, self.owner, self.due_on.isoformat()]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:_SIGNS]

    def concerns(self, segment: str) -> bool:
        """Whether the review of a segment shows it: its own, or the whole company's."""
        return self.segment in {"", segment}


class Decisions(Part):
    """All decisions of a workspace, oldest first."""

    decisions: tuple[Decision, ...] = ()

    @classmethod
    def open(cls, workspace: str | Path) -> "Decisions":
        """The decisions of a workspace; none where the file is not there yet.

        Raises
        ------
        AgreementError
            With every problem of the file, each at its line.
        """
        path = Path(workspace) / FILE
        if not path.is_file():
            return cls()
        return checked(cls, yaml_file.read(path), "The decisions cannot be read.")

    @property
    def references(self) -> tuple[str, ...]:
        """By what each is named, in their order: stays the same when others come or go.

        Of two that say the same, the second is named so: ``5f2c1a9b-2``.
        """
        found, seen = [], Counter[str]()
        for digest in (each.digest for each in self.decisions):
            seen[digest] += 1
            found.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
        return tuple(found)

    def with_one_more(self, **values: object) -> "Decisions":
        """These and a new one.

        Raises
        ------
        AgreementError
            With every problem of the new one.
        """
        new = built(Decision, values, "the new decision", "The decision is not complete.")
        return Decisions(decisions=(*self.decisions, new))

    def with_changed(self, reference: str, **values: Any) -> "Decisions":
        """These, with other values in the one of that reference.

        Raises
        ------
        AgreementError
            With every problem of the changed one.
        """
        return Decisions(
            decisions=tuple(
                built(Decision, {**dict(each), **values}, "the decision", "It cannot be so.")
                if name == reference
                else each
                for name, each in zip(self.references, self.decisions, strict=True)
            )
        )

    def save(self, workspace: str | Path) -> None:
        """Write them into a workspace, whole or not at all."""
        comments = {"decisions": "What the teams decided at their reviews, oldest first."}
        yaml_file.write(self, Path(workspace) / FILE, comments)
