"""Whether reports can be made: everything that stands in their way, told before any is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alignment import parameters, record
from alignment.errors import AlignmentError, Problem, ReportError, noted, together
from alignment.period import Period
from alignment.segment import Segment

if TYPE_CHECKING:
    import pandas as pd

    from alignment.agreement import Agreement
    from alignment.history import History


@dataclass(frozen=True)
class Wanted:
    """A report that somebody wants.

    Parameters
    ----------
    month : str
        YYYY-MM.
    folder : Path
        To make, or to replace.
    segment : Segment or None
        Of whom; None: of all leads.
    is_frozen : bool
        Whether the month is frozen with it.
    """

    month: str
    folder: Path
    segment: Segment | None = None
    is_frozen: bool = True


@dataclass(frozen=True)
class Ready:
    """All that a run needs, found sound; `as_of` is the last instant whose rows may be used."""

    history: "History"
    agreement: "Agreement"
    month: Period
    as_of: "pd.Timestamp"
    values: Mapping[str, object]
    wanted: Wanted

    @property
    def segment(self) -> Segment | None:
        """Of whom; None: of all leads."""
        return self.wanted.segment


def ready(
    workspace: Path,
    wanted: Sequence[Wanted],
    given: Mapping[str, object],
    notebook: Path,
    is_one: bool = True,
) -> list[Ready]:
    """What runs of `notebook` need, one of each report wanted.

    Parameters
    ----------
    workspace : Path
    wanted : sequence of Wanted
        A month must have rows; a folder is one that may be replaced: it must hold nothing but an
        earlier report.
    given : mapping
        Parameters besides workspace, month, out, save, by and only, which the run sets.
    is_one : bool
        Whether to ask also what stands in the way of one of them alone (`refuse_unready`).

    Raises
    ------
    AlignmentError
        With everything that is wrong.
    """
    from alignment.agreement import Agreement
    from alignment.decisions import Decisions
    from alignment.history import History
    from alignment.sealing import opened

    if not workspace.is_dir():
        problem = Problem(str(workspace), "no such folder", "a workspace")
        raise ReportError("There is no workspace.", [problem])
    errors: list[AlignmentError] = []
    history, agreement, values = None, None, {}
    declared: Mapping[str, Mapping[str, str]] = {}
    with noted(errors):
        _refuse_taken(given)
        declared = parameters.declared(notebook)
        values = parameters.checked(notebook, given, declared)
        for month in sorted({each.month for each in wanted}):
            Period.of(month, int(values.get("n_months", 1)))  # type: ignore[call-overload]
    for each in wanted if is_one else ():
        with noted(errors):
            refuse_unready(workspace, each)
    with noted(errors):
        agreement = Agreement.open(workspace)
    with noted(errors):
        opened(workspace, "audit")
    with noted(errors):
        Decisions.open(workspace)
    found: list[Ready] = []
    with noted(errors):
        history = History.open(workspace)
    if history:
        as_of = str(values.get("as_of", ""))
        months = _months(history, as_of, wanted, errors)
        ours = {"workspace": str(workspace.resolve()), "out": ".", "save": True, **values}
        for each in wanted:
            if agreement and each.month in months:
                own = {name: v for name, v in (ours | _own(each)).items() if name in declared}
                found.append(Ready(history, agreement, *months[each.month], own, each))
    if errors:
        raise together(errors)
    return found


def refuse_unready(workspace: Path, wanted: Wanted) -> None:
    """Nothing, unless a report alone cannot be made: its folder holds what no earlier run wrote, or
    its frozen months cannot be read.

    Raises
    ------
    AlignmentError
        With everything that is wrong.
    """
    from alignment.frozen import frozen_months

    errors: list[AlignmentError] = []
    with noted(errors):
        record.refuse_foreign(wanted.folder)
    with noted(errors):
        frozen_months(workspace, wanted.segment)
    if errors:
        raise together(errors)


def _months(
    history: "History", as_of: str, wanted: Sequence[Wanted], errors: list[AlignmentError]
) -> "dict[str, tuple[Period, pd.Timestamp]]":
    """Each month that can be reviewed, and until when what is known of it may be used."""
    from alignment.review import refuse_unknown, reviewed
    from alignment.workspace import known_by

    found = {}
    for month in dict.fromkeys(each.month for each in wanted):
        with noted(errors):
            period = reviewed(history, month)
            found[month] = period, known_by(history, as_of, period)
    with noted(errors):
        refuse_unknown(history, [each.segment for each in wanted if each.segment])
    return found


def _own(wanted: Wanted) -> dict[str, object]:
    """The parameters that differ from report to report."""
    segment = wanted.segment
    whom = {"by": segment.by, "only": segment.value} if segment else {}
    return {"month": wanted.month, "freeze": wanted.is_frozen, **whom}


_OURS = ("workspace", "month", "out", "save", "freeze", "by", "only")


def _refuse_taken(given: Mapping[str, object]) -> None:
    taken = [name for name in given if name in _OURS]
    if taken:
        advice = "Leave it out: the report sets it (--workspace, --month, --out, --by, --only)."
        problems = [Problem("-p", repr(name), "another parameter", advice) for name in taken]
        raise ReportError("A parameter is given twice.", problems)
