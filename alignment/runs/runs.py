"""Reviews of many months and segments, made by a few kernels side by side."""

import gc
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from alignment import report
from alignment.errors import AlignmentError, Problem, ReportError, of_system
from alignment.files import alone_in, home, refuse_sample
from alignment.kernel import Kernel
from alignment.origin import Origin
from alignment.period import Period, month_of
from alignment.readiness import Ready, Wanted, ready, refuse_unready
from alignment.runs.comparing import compare
from alignment.runs.done import FAILED, MADE, UP_TO_DATE, Done
from alignment.runs.side_by_side import Kernels, made_side_by_side
from alignment.runs.standing import inputs, stands
from alignment.segment import Segment, folder_of

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
    refuse_sample(base)
    _refuse_a_file(base)
    chosen = _segments(workspace, by, only)
    wanted = [
        Wanted(month, report.place(base, month, each), each, is_frozen=out is None)
        for month in sorted(set(months))
        for each in chosen
    ]
    found = ready(workspace, wanted, given or {}, notebook, is_one=False)
    with _alone(base, by):
        origin = Origin.of(workspace, notebook)
        gc.enable()  # a long life, unlike that of one report
        making = partial(_made, origin=origin, is_anew=is_anew)
        done = made_side_by_side(_lanes(found), making, n_jobs, is_quiet)
        order = {each: place for place, each in enumerate(wanted)}
        done.sort(key=lambda each: order[each.wanted])
        pages = _pages(base, by, found, done, origin)
    return Run(tuple(done), tuple(pages))


def _pages(
    base: Path, by: str, found: Sequence[Ready], done: Sequence[Done], origin: Origin
) -> list[Path]:
    """Those to begin with: a page a month that compares the segments by a column, else all."""
    if not by:
        return [each.wanted.folder / report.PAGE for each in done if each.state != FAILED]
    first = {each.wanted.month: each for each in reversed(found)}
    pages = [compare(base, by, each, done, origin.made_by) for _, each in sorted(first.items())]
    return [page for page in pages if page]


@contextmanager
def _alone(base: Path, by: str) -> Iterator[None]:
    """Alone with the reports by a column: a second run waits, so that no page compares both."""
    if not by:
        yield
        return
    folder = base / folder_of(by)
    folder.mkdir(parents=True, exist_ok=True)
    with alone_in(folder):
        yield


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

    first, known = month_of(since, "--since"), History.open(workspace).months
    if not known:
        problem = Problem(str(workspace / "history"), "no rows", "a history with rows")
        raise ReportError("There is nothing to review.", [problem])
    last = month_of(until or known[-1], "--until")
    problems = []
    if since not in known:
        problems.append(Problem("--since", repr(since), f"a month from {known[0]} to {known[-1]}"))
    if until and until not in known:
        problems.append(Problem("--until", repr(until), f"a month from {known[0]} to {known[-1]}"))
    elif last < first:
        problems.append(Problem("--until", repr(until), f"{since} or a later month"))
    if problems:
        raise ReportError("There are no such months to review.", problems)
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


def _refuse_a_file(base: Path) -> None:
    place = next(each for each in [base, *base.resolve().parents] if each.exists())
    if not place.is_dir():
        problem = Problem(str(place), "a file", "a folder", "Name another with --out.")
        raise ReportError("There is no room for the reports.", [problem])


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


def _made(kernels: Kernels, found: Ready, *, origin: Origin, is_anew: bool) -> Done:
    """One report, or why not: whatever stops it stops no other."""
    started = time.monotonic()
    try:
        refuse_unready(origin.workspace, found.wanted)
        origin.refuse_another()
        own = inputs(origin.workspace, found, origin.made_by)
        if not is_anew and stands(origin.workspace, found, own):
            return Done.well(found.wanted, UP_TO_DATE)
        report.made(kernels.own, found, origin, inputs=own)
        done = Done.well(found.wanted, MADE)
    except AlignmentError as error:
        done = Done(found.wanted, FAILED, message=str(error))
    except OSError as error:
        done = Done(found.wanted, FAILED, message=of_system(error))
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        done = Done(found.wanted, FAILED, message=told)
    return replace(done, seconds=round(time.monotonic() - started, 2))
