"""What a review opens: the history and its journeys, of all leads or of one segment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pandas as pd

from alignment import store
from alignment.agreement import Agreement
from alignment.engine import quoted
from alignment.errors import AlignmentError, Problem, ReportError, nearest, noted, together
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.service import Episodes
from alignment.period import Period, month_of
from alignment.segment import Segment, values_of
from alignment.workspace import SEGMENTS, known_by


def reviewed(history: History, month: str) -> Period:
    """The month to review.

    Raises
    ------
    AlignmentError
        Where it is no month, lies outside the history, or nothing happened in it.
    """
    period = Period(month_of(month), month_of(month), history.zone)
    known = history.months
    if month in known and history.n_rows_in(period):
        return period
    if month in known:
        found, advice = f"{month}, in which nothing happened", "Import that month's rows."
    else:
        found, advice = repr(month), nearest(month, known[:1] + known[-1:])
    span = f"a month from {known[0]} to {known[-1]}" if known else "a history with rows"
    problem = Problem("month", found, f"{span} that has rows", advice)
    raise ReportError("There is no such month to review.", [problem])


def segments(history: History, by: str) -> pd.Series:
    """How many leads each segment has, by value, the largest first.

    Raises
    ------
    ReportError
        Where leads have no such column.
    """
    known = ["source", "campaign_id", "owner", *history.attributes]
    if by not in known:
        problem = Problem("by", repr(by), "a column of the leads", nearest(by, known))
        raise ReportError("Leads cannot be split by that.", [problem])
    leads = history.query(f"SELECT {quoted(by)} FROM leads").set_axis([by], axis=1)
    counts = values_of(leads, by).value_counts()
    return counts.sort_index().sort_values(ascending=False, kind="stable")


def refuse_unknown(history: History, asked: Sequence[Segment]) -> None:
    """Nothing, unless a segment holds no lead.

    Raises
    ------
    ReportError
        Naming all of them.
    """
    errors: list[AlignmentError] = []
    for by in dict.fromkeys(each.by for each in asked):
        with noted(errors):
            known = segments(history, by).index
            problems = [
                Problem("only", _found(each), f"a value of {by}", nearest(each.value, known))
                for each in asked
                if each.by == by and each.value not in known
            ]
            if problems:
                raise ReportError("There are no such leads.", problems)
    if errors:
        raise together(errors)


def _found(segment: Segment) -> str:
    return repr(segment.value) if segment.value else "nothing"


def segment_of(by: str, only: str) -> Segment | None:
    """The segment that two parameters name; None: all leads.

    Raises
    ------
    ReportError
        Where the column is not named.
    """
    by, only = str(by), str(only)  # papermill hands 2026 and True over as what they look like
    if only and not by:
        expected = f"the column of which {only!r} is a value, such as region"
        raise ReportError("It is not said whose leads.", [Problem("by", "nothing", expected)])
    return Segment(by, only) if by else None


@dataclass(frozen=True)
class Ground:
    """A history as known at an instant.

    Parameters
    ----------
    stamp : tuple
        Of its files (`store.stamp`) when it was opened.
    columns : tuple of str
        Attributes that its journeys hold.
    """

    history: History
    stamp: tuple
    as_of: pd.Timestamp
    columns: tuple[str, ...]
    _known: dict[str, Episodes] = field(default_factory=dict, repr=False, compare=False)

    def everybody(self, agreement: Agreement) -> Episodes:
        """The hand-offs of all leads, and their journeys, under an agreement; kept."""
        if agreement.digest not in self._known:
            journeys = Journeys.of(self.history, agreement, self.as_of, self.columns)
            self._known[agreement.digest] = Episodes.of(self.history, agreement, journeys)
        return self._known[agreement.digest]

    def of(self, agreement: Agreement, segment: Segment | None) -> Journeys:
        """The journeys of a segment's leads; None: of all."""
        every = self.everybody(agreement).journeys
        if segment is None:
            return every
        return every.narrowed((values_of(every.table, segment.by) == segment.value).to_numpy())

    def episodes(self, history: History, agreement: Agreement, journeys: Journeys) -> Episodes:
        """The hand-offs of a segment's history and journeys; they know of everybody's."""
        every = self.everybody(agreement)
        if journeys is every.journeys:
            return every
        return Episodes(history, agreement, journeys, whole=every)


def opened(place: Path, as_of: str, month: str, by: str) -> tuple[Ground, Agreement, Period]:
    """The ground of a review of `month`, and its agreement; kept for the next segment.

    Raises
    ------
    AlignmentError
        Where history or agreement cannot be read, or there is nothing of that month.
    """
    errors: list[AlignmentError] = []
    with noted(errors):
        agreement = Agreement.open(place)
    with noted(errors):
        stamp = store.stamp(place)
        history = _history(place, stamp)
        period = reviewed(history, month)
    if errors:
        raise together(errors)
    known = known_by(history, as_of, period)
    named = {name for name in SEGMENTS if name in history.attributes}
    own = {by} & set(history.attributes)
    columns = tuple(name for name in history.attributes if name in named | own)
    return _ground(history, stamp, known, columns), agreement, period


@lru_cache(maxsize=1)
def _history(place: Path, stamp: tuple) -> History:
    return History.open(place)


@lru_cache(maxsize=2)
def _ground(
    history: History, stamp: tuple, as_of: pd.Timestamp, columns: tuple[str, ...]
) -> Ground:
    return Ground(history, stamp, as_of, columns)


def clear_opened() -> None:
    """Forget what is kept."""
    _history.cache_clear()
    _ground.cache_clear()
