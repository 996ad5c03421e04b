"""What a brief still lacks before it is more than a draft."""

from collections.abc import Iterator, Mapping, Sequence, Set

from alignment import terms
from alignment.agreement import Agreement, Parties
from alignment.agreement.rule import joined
from alignment.answers import Answers, awaiting
from alignment.briefs.brief import Brief, heard

BOUND = ("mql", "sql")
"""Questions that the agreement answers; what is written beside it is told besides."""


def lacking(
    brief: Brief,
    under: Agreement | None,
    answers: Mapping[str, Answers],
    awaited: Sequence[str],
    in_force: Agreement | None = None,
) -> tuple[str, ...]:
    """Everything that keeps a brief a draft, each as a sentence; empty: nothing does.

    Parameters
    ----------
    under : Agreement or None
        The agreement it was written under; None where that is not there unchanged.
    answers : mapping of team to Answers
        What each team said, once both are in.
    awaited : sequence of str
        Teams that have not answered.
    in_force : Agreement or None
        The one in force by now; None: that is told elsewhere.
    """
    return (*unready(brief, under, answers, awaited), *_unsigned(brief, under, in_force))


def unready(
    brief: Brief, under: Agreement | None, answers: Mapping[str, Answers], awaited: Sequence[str]
) -> tuple[str, ...]:
    """The same without signatures and approvals: what keeps it from being approved."""
    return (
        *_unanswered(answers, awaited),
        *_undecided(brief, under),
        *_unheard(brief, answers),
    )


def _unanswered(answers: Mapping[str, Answers], awaited: Sequence[str]) -> Iterator[str]:
    if awaited:
        yield f"{awaiting(awaited)}: nobody sees an answer before both teams have given theirs."
    for team, own in answers.items():
        yield from _left_open(f"{team.capitalize()} left open, and may still answer", {*own.brief})


def _unheard(brief: Brief, answers: Mapping[str, Answers]) -> Iterator[str]:
    if answers and brief.heard != heard(answers):
        yield "The teams answer otherwise than when the brief was last saved: save it again."


def _undecided(brief: Brief, under: Agreement | None) -> Iterator[str]:
    bound = {stage for stage in BOUND if under and getattr(under.rules, stage).agreed}
    yield from _left_open("Not answered together yet", {*brief.answers, *bound})
    for stage in BOUND:
        if under and stage not in bound:
            yield f"The agreement has no agreed rule for the {stage.upper()}."
    if under is None:
        yield (
            f"Version {brief.written_under.version} of the agreement, under which it was written, "
            "is not there unchanged: what was approved cannot be shown."
        )
        return
    strange = [name for name in brief.metrics if name not in under.metrics]
    if strange:
        yield f"No metric of the agreement: {joined(strange, 'and')}."
    if len(strange) == len(brief.metrics):
        yield "No metric of the agreement is chosen."


def _unsigned(brief: Brief, under: Agreement | None, in_force: Agreement | None) -> Iterator[str]:
    if under and not under.is_signed:
        yield f"The agreement it rests on is {under.signature_state}."
    if in_force and not in_force.is_signed and not (under and under.digest == in_force.digest):
        yield f"The agreement in force, version {in_force.version}, is {in_force.signature_state}."
    if not brief.is_approved:
        yield _approvals(brief, under.parties if under else Parties())


def _approvals(brief: Brief, parties: Parties) -> str:
    state = brief.approval_state(parties)
    if not brief.approvals.by_team:
        return "Nobody has approved it yet."
    return f"Its approvals are {state}." if state.startswith("void") else f"It is {state}."


def _left_open(who: str, answered: Set[str]) -> Iterator[str]:
    left = [asked for key, asked in terms.BRIEF_QUESTIONS.items() if key not in answered]
    if left:
        yield f"{who}: {' '.join(left)}"
