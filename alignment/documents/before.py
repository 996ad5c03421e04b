"""What a reader of a brief must know before the rest."""

from collections.abc import Iterator

from alignment.agreement import Agreement, amendments
from alignment.agreement.rule import joined
from alignment.briefs import Brief
from alignment.documents.bound import lacks_revenue

MOST_CHANGES = 3
"""Of the agreement, told in a warning; a section of the document lists all of them."""


def warnings(held: Brief, agreement: Agreement, under: Agreement | None) -> tuple[str, ...]:
    """What has become of the agreement, and what the brief does not say; each a sentence.

    Parameters
    ----------
    agreement : Agreement
        The one in force.
    under : Agreement or None
        The one it was written under; None where that is not there unchanged.
    """
    said = (
        *_of_the_agreement(held, agreement, under),
        lacks_revenue(under or agreement, held.metrics),
    )
    return tuple(filter(None, (*said, _unsaid(held))))


def _of_the_agreement(held: Brief, agreement: Agreement, under: Agreement | None) -> Iterator[str]:
    version, now = held.written_under.version, agreement.version
    if under is None:
        yield (
            f"What the agreement says here is taken from version {now}, the one in "
            f"force: version {version}, under which the brief was written, is not there unchanged."
        )
    elif changes := amendments(under, agreement):
        n = f" in {len(changes):,} points, among them" if len(changes) > MOST_CHANGES else ""
        yield (
            f"It was written under version {version} of the agreement, which has changed since{n}: "
            f"{'; '.join(changes[:MOST_CHANGES])}."
        )


def _unsaid(held: Brief) -> str:
    """What a campaign has that this brief says nothing of; empty where it says everything."""
    says = {
        "its channel": held.channel,
        "its first day": held.starts_on,
        "its last day": held.ends_on,
        "what it may cost": held.budget_amount,
        "what it is to bring": held.goal_amount,
        "whom it is for": held.target,
        "its personas": held.personas,
    }
    unsaid = [what for what, said in says.items() if said in (None, "", ())]
    return f"Not said: {joined(unsaid, 'and')}." if unsaid else ""
