"""Answers, agreements and a small history that several tests of the audit read.

Months of 2026 in UTC; as of 31 March, end of day. Converted means won within 20 days; Sales has 14
days to accept. Agreed for an MQL: a webinar in the last 30 days; for an SQL: a meeting.

    lead  handed off        before it                        after it
    a     5 Jan 10:00       webinar 4 Jan, mail 2 Jan        call 5 Jan 11:00, sal 6 Jan, meeting
                                                             7 Jan, sql 8 Jan, won 15 Jan
    b     6 Jan 10:00       visit 5 Jan                      call 8 Jan 10:00, disqualified 9 Jan
    c     6 Feb 10:00       webinar 1 Jan (too old)          never touched
    d     3 Mar 10:00       webinar 1 Mar, mail 2 Mar        call 3 Mar 10:30, sal 25 Mar (late)
    e     30 Mar 10:00      webinar 29 Mar                   call 30 Mar 12:00 (too young)
    f     12 Mar 10:00       webinar 1 Mar                    won 10 Mar: handed off after it
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from alignment.agreement import Agreement
from alignment.answers import Answers
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.replay import prepare
from alignment.measures.rules import Qualifying
from alignment.measures.service import Episodes

AS_OF = pd.Timestamp("2026-03-31 23:59:59")
DONE = {
    "marketing": ["a 01-02 09:00 email_sent", "d 03-02 09:00 email_sent"],
    "lead": [
        "a 01-04 09:00 webinar",
        "b 01-05 09:00 web_visit",
        "c 01-01 09:00 webinar",
        "d 03-01 09:00 webinar",
        "e 03-29 09:00 webinar",
        "f 03-01 09:00 webinar",
    ],
    "sales": [
        "a 01-05 11:00 call",
        "a 01-07 09:00 meeting",
        "b 01-08 10:00 call",
        "d 03-03 10:30 call",
        "e 03-30 12:00 call",
    ],
}
CHANGED = [
    "a 01-05 10:00 mql",
    "a 01-06 10:00 sal",
    "a 01-08 10:00 sql",
    "b 01-06 10:00 mql",
    "b 01-09 10:00 disqualified",
    "c 02-06 10:00 mql",
    "d 03-03 10:00 mql",
    "d 03-25 10:00 sal",
    "e 03-30 10:00 mql",
    "f 03-12 10:00 mql",
]
WON = ["a 01-15 09:00", "f 03-10 09:00"]


def at(day: str, time: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-{day} {time}")


def agreement(**parts: object) -> Agreement:
    base = {
        "goal": {"outcome": "won", "within_days": 20},
        "least_count": 1,
        "rules": {
            "mql": {"agreed": {"activity": "webinar", "within_days": 30}},
            "sql": {"agreed": {"activity": "meeting"}},
        },
        "service_levels": {
            "marketing": {"accepted_share": 0.6},
            "sales": {"first_contact_within_hours": 4, "first_contact_share": 0.9},
        },
    }
    return Agreement.draft("Tarnwald").changed(**{**base, **parts})


def history(
    teams: tuple[str, ...] = ("marketing", "lead", "sales"),
    sal: bool = True,
    until: pd.Timestamp = AS_OF,
    dated: str = "",
) -> History:
    """The history above, or what some teams did, or what was known by an instant.

    The changes of stage of the leads in `dated` are dates without a time.
    """
    done = [(*line.split(), team) for team in teams for line in DONE[team]]
    acts = pd.DataFrame(
        [(lead, at(day, time), what, team) for lead, day, time, what, team in done],
        columns=["lead_id", "occurred_at", "activity", "team"],
    )
    changed = [line.split() for line in CHANGED if sal or not line.endswith("sal")]
    stages = pd.DataFrame(
        [(lead, at(day, time), stage) for lead, day, time, stage in changed],
        columns=["lead_id", "changed_at", "stage"],
    )
    stages["reason"] = ["whim" if stage == "disqualified" else None for stage in stages["stage"]]
    is_date = stages["lead_id"].isin(list(dated))
    midnight = stages["changed_at"].dt.normalize()
    stages["changed_at"] = stages["changed_at"].mask(is_date, midnight)
    stages["is_date_changed_at"] = is_date
    won = [(lead, at(day, time)) for lead, day, time in map(str.split, WON)]
    deals = pd.DataFrame(won, columns=["lead_id", "closed_at"])
    deals = deals[deals["closed_at"] <= until]
    leads = pd.DataFrame({"lead_id": list("abcdef"), "created_at": at("01-01", "00:00")})
    return History.from_frames(
        leads.assign(source="fair"),
        acts[acts["occurred_at"] <= until] if teams else None,
        stages[stages["changed_at"] <= until],
        deals.assign(deal_id=deals["lead_id"], created_at=deals["closed_at"], is_won=True),
    )


def opened(
    held: History | None = None, agreed: Agreement | None = None, as_of: pd.Timestamp = AS_OF
) -> tuple[History, Agreement, Journeys, Qualifying]:
    held, agreed = held or history(), agreed or agreement()
    replay = prepare(held, as_of, agreed.within_days, least_count=agreed.least_count)
    journeys = Journeys.of(held, agreed, as_of)
    return held, agreed, journeys, Qualifying.of(held, replay, agreed.score)


def episodes(journeys: Journeys | None = None) -> Episodes:
    """The hand-offs of the history above, or of its journeys when changed."""
    held, agreed, usual, _ = opened()
    return Episodes.of(held, agreed, usual if journeys is None else journeys)


def answers(
    marketing: Mapping[str, int], sales: Mapping[str, int], **guesses: tuple[float, float]
) -> dict[str, Answers]:
    both = {"marketing": marketing, "sales": sales}
    return {
        team: Answers(
            team=team,
            person="Ann",
            role="Head",
            answered_on=date(2026, 3, 1),
            ratings={id: {"rating": rating} for id, rating in ratings.items()},
            guesses={name: float(pair[team == "sales"]) for name, pair in guesses.items()},
        )
        for team, ratings in both.items()
    }


def fewer(journeys: Journeys, least_count: int) -> Journeys:
    """The same journeys, of which a rate takes more."""
    return replace(journeys, least_count=least_count)
