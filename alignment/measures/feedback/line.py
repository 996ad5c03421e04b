"""One line of feedback."""

from dataclasses import dataclass

from alignment import terms


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
    """

    team: terms.Team
    about: str
    what: str
    evidence: str
    act: str
    n: int
    weight: float = 0.0

    @property
    def row(self) -> dict[str, object]:
        """The row of a table."""
        return {
            "team": self.team,
            "about": self.about,
            "what": self.what,
            "evidence": self.evidence,
            "next": self.act,
            "n": self.n,
        }
