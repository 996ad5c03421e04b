"""Whether what was decided before was carried out: asked at the next review."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from alignment.agreement.rule import joined
from alignment.decisions.decision import OPEN, Decision, Decisions
from alignment.decisions.keeping import SAID
from alignment.finding import Finding
from alignment.period import Period, date_words, month_of

OVERDUE = "overdue"
_COLUMNS = ("decided_in", "choice", "owner", "due_on", "state", "came_of_it", "reference")
_NAME = "decisions_followed_up"

Named = tuple[str, Decision]
"""A reference, and the decision it names."""


def followed_up(workspace: Path, month: Period, today: date, segment: str = "") -> Finding:
    """What became of the decisions of the last review that decided anything before `month`.

    With them stand older ones that were open until the review of `month`. What became of each is
    told as it is known now, also where a later review settled it.

    Parameters
    ----------
    today : date
        The day as of which the month is reviewed: what is open, and was due before it, is overdue.
    segment : str
        Also what was decided for that part of the company; empty: only for all of it.

    Returns
    -------
    Finding
        One row a decision, oldest first: decided_in (YYYY-MM), choice, owner, due_on, state (open,
        overdue, carried out, dropped), came_of_it, reference (for `settle`); with a `segment`,
        also that (empty: for the whole company). Figures: n_decisions, and how many of them are in
        each state (n_open without the overdue ones).

    Raises
    ------
    AgreementError
        Where the decisions cannot be read.
    """
    held = Decisions.open(workspace)
    pairs = zip(held.references, held.decisions, strict=True)
    now = month.months[0]
    before = [pair for pair in pairs if pair[1].month < now and pair[1].concerns(segment)]
    last = max((decision.month for _, decision in before), default="")
    latest = [pair for pair in before if pair[1].month == last]
    older = [pair for pair in before if pair[1].month < last and _was_open(pair[1], now)]
    shown = sorted([*older, *latest], key=lambda pair: pair[1].month)
    states = [_state(decision, today) for _, decision in shown]
    return Finding(
        _table(shown, states, segment),
        _sentence(latest, older, month, today),
        _later([decision for _, decision in shown], now),
        _NAME,
        {"n_decisions": len(shown)}
        | {f"n_{state.replace(' ', '_')}": states.count(state) for state in _STATES},
    )


_STATES = ("carried out", "dropped", OVERDUE, OPEN)


def _was_open(decision: Decision, month: str) -> bool:
    return decision.state == OPEN or decision.settled_in >= month


def _state(decision: Decision, today: date) -> str:
    if decision.state == OPEN:
        return OVERDUE if decision.due_on < today else OPEN
    return SAID[decision.state]


def _table(pairs: Sequence[Named], states: Sequence[str], segment: str) -> pd.DataFrame:
    columns = [*_COLUMNS, *(["segment"] if segment else [])]
    rows = [
        {
            **{name: getattr(each, name) for name in columns if hasattr(each, name)},
            "decided_in": each.month,
            "state": state,
            "reference": reference,
        }
        for (reference, each), state in zip(pairs, states, strict=True)
    ]
    return pd.DataFrame(rows, columns=columns)


def _sentence(latest: Sequence[Named], older: Sequence[Named], month: Period, today: date) -> str:
    if not latest:
        return f"No review before that of {month.label} decided anything."
    when = f"{month_of(latest[0][1].month):%B %Y}"
    first = _became([each for _, each in latest], f"of {when}", today)
    rest = _became([each for _, each in older], "of earlier reviews", today) if older else ""
    return " ".join(filter(None, (first, rest)))


def _became(made: Sequence[Decision], whose: str, today: date) -> str:
    """`Of 3 decisions of August 2026, 1 was carried out, 1 was dropped, and 1 is open, …`"""
    told = []
    for state in _STATES:
        those = [each for each in made if _state(each, today) == state]
        if those:
            verbs = ("was", "were") if state in SAID.values() else ("is", "are")
            count = f"{len(those)} " if len(made) > 1 else ""
            told.append(f"{count}{verbs[len(those) > 1]} {state}{_due(those, state)}")
    if len(made) == 1:
        return f"The one decision {whose} {told[0]}."
    return f"Of {len(made)} decisions {whose}, {joined(told, ', and')}."


def _due(those: Sequence[Decision], state: str) -> str:
    """When it is, or was, due, and whose it is; of several, the first."""
    if state in SAID.values():
        return ""
    first = min(those, key=lambda each: each.due_on)
    day = f"{date_words(first.due_on)} (owner {first.owner})"
    if len(those) > 1:
        return f", the first {'since' if state == OVERDUE else 'due on'} {day}"
    return f" since {day}" if state == OVERDUE else f", due on {day}"


def _later(made: Sequence[Decision], month: str) -> tuple[str, ...]:
    n = sum(each.settled_in > month for each in made)
    if not n:
        return ()
    was = "1 of them was" if n == 1 else f"{n} of them were"
    return (f"{was} settled by a later review, and told as known now.",)
