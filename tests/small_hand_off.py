"""A day of hand-offs small enough to check by eye: noon of Wednesday 15 July 2026."""

from collections.abc import Sequence

import pandas as pd

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.hand_off import HandOff

AS_OF = pd.Timestamp("2026-07-15 12:00")
SCORE = {
    "window_days": 30,
    "engagement": {"webinar": {"points": 30}, "visit": {"points": 1}},
    "hand_off_at": 50,
    "return_below": 20,
    "cooldown_days": 14,
}
TASKS = {
    "call": {
        "task": "Call",
        "team": "sales",
        "owner": "Owner",
        "within_hours": 4,
        "on": "hand_off",
        "done_by": ["call"],
    },
    "decide": {
        "task": "Decide",
        "team": "sales",
        "within_days": 2,
        "on": "hand_off",
        "done_by": ["sal", "recycled"],
    },
    "context": {"task": "Note", "team": "marketing", "within_hours": 1, "on": "hand_off"},
    "nurture": {
        "task": "Nurture",
        "team": "marketing",
        "within_days": 3,
        "on": "give_back",
        "done_by": ["email"],
    },
}


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-{text}")


def agreed(**parts: object) -> Agreement:
    levels = {"nurture_limit_days": 60}
    held = {"score": SCORE, "tasks": TASKS, "service_levels": levels, "rules": {}, **parts}
    return Agreement.draft().changed(**held)


def history(
    stages: Sequence[tuple] = (),
    deals: Sequence[tuple] = (),
    activities: Sequence[tuple] = (),
    hot: Sequence[str] = ("a",),
) -> History:
    """Leads a and b of January; those of `hot` saw two webinars in July, which make 60 points. Both
    teams record what they do: a call and an e-mail of January, to b.

    stages: lead_id, changed_at, stage, and perhaps reason and team; deals: lead_id, created_at,
    closed_at, is_won; activities: lead_id, occurred_at, activity, team, and perhaps is_bot.
    """
    days = [at("07-01 10:00"), at("07-02 10:00")]
    done = [(who, day, "webinar", "lead") for who in hot for day in days] + list(activities)
    done += [("b", at("01-03"), "call", "sales"), ("b", at("01-03"), "email", "marketing")]
    acts = pd.DataFrame(
        [(*row, False)[:5] for row in done],
        columns=["lead_id", "occurred_at", "activity", "team", "is_bot"],
    )
    changes = pd.DataFrame(
        [(*row, None, None)[:5] for row in stages],
        columns=["lead_id", "changed_at", "stage", "reason", "team"],
    ).astype({"changed_at": "datetime64[us]"})
    held = pd.DataFrame(
        [(str(n), *row) for n, row in enumerate(deals)],
        columns=["deal_id", "lead_id", "created_at", "closed_at", "is_won"],
    ).astype({"created_at": "datetime64[us]", "closed_at": "datetime64[us]", "is_won": "boolean"})
    leads = pd.DataFrame({"lead_id": ["a", "b"], "created_at": at("01-01"), "source": "fair"})
    leads = leads.assign(name=["Ada", "Bo"], company="Works", owner=["Lotte", None])
    asset = acts["activity"].map({"webinar": "Drift"})
    return History.from_frames(leads, acts.assign(asset=asset), changes, held)


def of(held: History, agreement: Agreement | None = None) -> HandOff:
    return HandOff.of(held, agreement or agreed(), AS_OF)


def goes(**given: Sequence) -> list[str]:
    return of(history(**given)).to_sales.table["lead_id"].tolist()


def backs(held: History, agreement: Agreement | None = None) -> list[tuple[str, str]]:
    table = of(held, agreement).back.table
    return list(zip(table["lead_id"], table["why"], strict=True))


def overdue(held: History, agreement: Agreement | None = None) -> list[tuple[str, str]]:
    table = of(held, agreement).overdue.table
    return list(zip(table["lead_id"], table["task"], strict=True))
