"""Leads that can be followed by eye, and a score replayed on them; several tests read them.

All days are of 2026, in UTC where nothing else is said. As of 1 March; converted means won within
ten days.
"""

from dataclasses import dataclass, field

import pandas as pd

from alignment.agreement import Score
from alignment.history import History
from alignment.measures.replay import Replay, prepare

SCORE = Score(
    window_days=10,
    engagement={
        "visit": {"points": 1, "at_most": 3},
        "webinar": {"points": 20},
        "complaint": {"points": -15},
    },
    fit=[{"when": {"attribute": "budget", "is": True}, "points": 5}],
    hand_off_at=20,
    return_below=5,
    cooldown_days=3,
)


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-{text}")


@dataclass
class Lead:
    """A lead, what it did (`day activity`, one a line of `did`) and when it was won."""

    did: tuple[str, ...] = ()
    created: str = "01-01"
    won: str | pd.Timestamp = ""
    attributes: dict[str, object] = field(default_factory=dict)


def replayed(*leads: Lead, zone: str = "UTC", as_of: str = "03-01", **terms: object) -> Replay:
    """The replay of leads called a, b, c …"""
    named = dict(zip("abcdefghij", leads, strict=False))
    frame = pd.DataFrame(
        [
            {"lead_id": name, "created_at": at(lead.created), "source": "fair"} | lead.attributes
            for name, lead in named.items()
        ]
    )
    did = [(name, *line.rsplit(" ", 1)) for name, lead in named.items() for line in lead.did]
    activities = pd.DataFrame(did, columns=["lead_id", "occurred_at", "activity"])
    activities["occurred_at"] = [at(day) for day in activities["occurred_at"]]
    won = [(name, pd.Timestamp(moment(lead.won))) for name, lead in named.items() if lead.won]
    deals = pd.DataFrame(won, columns=["lead_id", "closed_at"])
    history = History.from_frames(
        frame,
        activities.assign(team="lead", is_bot=activities["activity"].str.startswith("bot")),
        deals=deals.assign(deal_id=deals["lead_id"], created_at=deals["closed_at"], is_won=True)
        if won
        else None,
        zone=zone,
    )
    return prepare(history, at(as_of), **{"horizon_days": 10, **terms})


def moment(won: str | pd.Timestamp) -> pd.Timestamp:
    return at(won) if isinstance(won, str) else won


def row(replay: Replay, score: Score = SCORE, **asked: object) -> pd.Series:
    """The row of the score's own threshold."""
    table = replay.thresholds(score, [score.hand_off_at], **asked).table
    return table.iloc[0]


def handed_off(replay: Replay, score: Score = SCORE) -> list[pd.Timestamp]:
    return list(replay.episodes(score).table["handed_off_at"])
