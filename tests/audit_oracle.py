"""What an audit counts around hand-offs, by its definitions: plain Python over plain rows.

A row without a time counts at the end of its day: an activity always, a change of stage not after
the change that followed it. Nothing counts that is dated after `as_of`, or is of a later lead.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from statistics import median

import pandas as pd
from hypothesis import strategies as st

from alignment import terms
from alignment.history import History

CREATED = datetime(2026, 1, 1)
START = datetime(2026, 1, 24)
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
WHAT = {"lead": "webinar", "marketing": "email_sent", "sales": "meeting"}
OLD_DAYS, HORIZON_DAYS, WITHIN_HOURS = 3, 4, 6
AFTER = ("sal", "sql", "opportunity", "customer")
Count = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """Something that happened to a lead; `what` is a team, a stage, or won, lost or open."""

    lead: str
    at: datetime
    what: str
    is_date: bool = False
    is_bot: bool = False

    @property
    def done_at(self) -> datetime:
        return self.at + DAY - MOMENT if self.is_date else self.at


@dataclass(frozen=True)
class Case:
    """The rows of a history, from the instant of the audit."""

    as_of: datetime
    created: dict[str, datetime]
    done: tuple[Row, ...]
    changes: tuple[Row, ...]
    deals: tuple[Row, ...]
    recorded_from: datetime | None = None
    least_count: int = 1

    def known(self) -> "Case":
        """What of it is known by then; a deal closed later is open."""
        leads = {lead: at for lead, at in self.created.items() if at <= self.as_of}

        def kept(rows: tuple[Row, ...]) -> tuple[Row, ...]:
            return tuple(row for row in rows if row.lead in leads and row.at <= self.as_of)

        own = [row for row in self.deals if row.lead in leads]
        deals = (row if row.at <= self.as_of else replace(row, what="open") for row in own)
        done, changes = kept(self.done), kept(self.changes)
        return replace(self, created=leads, done=done, changes=changes, deals=tuple(deals))

    def history(self) -> History:
        leads = pd.DataFrame({"lead_id": list(self.created), "source": "fair"})
        closed = [row.at if row.what != "open" else None for row in self.deals]
        deals = _frame(self.deals, "created_at").assign(
            deal_id=[str(n) for n in range(len(self.deals))],
            created_at=pd.Timestamp(START),
            closed_at=pd.Series(closed, dtype="datetime64[us]"),
            is_won=pd.array(
                [w.what == "won" if w.what != "open" else None for w in self.deals], "boolean"
            ),
        )
        done = _frame(self.done, "occurred_at")
        return History.from_frames(
            leads.assign(created_at=pd.Series(list(self.created.values()), dtype="datetime64[us]")),
            done.assign(
                team=done["what"],
                activity=done["what"].map(WHAT).astype("str"),
                is_bot=pd.Series([row.is_bot for row in self.done], dtype=bool),
            ).drop(columns="what"),
            _frame(self.changes, "changed_at").rename(columns={"what": "stage"}),
            deals.drop(columns=["what", "is_date_created_at"]),
        )


def _frame(rows: tuple[Row, ...], time: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "lead_id": pd.Series([row.lead for row in rows], dtype="str"),
            time: pd.Series([row.at for row in rows], dtype="datetime64[us]"),
            "what": pd.Series([row.what for row in rows], dtype="str"),
            f"is_date_{time}": pd.Series([row.is_date for row in rows], dtype=bool),
        }
    )


@dataclass
class HandOff:
    """One hand-off, and what is counted around it."""

    lead: str
    at: datetime
    until: datetime | None
    is_first: bool
    is_date: bool
    before: dict[str, int] = field(default_factory=dict)
    ever: dict[str, int] = field(default_factory=dict)
    touch: datetime | None = None
    is_timed: bool = True
    is_accepted: bool = False


NOT_SALES = ("lead", *terms.DETOURS)


class Audited:
    """The answers, from the rows that are known."""

    def __init__(self, case: Case, first: datetime, end: datetime) -> None:
        self.case, self.as_of = case.known(), case.as_of
        self.done = [row for row in self.case.done if not row.is_bot]
        every = [hand_off for lead in sorted(self.case.created) for hand_off in self._of(lead)]
        self.hand_offs = [each for each in every if first <= each.at < end]
        start = case.recorded_from or datetime.min
        self.recorded = [each for each in self.hand_offs if each.at >= start]

    def _entries(self, lead: str) -> list[Row]:
        places = [*terms.STAGES, *terms.DETOURS]
        own = [row for row in self.case.changes if row.lead == lead]
        own.sort(key=lambda row: (row.at, places.index(row.what)))
        return [row for n, row in enumerate(own) if n == 0 or own[n - 1].what != row.what]

    def _of(self, lead: str) -> list[HandOff]:
        entries = self._entries(lead)
        surely, last = [], self.as_of
        for row in reversed(entries):
            last = min(row.done_at, last)
            surely.append(last)
        reached = list(zip(entries, reversed(surely), strict=True))
        starts, is_theirs = [], False
        for row in entries:  # a stay lasts until the lead is no longer Sales'
            if row.what == "mql" and not is_theirs:
                starts.append(row)
            is_theirs = row.what == "mql" or (is_theirs and row.what not in NOT_SALES)
        found = []
        for n, row in enumerate(starts):
            until = starts[n + 1].at if n + 1 < len(starts) else None
            each = HandOff(lead, row.at, until, n == 0, row.is_date)
            limit = min(until or datetime.max, row.at + OLD_DAYS * DAY + MOMENT)
            each.is_accepted = any(
                entry.what in AFTER and row.at <= at < limit for entry, at in reached
            )
            self._count(each)
            found.append(each)
        return found

    def _count(self, each: HandOff) -> None:
        own = [row for row in self.done if row.lead == each.lead]
        for team in WHAT:
            done = [row.done_at for row in own if row.what == team]
            each.ever[team] = len(done)
            each.before[team] = sum(at <= each.at for at in done)
        until = each.until or datetime.max
        touches = [r for r in own if r.what == "sales" and each.at <= r.done_at < until]
        first = min(touches, key=lambda row: (row.done_at, row.is_date), default=None)
        each.touch = first.done_at if first else None
        each.is_timed = not each.is_date and not (first and first.is_date)

    @property
    def around(self) -> list[tuple]:
        """Each hand-off, whether it is its lead's first, and how much was done around it."""
        return [
            (
                each.lead,
                each.at,
                each.is_first,
                each.before["lead"],
                each.before["marketing"],
                each.ever["marketing"],
                each.ever["sales"],
            )
            for each in self.hand_offs
        ]

    @property
    def facts(self) -> dict[str, Count]:
        """Hits and tries of each share."""
        is_old = self._is_old
        old = [each for each in self.hand_offs if is_old(each, OLD_DAYS)]
        judged = [each for each in self.recorded if is_old(each, OLD_DAYS)]
        in_time = [each.touch and each.touch <= each.at + OLD_DAYS * DAY for each in judged]
        last = {each.lead: each for each in self.hand_offs}.values()
        ended = [self._has_end(each.lead) for each in last if is_old(each, HORIZON_DAYS)]
        return {
            "early_follow_up": _count(each.before["marketing"] > 0 for each in self.hand_offs),
            "fast_follow_up": _count(self._fast()),
            "later_follow_up": _count(in_time),
            "tracked_communication": _count(
                each.ever["marketing"] > 0 and each.ever["sales"] > 0 for each in judged
            ),
            "good_leads": _count(each.is_accepted for each in old),
            "feedback_on_leads": _count(ended),
        }

    def _is_old(self, each: HandOff, days: int) -> bool:
        return each.at + days * DAY <= self.as_of

    def _fast(self) -> list[bool]:
        timed = [each for each in self.recorded if each.is_timed]
        old = [each for each in timed if worked(each.at, self.as_of) >= WITHIN_HOURS]
        return [
            each.touch is not None and worked(each.at, each.touch) <= WITHIN_HOURS for each in old
        ]

    def _has_end(self, lead: str) -> bool:
        ends = [row.what for row in self.case.deals if row.lead == lead]
        stages = [row.what for row in self._entries(lead)]
        is_won = "won" in ends or "customer" in stages
        return is_won or stages[-1] in terms.DETOURS or set(ends) == {"lost"}

    @property
    def touches_before(self) -> float | None:
        own = [each.before["lead"] for each in self.hand_offs if each.is_first]
        return median(own) if len(own) >= max(self.case.least_count, 1) else None

    def has(self, team: str) -> bool:
        """Whether anything that the team did is known."""
        return any(row.what == team for row in self.done)

    @property
    def has_sal(self) -> bool:
        return any(r.what == "sal" for lead in self.case.created for r in self._entries(lead))


