"""What another system is told of each hand-off."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

_TOLD = (
    *("key", "direction", "lead_id", "name", "owner", "why", "reason", "since_at", "score"),
    *("lines", "task", "task_owner", "due_at"),
)


def told_of(changes: pd.DataFrame) -> list[Mapping[str, Any]]:
    """What another system is told of each hand-off; what is not known has no key.

    An e-mail address is told only of a lead that has no name.
    """
    named = changes["name"]
    if "email" in changes:
        named = named.where(named.notna(), changes["email"])
    rows = changes.assign(name=named)[list(_TOLD)].astype(object)
    return [
        {name: _told(value) for name, value in zip(_TOLD, row, strict=True) if pd.notna(value)}
        for row in rows.itertuples(index=False, name=None)
    ]


def _told(value: Any) -> Any:
    is_instant = isinstance(value, pd.Timestamp)
    return f"{value.isoformat(timespec='milliseconds')}Z" if is_instant else value
