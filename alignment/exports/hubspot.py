"""Contacts for HubSpot's import: which leads change hands, and what comes next for each."""

import pandas as pd

from alignment.exports.changes import TO_SALES
from alignment.exports.columns import Column, instants, laid_out, notes, number

CONTACTS = (
    Column("Record ID", "record_id"),
    Column("Lead ID", "own_id"),
    Column("Email", "email"),
    Column("First Name", "first_name"),
    Column("Last Name", "last_name"),
    Column("Company Name", "company"),
    Column("Job Title", "job_title"),
    Column("Contact owner", "owner_email"),
    Column("Lifecycle Stage", "lifecycle_stage", is_kept=True),
    Column("Lead Status", "lead_status", is_kept=True),
    Column("Lead Score", "points", is_kept=True),
    Column("Hand-off Direction", "direction", is_kept=True),
    Column("Hand-off Note", "note", is_kept=True, most_signs=65_536),
    Column("Next Follow-up", "task", is_kept=True),
    Column("Follow-up Due", "due", is_kept=True),
)
"""Headers are HubSpot's labels of its own properties, down to Lead Status; the five below are
properties to make once. Source: HubSpot knowledge base, "Set up import files", and its export of
contacts."""

LIFECYCLE_STAGES = {
    "subscriber": "subscriber",
    "lead": "lead",
    "mql": "marketingqualifiedlead",
    "sql": "salesqualifiedlead",
    "opportunity": "opportunity",
    "customer": "customer",
}
"""Our stage → HubSpot's internal value of ``lifecyclestage``, which no language and no renaming
changes. It has none for ``sal``, nor for a lead given back."""

LEAD_STATUS = "OPEN"
"""Internal value of ``hs_lead_status``: with Sales, not yet in progress."""


def contacts(rows: pd.DataFrame, hand_off_stage: str) -> pd.DataFrame:
    """One row a contact, for HubSpot's import that updates what is there.

    A blank cell leaves the contact's value as it is, and these are blank on purpose: the
    lifecycle stage of a lead that had been with Sales before, or goes back (HubSpot moves it
    only forward), and the status of one that goes back (which Sales keeps). An owner is told by
    e-mail address, as HubSpot wants it, or not at all. Where ids are none of HubSpot's (whole
    numbers), they stand under ``Lead ID`` and contacts are matched by ``Email``.

    Parameters
    ----------
    rows : DataFrame
        `alignment.exports.changes`.
    hand_off_stage : str
        The stage that a lead enters as it passes to Sales.
    """
    rows = rows.drop_duplicates("lead_id")
    is_to_sales = rows["direction"] == TO_SALES
    is_first = is_to_sales & (rows["episode"].fillna(1) == 1)
    is_theirs = len(rows) > 0 and bool(rows["lead_id"].str.fullmatch(r"[0-9]+").all())
    stage = LIFECYCLE_STAGES.get(hand_off_stage)
    made = rows.assign(
        **{"record_id" if is_theirs else "own_id": rows["lead_id"]},
        owner_email=rows["owner"].where(rows["owner"].str.contains("@", na=False)),
        lifecycle_stage=pd.Series(stage, index=rows.index, dtype="str").where(is_first),
        lead_status=pd.Series(LEAD_STATUS, index=rows.index, dtype="str").where(is_to_sales),
        points=number(rows["score"]),
        note=notes(rows),
        due=instants(rows["due_at"]),
    )
    return laid_out(made, CONTACTS)
