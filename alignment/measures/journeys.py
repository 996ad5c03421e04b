"""One row a lead, read under an agreement as of an instant: what every monthly measure rests on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.agreement import Agreement
from alignment.engine import quoted
from alignment.history import History
from alignment.measures.recording import recording_start
from alignment.measures.stays import Stays
from alignment.period import DAY, day_words, local, local_days

REACHED = ("lead", "mql", "sal", "sql", "opportunity", "customer")
"""The stages that a journey tells, in order."""

OUTCOME_STAGE = {"won": "customer", "opportunity": "opportunity", "sql": "sql"}


def entry_column(stage: str) -> str:
    """The column that holds when a lead first entered `stage`."""
    return "created_at" if stage == "lead" else f"{stage}_at"


@dataclass(frozen=True)
class Journeys:
    """The leads of a history and when each got anywhere.

    Parameters
    ----------
    table : DataFrame
        One row a lead, by lead_id: lead_id, created_at, source, campaign_id, owner, the first
        mql_at, sal_at, sql_at, opportunity_at, customer_at, last_stage (missing: no change is
        recorded), n_deals, n_deals_won, n_deals_lost, won_amount (agreed currency), and the
        attributes asked for. UTC instants; missing: not by `as_of`.
    as_of : Timestamp
        The last instant whose rows were used.
    zone, currency : str
    outcome : str
        What counts as converted: one of `terms.OUTCOMES`.
    within_days : int
        The horizon: converted means outcome ≤ entry + this.
    least_count : int
        Fewest cases for a rate.
    agreed_zone : str
        That of the agreement's calendar, where it is known; months are cut by `zone`.
    entries : DataFrame
        One row an entry into a stage, by lead and time: lead_id, stage, entered_at,
        is_date_entered. A stage recorded twice in a row was entered once.
    hand_offs : DataFrame
        One row a hand-off, the beginning of a stay in Sales (`alignment.measures.stays.Stays`; to
        and fro within one is no other): lead_id, handed_off_at, first_touch_at (Sales' first,
        before the lead's next hand-off), is_date_hand_off (it is a date without a time),
        is_date_response (one of the two is), and the lead's source, campaign_id, owner and
        attributes.
    whole : Journeys or None
        All of which these are some (see `narrowed`); None: they are all.
    """

    table: pd.DataFrame
    as_of: pd.Timestamp
    zone: str = "UTC"
    currency: str = "EUR"
    outcome: str = "won"
    within_days: int = 120
    least_count: int = 20
    agreed_zone: str = ""
    entries: pd.DataFrame = field(default_factory=pd.DataFrame)
    hand_offs: pd.DataFrame = field(default_factory=pd.DataFrame)
    whole: "Journeys | None" = None

    @classmethod
    def of(
        cls,
        history: History,
        agreement: Agreement,
        as_of: pd.Timestamp | None = None,
        attributes: Sequence[str] = (),
    ) -> "Journeys":
        """The journeys of a history; `as_of` defaults to its last instant."""
        known = history.as_of if as_of is None else as_of
        settings = pd.DataFrame({"as_of": [known], "currency": [agreement.currency]})
        table, entries = _leads(history, settings, attributes), stage_entries(history, known)
        last = entries.drop_duplicates("lead_id", keep="last").set_index("lead_id")["stage"]
        table["last_stage"] = table["lead_id"].map(last)
        handed = entries.iloc[Stays.of_entries(entries, agreement.hand_off_stage).hand_offs]
        lead_columns = ["lead_id", "source", "campaign_id", "owner", *attributes]
        return cls(
            table,
            known,
            zone=history.zone,
            currency=agreement.currency,
            outcome=agreement.outcome,
            within_days=agreement.within_days,
            least_count=agreement.least_count,
            agreed_zone=agreement.zone,
            entries=entries,
            hand_offs=_hand_offs(history, handed, settings, known).merge(
                table[lead_columns], on="lead_id"
            ),
        )

    def narrowed(self, which: NDArray[np.bool_]) -> "Journeys":
        """Those of some leads alone, one flag a lead.

        What is recorded, and since when, stays that of all: few leads could not tell.
        """
        table = self.table[which].reset_index(drop=True)
        own = pd.Index(table["lead_id"])  # many times as fast as isin, of a million texts
        entries, hand_offs = (
            held[own.get_indexer(held["lead_id"]) >= 0].reset_index(drop=True)
            if len(held)
            else held
            for held in (self.entries, self.hand_offs)
        )
        return replace(
            self, table=table, entries=entries, hand_offs=hand_offs, whole=self.everybody
        )

    @property
    def everybody(self) -> "Journeys":
        """The journeys of all leads, also where these are some."""
        return self.whole or self

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
        return took / DAY

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
        return [s for s in REACHED if self.everybody.table[entry_column(s)].notna().any()]

    def is_mature(self, entered_at: pd.Series) -> pd.Series:
        """Whether the horizon after each entry had passed by `as_of`."""
        return entered_at + pd.Timedelta(days=self.within_days) <= self.as_of

    def is_converted(self, entered_at: pd.Series) -> pd.Series:
        """Whether the outcome came within the horizon after each entry (its end included)."""
        return self.outcome_at <= entered_at + pd.Timedelta(days=self.within_days)

    @cached_property
    def outcome_recorded_from(self) -> pd.Timestamp | None:
        """From when outcomes were recorded, where surely not from the start; else None."""
        if self.whole is not None:
            return self.whole.outcome_recorded_from
        return recording_start(self.table["created_at"], self.outcome_at, self.as_of)

    @cached_property
    def touch_recorded_from(self) -> pd.Timestamp | None:
        """The same of Sales' first touches after a hand-off."""
        handed = self.everybody.hand_offs
        return recording_start(handed["handed_off_at"], handed["first_touch_at"], self.as_of)

    def is_recorded(self, entered_at: pd.Series) -> pd.Series:
        """Whether each came when outcomes were already being recorded."""
        return entered_at >= (self.outcome_recorded_from or pd.Timestamp.min)

    def day(self, instant: pd.Timestamp) -> str:
        """The local day of an instant, as people write it: `5 December 2017`."""
        return day_words(instant, self.zone)


def _leads(history: History, settings: pd.DataFrame, attributes: Sequence[str]) -> pd.DataFrame:
    table = history.query(sql_text("journeys"), settings=settings)
    if not attributes:
        return table
    names = ", ".join(quoted(name) for name in attributes)
    return table.merge(history.query(f"SELECT lead_id, {names} FROM leads"), on="lead_id")


def sql_text(name: str) -> str:
    """The SQL that stands beside the measures as `name`.sql, below a folder of theirs or not."""
    return files("alignment.measures").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def stage_entries(history: History, as_of: pd.Timestamp) -> pd.DataFrame:
    """Every entry into a stage by `as_of`: lead_id, stage, entered_at, is_date_entered.

    By lead and time; a stage recorded twice in a row was entered once.
    """
    settings = pd.DataFrame({"as_of": [as_of]})
    order = [*terms.STAGES, *terms.DETOURS]
    places = pd.DataFrame({"stage": order, "place": range(len(order))})
    found = history.query(sql_text("entries"), settings=settings, stage_order=places)
    is_repeated = found[["lead_id", "stage"]].eq(found[["lead_id", "stage"]].shift()).all(axis=1)
    return found[~is_repeated].reset_index(drop=True)


def settled(entries: pd.DataFrame, history: History, as_of: pd.Timestamp) -> pd.Series:
    """When each entry into a stage had surely happened.

    Parameters
    ----------
    entries : DataFrame
        Of `stage_entries`: lead_id, entered_at, is_date_entered; by lead, then time.

    Returns
    -------
    Series of Timestamp
        An entry that is a date without a time counts at the end of its day, but not after its
        lead's next entry, nor after `as_of`.
    """
    is_date = entries["is_date_entered"].astype(bool)
    if not is_date.any():
        return entries["entered_at"]
    days = local_days(history.first_at, as_of, history.zone).set_index("starts_at")["ends_at"]
    ends = entries["entered_at"].map(days).clip(upper=as_of)
    at = ends.where(is_date & ends.notna(), entries["entered_at"])
    backwards = at.iloc[::-1].groupby(entries["lead_id"].iloc[::-1], sort=False).cummin()
    return backwards.reindex(at.index)


def _hand_offs(
    history: History, handed: pd.DataFrame, settings: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    columns = {"entered_at": "handed_off_at", "is_date_entered": "is_date_hand_off"}
    made = handed.drop(columns="stage").rename(columns=columns).reset_index(drop=True)
    until = made.groupby("lead_id")["handed_off_at"].shift(-1)
    asked = made[["lead_id", "handed_off_at"]].assign(until_at=until.fillna(as_of + 2 * DAY))
    days = local_days(history.first_at, as_of, history.zone)
    touches = history.query(
        sql_text("first_touches"), hand_offs=asked, days=days, settings=settings
    )
    made = made.merge(touches, on=["lead_id", "handed_off_at"], how="left")
    is_date = made["first_touch_at"].notna() & (made["first_touch_at"] != made["first_timed_at"])
    made["is_date_hand_off"] = made["is_date_hand_off"].astype(bool)
    made["is_date_response"] = made["is_date_hand_off"] | is_date
    return made.drop(columns="first_timed_at")
