"""What disputed leads did, and what was done with them, around the instant of passing."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from alignment import terms
from alignment.agreement import ActivityRule, Rule
from alignment.agreement.rule import in_words
from alignment.finding import Finding, unanswered
from alignment.measures.rates import counted
from alignment.measures.replay.crossings import NEVER
from alignment.measures.replay.observed import instant, times
from alignment.measures.replay.points import MICROS_A_DAY
from alignment.measures.rules import Qualifying

DAYS_BEFORE, DAYS_AFTER = 90, 30

Event = tuple[int, str, str]
"""Microseconds since 1970 (UTC), what it was in words, and its kind."""


def timelines(
    qualifying: Qualifying,
    disputed: Finding,
    rules: Iterable[Rule | None] = (),
    name: str = "disputed_timelines",
) -> Finding:
    """What happened with each lead of `disputed` around the instant at which a rule passed it.

    Parameters
    ----------
    disputed : Finding
        Of `disputed`: side, lead_id, at, converted, and name where leads have one.
    rules : iterable of Rule or None
        Whose activities are told apart from all others.

    Returns
    -------
    Finding
        One row an event, lead by lead, in the order of time: lead_id, label (the lead's name, or
        its id), side, converted, at, days (from the instant of passing; negative before), what,
        kind (``named``: an activity that one of the rules asks for; else who acted: ``lead``,
        ``marketing``, ``sales``, ``other``; ``stage``: entered; ``converted``). From 90 days
        before the passing to 30 days after, the conversion or as-of, whichever is first; the
        conversion itself stands there however late it came.
    """
    if not disputed.is_answered:
        return unanswered(name, "what disputed leads did", "leads that only one rule passes")
    named = {
        leaf.activity
        for rule in rules
        if rule is not None
        for leaf in rule.leaves()
        if isinstance(leaf, ActivityRule)
    }
    ids = pd.Index(qualifying.replay.leads.table["lead_id"])
    parts = [
        _of_lead(qualifying, row, ids.get_loc(row["lead_id"]), named)
        for row in disputed.table.to_dict("records")
    ]
    table = pd.concat(parts, ignore_index=True)
    n = len(parts)
    shown = f"What {counted(n, 'lead')} did" if n > 1 else "What one lead did"
    return Finding(
        table,
        f"{shown} from {DAYS_BEFORE} days before the instant of passing to {DAYS_AFTER} days "
        f"after, the conversion or the end of what is known: {counted(len(table), 'event')}.",
        ("Visits and messages of machines are left out.",),
        name,
        {"n_leads": n, "n_events": len(table)},
    )


def _of_lead(qualifying: Qualifying, row: dict, lead: int, named: set[str]) -> pd.DataFrame:
    passed_at = instant(row["at"])
    events = sorted(_events(qualifying, lead, passed_at, named))
    at = np.array([event[0] for event in events], dtype=np.int64)
    name = str(row.get("name") or "").strip()
    return pd.DataFrame(
        {
            "lead_id": row["lead_id"],
            "label": name or row["lead_id"],
            "side": row["side"],
            "converted": row["converted"],
            "at": times(at),
            "days": (at - passed_at) / MICROS_A_DAY,
            "what": pd.array([event[1] for event in events], dtype="str"),
            "kind": pd.array([event[2] for event in events], dtype="str"),
        }
    )


def _events(qualifying: Qualifying, lead: int, passed_at: int, named: set[str]) -> Iterator[Event]:
    leads, held = qualifying.replay.leads, qualifying.replay.activities
    first, last = passed_at - DAYS_BEFORE * MICROS_A_DAY, passed_at + DAYS_AFTER * MICROS_A_DAY
    span = slice(held.starts[lead], held.starts[lead + 1])
    for at, code in zip(held.at[span], held.kind[span], strict=True):
        if first <= at <= last:
            activity = held.kinds[code]
            kind = "named" if activity in named else qualifying.teams.get(activity, "other")
            yield int(at), in_words(activity), kind
    for stage, spells in qualifying.stages.items():
        for at in spells.starts[spells.lead == lead]:
            if first <= at <= last:
                yield int(at), terms.STAGE_LABELS[stage], "stage"
    if leads.converted[lead] != NEVER:
        outcome = terms.OUTCOME_LABELS[qualifying.replay.outcome]
        yield int(leads.converted[lead]), outcome, "converted"
