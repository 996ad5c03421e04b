"""Which tasks are not done, and past their deadline."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.hand_off.hands import Hands
from alignment.measures.hand_off.owed import Owed, shown_tasks
from alignment.measures.hand_off.people import people
from alignment.measures.hand_off.tables import OVERDUE, shaped
from alignment.measures.journeys import sql_text
from alignment.measures.rates import counted
from alignment.measures.recording import recording_start
from alignment.measures.stays import PLACES
from alignment.measures.working import WorkingClock
from alignment.period import DAY, day_words, local_days

NAME = "overdue"
_DONE = {"n_occasion": "int64", "kind": "int64", "first_at": "datetime64[us]"}


def overdue(history: History, agreement: Agreement, hands: Hands) -> Finding:
    """The tasks that are not done by their deadline, nor since.

    Those on a hand-off of the leads in Sales' hands, won ones apart; those on a give-back of the
    leads recycled. A task without a deadline is never overdue; nor is one whose occasion is from
    before the activities that show it were recorded.
    """
    clock, as_of = WorkingClock.of(agreement.calendar), hands.as_of
    rows, kinds = _occasions(hands), _kinds(history, as_of)
    of_sales = tuple(kinds.loc[kinds["team"] == "sales", "activity"])
    tasks = list(shown_tasks(agreement, of_sales))
    done = _done(history, rows, kinds, tasks, as_of)
    known = {
        (on, team): _is_known(own, done[done["kind"].isin(kinds.loc[rows_of, "kind"])], as_of)
        for on, own in rows.items()
        for team, rows_of in kinds.groupby("team").groups.items()
    }
    parts, n_unknown = [], 0
    for on, owed in tasks:
        shows = kinds[(kinds["team"] == owed.team) & kinds["activity"].isin(owed.activities)]
        shown = done.loc[done["kind"].isin(shows["kind"]), "n_occasion"]
        late = _undone(rows[on], owed, shown, clock, as_of)
        is_told = late["n_occasion"].isin(known.get((on, owed.team), [])) | (not owed.activities)
        n_unknown += int((~is_told).sum())
        parts.append(late[is_told].drop(columns="n_occasion"))
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
    every = pd.concat(since.values(), keys=list(since))[["lead_id", "since_at", "reached"]]
    every["n_occasion"] = range(len(every))
    return {on: every.loc[on] if len(rows) else every[:0] for on, rows in since.items()}


def _kinds(history: History, as_of: pd.Timestamp) -> pd.DataFrame:
    """All that either team did by as-of, by no machine: team, activity, kind (a number)."""
    found = history.query(
        "SELECT DISTINCT a.team AS team, a.activity AS activity FROM activities AS a "
        "CROSS JOIN settings AS g WHERE a.team IN ('marketing', 'sales') "
        "AND NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of ORDER BY team, activity",
        settings=pd.DataFrame({"as_of": [as_of]}),
    )
    return found.assign(kind=range(len(found)))


def _done(
    history: History,
    rows: Mapping[str, pd.DataFrame],
    kinds: pd.DataFrame,
    tasks: Iterable[tuple[str, Owed]],
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """What both teams did after each occasion: n_occasion, kind, first_at."""
    occasions = pd.concat(rows.values())
    if occasions.empty or not any(owed.activities for _, owed in tasks):
        return pd.DataFrame(columns=list(_DONE)).astype(_DONE)
    first_at = occasions["since_at"].min() - 2 * DAY
    return history.query(
        sql_text("hand_off/answered"),
        occasions=occasions[["n_occasion", "lead_id", "since_at"]],
        kinds=kinds,
        days=local_days(history.first_at, as_of, history.zone),
        settings=pd.DataFrame({"as_of": [as_of], "first_at": [first_at]}),
    )


def _is_known(rows: pd.DataFrame, done: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """The occasions from when a team's activities, of which `done` are, were being recorded."""
    since = rows["since_at"]
    first = done.groupby("n_occasion")["first_at"].min()
    reached = first.reindex(rows["n_occasion"]).set_axis(rows.index)
    start = recording_start(since, reached, as_of)
    return rows["n_occasion"] if start is None else rows.loc[since >= start, "n_occasion"]


def _undone(
    rows: pd.DataFrame, owed: Owed, shown: pd.Series, clock: WorkingClock, as_of: pd.Timestamp
) -> pd.DataFrame:
    """The occasions of one task that are overdue; `shown` are those of which it is seen done."""
    bits = sum(1 << PLACES.index(stage) for stage in owed.stages)
    open_ = rows[((rows["reached"] & bits) == 0) & ~rows["n_occasion"].isin(shown)]
    due_at = owed.due_at(open_["since_at"], clock)
    late = open_.assign(due_at=due_at)[due_at < as_of].rename(columns={"since_at": "occurred_at"})
    return late[["n_occasion", "lead_id", "occurred_at", "due_at"]].assign(
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
        left, was = ("is", "it was") if n_unknown == 1 else ("are", "they were")
        yield (
            f"{counted(n_unknown, 'task')} from before that team's activities were recorded {left} "
            f"left out: nobody knows whether {was} done."
        )
    if any(owed.is_calendar for _, owed in tasks):
        yield (
            "No task of Sales on a hand-off says what shows that it was done: the first contact "
            "and the qualification of the service levels stand in."
        )
