"""The folder of one day's hand-off."""

from pathlib import Path
from typing import Any

import pandas as pd

from alignment.agreement import Agreement
from alignment.exports import hubspot, lead_files, salesforce
from alignment.exports.changes import changes, changing, leads
from alignment.exports.columns import instants
from alignment.files import write_csv
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.hand_off import HandOff
from alignment.measures.tracker import events
from alignment.record import write_record

RECORD = "handoff.json"


def write(folder: Path, hand_off: HandOff, history: History, agreement: Agreement) -> None:
    """Write all files of a day's hand-off into an empty folder; the same data, the same bytes.

    ``to_sales.csv``, ``back_to_marketing.csv`` and ``overdue.csv`` for people,
    ``hubspot_contacts.csv``, ``salesforce_leads.csv`` and ``salesforce_tasks.csv`` for a CRM's
    import, ``leads/NAME.json`` with the whole history of each lead that changes hands (the backlog
    of leads held too long stands in the list only), and
    ``handoff.json``: what was found under which agreement, and which files are its own.
    """
    ids = changing(hand_off)
    known = leads(history, ids)
    rows = changes(hand_off, known)
    lists = {
        "to_sales": hand_off.to_sales,
        "back_to_marketing": hand_off.back,
        "overdue": hand_off.overdue,
    }
    tables = {name: _dated(finding.table) for name, finding in lists.items()}
    tables["hubspot_contacts"] = hubspot.contacts(rows, agreement.hand_off_stage)
    tables["salesforce_leads"] = salesforce.leads(rows)
    tables["salesforce_tasks"] = salesforce.tasks(rows, history.zone)
    for name, table in tables.items():
        write_csv(table, folder / f"{name}.csv", is_for_people=name in lists)
    facts = _facts(hand_off, history, agreement)
    told = events(history, ids, hand_off.as_of)
    lead_files.write(folder, rows, known, told, facts)
    found = {name: _told(finding, f"{name}.csv") for name, finding in lists.items()}
    write_record(folder, {"facts": facts, "findings": found}, RECORD)


def _dated(table: pd.DataFrame) -> pd.DataFrame:
    times = table.select_dtypes("datetime").columns
    return table.assign(**{name: instants(table[name]) for name in times})


def _facts(hand_off: HandOff, history: History, agreement: Agreement) -> dict[str, Any]:
    return {
        "company": agreement.company,
        "day": hand_off.day.isoformat(),
        "as_of": instants(pd.Series([hand_off.as_of]))[0],
        "zone": history.zone,
        "agreement": {
            "version": agreement.version,
            "digest": agreement.digest,
            "state": agreement.signature_state,
        },
    }


def _told(finding: Finding, file: str) -> dict[str, Any]:
    return {
        "n": len(finding.table),
        "sentence": finding.sentence,
        "caveats": list(finding.caveats),
        "figures": dict(finding.figures),
        "file": file,
    }
