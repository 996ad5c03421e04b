"""A small day of hand-offs: two leads go to Sales, one comes back; names and ids are hostile."""

from datetime import date
from pathlib import Path

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.hand_off import HandOff
from alignment.measures.hand_off.tables import BACK, OVERDUE, TO_SALES, shaped

AS_OF = pd.Timestamp("2026-03-02 15:00")
DUE = pd.Timestamp("2026-03-03 22:30")  # the 4th in Berlin's summer, the 3rd in its winter
HOSTILE = "../=b\n"


def history(**more: object) -> History:
    """Three leads of Berlin; ``a`` has visited and been handed off before."""
    day = pd.Timestamp("2026-01-05 09:00")
    leads = {
        "lead_id": ["a", HOSTILE, "c"],
        "created_at": day,
        "source": "fair",
        "name": ["Ada Lo", "=Bo", None],
        "email": ["ada@x.example", None, "c@x.example"],
        "company": ["X, Inc", None, "Y"],
        "n_employees": [50.0, None, 7.0],
    }
    activities = {
        "lead_id": ["a", "a"],
        "occurred_at": [pd.Timestamp("2026-02-01 10:00"), pd.Timestamp("2026-03-09")],
        "activity": ["webinar", "later"],
        "team": "lead",
        "asset": 'A "day"/2',
    }
    changed = {"lead_id": ["c"], "changed_at": [day], "stage": ["mql"]}
    frames = (pd.DataFrame(held) for held in ({**leads, **more}, activities, changed))
    return History.from_frames(*frames, zone="Europe/Berlin")


def hand_off() -> HandOff:
    """``a`` goes to Sales for the first time, the hostile one for the second, ``c`` comes back."""
    to_sales = {
        "rank": [1, 2],
        "lead_id": ["a", HOSTILE],
        "name": ["Ada Lo", "=Bo"],
        "owner": ["Jo", "jo@x.example"],
        "episode": [1, 2],
        "score": [65.0, 50.0],
        "lines": ["webinar 1 × 20", None],
        "qualified_at": [pd.Timestamp("2026-03-01 10:00"), pd.Timestamp("2026-03-02 11:00")],
        "task": ["Call the lead", None],
        "task_owner": ["Owner of the lead", None],
        "due_at": [DUE, pd.NaT],
    }
    back = {
        "lead_id": ["c"],
        "why": ["limit"],
        "reason": ["held for 61 days"],
        "handed_off_at": [pd.Timestamp("2026-01-05 09:00")],
        "since_at": [pd.Timestamp("2026-01-05 09:00")],
        "score": [12.0],
        "task": ["Put it on the track"],
        "due_at": [DUE],
    }
    tables = (
        shaped(pd.DataFrame(held), columns)
        for held, columns in ((to_sales, TO_SALES), (back, BACK), ({}, OVERDUE))
    )
    sentences = ("2 leads go to Sales.", "1 comes back.", "Nothing is overdue.")
    found = [
        Finding(table, sentence, ("Today's values.",), figures={"n": len(table)})
        for table, sentence in zip(tables, sentences, strict=True)
    ]
    return HandOff(*found, as_of=AS_OF, day=date(2026, 3, 2))


def workspace(folder: Path) -> Path:
    """A workspace with that history and a draft agreement."""
    folder.mkdir(parents=True)
    history().save(folder)
    Agreement.draft("Town & Co").save(folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
