"""Decisions put into a workspace, settled, and shown for the month they were taken in."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from alignment.decisions.decision import FILE, OPEN, STATES, Decision, Decisions
from alignment.errors import AgreementError, Problem
from alignment.files import alone_in, refuse_sample
from alignment.finding import Finding
from alignment.period import Period, month_of

SAID = {"done": "carried out", "dropped": "dropped"}
"""The states of a settled decision, in words."""


def decided(workspace: Path, month: Period, segment: str = "") -> Finding:
    """What was decided for a month so far.

    Parameters
    ----------
    segment : str
        Also what was decided for that part of the company; empty: only for all of it.

    Returns
    -------
    Finding
        One row a decision: choice, owner, due_on, dissent; with a `segment`, also that (empty: for
        the whole company).

    Raises
    ------
    AgreementError
        Where the decisions cannot be read.
    """
    held = Decisions.open(workspace).decisions
    made = [each for each in held if each.month == month.months[0] and each.concerns(segment)]
    columns = ["choice", "owner", "due_on", "dissent", *(["segment"] if segment else [])]
    rows = [{name: getattr(each, name) for name in columns} for each in made]
    said = f"{len(made)} decided so far" if made else "Nothing is decided yet"
    table = pd.DataFrame(rows, columns=columns)
    return Finding(table, f"{said} for {month.label}.", name="decisions")


def record(
    workspace: Path, month: Period, decision: Mapping[str, object], segment: str = ""
) -> str:
    """Keep a decision {choice, owner, due_on, dissent} in a workspace, and say so.

    Parameters
    ----------
    segment : str
        The part of the company it is for; empty: all of it.

    Raises
    ------
    AgreementError
        Where something is missing, naming all of it; and for the shipped sample.
    """
    refuse_sample(workspace)
    with alone_in(workspace):
        held = Decisions.open(workspace)
        given = {**decision, "month": month.months[0], "segment": segment}
        held.with_one_more(**given).save(workspace)
    return f"Recorded in {workspace / FILE}."


def settle(workspace: Path, reference: str, state: str, came_of_it: str, month: Period) -> str:
    """Keep what became of a decision, and say so.

    Parameters
    ----------
    reference : str
        Of the decision, as `followed_up` names it.
    state : str
        ``done`` or ``dropped`` settles an open one; ``open`` takes that back.
    came_of_it : str
        In a sentence; needed where it was dropped.
    month : Period
        The month whose review settles it.

    Raises
    ------
    AgreementError
        Where somebody changed, removed or settled it meanwhile, and where something is wrong or
        missing, naming all of it; and for the shipped sample. Nothing is changed then.
    """
    refuse_sample(workspace)
    with alone_in(workspace):
        held = Decisions.open(workspace)
        known = dict(zip(held.references, held.decisions, strict=True))
        problems = _problems(known.get(reference), reference, state, came_of_it.strip(), month)
        if problems:
            raise AgreementError("What became of the decision was not kept.", problems)
        settled_in = "" if state == OPEN else month.months[0]
        values = {"state": state, "came_of_it": came_of_it.strip(), "settled_in": settled_in}
        held.with_changed(reference, **values).save(workspace)
    said = SAID.get(state, "open again")
    return f"“{known[reference].choice}” is {said}: kept in {workspace / FILE}."


def _problems(
    decision: Decision | None, reference: str, state: str, came_of_it: str, month: Period
) -> list[Problem]:
    found = []
    if state not in STATES:
        found.append(Problem("the decision", repr(state), f"one of {', '.join(STATES)}"))
    if state == "dropped" and not came_of_it:
        expected = "why it was dropped, in a sentence"
        found.append(Problem("the decision", "nothing", expected, column="what came of it"))
    if decision is None:
        advice = "Somebody changed or removed it meanwhile: look at the decisions again."
        found.append(Problem(FILE, f"no decision {reference}", "a decision held there", advice))
    elif decision.month > month.months[0]:
        expected = f"the review of {month_of(decision.month):%B %Y} or a later one"
        found.append(Problem("the decision", f"the review of {month.label}", expected))
    elif (decision.state == OPEN) is (state == OPEN):
        found.append(_meanwhile(decision))
    return found


def _meanwhile(decision: Decision) -> Problem:
    """It is settled, or open, already: told with what was said of it."""
    if decision.state == OPEN:
        return Problem(FILE, "an open decision", "a settled one, to be opened again")
    when = f" in the review of {decision.settled_in}" if decision.settled_in else ""
    why = f" ({decision.came_of_it})" if decision.came_of_it else ""
    found = f"that it was {SAID[decision.state]}{when}{why}"
    advice = "Somebody settled it meanwhile: look at the decisions again."
    return Problem(FILE, found, "an open decision", advice)
