"""The five tables of a history: their columns, types and what each may hold."""

from dataclasses import dataclass
from typing import Literal

from alignment import terms

Kind = Literal["id", "text", "time", "date", "number", "flag"]
"""`id` and `text` are strings, `time` a UTC instant without zone, `date` a day."""

DUCKDB_TYPES: dict[str, str] = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "time": "TIMESTAMP",
    "date": "DATE",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
}


@dataclass(frozen=True)
class Column:
    """One column of a history table.

    Parameters
    ----------
    name : str
    kind : Kind
    is_required : bool
        A required column must be there, and hold a value in every row unless `may_be_missing`.
    one_of : tuple of str
        The only values allowed; empty for any.
    means : str
        What it holds, with its unit.
    """

    name: str
    kind: Kind
    means: str
    is_required: bool = False
    one_of: tuple[str, ...] = ()
    may_be_missing: bool = False


@dataclass(frozen=True)
class Table:
    """One table of a history.

    Parameters
    ----------
    key : str
        The column whose values must be unique; empty for an event table.
    order : tuple of str
        The columns that its rows are sorted by.
    cost : str
        What cannot be said without this table.
    is_open : bool
        Whether further columns are allowed (a lead's attributes).
    """

    name: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    cost: str
    key: str = ""
    is_open: bool = False

    @property
    def times(self) -> tuple[str, ...]:
        """The columns that hold instants."""
        return tuple(c.name for c in self.columns if c.kind == "time")

    @property
    def known(self) -> frozenset[str]:
        """Every column that the schema names, date marks included."""
        return frozenset(c.name for c in self.columns) | {date_mark(t) for t in self.times}

    def column(self, name: str) -> Column | None:
        """The column of that name, or None (an attribute, or unknown)."""
        return next((c for c in self.columns if c.name == name), None)


def date_mark(time_column: str) -> str:
    """The name of the flag that says which rows of `time_column` are a date without a time.

    Such a row holds the start of its local day; the flag keeps it from passing for midnight.
    """
    return f"is_date_{time_column}"


_STAGES = (*terms.STAGES, *terms.DETOURS)

LEADS = Table(
    "leads",
    (
        Column("lead_id", "id", "the lead", is_required=True),
        Column("created_at", "time", "first known", is_required=True),
        Column("source", "text", "where it came from", is_required=True, may_be_missing=True),
        Column("campaign_id", "id", "the campaign that brought it"),
        Column("owner", "text", "who is responsible for it today"),
    ),
    order=("lead_id",),
    key="lead_id",
    cost="nothing can be said at all",
    is_open=True,
)
ACTIVITIES = Table(
    "activities",
    (
        Column("lead_id", "id", "the lead", is_required=True),
        Column("occurred_at", "time", "when", is_required=True),
        Column("activity", "text", "what happened, e.g. webinar", is_required=True),
        Column("team", "text", "who acted", is_required=True, one_of=terms.ACTORS),
        Column("asset", "text", "the page, paper or event"),
        Column("campaign_id", "id", "the campaign it belongs to"),
        Column("actor", "text", "the person who acted"),
        Column("is_bot", "flag", "made by a machine, not a person"),
    ),
    order=("lead_id", "occurred_at"),
    cost="first contacts, response times, touches and scores cannot be measured",
)
STAGE_CHANGES = Table(
    "stage_changes",
    (
        Column("lead_id", "id", "the lead", is_required=True),
        Column("changed_at", "time", "when", is_required=True),
        Column("stage", "text", "the stage entered", is_required=True, one_of=_STAGES),
        Column("reason", "text", "why, for recycled and disqualified"),
        Column("team", "text", "who moved it", one_of=terms.ACTORS),
    ),
    order=("lead_id", "changed_at"),
    cost="MQL, SAL, SQL, hand-offs, rejections and their reasons cannot be measured",
)
DEALS = Table(
    "deals",
    (
        Column("deal_id", "id", "the deal", is_required=True),
        Column("lead_id", "id", "the lead", is_required=True),
        Column("created_at", "time", "when it was opened", is_required=True),
        Column("closed_at", "time", "when it was won or lost; missing while open"),
        Column("is_won", "flag", "won or lost; missing while open"),
        Column("amount", "number", "its value, in `currency`"),
        Column("currency", "text", "ISO 4217 code of the amount"),
        Column("loss_reason", "text", "why it was lost"),
        Column("campaign_id", "id", "the campaign credited with it"),
    ),
    order=("lead_id", "created_at"),
    key="deal_id",
    cost="wins, revenue and returns cannot be measured",
)
CAMPAIGNS = Table(
    "campaigns",
    (
        Column("campaign_id", "id", "the campaign", is_required=True),
        Column("name", "text", "its name", is_required=True),
        Column("channel", "text", "webinar, trade show …"),
        Column("starts_on", "date", "first day"),
        Column("ends_on", "date", "last day, included"),
        Column("cost_amount", "number", "what it cost, in `currency`"),
        Column("currency", "text", "ISO 4217 code of the cost"),
    ),
    order=("campaign_id",),
    key="campaign_id",
    cost="campaign names, costs and returns cannot be told",
)

TABLES: dict[str, Table] = {t.name: t for t in (LEADS, ACTIVITIES, STAGE_CHANGES, DEALS, CAMPAIGNS)}
