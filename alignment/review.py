"""A month under review: what a workspace holds of it, opened and checked."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from alignment.agreement import Agreement
from alignment.errors import Problem, ReportError, nearest
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.loop import closed_loop, group_words
from alignment.measures.service import Episodes
from alignment.period import Period, month_of
from alignment.workspace import SEGMENTS, Workspace, known_by, workspace_at


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


@dataclass(frozen=True)
class Review(Workspace):
    """What the monthly review reads.

    Parameters
    ----------
    month : Period
        The month under review.
    period : Period
        The months that trends and rates look back on; ends with `month`.
    """

    month: Period
    period: Period
    journeys: Journeys

    @classmethod
    def open(cls, workspace: str, month: str, as_of: str = "", n_months: int = 24) -> "Review":
        """The review of `month`, from the workspace's history and agreement.

        Raises
        ------
        AlignmentError
            Where one cannot be read, or there is nothing of that month.
        """
        place = workspace_at(workspace)
        history, agreement = History.open(place), Agreement.open(place)
        reviewing = reviewed(history, month)
        first = max(Period.of(month, n_months).first, month_of(history.months[0]))
        segments = [name for name in SEGMENTS if name in history.attributes]
        instant = known_by(history, as_of, reviewing)
        return cls(
            place,
            history,
            agreement,
            instant,
            reviewing,
            Period(first, reviewing.last, history.zone),
            Journeys.of(history, agreement, instant, segments),
        )

    @cached_property
    def episodes(self) -> Episodes:
        """Its hand-offs and what became of each."""
        return Episodes.of(self.history, self.agreement, self.journeys)

    @property
    def splits(self) -> list[str]:
        """What response times are split by: weekday, owner and a segment, where there are such."""
        return ["weekday", *self._known("owner"), *self._known(*SEGMENTS)[:1]]

    @property
    def comparable(self) -> dict[str, str]:
        """What leads can be compared by: the words for it, and the column."""
        columns = self._known("source", "campaign_id", "owner", *SEGMENTS)
        return {group_words(column).capitalize(): column for column in columns}

    def _known(self, *columns: str) -> list[str]:
        table = self.journeys.table
        return [name for name in columns if name in table and table[name].notna().any()]

    def compared(self, by: str, within_days: int) -> Finding:
        """The closed loop by `by`, under another horizon."""
        journeys = replace(self.journeys, within_days=within_days)
        return closed_loop(journeys, self.period, by, self.campaigns)

    @cached_property
    def campaigns(self) -> pd.DataFrame:
        """The campaigns with their costs; empty where the history has none."""
        return self.history.query("SELECT * FROM campaigns ORDER BY campaign_id")

    @property
    def kept_under(self) -> Period:
        """The month under review."""
        return self.month
