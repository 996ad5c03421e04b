"""A score under tuning: what a workspace holds of it, opened, replayed, and saved as a proposal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from alignment import decisions
from alignment.agreement import Agreement, Score
from alignment.answers import Answers
from alignment.errors import Problem, ReportError
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.measures.replay import Replay, prepare
from alignment.measures.worth import Worth
from alignment.period import Period, local_day
from alignment.proposals import propose
from alignment.review import SEGMENTS, known_by, loaded, workspace_at
from alignment.sealing import Round, opened

MOST_VALUES = 50
"""Of an attribute that leads are compared by."""
WEEKS_A_MONTH = 365.25 / 12 / 7


@dataclass(frozen=True)
class Tuning:
    """What tuning a score reads.

    Parameters
    ----------
    workspace : Path
    history, agreement
    replay : Replay
        Of all leads known at the day of tuning, under the agreed outcome and horizon.
    worth : Worth or None
        What a conversion is worth and following up a hand-off costs; None where not known.
    capacity_per_week : float or None
        Hand-offs that Sales can take a week; None where nobody has said.
    """

    workspace: Path
    history: History
    agreement: Agreement
    replay: Replay
    worth: Worth | None
    capacity_per_week: float | None

    @classmethod
    def open(
        cls,
        workspace: str,
        as_of: str = "",
        capacity_per_week: float = 0,
        value_amount: float = 0,
        cost_amount: float = 0,
    ) -> "Tuning":
        """The tuning of a workspace's agreed score on its history.

        Parameters
        ----------
        as_of : str
            The last day whose rows may be used, YYYY-MM-DD; empty: all that is known.
        capacity_per_week : float
            0: the agreed number of MQLs, where there is one.
        value_amount : float
            Of a conversion, in the agreed currency; 0: what a won deal brought on average.
        cost_amount : float
            Of following up one hand-off.

        Raises
        ------
        AlignmentError
            Where something cannot be read, or a number makes no sense.
        """
        _refuse_negative(
            capacity_per_week=capacity_per_week, value_amount=value_amount, cost_amount=cost_amount
        )
        place = workspace_at(workspace)
        history, agreement = History.open(place), Agreement.open(place)
        months = history.months
        known = known_by(history, as_of, Period.of(months[0])) if months else history.as_of
        replay = prepare(
            history,
            known,
            agreement.within_days,
            outcome=agreement.outcome,
            least_count=agreement.least_count,
        )
        value = value_amount or _mean_won(history, agreement, known)
        n_mql = agreement.service_levels.marketing.n_mql
        return cls(
            place,
            history,
            agreement,
            replay,
            Worth(value, cost_amount, agreement.currency) if value > 0 else None,
            capacity_per_week or (round(n_mql / WEEKS_A_MONTH, 1) if n_mql else None),
        )

    @property
    def score(self) -> Score:
        """The agreed score."""
        return self.agreement.score

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
    def activities(self) -> tuple[str, ...]:
        """What leads do themselves, by name: what may get points."""
        sql = "SELECT DISTINCT activity FROM activities WHERE team = 'lead'"
        own = set(self.history.query(sql)["activity"])
        return tuple(kind for kind in self.replay.activities.kinds if kind in own)

    @property
    def loaded(self) -> Finding:
        """What is loaded: rows of each table, dates, and under which agreement it is read."""
        return loaded(self.history, self.agreement, self.replay.as_of)

    @property
    def split(self) -> str:
        """What leads are compared by: the first segment of a few values, or the source."""
        leads = self.replay.leads.table
        known = [name for name in SEGMENTS if name in self.history.attributes]
        return next((n for n in known if 1 < leads[n].nunique() <= MOST_VALUES), "source")

    @property
    def month(self) -> Period:
        """The month under which decisions are kept: that of the last instant known, or today's."""
        known = self.replay.as_of
        day = date.today() if pd.isna(known) else local_day(known, self.history.zone)
        return Period.of(f"{day:%Y-%m}", zone=self.history.zone)

    @property
    def decided(self) -> Finding:
        """What was decided in this month so far: choice, owner, due_on, dissent."""
        return decisions.decided(self.workspace, self.month)

    def record(self, decision: Mapping[str, object]) -> str:
        """Keep a decision {choice, owner, due_on, dissent} in the workspace, and say so.

        Raises
        ------
        AgreementError
            Where something is missing, naming all of it.
        """
        return decisions.record(self.workspace, self.month, decision)

    def propose(self, score: Score) -> str:
        """Write the agreement with another score beside the agreed one, unsigned, and say so.

        The agreement itself stays as it is; a later proposal takes no earlier one's place.
        """
        return propose(self.workspace, self.agreement, "score", score=score)

    def proposing(self, score: Score | None) -> Callable[[], str]:
        """What keeps `score` as a proposal when called; None: there is none to keep."""
        if score is None:
            return lambda: "There is no suggestion to propose."
        return lambda: self.propose(score)


def _mean_won(history: History, agreement: Agreement, as_of: pd.Timestamp) -> float:
    """What a won deal brought on average by `as_of`, in the agreed currency; 0: not known."""
    settings = pd.DataFrame({"as_of": [as_of], "currency": [agreement.currency]})
    found = history.query(sql_text("won_amounts"), settings=settings)
    return float(found["won_amount"][0] / found["n_won"][0]) if found["n_won"][0] else 0.0


def _refuse_negative(**numbers: float) -> None:
    problems = [
        Problem("parameters", repr(value), "a number, 0 or more", column=name)
        for name, value in numbers.items()
        if isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value < float("inf")
    ]
    if problems:
        raise ReportError("The parameters make no sense.", problems)
