"""What a team owes after a hand-off or a give-back, by when, and what shows that it was done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from alignment.agreement import Agreement, Task
from alignment.measures.stays import PLACES
from alignment.measures.working import WorkingClock
from alignment.period import DAY, day_end

LATEST = pd.Timestamp("2262-01-01")
"""After any deadline."""


@dataclass(frozen=True)
class Owed:
    """A task of the agreement, or a service level that stands in for one.

    Parameters
    ----------
    within_hours : float or None
        Working hours.
    within_days : int or None
        Working days; where `is_calendar`, days, weekends too.
    activities, stages : tuple of str
        Of these activities of the team, or stages entered, any one shows that it was done.
    """

    task: str
    team: str
    owner: str
    within_hours: float | None = None
    within_days: int | None = None
    activities: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    is_calendar: bool = False

    @classmethod
    def of(cls, task: Task, agreement: Agreement) -> "Owed":
        """A task of the agreement; where it names no owner, the team is."""
        return cls(
            task.task,
            task.team,
            task.owner or getattr(agreement.parties, task.team),
            task.within_hours,
            task.within_days,
            tuple(name for name in task.done_by if name not in PLACES),
            tuple(name for name in task.done_by if name in PLACES),
        )

    def due_at(self, starts: pd.Series, clock: WorkingClock) -> pd.Series:
        """By when it is due (UTC), counted from each instant; missing where it has no limit."""
        if self.within_hours is not None:
            return clock.after(starts, self.within_hours)
        if self.within_days is None:
            return pd.Series(pd.NaT, index=starts.index, dtype="datetime64[us]")
        if self.is_calendar:
            return starts + self.within_days * DAY
        return clock.days_after(starts, self.within_days)


def agreed_tasks(agreement: Agreement, occasion: str) -> list[Owed]:
    """The tasks of an occasion (``hand_off``, ``give_back``), in the agreement's order."""
    return [Owed.of(task, agreement) for task in agreement.tasks.values() if task.on == occasion]


def listed_from(due_from: pd.Series, as_of: pd.Timestamp, zone: str) -> pd.Series:
    """The instant of the first day's list that each could stand in, and that a follow-up is counted
    from, so that its deadline is the same in every later list: the end of the local day from which
    it was due, but not after as-of; as-of where that day is not known."""
    return day_end(due_from, zone).fillna(as_of).clip(upper=as_of)


def first_due(
    tasks: Sequence[Owed], team: str, starts: pd.Series, clock: WorkingClock
) -> pd.DataFrame:
    """The task of a team that is due first, counted from each instant: task, task_owner, due_at.

    One without a deadline only where none has any; missing where the team has no task.
    """
    own = [owed for owed in tasks if owed.team == team]
    columns = {"task": "str", "task_owner": "str", "due_at": "datetime64[us]"}
    found = pd.DataFrame(index=starts.index, columns=list(columns)).astype(columns)
    for owed in own:
        due = owed.due_at(starts, clock)
        is_first = found["task"].isna() | (due < found["due_at"].fillna(LATEST))
        found.loc[is_first, ["task", "task_owner"]] = owed.task, owed.owner
        found.loc[is_first, "due_at"] = due[is_first]
    return found


def shown_tasks(
    agreement: Agreement, sales_activities: Sequence[str]
) -> Iterator[tuple[str, Owed]]:
    """Each task that the history can show as done, with its occasion.

    Where no task of Sales on a hand-off is so, the first contact and the qualification of the
    service levels stand in.

    Parameters
    ----------
    sales_activities : sequence of str
        All of Sales', any of which is a contact where no conversations are agreed.
    """
    for occasion in ("hand_off", "give_back"):
        tasks = agreed_tasks(agreement, occasion)
        held = [owed for owed in tasks if owed.activities or owed.stages]
        yield from ((occasion, owed) for owed in held)
        if occasion == "hand_off" and not any(owed.team == "sales" for owed in held):
            yield from ((occasion, owed) for owed in _levels(agreement, sales_activities))


def _levels(agreement: Agreement, sales_activities: Sequence[str]) -> list[Owed]:
    sales, whose = agreement.service_levels.sales, agreement.parties.sales
    contacts = sales.conversations or tuple(sales_activities)
    return [
        Owed(
            "First contact",
            "sales",
            whose,
            within_hours=sales.first_contact_within_hours,
            activities=contacts,
        ),
        Owed(
            "Qualify, or give back",
            "sales",
            whose,
            within_days=sales.qualification_within_days,
            stages=PLACES[PLACES.index("sql") :],
            is_calendar=True,
        ),
    ]
