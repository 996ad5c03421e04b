"""Which tasks are not done, and past their deadline."""

from collections.abc import Iterable, Iterator

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.hand_off.owed import PLACES, Owed, shown_tasks
from alignment.measures.hand_off.people import among, people
from alignment.measures.hand_off.standing import Standing
from alignment.measures.hand_off.tables import OVERDUE, shaped
from alignment.measures.journeys import sql_text
from alignment.measures.rates import counted
from alignment.measures.working import WorkingClock
from alignment.period import DAY, day_words, local_days

NAME = "overdue"


def overdue(history: History, agreement: Agreement, standing: Standing) -> Finding:
    """The tasks that are not done by their deadline, nor since.

    Those on a hand-off of the leads in Sales' hands, won ones apart; those on a give-back of the
    leads recycled. A task without a deadline is never overdue.
    """
    clock, as_of = WorkingClock.of(agreement.calendar), standing.as_of
    rows = _occasions(standing)
    tasks = list(shown_tasks(agreement, _of_sales(history, agreement, as_of)))
    parts = [_undone(history, rows[on], owed, clock, as_of) for on, owed in tasks]
    found = pd.concat([shaped(pd.DataFrame(), OVERDUE), *parts], ignore_index=True)
    found["late_hours"] = clock.hours(found["due_at"], pd.Series(as_of, index=found.index))
    who = people(history, found["lead_id"], as_of)
    table = found[["lead_id", *(name for name in found if name not in who)]].merge(
        who, on="lead_id"
    )
    order = ["due_at", "lead_id", "task"]
    table = table.sort_values(order, ascending=[False, True, True], kind="stable")
    return _told(
        shaped(table, OVERDUE), tuple(_caveats(history, tasks)), agreement, standing, history.zone
    )


def _occasions(standing: Standing) -> dict[str, pd.DataFrame]:
    """By occasion, the leads that it goes on for: lead_id, since_at, reached."""
    held = standing.table
    recycled = held[held["stage"].eq("recycled") & ~held["is_won"]]
    return {
        "hand_off": standing.in_sales.rename(columns={"held_since": "since_at"}),
        "give_back": recycled.rename(columns={"returned_at": "since_at"}),
    }


def _undone(
    history: History, rows: pd.DataFrame, owed: Owed, clock: WorkingClock, as_of: pd.Timestamp
) -> pd.DataFrame:
    """The leads for which one task is overdue."""
    bits = sum(1 << PLACES.index(stage) for stage in owed.stages)
    open_ = rows[(rows["reached"] & bits) == 0].reset_index(drop=True)
    due_at = owed.due_at(open_["since_at"], clock)
    late = open_[due_at < as_of].assign(due_at=due_at)[["lead_id", "since_at", "due_at"]]
    if len(late) and owed.activities:
        late = late[~among(late["lead_id"], _answered(history, late, owed, as_of))]
    return late.rename(columns={"since_at": "occurred_at"}).assign(
        team=owed.team, task=owed.task, task_owner=owed.owner
    )


def _answered(history: History, late: pd.DataFrame, owed: Owed, as_of: pd.Timestamp) -> pd.Series:
    shows = pd.DataFrame({"activity": pd.Series(owed.activities, dtype="str"), "team": owed.team})
    return history.query(
        sql_text("hand_off/answered"),
        occasions=late[["lead_id", "since_at"]],
        shows=shows,
        days=local_days(history.first_at, as_of, history.zone),
        settings=pd.DataFrame({"as_of": [as_of], "first_at": [late["since_at"].min() - 2 * DAY]}),
    )["lead_id"]


def _of_sales(history: History, agreement: Agreement, as_of: pd.Timestamp) -> tuple[str, ...]:
    """All activities of Sales, where the first contact stands in and asks for no certain ones."""
    if agreement.service_levels.sales.conversations:
        return ()
    found = history.query(
        "SELECT DISTINCT a.activity AS activity FROM activities AS a CROSS JOIN settings AS g "
        "WHERE a.team = 'sales' AND a.occurred_at <= g.as_of ORDER BY activity",
        settings=pd.DataFrame({"as_of": [as_of]}),
    )
    return tuple(found["activity"])


def _told(
    table: pd.DataFrame,
    caveats: tuple[str, ...],
    agreement: Agreement,
    standing: Standing,
    zone: str,
) -> Finding:
    n = {team: int((table["team"] == team).sum()) for team in ("marketing", "sales")}
    day = day_words(standing.as_of, zone)
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


def _caveats(history: History, tasks: Iterable[tuple[str, Owed]]) -> Iterator[str]:
    if not history.n_rows.get("stage_changes"):
        yield "No stage change is recorded: nobody knows who was handed off or given back."
    if not history.n_rows.get("activities"):
        yield "No activity is recorded: what was done shows in changes of stage only."
    if any(owed.is_calendar for _, owed in tasks):
        yield (
            "No task of Sales on a hand-off says what shows that it was done: the first contact "
            "and the qualification of the service levels stand in."
        )
