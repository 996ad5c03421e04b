"""Hand-offs of a period, and how much was done around each, by whom."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import pandas as pd

from alignment.agreement import Agreement
from alignment.errors import HistoryError, Problem
from alignment.history import History
from alignment.measures.journeys import Journeys, sql_text
from alignment.period import Period, local_day, local_days, months_before


@dataclass(frozen=True, eq=False)
class Contacts:
    """What an audit asks of the hand-offs of some months.

    Parameters
    ----------
    history : History
    journeys : Journeys
        Of that history, under the agreement, as of the day of the audit.
    period : Period
    old_days : int
        A hand-off so old can be judged by what came after it.
    """

    history: History
    journeys: Journeys
    period: Period
    old_days: int

    @classmethod
    def of(
        cls, history: History, agreement: Agreement, journeys: Journeys, n_months: int = 12
    ) -> "Contacts":
        """Those of the last whole months; old enough are the days that Sales has to qualify.

        Raises
        ------
        AlignmentError
            Where no period has so many months.
        """
        old_days = agreement.service_levels.sales.qualification_within_days
        return cls(history, journeys, full_months(journeys, n_months), old_days)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a hand-off in the period: the columns of `Journeys.hand_offs`, until_at (the
        lead's next hand-off; missing: none), is_first (of its lead, ever), is_old, n_own_before
        and n_marketing_before (up to the hand-off), n_marketing and n_sales (at any time)."""
        every = self.journeys.hand_offs
        if every.empty:
            return every
        until = every.groupby("lead_id")["handed_off_at"].shift(-1)
        handed = every.assign(until_at=until, is_first=~every["lead_id"].duplicated())
        handed = handed[self.period.holds(handed["handed_off_at"])]
        ends = handed["handed_off_at"] + pd.Timedelta(days=self.old_days)
        handed = handed.assign(is_old=ends <= self.journeys.as_of)
        counts = self.history.query(
            sql_text("audit/contacts"),
            hand_offs=handed[["lead_id", "handed_off_at"]],
            days=local_days(self.history.first_at, self.journeys.as_of, self.history.zone),
            settings=pd.DataFrame({"as_of": [self.journeys.as_of]}),
        )
        return handed.merge(counts, on=["lead_id", "handed_off_at"], how="left")

    @cached_property
    def n_by_team(self) -> dict[str, int]:
        """How many activities of each team are known in all; a team without any is absent."""
        settings = pd.DataFrame({"as_of": [self.journeys.as_of]})
        sql = (
            "SELECT a.team AS team, count(*) AS n FROM activities AS a CROSS JOIN settings AS g "
            "WHERE a.occurred_at <= g.as_of AND NOT coalesce(a.is_bot, FALSE) GROUP BY a.team"
        )
        found = self.history.query(sql, settings=settings)
        return {str(team): int(n) for team, n in zip(found["team"], found["n"], strict=True)}

    @property
    def words(self) -> str:
        """The beginning of a sentence about them."""
        return f"Of the hand-offs {self.period.when}"

    def reached_within(self, stages: tuple[str, ...], days: int) -> pd.Series:
        """Whether each entered one of the stages within so many days and before the next one."""
        table, entries = self.table, self.journeys.entries
        wanted = entries[entries["stage"].isin(stages)][["lead_id", "entered_at"]]
        asked = table[["lead_id", "handed_off_at", "until_at"]].assign(row=table.index)
        both = asked.merge(wanted, on="lead_id")
        last = both["handed_off_at"] + pd.Timedelta(days=days)
        is_in = (both["entered_at"] >= both["handed_off_at"]) & (both["entered_at"] <= last)
        is_in &= ~(both["entered_at"] >= both["until_at"])
        return pd.Series(table.index.isin(both.loc[is_in, "row"]), table.index)


def full_months(journeys: Journeys, n_months: int) -> Period:
    """The last `n_months` months that are known whole, from the month of the first lead on.

    Where none is, the month that has begun.

    Raises
    ------
    AlignmentError
        Where no period has so many months, or nothing is known.
    """
    if journeys.table.empty:
        problem = Problem("history", "no lead", "leads", "Import them: alignment import")
        raise HistoryError("There is nothing to audit yet.", [problem])
    known_on = local_day(journeys.as_of, journeys.zone)
    begun = known_on.replace(day=1)
    is_over = (known_on + timedelta(days=1)).day == 1
    last = begun if is_over else months_before(begun, 1)
    asked = Period.of(f"{last:%Y-%m}", n_months, journeys.zone)
    first = local_day(journeys.table["created_at"].min(), journeys.zone).replace(day=1)
    if first > last:
        return Period(begun, begun, journeys.zone)
    return Period(max(first, asked.first), last, journeys.zone)
