"""One lead, followed: all that happened to it, in words, with its score after each event."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from alignment import terms
from alignment.agreement import Agreement
from alignment.agreement.rule import number
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.handed import NAMING
from alignment.measures.rates import counted, points
from alignment.measures.rates import number as figure
from alignment.measures.replay import told
from alignment.measures.replay.observed import instants, times
from alignment.measures.tracker.followed import Followed
from alignment.measures.tracker.wording import Row, Way, capital
from alignment.period import day_words, local

MOST_TELLING = 5
COLUMNS = ["at", "team", "kind", "what", "detail", "score"]


@dataclass(frozen=True)
class Tracked(Finding):
    """What was found of one lead, with what its chart marks besides.

    Parameters
    ----------
    marks : mapping
        For `alignment.show.charts.tracked`: steps (the score at every instant at which it changed,
        and last where it ends: at, score), until (as-of), both on the company's own clock,
        hand_off_at, return_below, telling (the activities with most points, in words).
    """

    marks: Mapping[str, Any] = field(default_factory=dict)


def tracked(history: History, agreement: Agreement, lead_id: str, as_of: pd.Timestamp) -> Tracked:
    """All that happened to a lead by `as_of`, and its score under the agreement.

    Returns
    -------
    Tracked
        One row an event, by time: at (on the company's own clock; a date without a time stands at
        its start, and its detail says so), team (Marketing, Sales, Lead or empty), kind
        (``created``, ``activity``, ``stage``, ``hand_off``, ``give_back``, ``deal``, ``won``),
        what, detail, score (the agreed one, after the event; missing before the lead was created
        and from its conversion on).

    Raises
    ------
    AlignmentError
        Where no such lead was known by then.
    """
    followed = Followed.of(history, agreement, lead_id, as_of)
    way = Way(agreement, followed.lead["source"])
    said = [way.told(event) for event in followed.happened.to_dict("records")]
    table = pd.DataFrame(said, columns=["kind", "what", "detail"], dtype="str").assign(
        at=local(followed.happened["at"], history.zone),
        team=followed.happened["team"].str.capitalize(),
        score=followed.scores,
    )
    return Tracked(
        table[COLUMNS],
        _sentence(followed, way, agreement),
        tuple(_caveats(followed, agreement)),
        "lead_tracked",
        {
            "n_events": len(table),
            "n_hand_offs": way.n_hand_offs,
            "score": figure(followed.score),
        },
        _marks(followed, agreement),
    )


def _marks(followed: Followed, agreement: Agreement) -> dict[str, Any]:
    zone, course = followed.history.zone, followed.course
    at, score = course.steps()
    known = pd.Series([followed.as_of, pd.Timestamp(course.until, unit="us")])
    if len(at):
        at, score = np.append(at, instants(known).min()), np.append(score, score[-1])
    return {
        "steps": pd.DataFrame({"at": local(pd.Series(times(at)), zone), "score": score}),
        "until": local(known, zone).iloc[0],
        "hand_off_at": agreement.score.hand_off_at,
        "return_below": agreement.score.return_below,
        "telling": _telling(agreement),
    }


def _telling(agreement: Agreement) -> list[str]:
    """The activities with most points, for or against, in words; those of fewer are everyday."""
    each = agreement.score.engagement
    by_points = sorted(each, key=lambda activity: -abs(each[activity].points))
    return [capital(activity) for activity in by_points[:MOST_TELLING]]


def _sentence(followed: Followed, way: Way, agreement: Agreement) -> str:
    """Who the lead is, where it stands and since when, who has it, and its score."""

    def day(at: pd.Timestamp) -> str:
        return day_words(at, followed.history.zone)

    lead, now = followed.lead, figure(followed.score)
    stands = f"known since {day(lead['created_at'])}"
    if way.entered is not None:
        stands = f"{_standing(way.entered)} since {day(way.entered['at'])}"
    handed = "" if way.handed_off is None else day(way.handed_off["at"])
    owner = "" if pd.isna(lead["owner"]) else f", its owner is {lead['owner']}"
    level = number(agreement.score.hand_off_at)
    scored = (
        f"{points(now)} on {day(followed.as_of)}, where {level} hand it off"
        if now is not None
        else "its score ended with the conversion"
    )
    return f"{_called(lead)}: {stands}; {way.holder(handed)}{owner}; {scored}."


def _standing(entered: Row) -> str:
    """The stage that was entered, in the middle of a sentence, with its reason."""
    label = terms.STAGE_LABELS[entered["what"]]
    name = label if label.isupper() else label.lower()
    return name if pd.isna(entered["reason"]) else f"{name} ({entered['reason']})"


def _called(lead: pd.Series) -> str:
    """Name, company and id of a lead, as far as it has them."""
    named = [str(lead[name]) for name in NAMING if name in lead and pd.notna(lead[name])]
    return f"{', '.join(named)} ({lead['lead_id']})" if named else str(lead["lead_id"])


def _caveats(followed: Followed, agreement: Agreement) -> Iterator[str]:
    yield (
        f"Times are those of {followed.history.zone}. The score is the agreed one (version "
        f"{agreement.version}) all along, whatever was in force then; it begins when the lead was "
        "created and ends with a conversion."
    )
    n_machines = followed.n_machines
    if n_machines:
        said = counted(n_machines, "activity", "activities")
        yield f"Left out, because a machine did it: {said}."
    n_dates = int(followed.happened["is_date"].sum())
    if n_dates:
        yield (
            f"A date without a time: {counted(n_dates, 'event')}, shown at the start of the day, "
            "counted towards the score at its end."
        )
    if followed.happened["amount"].notna().any():
        yield "Amounts of deals are today's."
    yield from told.todays([line.when for line in agreement.score.fit])
