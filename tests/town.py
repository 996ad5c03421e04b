"""A history small enough to check by eye; several modules' tests read it.

Months of 2026 in UTC. Converted means won within 30 days; as of 30 April, noon.

    lead  created  source  handed off       touched          became
    a     5 Jan    fair    6 Jan 09:00      6 Jan 10:00      won 20 Jan, 1,000
    b     5 Jan    fair    6 Jan 09:00      8 Jan 09:00      won 1 Mar, 500 (day 55)
    c     6 Jan    list    7 Jan 09:00      never            recycled 9 Jan, no budget
    d     7 Jan    list    never                             disqualified 8 Jan, duplicate
    e     9 Feb    fair    10 Feb 09:00     10 Feb 12:00     deal lost 1 Mar, price
    f     10 Apr   list    30 Apr 11:00     30 Apr 11:30     won 20 Apr, 300 (immature)
    g     11 Apr   none    never                             still a lead
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pandas as pd

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.service import Episodes

AS_OF = pd.Timestamp("2026-04-30 12:00")


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-{text}")


@cache
def history() -> History:
    leads = [
        ("a", at("01-05"), "fair", "k1", "Ann"),
        ("b", at("01-05"), "fair", "k1", "Ann"),
        ("c", at("01-06"), "list", "k2", "Bob"),
        ("d", at("01-07"), "list", "k2", "Bob"),
        ("e", at("02-09"), "fair", "k1", "Ann"),
        ("f", at("04-10"), "list", "k2", "Bob"),
        ("g", at("04-11"), None, None, None),
    ]
    touches = [
        ("a", at("01-04 08:00"), "web_visit", "lead"),
        ("a", at("01-06 08:00"), "call", "sales"),  # before the hand-off: no response
        ("a", at("01-06 10:00"), "call", "sales"),
        ("b", at("01-08 09:00"), "call", "sales"),
        ("c", at("01-07 10:00"), "call", "sales"),  # by a machine
        ("e", at("02-10 12:00"), "sales_email", "sales"),
        ("f", at("04-30 11:30"), "call", "sales"),
        ("g", at("04-30 12:00"), "web_visit", "lead"),
    ]
    stages = [
        ("a", at("01-06 09:00"), "mql", None),
        ("a", at("01-06 11:00"), "sql", None),
        ("b", at("01-06 09:00"), "mql", None),
        ("c", at("01-07 09:00"), "mql", None),
        ("c", at("01-09"), "recycled", "no budget"),
        ("d", at("01-08"), "disqualified", "duplicate"),
        ("e", at("02-10 09:00"), "mql", None),
        ("f", at("04-30 11:00"), "mql", None),
    ]
    deals = [
        ("d1", "a", at("01-10"), at("01-20"), True, 1000.0, None),
        ("d2", "b", at("01-12"), at("03-01"), True, 500.0, None),
        ("d3", "e", at("02-12"), at("03-01"), False, 700.0, "price"),
        ("d4", "f", at("04-12"), at("04-20"), True, 300.0, None),
    ]
    activities = pd.DataFrame(touches, columns=["lead_id", "occurred_at", "activity", "team"])
    return History.from_frames(
        pd.DataFrame(leads, columns=["lead_id", "created_at", "source", "campaign_id", "owner"]),
        activities.assign(is_bot=activities["lead_id"] == "c"),
        pd.DataFrame(stages, columns=["lead_id", "changed_at", "stage", "reason"]),
        pd.DataFrame(
            deals,
            columns=[
                "deal_id",
                "lead_id",
                "created_at",
                "closed_at",
                "is_won",
                "amount",
                "loss_reason",
            ],
        ).assign(currency="EUR"),
        campaigns(),
    )


def campaigns() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "campaign_id": ["k1", "k2", "k3"],
            "starts_on": [None, None, None],
            "name": ["Spring fair", "Bought list", "Nobody came"],
            "cost_amount": [300.0, 90.0, 50.0],
            "currency": ["EUR", "EUR", "EUR"],
        }
    )


def journeys(**terms: object) -> Journeys:
    agreement = Agreement.draft()
    kept = {"within_days": 30, "least_count": 1, **terms}
    return replace(Journeys.of(history(), agreement), **kept)


def episodes(agreement: Agreement | None = None, **terms: object) -> Episodes:
    """Those of `journeys`; a draft's calendar is nine to five, Monday to Friday, UTC."""
    return Episodes.of(history(), agreement or Agreement.draft(), journeys(**terms))


def changed(
    *stages: tuple[str, str, str | None], teams: Sequence[str | None] = (), **terms: object
) -> Episodes:
    """One lead of Ann's, created on 5 January 2026: its changes of stage, each with a reason or
    none, and who made them; as of 30 April, under a draft with other terms."""
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": at("01-05"), "owner": "Ann"})
    held = pd.DataFrame(stages, columns=["changed_at", "stage", "reason"]).assign(lead_id="a")
    held["changed_at"] = [at(text) for text in held["changed_at"]]
    held["reason"] = held["reason"].astype("str").where(held["reason"].notna())
    if teams:
        held["team"] = pd.array(list(teams), dtype="str")
    seen = pd.DataFrame({"lead_id": ["a"], "occurred_at": at("04-30"), "activity": "web_visit"})
    known = History.from_frames(leads.assign(source="x"), seen.assign(team="lead"), held)
    agreement = Agreement.draft().changed(least_count=1, **terms)
    return Episodes.of(known, agreement, Journeys.of(known, agreement))
