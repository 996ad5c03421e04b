"""What the teams decided at a review: who does what by when, and who disagreed."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator

from alignment import yaml_file
from alignment.finding import Finding
from alignment.period import Period
from alignment.yaml_model import Part, Text, built, checked, wrong

FILE = "decisions.yml"


def _known_month(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise wrong("a month such as 2026-09 (year, dash, two digits)")
    return text


class Decision(Part):
    """One decision.

    Parameters
    ----------
    month : str
        The month that was reviewed, YYYY-MM.
    choice : str
        What was decided, in a sentence.
    owner : str
        The person who sees it done.
    due_on : date
        The day it is to be done by.
    dissent : str
        Who would have decided otherwise, and why; empty where all agreed.
    """

    month: Annotated[str, AfterValidator(_known_month)]
    choice: Text
    owner: Text
    due_on: date
    dissent: str = ""


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

    def with_one_more(self, **values: object) -> "Decisions":
        """These and a new one.

        Raises
        ------
        AgreementError
            With every problem of the new one.
        """
        new = built(Decision, values, "the new decision", "The decision is not complete.")
        return Decisions(decisions=(*self.decisions, new))

    def save(self, workspace: str | Path) -> None:
        """Write them into a workspace, whole or not at all."""
        comments = {"decisions": "What the teams decided at their reviews, oldest first."}
        yaml_file.write(self, Path(workspace) / FILE, comments)


def decided(workspace: Path, month: Period) -> Finding:
    """What was decided for a month so far: choice, owner, due_on, dissent.

    Raises
    ------
    AgreementError
        Where the decisions cannot be read.
    """
    held = Decisions.open(workspace).decisions
    made = [decision for decision in held if decision.month == month.months[0]]
    columns = ["choice", "owner", "due_on", "dissent"]
    table = pd.DataFrame([d.model_dump(include=set(columns)) for d in made], columns=columns)
    said = f"{len(made)} decided so far" if made else "Nothing is decided yet"
    return Finding(table, f"{said} for {month.label}.", name="decisions")


def record(workspace: Path, month: Period, decision: Mapping[str, object]) -> str:
    """Keep a decision {choice, owner, due_on, dissent} in a workspace, and say so.

    Raises
    ------
    AgreementError
        Where something is missing, naming all of it.
    """
    held = Decisions.open(workspace)
    held.with_one_more(month=month.months[0], **decision).save(workspace)
    return f"Recorded in {workspace / FILE}."
