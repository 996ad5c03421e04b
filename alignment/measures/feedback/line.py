"""One line of feedback."""

from dataclasses import dataclass

from alignment import terms
from alignment.agreement import Parties

ABOUT = {
    "reason": "Reasons",
    "source": "Sources",
    "first_contact": "First contact",
    "no_reason": "Missing reasons",
    "other_reason": "Reasons not agreed",
    "best": "Best hand-offs",
    "worst": "Soonest disqualified",
}
"""What a line is about, in words."""


@dataclass(frozen=True)
class Line:
    """What stands out, by which figure, and what to do about it.

    Parameters
    ----------
    team : Team
        Who can act on it.
    about : str
        ``reason``, ``source``, ``first_contact``, ``no_reason``, ``other_reason``, ``best`` or
        ``worst``.
    what, evidence, act : str
        A sentence each without its stop; the act with it.
    n : int
        The hand-offs that the evidence rests on.
    weight : float
        How many of them a month it is about: what a team looks at first.
    is_past : bool
        Of a source that brings no leads any more: looked at after the others.
    """

    team: terms.Team
    about: str
    what: str
    evidence: str
    act: str
    n: int
    weight: float = 0.0
    is_past: bool = False

    def row(self, parties: Parties) -> dict[str, object]:
        """The row of a table, in words; the teams as the agreement calls them."""
        return {
            "for": getattr(parties, self.team),
            "about": ABOUT[self.about],
            "what": self.what,
            "evidence": self.evidence,
            "next": self.act,
            "n_hand_offs": self.n,
        }
