"""What a workspace holds, and all that is wrong with it."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from alignment import proposals
from alignment.adopting import Signing
from alignment.agreement import FILE as AGREEMENT
from alignment.answers import OF_A_BRIEF
from alignment.briefs import BriefFolder, briefs, lacking
from alignment.content_requests import ContentRequests
from alignment.decisions import Decisions
from alignment.decisions.keeping import SAID
from alignment.errors import AlignmentError, noted, together
from alignment.frozen import frozen_months
from alignment.history import History
from alignment.measures.rates import counted
from alignment.schema import TABLES
from alignment.sealing import opened, rounds


def checked(workspace: Path) -> tuple[list[str], list[str]]:
    """What a workspace holds, and what is wrong with it, each in lines to print.

    Nothing is written. What cannot be read keeps nothing else from being told.
    """
    held, wrong = [], [str(problem) for problem in History.check(workspace)]
    for told in _PARTS[bool(wrong) :]:
        try:
            held += told(workspace)
        except AlignmentError as error:
            wrong += [str(problem) for problem in error.problems] or [error.message]
    return held, wrong


def _loaded(workspace: Path) -> list[str]:
    """What a history holds, and what it lacks at which cost."""
    history = History.open(workspace)
    months = history.months
    span = f"{months[0]} to {months[-1]}" if months else "no rows"
    lines = [f"History: {span} ({history.zone})"]
    lines += [f"  {name:<14}{n:>12,} rows" for name, n in history.n_rows.items()]
    return lines + [f"  {name:<14}{'none':>12}: {TABLES[name].cost}" for name in history.lacks]


def _signed(workspace: Path) -> list[str]:
    """Who signed the agreement, what is proposed, who signed that, and what cannot be read."""
    signing = Signing(workspace)
    lines = [f"Agreement: {signing.agreement.signature_state}"]
    lines += [f"Proposed: {each.name} ({'; '.join(each.changes)})" for each in signing.proposals]
    return [*lines, *signing.under_signature, *(f"Proposals: {each}" for each in signing.unread)]


def _answered(workspace: Path) -> list[str]:
    """Who is in and who is awaited, of each part that somebody has answered."""
    return [part.finding.sentence for part in rounds(workspace) if part.sealed_on]


def _decided(workspace: Path) -> list[str]:
    states: Counter[str] = Counter(each.state for each in Decisions.open(workspace).decisions)
    told = [f"{states[state]:,} {said}" for state, said in _STATES.items() if states[state]]
    return [f"Decisions: {', '.join(told)}"] if told else []


_STATES = {"open": "open", **SAID}


def _frozen(workspace: Path) -> list[str]:
    """Which months are frozen; those of segments are read with their own reports."""
    months = list(frozen_months(workspace))
    return [f"Frozen: {counted(len(months), 'month')}, the last {months[-1]}"] if months else []


def _briefed(workspace: Path) -> list[str]:
    """What became of each brief, and how many contents are asked for."""
    lines, errors = [], list[AlignmentError]()
    for name in briefs(workspace):
        with noted(errors):
            lines.append(_brief(BriefFolder.of(workspace, name)))
    with noted(errors):
        requests = ContentRequests.open(workspace).requests
        lines += [f"Content requests: {len(requests):,}"] if requests else []
    if errors:
        raise together(errors)
    return lines


def _brief(folder: BriefFolder) -> str:
    brief = folder.open()
    under = folder.under(brief)
    now = opened(folder.path, OF_A_BRIEF)
    place = folder.workspace / AGREEMENT
    in_force = proposals.opened(place) if place.is_file() else None
    lacks = lacking(brief, under, now.answers, now.awaited, in_force)
    state = "approved by both teams" if not lacks else " ".join(["a draft.", *lacks])
    return f"Brief {folder.name}: {state}"


_PARTS: tuple[Callable[[Path], list[str]], ...] = (
    _loaded,
    _signed,
    _answered,
    _decided,
    _frozen,
    _briefed,
)
"""The history first: it is left out where something is wrong with it."""
