"""An audit as it was saved: ratings, evidence and rank of each question, for the next one."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from pathlib import Path

import pandas as pd
from pydantic import Field

from alignment import yaml_file
from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.yaml_model import Number, Part, Text, built, checked

FOLDER = "audits"

_COMMENTS = {
    "audited_on": "What an audit found, kept to compare the next one with.",
    "agreement": "What was agreed then.",
    "questions": "Ratings from 1 to 5; measured and expected are shares from 0 to 1.\n"
    "Rank 1 is to be mended first; a question without a rank needs no mending.",
}


class Agreed(Part):
    """Which agreement the evidence was held against."""

    version: int = Field(ge=1)
    digest: Text


class Audited(Part):
    """What was found on one question; None where nothing was."""

    marketing: int | None = Field(default=None, ge=1, le=5)
    sales: int | None = Field(default=None, ge=1, le=5)
    measured: Number | None = None
    expected: Number | None = None
    verdict: str = ""
    weight: Number | None = None
    rank: int | None = Field(default=None, ge=1)
    why: str = ""


class Audit(Part):
    """What an audit found.

    Parameters
    ----------
    audited_on : date
        The day of the workshop.
    as_of : date
        The last day whose history was used.
    questions : mapping of str to Audited
        By the id of the question.
    """

    audited_on: date
    as_of: date
    agreement: Agreed
    questions: Mapping[Text, Audited]

    @classmethod
    def of(
        cls,
        gaps: Finding,
        evidence: Finding,
        fix_first: Finding,
        agreement: Agreement,
        audited_on: date,
        as_of: date,
    ) -> "Audit":
        """The audit that three findings of `measures.audit` make.

        Raises
        ------
        AgreementError
            With every value that cannot be kept.
        """
        tables = (gaps.table, evidence.table, fix_first.table)
        questions: dict[str, dict[str, object]] = {}
        for table in tables:
            for row in table.to_dict("records"):
                kept = {name: row[name] for name in Audited.model_fields if name in row}
                known = {name: _plain(value) for name, value in kept.items() if pd.notna(value)}
                questions.setdefault(str(row["id"]), {}).update(known)
        values = {
            "audited_on": audited_on,
            "as_of": as_of,
            "agreement": {"version": agreement.version, "digest": agreement.digest},
            "questions": questions,
        }
        return built(cls, values, "the audit", "The audit cannot be kept.")

    def save(self, workspace: str | Path) -> Path:
        """Write it into ``audits/`` of a workspace and say where; no earlier one is replaced."""
        folder = Path(workspace) / FOLDER
        for n in count(1):
            path = folder / f"{self.audited_on}{'' if n == 1 else f'_{n}'}.yml"
            if not path.exists():
                break
        yaml_file.write(self, path, _COMMENTS)
        return path


def previous(workspace: str | Path, before: date) -> Audit | None:
    """The latest audit of an earlier day; of several on that day the last. None: there is none.

    Raises
    ------
    AgreementError
        With every problem of that audit's file, each at its line.
    """
    kept = [(day, path) for path in (Path(workspace) / FOLDER).glob("*.yml") if (day := _day(path))]
    earlier = [(day, path) for day, path in kept if day[0] < before]
    if not earlier:
        return None
    _, path = max(earlier)
    return checked(Audit, yaml_file.read(path), "The previous audit cannot be read.")


def _day(path: Path) -> tuple[date, int] | None:
    """The day and number that a file is named for; None for any other file."""
    day, _, number = path.stem.partition("_")
    try:
        return date.fromisoformat(day), int(number or 1)
    except ValueError:
        return None


def _plain(value: object) -> object:
    """A cell of a table as Python has it."""
    return value.item() if hasattr(value, "item") else value
