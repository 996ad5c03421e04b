"""The columns of the three lists that a hand-off day leaves behind."""

from collections.abc import Mapping

import pandas as pd

TEXT, TIME, FLAG = "str", "datetime64[us]", "bool"

TO_SALES: Mapping[str, str] = {
    "rank": "int64",
    "lead_id": TEXT,
    "name": TEXT,
    "company": TEXT,
    "owner": TEXT,
    "source": TEXT,
    "episode": "int64",
    "score": "float64",
    "lines": TEXT,
    "qualified_at": TIME,
    "is_new": FLAG,
    "last_by_lead": TEXT,
    "last_by_marketing": TEXT,
    "last_by_sales": TEXT,
    "materials": TEXT,
    "task": TEXT,
    "task_owner": TEXT,
    "due_at": TIME,
    "marketing_task": TEXT,
}
"""One row a lead, the highest score first: episode (1: its first stay in Sales), score (points at
as-of), lines (what adds up to it), qualified_at (since when it meets the rule and is free to go:
not before its cooldown was over), is_new (since as-of's local day), the last that each side did
("webinar, 3 September 2026"), materials (what it read, attended or asked for), Sales' next task
with its owner and deadline, and Marketing's own. Deadlines count from the end of the local day on
which the lead qualified."""

BACK: Mapping[str, str] = {
    "lead_id": TEXT,
    "name": TEXT,
    "company": TEXT,
    "owner": TEXT,
    "why": TEXT,
    "reason": TEXT,
    "is_backlog": FLAG,
    "handed_off_at": TIME,
    "since_at": TIME,
    "score": "float64",
    "lines": TEXT,
    "task": TEXT,
    "task_owner": TEXT,
    "due_at": TIME,
}
"""One row a lead: why (``score``, ``limit``, ``given back``), reason (in words), is_backlog (held
too long, and so a week ago already), handed_off_at (the start of the stay; missing: Sales' own
lead, never handed off), since_at (the same; for those given back, when they were), score (missing
once converted), lines, and Marketing's task with its owner and deadline, which counts from the
give-back, or from the end of the local day on which the lead was to go back."""

OVERDUE: Mapping[str, str] = {
    "lead_id": TEXT,
    "name": TEXT,
    "company": TEXT,
    "owner": TEXT,
    "team": TEXT,
    "task": TEXT,
    "task_owner": TEXT,
    "occurred_at": TIME,
    "due_at": TIME,
    "late_hours": "float64",
}
"""One row a lead and task, the most recently due first: team (who owes it), occurred_at (handed off
or given back), late_hours (working hours since it was due)."""


def shaped(table: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """A table with exactly these columns and types; one that it lacks is missing throughout, a
    flag not set."""
    held = table.reindex(columns=list(columns)).reset_index(drop=True)
    flags = {name: held[name].eq(True) for name, kind in columns.items() if kind == FLAG}
    return held.assign(**flags).astype(dict(columns))
