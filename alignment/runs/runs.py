"""Reviews of many months and segments, made by a few kernels side by side."""

import gc
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from alignment import record, report, store
from alignment.errors import AlignmentError, Problem, ReportError
from alignment.files import home
from alignment.kernel import Kernel
from alignment.period import Period, month_of
from alignment.readiness import Ready, Wanted, ready, refuse_unready
from alignment.runs.comparing import compare
from alignment.runs.done import FAILED, MADE, UP_TO_DATE, Done
from alignment.runs.side_by_side import Kernels, made_side_by_side
from alignment.runs.standing import inputs, stands
from alignment.segment import Segment

MOST_SEGMENTS = 1_000
"""A column of more values splits a company into persons, not into parts."""


@dataclass(frozen=True)
class Run:
    """What a run made.

    Parameters
    ----------
    done : tuple of Done
        Every report wanted, by month, then in the order of the segments.
    pages : tuple of Path
        Those to begin with: a page a month that compares its segments, else every page made.
    """

    done: tuple[Done, ...]
    pages: tuple[Path, ...]

    @property
    def failed(self) -> tuple[Done, ...]:
        """Those that could not be made."""
        return tuple(each for each in self.done if each.state == FAILED)

    @property
    def is_breached(self) -> bool:
        """Whether a service level was breached in any of them."""
        return any(each.is_breached for each in self.done)


def run(
    workspace: Path,
    months: Sequence[str],
    *,
    by: str = "",
    only: Sequence[str] = (),
    out: Path | None = None,
    given: Mapping[str, object] | None = None,
    n_jobs: int = 1,
    notebook: Path | None = None,
    is_anew: bool = False,
    is_quiet: bool = True,
) -> Run:
    """Make the reviews of some months, of all leads or of each segment.

    A report that stands, made of the same data, is left as it is: a run that was cut off goes on
    where it stopped. One that fails stops no other.

    Parameters
    ----------
    months : sequence of str
        YYYY-MM.
    by : str
        A column of the leads: a report for each of its values; empty: of all leads.
    only : sequence of str
        Of those values; empty: every one.
    out : path, optional
        Where the reports stand; ``WORKSPACE/reports`` when not given, where months are frozen too.
    given : mapping, optional
        Further parameters of the notebook: as_of, n_months.
    n_jobs : int
        Kernels at once; more than there are segments are of no use.
    is_anew : bool
        Whether to make also what stands.

    Raises
    ------
    AlignmentError
        With everything that is wrong before any report is made.
    """
    _refuse_no_jobs(n_jobs)
    notebook = notebook or home() / "notebooks" / report.NOTEBOOK
    base = out or workspace / "reports"
    wanted = [
        Wanted(month, report.place(base, month, each), each, is_frozen=out is None)
        for month in sorted(set(months))
        for each in _segments(workspace, by, only)
    ]
    found = ready(workspace, wanted, given or {}, notebook, is_one=False)
    made_by = record.made_by(notebook, store.parquet_files(workspace))
    making = partial(_made, workspace=workspace, notebook=notebook, made_by=made_by)
    making = partial(making, is_anew=is_anew)
    gc.enable()  # a long life, unlike that of one report
    done = made_side_by_side(_lanes(found), making, n_jobs, is_quiet)
    order = {each: place for place, each in enumerate(wanted)}
    done.sort(key=lambda each: order[each.wanted])
    if by:
        same = {"made_by": made_by, "as_of": str((given or {}).get("as_of", ""))}
        pages = [compare(base, by, month, done, same) for month in sorted(set(months))]
    else:
        pages = [each.wanted.folder / report.PAGE for each in done if each.state != FAILED]
    return Run(tuple(done), tuple(page for page in pages if page))


def one(
    kernel: Kernel,
    workspace: Path,
    month: str,
    out: Path | None,
    given: Mapping[str, object],
    is_quiet: bool,
) -> Run:
    """The review of one month, of all leads, made anew; what stops it is raised.

    Parameters
    ----------
    kernel : Kernel
        It is ended.
    out : path or None
        Its own folder; None: ``WORKSPACE/reports/MONTH``.
    """
    started = time.monotonic()
    page = report.run(workspace, month, out, given, kernel=kernel, is_quiet=is_quiet)
    seconds = round(time.monotonic() - started, 2)
    done = Done.well(Wanted(month, page.parent), MADE, seconds)
    return Run((done,), (page,))


def months(workspace: Path, since: str, until: str | None) -> list[str]:
    """The months from one to another, both included; None: to the last that the history knows.

    Raises
    ------
    AlignmentError
        Where one is no month, or they stand in the wrong order.
    """
    from alignment.history import History

    first = month_of(since, "--since")
    last = month_of(until or History.open(workspace).months[-1], "--until")
    if last < first:
        problem = Problem("--until", repr(until), f"{since} or a later month")
        raise ReportError("The months end before they begin.", [problem])
    return Period(first, last).months


def _segments(workspace: Path, by: str, only: Sequence[str]) -> list[Segment | None]:
    from alignment.history import History
    from alignment.review import segments

    if not by:
        if only:
            problem = Problem("--only", ", ".join(only), "--by and a column of the leads")
            raise ReportError("Only of what?", [problem])
        return [None]
    if only:
        return [Segment(by, value) for value in dict.fromkeys(only)]
    values = segments(History.open(workspace), by).index
    if len(values) > MOST_SEGMENTS:
        advice = "Name some of them with --only, or split by another column."
        found = f"{by}, which has {len(values):,} values"
        problem = Problem("--by", found, f"a column of at most {MOST_SEGMENTS:,} values", advice)
        raise ReportError("So many reports would be made.", [problem])
    return [Segment(by, value) for value in values]


def _refuse_no_jobs(n_jobs: int) -> None:
    if n_jobs < 1:
        problem = Problem("--jobs", repr(n_jobs), "a number of kernels, 1 or more")
        raise ReportError("No report can be made by so many.", [problem])


def _lanes(found: Sequence[Ready]) -> list[list[Ready]]:
    """By segment, each from its oldest month on."""
    lanes: dict[Segment | None, list[Ready]] = {}
    for each in found:
        lanes.setdefault(each.segment, []).append(each)
    return list(lanes.values())


def _made(
    kernels: Kernels,
    found: Ready,
    *,
    workspace: Path,
    notebook: Path,
    made_by: Mapping[str, Any],
    is_anew: bool,
) -> Done:
    """One report, or why not."""
    started = time.monotonic()
    try:
        refuse_unready(workspace, found.wanted)
        own = inputs(workspace, found, made_by)
        if not is_anew and stands(found.wanted.folder, own):
            return Done.well(found.wanted, UP_TO_DATE)
        report.made(kernels.own, found, notebook, made_by, inputs=own)
        done = Done.well(found.wanted, MADE)
    except (AlignmentError, OSError) as error:
        done = Done(found.wanted, FAILED, message=str(error))
    return replace(done, seconds=round(time.monotonic() - started, 2))
