"""Whether reports can be made: everything that stands in their way, told before any is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    workspace: Path, wanted: Sequence[Wanted], given: Mapping[str, object], notebook: Path
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

    Raises
    ------
    AlignmentError
        With everything that is wrong.
    """
    from alignment.agreement import Agreement
    from alignment.decisions import Decisions
    from alignment.frozen import frozen_months
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
    for each in wanted:
        with noted(errors):
            record.refuse_foreign(each.folder)
    with noted(errors):
        agreement = Agreement.open(workspace)
    with noted(errors):
        opened(workspace, "audit")
    with noted(errors):
        Decisions.open(workspace)
    for segment in {each.segment: None for each in wanted}:
        with noted(errors):
            frozen_months(workspace, segment)
    found: list[Ready] = []
    with noted(errors):
        history = History.open(workspace)
    if history and agreement:
        ours = {"workspace": str(workspace.resolve()), "out": ".", "save": True, **values}
        found = [
            replace(each, values={k: v for k, v in each.values.items() if k in declared})
            for each in _ready(history, agreement, ours, wanted, errors)
        ]
    if errors:
        raise together(errors)
    return found


def _ready(
    history: "History",
    agreement: "Agreement",
    values: Mapping[str, object],
    wanted: Sequence[Wanted],
    errors: list[AlignmentError],
) -> list[Ready]:
    from alignment.review import refuse_unknown, reviewed
    from alignment.workspace import known_by

    found, periods = [], dict[str, Period]()
    for month in dict.fromkeys(each.month for each in wanted):
        with noted(errors):
            periods[month] = reviewed(history, month)
    with noted(errors):
        refuse_unknown(history, [each.segment for each in wanted if each.segment])
    for each in wanted:
        if each.month not in periods:
            continue
        with noted(errors):
            period = periods[each.month]
            as_of = known_by(history, str(values.get("as_of", "")), period)
            own: dict[str, object] = {**values, "month": each.month, "freeze": each.is_frozen}
            if each.segment:
                own |= {"by": each.segment.by, "only": each.segment.value}
            found.append(Ready(history, agreement, period, as_of, own, each))
    return found


_OURS = ("workspace", "month", "out", "save", "freeze", "by", "only")


def _refuse_taken(given: Mapping[str, object]) -> None:
    taken = [name for name in given if name in _OURS]
    if taken:
        advice = "Leave it out: the report sets it (--workspace, --month, --out, --by, --only)."
        problems = [Problem("-p", repr(name), "another parameter", advice) for name in taken]
        raise ReportError("A parameter is given twice.", problems)
