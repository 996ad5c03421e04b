"""Whether a report can be made: everything that stands in its way, before a kernel starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alignment import parameters, record
from alignment.errors import AlignmentError, Problem, ReportError, noted, together
from alignment.period import Period

if TYPE_CHECKING:
    import pandas as pd

    from alignment.agreement import Agreement
    from alignment.history import History


@dataclass(frozen=True)
class Ready:
    """All that a run needs, found sound; `as_of` is the last instant whose rows may be used."""

    history: "History"
    agreement: "Agreement"
    period: Period
    as_of: "pd.Timestamp"
    values: Mapping[str, object]


def ready(
    workspace: Path, month: str, folder: Path, given: Mapping[str, object], notebook: Path
) -> Ready:
    """What a run of `notebook` into `folder` needs.

    Parameters
    ----------
    workspace : Path
    month : str
        YYYY-MM; must have rows.
    folder : Path
        What may be replaced: it must hold nothing but an earlier report.
    given : mapping
        Parameters besides workspace, month, out and save, which the run sets.

    Raises
    ------
    AlignmentError
        With everything that is wrong.
    """
    from alignment.agreement import Agreement
    from alignment.decisions import Decisions
    from alignment.history import History
    from alignment.review import reviewed
    from alignment.sealing import opened
    from alignment.workspace import known_by

    if not workspace.is_dir():
        problem = Problem(str(workspace), "no such folder", "a workspace")
        raise ReportError("There is no workspace.", [problem])
    ours = {"workspace": str(workspace.resolve()), "month": month, "out": ".", "save": True}
    errors: list[AlignmentError] = []
    history, agreement, values = None, None, {}
    with noted(errors):
        _refuse_taken(given, ours)
        values = parameters.checked(notebook, {**given, **ours})
        Period.of(month, int(values.get("n_months", 1)))  # type: ignore[call-overload]
    with noted(errors):
        record.refuse_foreign(folder)
    with noted(errors):
        agreement = Agreement.open(workspace)
    with noted(errors):
        opened(workspace, "audit")
    with noted(errors):
        Decisions.open(workspace)
    with noted(errors):
        history = History.open(workspace)
    with noted(errors):
        if history:
            period = reviewed(history, month)
            as_of = known_by(history, str(given.get("as_of", "")), period)
    if errors or history is None or agreement is None:
        raise together(errors)
    return Ready(history, agreement, period, as_of, values)


def _refuse_taken(given: Mapping[str, object], ours: Mapping[str, object]) -> None:
    taken = [name for name in given if name in ours]
    if taken:
        advice = "Leave it out: the report sets it (--workspace, --month, --out)."
        problems = [Problem("-p", repr(name), "another parameter", advice) for name in taken]
        raise ReportError("A parameter is given twice.", problems)
