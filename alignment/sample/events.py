"""Activities as parallel arrays: what the generator's steps hand to each other."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from alignment.sample.campaigns import CAMPAIGNS
from alignment.sample.clock import Seconds

Codes = NDArray[np.int64]

ACTIVITIES = (
    "web_visit", "email_open", "email_click", "white_paper", "webinar", "event_stand",
    "pricing_page", "form_fill", "email_sent", "call_attempt", "call", "sales_email", "meeting",
)  # fmt: skip
TEAMS = ("lead",) * 8 + ("marketing",) + ("sales",) * 4
CODE = {name: code for code, name in enumerate(ACTIVITIES)}

PAGES = ("/", "/flow-meters", "/pressure", "/level", "/calibration-service", "/references")
PAPERS = ("The cost of drift", "Retrofit in ten steps", "Choosing a sensor for hygiene")
FORMS = ("contact form", "demo request", "quote request")
MAILS = ("Welcome", "Choosing an instrument", "Ask an engineer")
NEWSLETTERS = tuple(
    f"Newsletter {index // 12}-{index % 12 + 1:02d}"
    for index in range(2024 * 12 + 9, 2026 * 12 + 9)
)
ASSETS = (
    *PAGES, *PAPERS, *FORMS, *MAILS, *NEWSLETTERS, "/pricing", "poster order",
    *(campaign.name for campaign in CAMPAIGNS),
)  # fmt: skip
ASSET = {name: code for code, name in reversed(list(enumerate(ASSETS)))}


@dataclass(frozen=True)
class Events:
    """Activities of a chunk; every field has one entry an activity.

    `lead` counts within the chunk; `activity` and `asset` index the tuples of this module,
    `campaign` those of `campaigns`; -1 is none.
    """

    lead: Codes
    at: Seconds
    activity: Codes
    asset: Codes
    campaign: Codes
    is_bot: NDArray[np.bool_]

    def __len__(self) -> int:
        return int(self.lead.size)

    def where(self, chosen: NDArray[np.bool_] | Codes) -> "Events":
        """The chosen activities, by mask or by position."""
        return Events(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def in_order(self) -> "Events":
        """Sorted by lead, time and activity."""
        return self.where(np.lexsort((self.activity, self.at, self.lead)))


def events(
    name: str, lead: Codes, at: Seconds, asset: Codes | int = -1, campaign: Codes | int = -1
) -> Events:
    """Activities of one kind, none of them by a bot."""
    n = lead.size
    return Events(
        lead,
        at,
        np.full(n, CODE[name]),
        np.broadcast_to(np.asarray(asset, dtype=np.int64), (n,)),
        np.broadcast_to(np.asarray(campaign, dtype=np.int64), (n,)),
        np.zeros(n, dtype=bool),
    )


def joined(parts: Iterable[Events]) -> Events:
    """All of the parts, one after the other."""
    held = list(parts)
    return Events(*(np.concatenate([getattr(p, f.name) for p in held]) for f in fields(Events)))


def table(held: Events, ids: pa.Array, utc: pa.Array, actors: pa.Array) -> pa.Table:
    """The activities as rows of the history; `actors` holds one name or null an activity."""
    return pa.table(
        {
            "lead_id": ids.take(held.lead),
            "occurred_at": utc,
            "activity": pa.array(ACTIVITIES).take(held.activity),
            "team": pa.array(TEAMS).take(held.activity),
            "asset": taken(ASSETS, held.asset),
            "campaign_id": taken([c.campaign_id for c in CAMPAIGNS], held.campaign),
            "actor": actors,
            "is_bot": held.is_bot,
        }
    )


def taken(words: Iterable[str], codes: Codes) -> pa.Array:
    """The word of each code, null for -1."""
    return pa.array(list(words)).take(pa.array(codes, mask=codes < 0))
