"""The lists of a hand-off as a room reads them: few columns, local times, the first leads."""

from dataclasses import replace

import numpy as np
import pandas as pd

from alignment.finding import Finding
from alignment.measures.hand_off.hand_off import HandOff
from alignment.period import local

MOST = 16
"""Leads of a list that a room reads; the files of the day have all."""


def read(hand_off: HandOff, zone: str, most: int = MOST) -> tuple[Finding, Finding, Finding]:
    """Who goes to Sales, who comes back, and what is overdue, as a room reads it.

    Parameters
    ----------
    zone : str
        IANA zone of the times shown.

    Returns
    -------
    tuple of Finding
        The findings of `hand_off`, each with its first `most` rows and texts for columns: lead
        (name, company and id), score, why, last_touches, materials, next (the next task, by when
        and whether that is over, by whom); why, since, score, next; team, task, due, late_hours.
    """
    as_of = hand_off.as_of
    return (
        _cut(hand_off.to_sales, _to_sales(hand_off.to_sales.table.head(most), zone, as_of)),
        _cut(hand_off.back, _back(hand_off.back.table.head(most), zone, as_of)),
        _cut(hand_off.overdue, _overdue(hand_off.overdue.table.head(most), zone)),
    )


def _cut(whole: Finding, shown: pd.DataFrame) -> Finding:
    if len(shown) == len(whole.table):
        return replace(whole, table=shown)
    more = f"Shown are the first {len(shown)}; the files of the day have all."
    return replace(whole, table=shown, caveats=(*whole.caveats, more))


def _to_sales(table: pd.DataFrame, zone: str, as_of: pd.Timestamp) -> pd.DataFrame:
    touches = [
        "\n".join(f"{who}: {what}" for who, what in zip(_SIDES, row, strict=True) if pd.notna(what))
        for row in table[["last_by_lead", "last_by_marketing", "last_by_sales"]].values
    ]
    return pd.DataFrame(
        {
            "lead": _leads(table, is_owner_shown=True),
            "score": table["score"],
            "why": table["lines"].str.replace(", ", "\n", regex=False),
            "last_touches": touches,
            "materials": table["materials"].str.replace("; ", "\n", regex=False),
            "next": _next(table, zone, as_of),
        }
    )


_SIDES = ("Lead", "Marketing", "Sales")


def _back(table: pd.DataFrame, zone: str, as_of: pd.Timestamp) -> pd.DataFrame:
    since = [
        f"{reason}\nsince {at}"
        for reason, at in zip(table["reason"], _days(table, zone), strict=True)
    ]
    shown = {"lead": _leads(table), "why": since, "score": table["score"]}
    return pd.DataFrame({**shown, "next": _next(table, zone, as_of)})


def _days(table: pd.DataFrame, zone: str) -> list[str]:
    return [f"{at.day} {at:%b %Y}" for at in local(table["since_at"], zone)]


def _overdue(table: pd.DataFrame, zone: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "lead": _leads(table),
            "team": table["team"].str.capitalize(),
            "task": table["task"],
            "task_owner": table["task_owner"],
            "due": _by(table["due_at"], zone),
            "late_hours": table["late_hours"],
        }
    )


def _leads(table: pd.DataFrame, is_owner_shown: bool = False) -> list[str]:
    """Name and company where they are known, then the id, and whose it is."""
    columns = table[["name", "company", "lead_id"]]
    said = ["\n".join(str(part) for part in row if pd.notna(part)) for row in columns.values]
    if not is_owner_shown or table["owner"].isna().all():
        return said
    owners = table["owner"].fillna("nobody yet")
    return [f"{lead}\nOwner: {owner}" for lead, owner in zip(said, owners, strict=True)]


def _next(table: pd.DataFrame, zone: str, as_of: pd.Timestamp) -> list[str | None]:
    late = np.where(table["due_at"] < as_of, " (overdue)", "")
    by = [at and at + word for at, word in zip(_by(table["due_at"], zone), late, strict=True)]
    rows = zip(table["task"], by, table["task_owner"], strict=True)
    return [_task(*row) if pd.notna(row[0]) else None for row in rows]


def _task(task: str, by: str | None, owner: str) -> str:
    when = f"\nby {by}" if by else ""
    return f"{task}{when}\n{owner}" if pd.notna(owner) and owner else f"{task}{when}"


def _by(due_at: pd.Series, zone: str) -> list[str | None]:
    return [
        f"{at:%a} {at.day} {at:%b %Y}, {at:%H:%M}" if pd.notna(at) else None
        for at in local(due_at, zone)
    ]
