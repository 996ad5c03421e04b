"""Signatures: who signed for which team, when, and whether the text is still the same."""

from datetime import date
from typing import Annotated

from alignment import terms
from alignment.agreement.kinds import pattern
from alignment.agreement.parts import Parties
from alignment.agreement.rule import joined
from alignment.yaml_model import Part, Text

Digest = Annotated[str, pattern(r"[0-9a-f]{64}", "64 hexadecimal digits, as signing writes them")]


class SignOff(Part):
    """Who signed for a team, when, and the digest of the text that was signed."""

    person: Text
    role: Text
    signed_on: date
    digest: Digest


class SignOffs(Part):
    """One sign-off a team; None where it has not signed."""

    marketing: SignOff | None = None
    sales: SignOff | None = None

    @property
    def by_team(self) -> dict[str, SignOff]:
        """The sign-offs there are."""
        both = {"marketing": self.marketing, "sales": self.sales}
        return {team: signed for team, signed in both.items() if signed is not None}

    def valid(self, digest: str) -> list[str]:
        """The teams that signed the text of this digest."""
        return [team for team, signed in self.by_team.items() if signed.digest == digest]

    def state(self, digest: str, parties: Parties) -> str:
        """Who signed the text of this digest, who has not, and who signed an earlier one."""
        valid = self.valid(digest)
        void = [team for team in self.by_team if team not in valid]
        missing = [team for team in terms.TEAMS if team not in self.by_team]
        if len(missing) == len(terms.TEAMS):
            return "unsigned"
        said = []
        if void:
            said.append(f"void: the text was changed after {self._names(void, parties)} signed")
        if valid:
            said.append(f"signed by {self._names(valid, parties)}")
        if missing:
            said.append(f"{getattr(parties, missing[0])} has not signed")
        return "; ".join(said)

    def _names(self, teams: list[str], parties: Parties) -> str:
        names = []
        for team in teams:
            signed = self.by_team[team]
            day = f"{signed.signed_on.day} {signed.signed_on:%B %Y}"
            names.append(f"{signed.person} ({getattr(parties, team)}, {day})")
        return joined(names, "and")
