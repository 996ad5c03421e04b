"""Who signed, and whether it still holds, as a document shows it."""

from typing import NamedTuple

from markupsafe import Markup

from alignment import terms
from alignment.agreement import Parties, SignOffs
from alignment.documents.text import inline
from alignment.period import date_words

SHORT_DIGEST = 12
"""Digits by which a reader tells two digests apart."""
ROOM = "<br>&nbsp;"
"""Below the team of a line to sign on."""


class SignatureRow(NamedTuple):
    """One team's line under a document; `is_open` where it has not signed this very text."""

    team: str
    person: str
    role: str
    signed_on: str
    state: str
    digest: str
    is_open: bool

    @property
    def cells(self) -> list[str]:
        """What the table of those who signed shows; what does not hold stands out."""
        strong = Markup("<strong>{}</strong>").format(self.state)
        state = strong if self.is_open else self.state
        return [self.team, self.person, self.role, self.signed_on, state, self.digest]

    @property
    def line(self) -> list[str]:
        """The line to sign on, with room for it: all but the team is left to the pen."""
        return [Markup("{}" + ROOM).format(inline(self.team)), "", "", "", ""]


def is_void(sign_offs: SignOffs, digest: str) -> bool:
    """Whether anybody signed another text than the one of this digest."""
    return len(sign_offs.valid(digest)) < len(sign_offs.by_team)


def signature_rows(
    sign_offs: SignOffs, digest: str, parties: Parties, verb: str = "signed"
) -> list[SignatureRow]:
    """Both teams' signatures under the text of this digest, Marketing's first.

    A signature under another text is shown, and said to be void.

    Parameters
    ----------
    verb : str
        What they did: ``signed``, ``approved``.
    """
    called, valid = parties.model_dump(), sign_offs.valid(digest)
    rows = []
    for team in terms.TEAMS:
        signed = sign_offs.by_team.get(team)
        if signed is None:
            rows.append(SignatureRow(called[team], "", "", "", f"not {verb} yet", "", True))
            continue
        holds = team in valid
        state = "valid" if holds else "VOID: the text has changed since"
        shown = f"{signed.digest[:SHORT_DIGEST]}…"
        day = date_words(signed.signed_on)
        row = SignatureRow(called[team], signed.person, signed.role, day, state, shown, not holds)
        rows.append(row)
    return rows
