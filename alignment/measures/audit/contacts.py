"""Hand-offs of a period, and how much was done around each, by whom."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from alignment.agreement import Agreement
from alignment.errors import HistoryError, Problem
from alignment.history import History
from alignment.measures.journeys import Journeys, settled, sql_text
from alignment.period import Period, first_unfinished, local_day, local_days, months_before


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
        """Those of the `full_months`; old enough are the days that Sales has to qualify.

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
        """How many activities of each team are known in all, of known leads; a team without any
        is absent."""
        settings = pd.DataFrame({"as_of": [self.journeys.as_of]})
        sql = (
            "SELECT a.team AS team, count(*) AS n FROM activities AS a "
            "JOIN leads AS l ON l.lead_id = a.lead_id CROSS JOIN settings AS g "
            "WHERE a.occurred_at <= g.as_of AND l.created_at <= g.as_of "
            "AND NOT coalesce(a.is_bot, FALSE) GROUP BY a.team"
        )
        found = self.history.query(sql, settings=settings)
        return {str(team): int(n) for team, n in zip(found["team"], found["n"], strict=True)}

    @property
    def is_whole(self) -> bool:
        """Whether the period is of whole months, so that there is a figure a month."""
        return whole_months(self.journeys) is not None

    @property
    def words(self) -> str:
        """The beginning of a sentence about them."""
        return f"Of the hand-offs {self.period.when}"

    def reached_within(self, stages: tuple[str, ...], days: int) -> pd.Series:
        """Whether each entered one of the stages within so many days and before the next one.

        An entry that is a date without a time counts as `settled` has it.
        """
        table, entries = self.table, self.journeys.entries
        entered = settled(entries, self.history, self.journeys.as_of)
        entries = entries.assign(entered_at=entered)
        wanted = entries[entries["stage"].isin(stages)][["lead_id", "entered_at"]]
        asked = table[["lead_id", "handed_off_at", "until_at"]].assign(row=table.index)
        both = asked.merge(wanted, on="lead_id")
        last = both["handed_off_at"] + pd.Timedelta(days=days)
        is_in = (both["entered_at"] >= both["handed_off_at"]) & (both["entered_at"] <= last)
        is_in &= ~(both["entered_at"] >= both["until_at"])
        return pd.Series(table.index.isin(both.loc[is_in, "row"]), table.index)


def full_months(journeys: Journeys, n_months: int) -> Period:
    """The last `n_months` of the `whole_months`; where there is none, of those known in part.

    Raises
    ------
    AlignmentError
        Where no period has so many months, or nothing is known.
    """
    if journeys.table.empty:
        problem = Problem("history", "no lead", "leads", "Import them: alignment import")
        raise HistoryError("There is nothing to audit yet.", [problem])
    known = whole_months(journeys) or Period(
        local_day(journeys.table["created_at"].min(), journeys.zone).replace(day=1),
        local_day(journeys.as_of, journeys.zone).replace(day=1),
        journeys.zone,
    )
    asked = Period.of(f"{known.last:%Y-%m}", n_months, journeys.zone)
    return Period(max(known.first, asked.first), known.last, journeys.zone)


def whole_months(journeys: Journeys) -> Period | None:
    """Every month that is known from its first day to its last evening; None: there is none.

    That of the first lead is one where the lead came on its first day.
    """
    first = local_day(journeys.table["created_at"].min(), journeys.zone)
    if first.day > 1:
        first = months_before(first.replace(day=1), -1)
    last = months_before(first_unfinished(journeys.as_of, journeys.zone), 1)
    return Period(first, last, journeys.zone) if first <= last else None
