"""Months as they were reported: kept once, with what they rested on, and never rewritten."""

import json
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field, NaiveDatetime

from alignment import terms
from alignment.agreement import Agreement
from alignment.agreement.kinds import Zone, pattern
from alignment.agreement.parts import Unit
from alignment.agreement.signing import Digest, digest
from alignment.errors import Problem, ReportError
from alignment.files import refuse_sample, written_once
from alignment.period import Period, first_unfinished, local_day, month_of
from alignment.record import json_text
from alignment.segment import Segment
from alignment.yaml_model import Number, Part, Text, attempted, checked
from alignment.yaml_text import Document

FOLDER = "frozen"
Month = Annotated[str, pattern(r"(19|2[01])\d\d-(0[1-9]|1[0-2])", "a month such as 2026-09")]
Count = Annotated[int, Field(ge=0)]
_MESSAGE = "A frozen month cannot be read."
_ADVICE = "Bring the file back from a copy, or move it away: the month is then frozen anew."


class FrozenMetric(Part):
    """An agreed metric as a month's page gave it.

    Parameters
    ----------
    value, low, high : float or None
        The figure and its 95 % interval in `unit`; None: not enough data.
    n : int or None
        The cases it rests on.
    verdict : str
        One of `alignment.measures.attainment.VERDICTS`.
    """

    label: Text
    team: terms.Team
    unit: Unit
    better: Literal["higher", "lower"]
    target: Number
    warn: Number | None = None
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    n: Count | None = None
    verdict: Text


class FrozenLeads(Part):
    """What had come of the leads created in a month; None: this history does not record it."""

    n_leads: Count = 0
    n_mql: Count | None = None
    n_sql: Count | None = None
    n_opportunity: Count | None = None
    n_won: Count | None = None
    won_amount: Number | None = None


class FrozenMonth(Part):
    """A month as it was first reported.

    Parameters
    ----------
    month : str
        YYYY-MM, of the company's `zone`.
    as_of : datetime
        The last instant whose rows were used, UTC without zone.
    segment_by, segment_value : str
        The part of the leads that it is about; empty: the whole company.
    data : mapping of table to SHA-256
        Of the files that it was made from.
    agreement_digest, agreement_state : str
        Of the agreement then in force, and who had signed it.
    agreement : mapping
        That agreement whole, as data: `under` reads it.
    metrics : mapping of str to FrozenMetric
        By the agreed metric's name.
    leads : FrozenLeads
    """

    format: Literal[1] = 1
    month: Month
    as_of: NaiveDatetime
    zone: Zone
    segment_by: str = ""
    segment_value: str = ""
    data: Mapping[Text, Digest]
    agreement_version: int = Field(ge=1)
    agreement_digest: Digest
    agreement_state: Text
    agreement: Mapping[str, Any]
    metrics: Mapping[Text, FrozenMetric]
    leads: FrozenLeads

    @property
    def under(self) -> Agreement:
        """The agreement it was reported under.

        Raises
        ------
        AgreementError
            Where this version of the program reads it no more, with every problem.
        """
        where = f"the agreement kept with {self.month}"
        document = Document(where, dict(self.agreement))
        return checked(Agreement, document, "An earlier agreement cannot be read.")

    @property
    def is_signed(self) -> bool:
        """Whether both teams had signed the very text it was reported under."""
        signed = self.agreement.get("sign_offs", {})
        return all(
            (signed.get(team) or {}).get("digest") == self.agreement_digest for team in terms.TEAMS
        )

    @property
    def known_at(self) -> pd.Timestamp:
        """`as_of` as the measures take it."""
        return pd.Timestamp(self.as_of).as_unit("us")

    @property
    def frozen_on(self) -> date:
        """The local day of its as-of."""
        return local_day(self.known_at, self.zone)

    @property
    def period(self) -> Period:
        """The month, as the measures take it."""
        return Period.of(self.month, zone=self.zone)

    @property
    def segment(self) -> Segment | None:
        """The part of the leads that it is about; None: the whole company."""
        return Segment(self.segment_by, self.segment_value) if self.segment_by else None


