"""One JSON file a lead: what changes, what is known of it, and all that happened to it."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from alignment.exports.columns import instant_texts
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
    said = _json(facts)
    changes = _by_lead(rows.drop(columns=list(_OF_LEAD), errors="ignore"))
    known = _by_lead(leads)
    histories = _by_lead(events)
    for lead_id in changes:
        parts = {
            "lead_id": _json(lead_id),
            "facts": said,
            "changes": _listed(changes[lead_id]),
            "lead": next(iter(known.get(lead_id, [])), "{}"),
            "history": _listed(histories.get(lead_id, [])),
        }
        text = ",\n ".join(f'"{name}": {part}' for name, part in parts.items())
        with open(f"{folder}/{FOLDER}/{file_name(lead_id)}", "wb") as held:
            held.write(f"{{\n {text}\n}}\n".encode("utf-8", "replace"))


_OF_LEAD = ("name", "company", "owner", "first_name", "last_name", "email", "job_title")


def _by_lead(rows: pd.DataFrame) -> dict[str, list[str]]:
    """The rows of each lead, in their order, as JSON objects without what is missing."""
    if rows.empty:
        return {}
    rows = rows.sort_values("lead_id", kind="stable")
    objects, ids = _objects(rows.drop(columns="lead_id")), rows["lead_id"].to_numpy()
    starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]]).tolist()
    ends = [*starts[1:], len(objects)]
    return {ids[s]: objects[s:e] for s, e in zip(starts, ends, strict=True)}


def _objects(rows: pd.DataFrame) -> list[str]:
    """Each row as a JSON object, instants first.

    What many rows share is encoded once: a dictionary and a call of json for each of a million
    events is slow.
    """
    times = list(rows.select_dtypes("datetime").columns)
    others = [_encoded(rows[name], name) for name in rows.columns.difference(times, sort=False)]
    alike = np.zeros(len(rows), dtype=np.int64)
    for codes, texts in others:
        alike, _ = pd.factorize(alike * len(texts) + codes)
    _, firsts = np.unique(alike, return_index=True)
    shared = zip(*(texts[codes[firsts]] for codes, texts in others), strict=True)
    held = np.array(["".join(parts) for parts in shared], dtype=object)[alike]
    told = [_told(rows[name], name) for name in times]
    return ["{" + "".join(parts)[2:] + "}" for parts in zip(*told, held, strict=True)]


def _encoded(column: pd.Series, name: str) -> tuple[np.ndarray, np.ndarray]:
    """For each row which text is its `, "name": value`; of a missing value the last, empty one."""
    codes, values = pd.factorize(column)
    key = f", {_json(name)}: "
    texts = np.array([*(key + _json(value) for value in values.tolist()), ""], dtype=object)
    return np.where(codes < 0, len(values), codes), texts


def _told(times: pd.Series, name: str) -> list[str]:
    """Of each row `, "name": "instant"`, or nothing where it is missing."""
    key = f", {_json(name)}: "
    return [f'{key}"{at}"' if at else "" for at in instant_texts(times)]


def _listed(objects: list[str]) -> str:
    return "[\n  " + ",\n  ".join(objects) + "\n ]" if objects else "[]"


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def _json(value: object) -> str:
    return _ENCODER.encode(value if isinstance(value, str) else plain(value))