def _count(hits: Iterable[object]) -> Count:
    marks = [bool(hit) for hit in hits]
    return sum(marks), len(marks)


def worked(start: datetime, end: datetime) -> int:
    """Hours from 9 to 17 o'clock, Monday to Friday, between two full hours."""
    n_hours = int((end - start) / timedelta(hours=1))
    hours = (start + timedelta(hours=n) for n in range(n_hours))
    return sum(at.weekday() < 5 and 9 <= at.hour < 17 for at in hours)


LEADS = "abcdef"
_days = st.integers(0, 12)
_created = _days.map(lambda n: START + n * DAY)
_hours = st.sampled_from([8, 10, 10, 15])  # midnight is for dates without a time


def _rows(whats: tuple[str, ...], least: int, dates: bool = True) -> st.SearchStrategy:
    def row(lead: str, day: int, hour: int, what: str, kind: str) -> Row:
        at = START + day * DAY + timedelta(hours=0 if kind == "date" else hour)
        return Row(lead, at, what, kind == "date", kind == "bot")

    kinds = st.sampled_from(["", "", "date", "bot"] if dates else [""])
    drawn = st.builds(row, st.sampled_from(LEADS), _days, _hours, st.sampled_from(whats), kinds)
    # sparse and dense ones: what a history lacks, and what many hand-offs show at once
    return st.lists(drawn, max_size=6).map(tuple) | st.lists(
        drawn, min_size=least, max_size=2 * least
    ).map(tuple)


cases = st.builds(
    Case,
    st.sampled_from([datetime(2026, 2, 3), datetime(2026, 2, 4, 12)]),
    st.fixed_dictionaries(
        {**dict.fromkeys("abcd", st.just(CREATED)), **dict.fromkeys("ef", _created)}
    ),
    _rows(("lead", "marketing", "sales", "sales"), 30),
    _rows(("mql", "mql", "mql", "sal", "sql", "recycled", "disqualified"), 25),
    _rows(("won", "lost", "lost", "open"), 8, dates=False),
    st.sampled_from([None, None, START + 10 * DAY]),
    st.sampled_from([1, 1, 3]),
)
