"""How late the overdue tasks are, task by task."""

import numpy as np
import pandas as pd

from alignment.agreement import Calendar
from alignment.finding import Finding
from alignment.measures.hand_off.hand_off import HandOff
from alignment.measures.rates import counted, percent
from alignment.measures.working import WorkingClock

LATE = {"n_day": 1, "n_week": 5, "n_month": 21}
"""Columns by lateness, and up to how many working days each counts; the last column the rest."""


def by_task(hand_off: HandOff, calendar: Calendar) -> Finding:
    """The overdue tasks of a hand-off by how late they are.

    Parameters
    ----------
    calendar : Calendar
        The length of its working day makes days of late hours.

    Returns
    -------
    Finding
        One row a task and team, most overdue first: task, team, n_day (late by up to one working
        day), n_week (up to five), n_month (up to 21), n_older, n_overdue (their sum). Where
        nothing is overdue, the sentence of `hand_off.overdue`.
    """
    late, name = hand_off.overdue.table, "overdue_by_task"
    if late.empty:
        return Finding(pd.DataFrame(), hand_off.overdue.sentence, name=name)
    days = late["late_hours"] / WorkingClock.of(calendar).day_hours
    place = np.searchsorted(list(LATE.values()), days, side="left")
    columns = [*LATE, "n_older"]
    counts = pd.crosstab([late["task"], late["team"]], place).reindex(
        columns=range(len(columns)), fill_value=0
    )
    table = counts.set_axis(columns, axis=1).reset_index()
    table["team"] = table["team"].str.capitalize()
    table["n_overdue"] = table[columns].sum(axis=1)
    table = table.sort_values(["n_overdue", "task"], ascending=[False, True], ignore_index=True)
    n_old, top = int(table["n_older"].sum()), table.iloc[0]
    return Finding(
        table,
        f"Most often overdue is “{top['task']}”, by {top['team']}: {top['n_overdue']:,} of "
        f"{counted(len(late), 'task')}. {n_old:,} ({percent(n_old / len(late))}) are late by more "
        f"than {LATE['n_month']} working days.",
        ("Long overdue is seldom still to be done: agree what to close, and what to call.",)
        if n_old
        else (),
        name,
        {"n_overdue": len(late), "n_older": n_old},
    )
