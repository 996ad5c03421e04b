"""A workspace opened: what it holds, as far as one instant knows it."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

import pandas as pd

from alignment import decisions
from alignment.agreement import Agreement
from alignment.answers import Answers
from alignment.errors import AlignmentError, Problem, ReportError, noted, together
from alignment.files import SAMPLE
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.loaded import loaded
from alignment.period import Period, local_day, starts_at
from alignment.sealing import Round, opened, seal

if TYPE_CHECKING:
    from alignment.measures.journeys import Journeys
    from alignment.measures.replay import Replay
    from alignment.measures.rules import Qualifying

WORKSPACE = "ALIGNMENT_WORKSPACE"
N_MONTHS = 12
"""That are looked back on."""
SEGMENTS = ("region", "country", "industry", "segment", "seniority")
"""Attributes that a review compares by, where a history has them; the first splits responses."""


def workspace_at(place: str) -> Path:
    """The workspace a notebook opens: `place`, else $ALIGNMENT_WORKSPACE, else the sample."""
    given = str(place) or os.environ.get(WORKSPACE, "")  # papermill hands 2026 over as a number
    return Path(given) if given else SAMPLE


@dataclass(frozen=True)
class Workspace:
    """A workspace, opened.

    Parameters
    ----------
    workspace : Path
    history, agreement
    as_of : Timestamp
        The last instant whose rows are used.
    """

    workspace: Path
    history: History
    agreement: Agreement
    as_of: pd.Timestamp

    @classmethod
    def at(cls, place: str, as_of: str = "") -> Self:
        """The workspace at `place` (`workspace_at`), as known by the end of a day.

        Parameters
        ----------
        as_of : str
            YYYY-MM-DD; empty: all that is known.

        Raises
        ------
        AlignmentError
            With all that cannot be read; or where `as_of` is no day since the first month.
        """
        workspace, errors = workspace_at(place), list[AlignmentError]()
        with noted(errors):
            agreement = Agreement.open(workspace)
        with noted(errors):
            history = History.open(workspace)
        if errors:
            raise together(errors)
        months = history.months
        known = known_by(history, as_of, Period.of(months[0])) if months else history.as_of
        return cls(workspace, history, agreement, known)

    @cached_property
    def replay(self) -> "Replay":
        """All leads known by then, under the agreed outcome and horizon, ready for any score."""
        from alignment.measures.replay import prepare

        agreed = self.agreement
        return prepare(
            self.history,
            self.as_of,
            agreed.within_days,
            outcome=agreed.outcome,
            least_count=agreed.least_count,
        )

    @cached_property
    def qualifying(self) -> "Qualifying":
        """The same, ready for any rule; a rule on the score counts the agreed one."""
        from alignment.measures.rules import Qualifying

        return Qualifying.of(self.history, self.replay, self.agreement.score)

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

    @cached_property
    def loaded(self) -> Finding:
        """What is loaded: rows of each table, dates, and under which agreement it is read."""
        return loaded(self.history, self.agreement, self.as_of)

    @property
    def last_month(self) -> Period:
        """The month of the last instant known, or today's."""
        day = date.today() if pd.isna(self.as_of) else local_day(self.as_of, self.history.zone)
        return Period.of(f"{day:%Y-%m}", zone=self.history.zone)

    @property
    def kept_under(self) -> Period:
        """The month under which decisions are kept."""
        return self.last_month

    @property
    def decided(self) -> Finding:
        """What was decided in that month so far: choice, owner, due_on, dissent."""
        return decisions.decided(self.workspace, self.kept_under)

    def record(self, decision: Mapping[str, object]) -> str:
        """Keep a decision {choice, owner, due_on, dissent} in the workspace, and say so.

        Raises
        ------
        AgreementError
            Where something is missing, naming all of it.
        """
        return decisions.record(self.workspace, self.kept_under, decision)


@dataclass(frozen=True)
class Asking(Workspace):
    """A workspace in which both teams are asked something, each on its own."""

    part: ClassVar[str]
    """What they are asked: a key of `alignment.answers.PARTS`."""

    @property
    def round(self) -> Round:
        """Who has answered, and, once both teams have, what they said; read anew each time."""
        return opened(self.workspace, self.part)

    def begins_anew(self, team: str, content: Mapping[str, object]) -> bool:
        """Whether sealing this would begin a new round, in which the other team is awaited."""
        return not self.round.awaited

    def seal(self, team: str, person: str, role: str, content: Mapping[str, object]) -> str:
        """Seal what a team says; with the second team, open both.

        Raises
        ------
        AgreementError
            With everything that is wrong, before anything is written.
        """
        return seal(self.workspace, team, self.part, person, role, content)


@dataclass(frozen=True)
class Recent(Asking):
    """The same, asked on the ground of a workspace's last full months."""

    @cached_property
    def journeys(self) -> "Journeys":
        """One row a lead, with its hand-offs and what leads are compared by."""
        from alignment.measures.journeys import Journeys

        known = [name for name in SEGMENTS if name in self.history.attributes]
        return Journeys.of(self.history, self.agreement, self.as_of, known)

    @cached_property
    def period(self) -> Period:
        """The last full months, a year of them at most.

        Raises
        ------
        HistoryError
            Where there is no lead.
        """
        from alignment.measures.audit import full_months

        return full_months(self.journeys, N_MONTHS)


def known_by(history: History, as_of: str, month: Period) -> pd.Timestamp:
    """The last instant a review may use: the end of day `as_of`, or all that the history knows.

    A day after the last row counts as far as the import was made after it: that nothing
    happened is then known too.

    Raises
    ------
    ReportError
        Where `as_of` is no day, or one before the month.
    """
    if as_of == "":
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


def refuse_senseless(shares: Mapping[str, float] | None = None, **numbers: float) -> None:
    """Nothing, unless a parameter is no number of 0 or more, or a share above 1.

    Raises
    ------
    ReportError
        Naming all of them.
    """
    most = dict.fromkeys(numbers, float("inf")) | dict.fromkeys(shares or {}, 1.0)
    problems = [
        Problem(
            "parameters",
            repr(value),
            "a share from 0 to 1" if most[name] == 1 else "a number, 0 or more",
            column=name,
        )
        for name, value in {**numbers, **(shares or {})}.items()
        if isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value <= min(most[name], sys.float_info.max)
    ]
    if problems:
        raise ReportError("The parameters make no sense.", problems)