def folder_of(workspace: Path, segment: Segment | None = None) -> Path:
    """Where a workspace keeps the frozen months of the whole company, or of a segment."""
    place = workspace / FOLDER
    return place / segment.folder if segment else place


def is_over(month: str, as_of: pd.Timestamp, zone: str) -> bool:
    """Whether a month (YYYY-MM) was over at an instant (UTC), and may be frozen."""
    return not pd.isna(as_of) and month_of(month) < first_unfinished(as_of, zone)


def frozen_months(workspace: Path, segment: Segment | None = None) -> dict[str, FrozenMonth]:
    """The months that are frozen, by month, oldest first; none where nothing is.

    Raises
    ------
    AlignmentError
        With every problem of every file: one that is damaged or was changed since it was frozen,
        or that stands under another month's or another segment's name.
    """
    found: dict[str, FrozenMonth] = {}
    problems: list[Problem] = []
    for path in sorted(folder_of(workspace, segment).glob("[!.]*.json")):
        held, wrong = _read(path, segment)
        problems += wrong
        if held is not None and not wrong:
            found[held.month] = held
    if problems:
        raise ReportError(_MESSAGE, problems)
    return found


def freeze(workspace: Path, frozen: FrozenMonth, segment: Segment | None = None) -> bool:
    """Keep a month as it was reported, unless it is kept already.

    The first stands, also where two processes come at once. The same content is the same bytes.

    Parameters
    ----------
    segment : Segment or None
        That of `frozen`.

    Returns
    -------
    bool
        Whether it was kept: False where one stands, or the month was not over at its as-of.

    Raises
    ------
    AlignmentError
        Where `workspace` is the sample or lies in it, `segment` is another than the month's, or
        the folder may not be written to.
    """
    refuse_sample(workspace)
    if problem := _of_another_segment(frozen, segment, frozen.month):
        raise ReportError("A month cannot be frozen.", [problem])
    if not is_over(frozen.month, frozen.known_at, frozen.zone):
        return False
    return written_once(folder_of(workspace, segment) / f"{frozen.month}.json", text_of(frozen))


def text_of(frozen: FrozenMonth) -> str:
    """A frozen month as its file holds it: JSON, with the digest of all the rest."""
    held = frozen.model_dump(mode="json", by_alias=True, exclude_none=True)
    return json_text({"digest": digest(held), **held})


def _read(path: Path, segment: Segment | None) -> tuple[FrozenMonth | None, list[Problem]]:
    """The month in a file, and all that is wrong with it."""
    told = partial(Problem, str(path), advice=_ADVICE)
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError, OSError) as error:
        return None, [told(f"no JSON ({error})", "a frozen month")]
    if not isinstance(data, dict):
        return None, [told("no mapping", "a frozen month")]
    if data.get("format") != 1:
        advice = "Use the version that wrote it."
        found = f"format {data.get('format')!r}"
        return None, [Problem(str(path), found, "format 1", advice)]
    kept = data.pop("digest", None)
    held, wrong = attempted(FrozenMonth, Document(str(path), data))
    problems = list(wrong)
    if not problems and kept != digest(data):
        problems.append(told("another text than was frozen", "one that nobody changed since"))
    if held is not None and path.stem != held.month:
        problems.append(told(f"the month {held.month}", f"{path.stem}, as its name says"))
    if held is not None and (other := _of_another_segment(held, segment, str(path))):
        problems.append(other)
    return held, problems


def _of_another_segment(frozen: FrozenMonth, segment: Segment | None, where: str) -> Problem | None:
    if frozen.segment == segment:
        return None
    found, expected = (
        each.words if each else "the whole company" for each in (frozen.segment, segment)
    )
    return Problem(where, f"a month of {found}", f"one of {expected}", "Move it to its folder.")
