"""An invented history of hand-offs whose log-odds are known: a demo 1.5, 50 employees 1.0, else 0.

Each lead is handed off ten days after it came, having done what it did on its third day, and one
that converts is won twenty days after the hand-off.
"""

from functools import cache

import numpy as np
import pandas as pd

from alignment.agreement import AttributeRule, Engagement, Fit, Score
from alignment.history import History
from alignment.measures.replay import Replay, prepare

START = pd.Timestamp("2024-01-01")
LARGE = AttributeRule(attribute="n_employees", at_least=50)
AGREED = Score(
    engagement={
        "demo": Engagement(points=10, at_most=1),
        "paper": Engagement(points=10, at_most=2),
    },
    fit=(Fit(when=LARGE, points=5),),
    hand_off_at=20,
    return_below=10,
)
DEMO, SIZE = 1.5, 1.0


def day(n: float) -> pd.Timestamp:
    return START + pd.Timedelta(days=n)


def frames(n_leads: int = 900, seed: int = 3, intercept: float = -2.0) -> dict[str, pd.DataFrame]:
    """leads, activities and stage changes; a third of the leads have no activity."""
    rng = np.random.default_rng(seed)
    came = np.sort(rng.integers(0, 600, n_leads)).astype(float)
    has_demo, n_papers = rng.random(n_leads) < 0.4, rng.integers(0, 3, n_leads)
    is_large = rng.random(n_leads) < 0.5
    odds = intercept + DEMO * has_demo + SIZE * is_large
    is_won = rng.random(n_leads) < 1 / (1 + np.exp(-odds))
    ids = np.array([f"L{n:04d}" for n in range(n_leads)])
    leads = pd.DataFrame({"lead_id": ids, "created_at": [day(n) for n in came], "source": "web"})
    leads["n_employees"] = np.where(is_large, 80.0, 20.0)
    who = [*np.flatnonzero(has_demo), *np.repeat(np.arange(n_leads), n_papers)]
    done = ["demo"] * int(has_demo.sum()) + ["paper"] * int(n_papers.sum())
    acts = pd.DataFrame(
        {"lead_id": ids[who], "occurred_at": [day(came[w] + 3) for w in who], "activity": done}
    ).assign(team="lead")
    handed = pd.DataFrame({"lead_id": ids, "changed_at": [day(n + 10) for n in came]})
    won = pd.DataFrame({"lead_id": ids[is_won], "changed_at": [day(n + 30) for n in came[is_won]]})
    stages = pd.concat([handed.assign(stage="mql"), won.assign(stage="customer")])
    return {"leads": leads, "activities": acts, "stage_changes": stages}


def opened(held: dict[str, pd.DataFrame], least_count: int = 10) -> tuple[History, Replay]:
    history = History.from_frames(**held)
    return history, prepare(history, None, 60, least_count=least_count)


@cache
def usual() -> tuple[History, Replay]:
    return opened(frames())
