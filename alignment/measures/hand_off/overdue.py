"""Which tasks are not done, and past their deadline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.hand_off.hands import Hands
from alignment.measures.hand_off.owed import Owed, shown_tasks
from alignment.measures.hand_off.people import among, people
from alignment.measures.hand_off.tables import OVERDUE, shaped
from alignment.measures.journeys import sql_text
from alignment.measures.rates import counted
from alignment.measures.recording import recording_start
from alignment.measures.stays import PLACES
from alignment.measures.working import WorkingClock
from alignment.period import DAY, day_words, local_days

NAME = "overdue"
_DONE = {"lead_id": "str", "team": "str", "activity": "str", "first_at": "datetime64[us]"}


def overdue(history: History, agreement: Agreement, hands: Hands) -> Finding:
    """The tasks that are not done by their deadline, nor since.

    Those on a hand-off of the leads in Sales' hands, won ones apart; those on a give-back of the
    leads recycled. A task without a deadline is never overdue; nor is one whose occasion is from
    before the activities that show it were recorded.
    """
    clock, as_of = WorkingClock.of(agreement.calendar), hands.as_of
    rows, own = _occasions(hands), _own_activities(history, as_of)
    tasks = list(shown_tasks(agreement, own.get("sales", ())))
    done = _done(history, pd.concat(rows.values()), tasks, as_of)
    known = {(on, team): _is_known(rows[on], done, team, own, as_of) for on in rows for team in own}
    parts, n_unknown = [], 0
    for on, owed in tasks:
        late = _undone(rows[on], owed, done, clock, as_of)
        is_told = among(late["lead_id"], known.get((on, owed.team), late["lead_id"][:0]))
        is_told |= not owed.activities
        n_unknown += int((~is_told).sum())
        parts.append(late[is_told])
    found = pd.concat([shaped(pd.DataFrame(), OVERDUE), *parts], ignore_index=True)
    found["late_hours"] = clock.hours(found["due_at"], pd.Series(as_of, index=found.index))
    who = people(history, found["lead_id"], as_of)
    table = found[["lead_id", *(name for name in found if name not in who)]].merge(
        who, on="lead_id"
    )
    order = ["due_at", "lead_id", "task"]
    table = table.sort_values(order, ascending=[False, True, True], kind="stable")
    caveats = tuple(_caveats(history, tasks, n_unknown))
    return _told(shaped(table, OVERDUE), caveats, agreement, hands, history.zone)


def _occasions(hands: Hands) -> dict[str, pd.DataFrame]:
    """By occasion, the leads that it goes on for: lead_id, since_at, reached; no lead in both."""
    held = hands.table
    recycled = held[held["stage"].eq("recycled") & ~held["is_won"]]
    since = {
        "hand_off": hands.in_sales.assign(since_at=hands.in_sales["held_since"]),
        "give_back": recycled.assign(since_at=recycled["returned_at"]),
    }
    return {on: rows[["lead_id", "since_at", "reached"]] for on, rows in since.items()}


def _own_activities(history: History, as_of: pd.Timestamp) -> dict[str, tuple[str, ...]]:
    """By team, all that it did by as-of; no machine's."""
    found = history.query(
        "SELECT DISTINCT a.team AS team, a.activity AS activity FROM activities AS a "
        "CROSS JOIN settings AS g WHERE a.team IN ('marketing', 'sales') "
        "AND NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of ORDER BY team, activity",
        settings=pd.DataFrame({"as_of": [as_of]}),
    )
    return {str(team): tuple(rows["activity"]) for team, rows in found.groupby("team")}


def _done(
    history: History,
    occasions: pd.DataFrame,
    tasks: Iterable[tuple[str, Owed]],
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """What both teams did after each occasion: lead_id, team, activity, first_at."""
    if occasions.empty or not any(owed.activities for _, owed in tasks):
        return pd.DataFrame(columns=list(_DONE)).astype(_DONE)
    first_at = occasions["since_at"].min() - 2 * DAY
    return history.query(
        sql_text("hand_off/answered"),
        occasions=occasions[["lead_id", "since_at"]],
        days=local_days(history.first_at, as_of, history.zone),
        settings=pd.DataFrame({"as_of": [as_of], "first_at": [first_at]}),
    )


def _is_known(
    rows: pd.DataFrame,
    done: pd.DataFrame,
    team: str,
    own: Mapping[str, Sequence[str]],
    as_of: pd.Timestamp,
) -> pd.Series:
    """The leads whose occasion is from when a team's activities were being recorded."""
    if not own.get(team):
        return rows["lead_id"][:0]
    first = done[done["team"] == team].groupby("lead_id")["first_at"].min()
    since = rows["since_at"]
    reached = first.reindex(rows["lead_id"]).set_axis(rows.index)
    start = recording_start(since, reached, as_of)
    return rows["lead_id"] if start is None else rows.loc[since >= start, "lead_id"]


def _undone(
    rows: pd.DataFrame, owed: Owed, done: pd.DataFrame, clock: WorkingClock, as_of: pd.Timestamp
) -> pd.DataFrame:
    """The leads for which one task is overdue."""
    bits = sum(1 << PLACES.index(stage) for stage in owed.stages)
    open_ = rows[(rows["reached"] & bits) == 0].reset_index(drop=True)
    due_at = owed.due_at(open_["since_at"], clock)
    late = open_[due_at < as_of].assign(due_at=due_at)[["lead_id", "since_at", "due_at"]]
    shows = done[(done["team"] == owed.team) & done["activity"].isin(owed.activities)]
    late = late[~among(late["lead_id"], shows["lead_id"].drop_duplicates())]
    return late.rename(columns={"since_at": "occurred_at"}).assign(
        team=owed.team, task=owed.task, task_owner=owed.owner
    )


def _told(
    table: pd.DataFrame,
    caveats: tuple[str, ...],
    agreement: Agreement,
    hands: Hands,
    zone: str,
) -> Finding:
    n = {team: int((table["team"] == team).sum()) for team in ("marketing", "sales")}
    day = day_words(hands.as_of, zone)
    said = f"Nothing is overdue on {day}."
    if len(table):
        is_are = "is" if len(table) == 1 else "are"
        whose = [f"{k:,} of {getattr(agreement.parties, team)}" for team, k in n.items() if k]
        said = (
            f"{counted(len(table), 'task')} {is_are} overdue on {day}, of "
            f"{counted(table['lead_id'].nunique(), 'lead')}: {' and '.join(whose)}."
        )
    figures = {"n_overdue": len(table), **{f"n_overdue_{team}": k for team, k in n.items()}}
    return Finding(table, said, caveats, NAME, figures)


def _caveats(history: History, tasks: Iterable[tuple[str, Owed]], n_unknown: int) -> Iterator[str]:
    if not history.n_rows.get("stage_changes"):
        yield "No stage change is recorded: nobody knows who was handed off or given back."
    if not history.n_rows.get("activities"):
        yield "No activity is recorded: what was done shows in changes of stage only."
    if n_unknown:
        yield (
            f"{counted(n_unknown, 'task')} from before that team's activities were recorded "
            f"{'is' if n_unknown == 1 else 'are'} left out: nobody knows whether it was done."
        )
    if any(owed.is_calendar for _, owed in tasks):
        yield (
            "No task of Sales on a hand-off says what shows that it was done: the first contact "
            "and the qualification of the service levels stand in."
        )
