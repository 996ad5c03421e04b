"""One JSON file a lead: what changes, what is known of it, and all that happened to it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from alignment.exports.columns import instants
from alignment.record import plain

FOLDER = "leads"
_MOST_SIGNS = 40


def file_name(lead_id: str) -> str:
    """The file of a lead: readable where its id is, safe on every file system, and its own.

    The digest tells ids apart that differ only in case or in signs that no name may hold.

    Examples
    --------
    >>> file_name("L0000001")
    'l0000001-08d5e91dd3cb.json'
    """
    signs = [s if s.isascii() and s.isalnum() else "-" for s in lead_id[:_MOST_SIGNS].lower()]
    readable = "".join(signs).strip("-") or "lead"
    digest = hashlib.sha256(lead_id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{readable}-{digest}.json"


def write(
    folder: Path,
    rows: pd.DataFrame,
    leads: pd.DataFrame,
    events: pd.DataFrame,
    facts: Mapping[str, object],
) -> None:
    """Write ``leads/NAME.json`` for every lead that changes hands; the same data, the same bytes.

    Each file holds ``lead_id``; ``facts``; ``changes`` (one for each of its rows: direction, why,
    reason, since_at, episode, score, lines, task, task_owner, due_at, key); ``lead`` (the columns
    of the history's leads, as known today); ``history`` (what Marketing, Sales and the lead did
    and what became of it, in order: at, is_date, team, kind, what, asset, campaign, actor, reason,
    amount, currency). Instants are UTC, ``2026-09-30T14:05:00.000Z``; what is not known has no
    key.

    Parameters
    ----------
    rows : DataFrame
        `alignment.exports.changes`.
    leads : DataFrame
        The rows of these leads.
    events : DataFrame
        `alignment.measures.tracker.events` of these leads, by lead, then time.
    facts : mapping
        What every file says of the day and the agreement.
    """
    (folder / FOLDER).mkdir()
    changes = _by_lead(rows, dropped=("lead_id", "name", "company", "owner", *_OF_LEAD))
    known = _by_lead(leads, dropped=("lead_id",))
    histories = dict(_histories(events))
    for lead_id in changes:
        head = {"lead_id": lead_id, "facts": facts, "changes": changes[lead_id]}
        head["lead"] = next(iter(known.get(lead_id, [])), {})
        text = json.dumps(plain(head), indent=1, ensure_ascii=False, allow_nan=False)
        history = histories.get(lead_id, "")
        text = f'{text[:-2]},\n "history": [{history}]\n}}\n'
        (folder / FOLDER / file_name(lead_id)).write_bytes(text.encode("utf-8", "replace"))


_OF_LEAD = ("first_name", "last_name", "email", "job_title")


def _by_lead(rows: pd.DataFrame, dropped: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each lead, without what is missing."""
    told = rows.drop(columns=list(dropped), errors="ignore")
    times = told.select_dtypes("datetime").columns
    told = told.assign(**{name: instants(told[name]) for name in times}).astype(object)
    is_known = told.notna().to_numpy()
    names = list(told.columns)
    found: dict[str, list[dict[str, Any]]] = {}
    for lead_id, values, known in zip(
        rows["lead_id"], told.itertuples(index=False, name=None), is_known, strict=True
    ):
        held = {n: v for n, v, k in zip(names, values, known, strict=True) if k}
        found.setdefault(lead_id, []).append(held)
    return found


def _histories(events: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """The events of each lead as the inside of a JSON list."""
    if events.empty:
        return
    # a column at a time: a dictionary and a call of json for each of a million rows takes minutes
    columns = [_encoded(events[name], name) for name in events.columns if name != "lead_id"]
    lines = ["{" + "".join(parts)[2:] + "}" for parts in zip(*columns, strict=True)]
    lead_ids = events["lead_id"].to_numpy()
    starts = np.flatnonzero(np.r_[True, lead_ids[1:] != lead_ids[:-1]])
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lead_ids[start], "\n  " + ",\n  ".join(lines[start:end]) + "\n "


def _encoded(column: pd.Series, name: str) -> np.ndarray:
    """Of each row `, "name": value`, or nothing where it is missing; each value encoded once."""
    codes, values = pd.factorize(column)
    if pd.api.types.is_datetime64_dtype(values.dtype):
        values = instants(pd.Series(values))
    texts = [f', "{name}": {_json(value)}' for value in values]
    return np.array([*texts, ""], dtype=object)[codes]


def _json(value: object) -> str:
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)
