"""The leads that change hands, both ways in one table, with what is known of each person."""

import hashlib
from collections.abc import Iterable
from typing import Any

import pandas as pd
from pandas.api.typing import NaTType

from alignment.history import History
from alignment.measures.hand_off import HandOff

TO_SALES, BACK = "to_sales", "back_to_marketing"
_COLUMNS = (
    *("lead_id", "direction", "name", "company", "owner", "why", "reason", "since_at", "episode"),
    *("score", "lines", "task", "task_owner", "due_at", "handed_off_at"),
)
_PERSON = {
    "name": ("name", "fullname"),
    "first_name": ("firstname", "givenname"),
    "last_name": ("lastname", "surname", "familyname"),
    "email": ("email", "emailaddress"),
    "company": ("company", "companyname"),
    "job_title": ("jobtitle", "title"),
}
"""What a CRM calls a lead's attributes, in small letters without spaces and signs."""


def changes(hand_off: HandOff, leads: pd.DataFrame) -> pd.DataFrame:
    """Every lead that changes hands on a day, those that go to Sales first; no backlog.

    A name is never split: first and last name are known only where the history has both.

    Parameters
    ----------
    hand_off : HandOff
    leads : DataFrame
        Of `leads`: the attributes of these leads.

    Returns
    -------
    DataFrame
        lead_id, direction (``to_sales``, ``back_to_marketing``), name, company, owner, why
        (``qualified``, or as in the list of those that go back), reason, since_at (UTC: qualified,
        handed off or given back), episode, score, lines, task, task_owner, due_at (UTC), key
        (`key` of it), and of first_name, last_name, email and job_title those that the history
        has.
    """
    to_sales = hand_off.to_sales.table.rename(columns={"qualified_at": "since_at"})
    to_sales = to_sales.assign(direction=TO_SALES, why="qualified")
    back = hand_off.back.table
    back = back[~back["is_backlog"]].assign(direction=BACK)
    both = [table.reindex(columns=list(_COLUMNS)) for table in (to_sales, back)]
    rows = pd.concat([table for table in both if len(table)] or both[:1], ignore_index=True)
    rows["episode"] = rows["episode"].astype("Int64")
    rows["key"] = pd.array([_key(row) for row in rows.itertuples()], dtype="str")
    return _with_person(rows.drop(columns="handed_off_at"), leads)


def changing(hand_off: HandOff) -> list[str]:
    """The ids of the leads that change hands, without the backlog."""
    going, back = hand_off.to_sales.table, hand_off.back.table
    return [*going["lead_id"], *back.loc[~back["is_backlog"], "lead_id"]]


def leads(history: History, lead_ids: Iterable[str]) -> pd.DataFrame:
    """The rows of some leads: every column of the history's leads, by lead_id."""
    chosen = pd.DataFrame({"lead_id": pd.array(sorted(set(lead_ids)), dtype="str")})
    sql = "SELECT l.* FROM leads AS l JOIN chosen AS c ON c.lead_id = l.lead_id ORDER BY l.lead_id"
    return history.query(sql, chosen=chosen)


def key(
    lead_id: str, direction: str, since_at: pd.Timestamp | NaTType, episode: int | None = None
) -> str:
    """What tells one hand-off from every other: 32 hexadecimal signs, the same on every day.

    Parameters
    ----------
    since_at : Timestamp
        When a lead that goes to Sales qualified; when the stay began that one that goes back ends.
    episode : int or None
        Which stay in Sales it begins; None: it goes back.
    """
    since = "" if pd.isna(since_at) else since_at.isoformat()
    which = "" if episode is None else str(episode)
    text = "\n".join((direction, since, which, lead_id))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _key(row: Any) -> str:
    """That of a change. All that sends a lead back from one stay is one hand-off: a low score, and
    then the limit, or Sales itself."""
    if row.direction == TO_SALES:
        return key(row.lead_id, row.direction, row.since_at, int(row.episode))
    is_handed = pd.notna(row.handed_off_at)
    return key(row.lead_id, row.direction, row.handed_off_at if is_handed else row.since_at)


def _with_person(rows: pd.DataFrame, leads: pd.DataFrame) -> pd.DataFrame:
    by_id = leads.set_index("lead_id")
    plain = {"".join(filter(str.isalnum, str(c).casefold())): c for c in reversed(by_id.columns)}
    for field, names in _PERSON.items():
        held = next((plain[name] for name in names if name in plain), None)
        if held is not None:
            known = by_id[held].reindex(rows["lead_id"]).to_numpy()
            rows[field] = pd.Series(known, index=rows.index, dtype="str")
    if {"first_name", "last_name"} <= set(rows.columns):
        both = (rows["first_name"].fillna("") + " " + rows["last_name"].fillna("")).str.strip()
        rows["name"] = rows["name"].where(rows["name"].notna(), both.where(both != ""))
    else:
        rows = rows.drop(columns=["first_name", "last_name"], errors="ignore")
    return rows
