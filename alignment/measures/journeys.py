"""One row a lead, read under an agreement as of an instant: what every monthly measure rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement
from alignment.engine import quoted
from alignment.history import History
from alignment.measures.recording import recording_start
from alignment.period import local, local_days

REACHED = ("lead", "mql", "sal", "sql", "opportunity", "customer")
"""The stages that a journey tells, in order."""

OUTCOME_STAGE = {"won": "customer", "opportunity": "opportunity", "sql": "sql"}


def entry_column(stage: str) -> str:
    """The column that holds when a lead first entered `stage`."""
    return "created_at" if stage == "lead" else f"{stage}_at"


@dataclass(frozen=True)
class Journeys:
    """The leads of a history and the first time each got anywhere.

    Parameters
    ----------
    table : DataFrame
        One row a lead, by lead_id: lead_id, created_at, source, campaign_id, owner,
        mql_at, sal_at, sql_at, opportunity_at, customer_at, recycled_at, disqualified_at,
        handed_off_at, first_touch_at (Sales' first at or after the hand-off), is_date_response
        (one of the two is a date without a time), n_deals, n_deals_won, n_deals_lost, won_amount
        (agreed currency), and the attributes asked for.
        UTC instants; missing: not by `as_of`.
    as_of : Timestamp
        The last instant whose rows were used.
    zone, currency : str
    outcome : str
        What counts as converted: one of `terms.OUTCOMES`.
    within_days : int
        The horizon: converted means outcome ≤ entry + this.
    least_count : int
        Fewest cases for a rate.
    """

    table: pd.DataFrame
    as_of: pd.Timestamp
    zone: str = "UTC"
    currency: str = "EUR"
    outcome: str = "won"
    within_days: int = 120
    least_count: int = 20

    @classmethod
    def of(
        cls,
        history: History,
        agreement: Agreement,
        as_of: pd.Timestamp | None = None,
        attributes: Sequence[str] = (),
    ) -> "Journeys":
        """The journeys of a history; `as_of` defaults to its last instant."""
        known = history.as_of if as_of is None else min(as_of, history.as_of)
        settings = pd.DataFrame(
            {
                "as_of": [known],
                "hand_off_stage": [agreement.hand_off_stage],
                "currency": [agreement.currency],
            }
        )
        sql = files("alignment.measures").joinpath("journeys.sql").read_text(encoding="utf-8")
        days = local_days(history.first_at, known, history.zone)
        table = history.query(sql, settings=settings, days=days)
        if attributes:
            names = ", ".join(quoted(name) for name in attributes)
            table = table.merge(history.query(f"SELECT lead_id, {names} FROM leads"), on="lead_id")
        return cls(
            table,
            known,
            zone=history.zone,
            currency=agreement.currency,
            outcome=agreement.outcome,
            within_days=agreement.within_days,
            least_count=agreement.least_count,
        )

    @property
    def outcome_at(self) -> pd.Series:
        """When each lead reached the agreed outcome."""
        return self.table[entry_column(OUTCOME_STAGE[self.outcome])]

    @property
    def days_taken(self) -> pd.Series:
        """Days from creation to outcome on the company's own clock; below zero before it.

        A local clock, because a date without a time is a local day.
        """
        took = local(self.outcome_at, self.zone) - local(self.table["created_at"], self.zone)
        return took / pd.Timedelta(days=1)

    @property
    def outcome_words(self) -> str:
        """The outcome as a sentence has it: `won within 120 days`."""
        return f"{terms.OUTCOME_LABELS[self.outcome]} within {self.within_days} days"

    def reached(self, stage: str) -> pd.Series:
        """Whether each lead entered `stage` or a later one."""
        later = REACHED[REACHED.index(stage) :]
        return self.table[[entry_column(s) for s in later]].notna().any(axis=1)

    @property
    def stages(self) -> list[str]:
        """The stages that at least one lead is known to have entered, in order."""
        return [s for s in REACHED if self.table[entry_column(s)].notna().any()]

    def is_mature(self, entered_at: pd.Series) -> pd.Series:
        """Whether the horizon after each entry had passed by `as_of`."""
        return entered_at + pd.Timedelta(days=self.within_days) <= self.as_of

    def is_converted(self, entered_at: pd.Series) -> pd.Series:
        """Whether the outcome came within the horizon after each entry (its end included)."""
        return self.outcome_at <= entered_at + pd.Timedelta(days=self.within_days)

    @cached_property
    def outcome_recorded_from(self) -> pd.Timestamp | None:
        """The first recorded outcome, where earlier ones must have gone unrecorded; else None."""
        return recording_start(self.table["created_at"], self.outcome_at)

    @cached_property
    def touch_recorded_from(self) -> pd.Timestamp | None:
        """The same of Sales' first touches after the hand-off."""
        return recording_start(self.table["handed_off_at"], self.table["first_touch_at"])

    @property
    def is_recorded(self) -> pd.Series:
        """Whether each lead came when outcomes were already being recorded."""
        start = self.outcome_recorded_from
        return self.table["created_at"] >= (start or pd.Timestamp.min)
