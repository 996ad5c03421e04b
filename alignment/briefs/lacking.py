"""What a brief still lacks before it is more than a draft."""

from collections.abc import Iterator, Mapping, Sequence, Set

from alignment import terms
from alignment.agreement import Agreement, Parties
from alignment.agreement.rule import joined
from alignment.answers import Answers, awaiting
from alignment.briefs.brief import Brief

BOUND = ("mql", "sql")
"""Questions that the agreement answers; what is written beside it is told besides."""


def lacking(
    brief: Brief, under: Agreement | None, answers: Mapping[str, Answers], awaited: Sequence[str]
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
    """
    return (*unready(brief, under, answers, awaited), *_unsigned(brief, under))


def unready(
    brief: Brief, under: Agreement | None, answers: Mapping[str, Answers], awaited: Sequence[str]
) -> tuple[str, ...]:
    """The same without signatures and approvals: what keeps it from being approved."""
    return (*_unanswered(answers, awaited), *_undecided(brief, under))


def _unanswered(answers: Mapping[str, Answers], awaited: Sequence[str]) -> Iterator[str]:
    if awaited:
        yield f"{awaiting(awaited)}: nobody sees an answer before both teams have given theirs."
    for team, own in answers.items():
        yield from _left_open(f"{team.capitalize()} left open", {*own.brief})


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


def _unsigned(brief: Brief, under: Agreement | None) -> Iterator[str]:
    if under and not under.is_signed:
        yield f"The agreement it rests on is {under.signature_state}."
    if not brief.is_approved:
        parties = under.parties if under else Parties()
        yield f"The brief is {brief.approval_state(parties)}."


def _left_open(who: str, answered: Set[str]) -> Iterator[str]:
    left = [asked for key, asked in terms.BRIEF_QUESTIONS.items() if key not in answered]
    if left:
        yield f"{who}: {' '.join(left)}"
