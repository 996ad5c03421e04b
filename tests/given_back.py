"""An invented history of leads handed off on 1 April 2026 and what Sales did with them.

"list" brings 40, of which 16 are disqualified for bad data; "fair" brings 100: 2 for bad data, 10
recycled for no budget, 60 accepted; "few" brings 5, all out for bad data. Known until 30 June; a
draft agreement gives Sales 14 days and asks for 20 cases a rate.
"""

from collections.abc import Iterable
from functools import cache

import pandas as pd

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.service import Episodes
from alignment.period import DAY, Period

APRIL = Period.of("2026-04")
SPRING = Period.of("2026-06", 3)
Ends = Iterable[tuple[str, str, str | None, int]]
USUAL: Ends = (
    ("list", "disqualified", "bad data", 16),
    ("list", "", None, 24),
    ("fair", "disqualified", "bad data", 2),
    ("fair", "recycled", "no budget", 10),
    ("fair", "sal", None, 60),
    ("fair", "", None, 28),
    ("few", "disqualified", "bad data", 5),
)


def episodes(ends: Ends = USUAL, n_touched: int = 0) -> Episodes:
    """Source, stage entered on 4 April (empty: none), reason, and how many leads.

    Sales touches the first so many on 20 April.
    """
    kinds = [kind[:3] for kind in ends for _ in range(kind[3])]
    leads = pd.DataFrame(kinds, columns=["source", "stage", "reason"])
    leads["lead_id"] = [f"L{place:03d}" for place in range(len(leads))]
    handed_at = pd.Timestamp("2026-04-01 09:00")
    ended = leads[leads["stage"] != ""]
    moved = ended[["lead_id", "stage", "reason"]].assign(changed_at=handed_at + 3 * DAY)
    handed = leads[["lead_id"]].assign(changed_at=handed_at, stage="mql")
    changes = pd.concat([handed, moved], ignore_index=True)
    changes["reason"] = changes["reason"].astype("str").where(changes["reason"].notna())
    seen = pd.DataFrame({"lead_id": ["L000"], "occurred_at": pd.Timestamp("2026-06-30")})
    touched = leads[["lead_id"]].head(n_touched).assign(occurred_at=pd.Timestamp("2026-04-20"))
    seen = seen.assign(activity="web_visit", team="lead")
    touched = touched.assign(activity="call", team="sales")
    history = History.from_frames(
        leads[["lead_id", "source"]].assign(created_at=pd.Timestamp("2026-04-01"), owner="Ann"),
        pd.concat([seen, touched]),
        changes,
    )
    agreement = Agreement.draft()
    return Episodes.of(history, agreement, Journeys.of(history, agreement))


@cache
def usual() -> Episodes:
    return episodes()


def known_by(instant: str) -> Episodes:
    """The usual ones, as they were known then."""
    held = usual()
    journeys = Journeys.of(held.history, held.agreement, pd.Timestamp(instant))
    return Episodes.of(held.history, held.agreement, journeys)


@cache
def alike() -> Episodes:
    """Two sources of which the same comes."""
    ends = (("recycled", "no budget", 9), ("", None, 31))
    return episodes([(source, *end) for source in ("x", "y") for end in ends])
