"""Leads and tasks for Salesforce's Data Loader: what changes on a lead, and what is to be done."""

import pandas as pd

from alignment.exports.changes import TO_SALES
from alignment.exports.columns import Column, laid_out, notes, number
from alignment.period import local

LEADS = (
    Column("Id", "record_id"),
    Column("Lead_ID__c", "own_id"),
    Column("Status", "status", is_kept=True),
    Column("Lead_Score__c", "points", is_kept=True),
    Column("Hand_Off_Direction__c", "direction", is_kept=True),
    Column("Hand_Off_Note__c", "note", is_kept=True, most_signs=32_000),
)
"""For an update. Source: Salesforce Object Reference, "Lead"; fields that end in ``__c`` are to be
made once. ``Lead_ID__c`` is an external id, for leads whose ids are none of Salesforce's."""

TASKS = (
    Column("WhoId", "record_id"),
    Column("Lead:Who.Lead_ID__c", "own_id"),
    Column("OwnerId", "owner_id"),
    Column("Subject", "task", is_kept=True, most_signs=255),
    Column("ActivityDate", "due_on", is_kept=True),
    Column("Status", "status", is_kept=True),
    Column("Priority", "priority", is_kept=True),
    Column("Description", "note", is_kept=True, most_signs=32_000),
    Column("Hand_Off_Key__c", "key", is_kept=True),
)
"""For an upsert by ``Hand_Off_Key__c``, so that a file loaded twice makes no task twice. Source:
Salesforce Object Reference, "Task"; Bulk API Developer Guide, "Relationship Fields in a Header
Row". A lead of ``Who`` by an external id: the form with ``Lead:`` is not tried on Data Loader,
which maps such fields since version 60."""

LEAD_STATUS = "Open - Not Contacted"
TASK_STATUS = "Not Started"
PRIORITIES = {True: "High", False: "Normal"}
"""A lead that waits for Sales comes before one that goes back."""

_USER_ID = r"005[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?"
_LEAD_ID = r"00Q[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?"


def leads(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a lead. The status of a lead that goes back is blank: it stays what Sales set.

    Data Loader takes a blank cell as "no change" unless told to insert null values.
    """
    rows = rows.drop_duplicates("lead_id")
    is_to_sales = rows["direction"] == TO_SALES
    made = _identified(rows).assign(
        status=pd.Series(LEAD_STATUS, index=rows.index, dtype="str").where(is_to_sales),
        points=number(rows["score"]),
        note=notes(rows),
    )
    return laid_out(made, LEADS)


def tasks(rows: pd.DataFrame, zone: str) -> pd.DataFrame:
    """One row a next follow-up that both teams agreed; a lead without one has no row.

    Parameters
    ----------
    zone : str
        The company's: ``ActivityDate`` is the local day of the deadline, as it has no time.
    """
    rows = rows[rows["task"].notna()]
    is_to_sales = rows["direction"] == TO_SALES
    is_user = rows["owner"].str.fullmatch(_USER_ID).fillna(False).astype(bool)
    rows = rows.assign(owner_id=rows["owner"].where(is_user))
    made = _identified(rows).assign(
        due_on=local(rows["due_at"], zone).dt.strftime("%Y-%m-%d"),
        status=TASK_STATUS,
        priority=is_to_sales.map(PRIORITIES),
        note=notes(rows),
    )
    return laid_out(made, TASKS)


def _identified(rows: pd.DataFrame) -> pd.DataFrame:
    is_theirs = len(rows) > 0 and bool(rows["lead_id"].str.fullmatch(_LEAD_ID).all())
    return rows.assign(**{"record_id" if is_theirs else "own_id": rows["lead_id"]})
