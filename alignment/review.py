"""A month under review: what a workspace holds of it, opened and checked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import pandas as pd

from alignment import decisions
from alignment.agreement import Agreement
from alignment.answers import Answers
from alignment.errors import Problem, ReportError, nearest
from alignment.files import home
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.loop import closed_loop, group_words
from alignment.measures.rates import counted
from alignment.period import Period, day_words, month_of, starts_at
from alignment.sealing import Round, opened

WORKSPACE = "ALIGNMENT_WORKSPACE"
SEGMENTS = ("region", "country", "industry", "segment", "seniority")
"""Attributes that a review compares by, where a history has them; the first splits responses."""


def workspace_at(place: str) -> Path:
    """The workspace a notebook opens: `place`, else $ALIGNMENT_WORKSPACE, else the sample."""
    given = place or os.environ.get(WORKSPACE, "")
    return Path(given) if given else home() / "data" / "samples"


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


def known_by(history: History, as_of: str, month: Period) -> pd.Timestamp:
    """The last instant a review may use: the end of day `as_of`, or all that the history knows.

    A day after the last row counts as far as the import was made after it: that nothing
    happened is then known too.

    Raises
    ------
    ReportError
        Where `as_of` is no day, or one before the month.
    """
    if not as_of:
        return history.as_of
    try:
        day = date.fromisoformat(as_of)
    except (TypeError, ValueError):
        day = date.min
    if not month.first <= day < date(2200, 1, 1):
        expected = f"a day (YYYY-MM-DD) from {month.first} on"
        problem = Problem("as_of", repr(as_of), expected)
        raise ReportError("The day of review does not fit.", [problem])
    end = starts_at(day + timedelta(days=1), history.zone) - pd.Timedelta(microseconds=1)
    return min(end, history.as_of if pd.isna(history.known_until) else history.known_until)


@dataclass(frozen=True)
class Review:
    """What the monthly review reads.

    Parameters
    ----------
    month : Period
        The month under review.
    period : Period
        The months that trends and rates look back on; ends with `month`.
    """

    workspace: Path
    history: History
    agreement: Agreement
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
            reviewing,
            Period(first, reviewing.last, history.zone),
            Journeys.of(history, agreement, instant, segments),
        )

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

    @cached_property
    def audit(self) -> Round:
        """Who has given ratings and guesses, and, once both teams have, what they said."""
        return opened(self.workspace, "audit")

    @property
    def answers(self) -> Mapping[str, Answers]:
        """Both teams' ratings and guesses; empty as long as one is awaited."""
        return self.audit.answers

    @property
    def awaited(self) -> tuple[str, ...]:
        """The teams whose ratings and guesses are awaited."""
        return self.audit.awaited

    @property
    def decided(self) -> Finding:
        """What was decided for this month so far: choice, owner, due_on, dissent."""
        return decisions.decided(self.workspace, self.month)

    def record(self, decision: Mapping[str, object]) -> str:
        """Keep a decision {choice, owner, due_on, dissent} in the workspace, and say so.

        Raises
        ------
        AgreementError
            Where something is missing, naming all of it.
        """
        return decisions.record(self.workspace, self.month, decision)

    @property
    def loaded(self) -> Finding:
        """What is loaded: rows of each table, dates, and under which agreement it is read."""
        return loaded(self.history, self.agreement, self.journeys.as_of)


def loaded(history: History, agreement: Agreement, as_of: pd.Timestamp) -> Finding:
    """What a workspace holds, as far as it is used: table, n_rows; one row a table."""
    rows = [(name.replace("_", " "), n) for name, n in history.n_rows.items()]
    table = pd.DataFrame(rows, columns=["table", "n_rows"])
    held = ", ".join(counted(n, _one(name), name) for name, n in rows)
    span = until = ""
    if pd.notna(as_of):
        ends = (history.first_at, history.as_of, as_of)
        first, last, known = (day_words(end, history.zone) for end in ends)
        span = f" from {first} to {last}"
        until = "" if known == last else f" Only what was known by {known} is used."
    return Finding(
        table,
        f"{agreement.company or 'This company'}{span}: {held}."
        f"{until} Converted means {agreement.outcome_words}.",
        agreement.signature_caveats,
        "loaded",
        {f"n_{name}": n for name, n in history.n_rows.items()},
    )


def _one(plural: str) -> str:
    """One row of a table: `activities` → `activity`."""
    return plural[:-3] + "y" if plural.endswith("ies") else plural[:-1]
