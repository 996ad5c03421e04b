"""Agreed metrics over the history of town.py."""

import pandas as pd
import town

from alignment.agreement import Agreement
from alignment.measures.scorecards import KNOWN, Scorecards
from alignment.period import Period

SPRING = Period.of("2026-04", 4)
MARCH, APRIL = Period.of("2026-03"), Period.of("2026-04")
TEAMS = {"count": 5, "share": 0.5, "amount": 100, "hours": 4, "days": 3}
COSTED = pd.DataFrame(
    {
        "campaign_id": ["k1", "k2", "k3", "k4"],
        "starts_on": pd.to_datetime(["2026-01-17", "2026-02-01", None, "2026-04-21"]),
        "ends_on": pd.to_datetime(["2026-02-15", None, "2026-04-01", "2026-05-20"]),
        "cost_amount": [300.0, 90.0, 50.0, 3000.0],
        "currency": ["EUR", None, "EUR", "EUR"],
    }
)


def agreed(**metrics: dict) -> Agreement:
    named = metrics or {
        key: {"team": "sales", "unit": known.unit, "target": TEAMS[known.unit]}
        for key, known in KNOWN.items()
    }
    return Agreement.draft().changed(metrics=named)


def cards(
    agreement: Agreement | None = None, month: Period = APRIL, campaigns: pd.DataFrame = COSTED
) -> Scorecards:
    episodes = town.episodes(agreement or agreed())
    return Scorecards(episodes, month, SPRING, campaigns)
