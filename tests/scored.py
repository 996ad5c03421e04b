"""A small history in which a lead's highest score is as many visits as it made on arrival."""

from collections.abc import Sequence

import pandas as pd

from alignment.agreement import Score
from alignment.history import History
from alignment.measures.replay import Replay, prepare

START = pd.Timestamp("2026-01-01")
SCORE = Score.model_validate(
    {"engagement": {"visit": {"points": 1}}, "hand_off_at": 5, "return_below": 2}
)
Lead = tuple[int, float, float | None]
"""Visits, the day of arrival, and the day of the conversion; None: not converted."""


def day(n: float) -> pd.Timestamp:
    return START + pd.Timedelta(days=n)


def history(leads: Sequence[Lead], **attributes: Sequence[object]) -> History:
    ids = [f"L{n}" for n in range(len(leads))]
    won = [(lead_id, day(lead[2])) for lead_id, lead in zip(ids, leads, strict=True) if lead[2]]
    visits = [
        (lead_id, day(arrived))
        for lead_id, (n_visits, arrived, _) in zip(ids, leads, strict=True)
        for _ in range(n_visits)
    ]
    return History.from_frames(
        pd.DataFrame(
            {"lead_id": ids, "created_at": [day(n) for _, n, _ in leads], "source": "web"}
        ).assign(**attributes),
        pd.DataFrame(visits, columns=["lead_id", "occurred_at"]).assign(
            activity="visit", team="lead"
        ),
        pd.DataFrame(won, columns=["lead_id", "changed_at"]).assign(stage="customer"),
    )


def replayed(
    leads: Sequence[Lead],
    as_of: float = 200,
    least_count: int = 1,
    **attributes: Sequence[object],
) -> Replay:
    """Ready for any score; converted means won within 30 days."""
    held = history(leads, **attributes)
    return prepare(held, day(as_of), 30, least_count=least_count)
