"""Signatures: who signed for which team, when, and whether the text is still the same."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from alignment import terms
from alignment.agreement.kinds import pattern
from alignment.agreement.parts import Parties
from alignment.agreement.rule import joined
from alignment.errors import Problem
from alignment.period import date_words
from alignment.yaml_model import Part, Text

Digest = Annotated[str, pattern(r"[0-9a-f]{64}", "64 hexadecimal digits, as signing writes them")]


def digest_of(signed: Part, but: str) -> str:
    """SHA-256 (hex) of everything but the field `but`, whatever its order and layout."""
    return digest(signed.model_dump(mode="json", by_alias=True, exclude={but}, exclude_none=True))


def digest(said: Mapping[str, object]) -> str:
    """SHA-256 (hex) of plain data, whatever the order of its keys."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Signer:
    """Who signs for which team, and when."""

    team: str
    person: str
    role: str
    on: date

    def problems(self, held: "Mapping[str, SignOff]", parties: Parties) -> list[Problem]:
        """Why the signature cannot stand beside those there are; what is blank is told later.

        Nobody signs on a day to come, nor for both teams.
        """
        problems, called = [], parties.model_dump()
        if self.on > date.today():
            problems.append(Problem("sign-off", str(self.on), "today or a day before"))
        for team, sign_off in held.items():
            if team != self.team and _same_person(sign_off.person, self.person):
                other, own = called[team], called.get(self.team, self.team)
                expected = f"another person than {sign_off.person}, who signed for {other}"
                advice = f"Let somebody of {own} sign for {own}."
                problems.append(Problem("sign-off", repr(self.person), expected, advice))
        return problems


def _same_person(a: str, b: str) -> bool:
    return _bare(a) == _bare(b)


def _bare(name: str) -> str:
    """A name without capitals, signs that nobody sees and spaces more than one."""
    whole = unicodedata.normalize("NFKC", name)
    seen = "".join(sign for sign in whole if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split()).casefold()


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
        return [*self.holding(digest)]

    def holding(self, digest: str) -> dict[str, SignOff]:
        """The sign-offs of the text of this digest, by team."""
        return {team: signed for team, signed in self.by_team.items() if signed.digest == digest}

    def state(self, digest: str, parties: Parties, verb: str = "signed") -> str:
        """Who signed the text of this digest, who has not, and who signed an earlier one.

        Parameters
        ----------
        verb : str
            What they did: ``signed``, ``approved``.
        """
        valid = self.valid(digest)
        void = [team for team in self.by_team if team not in valid]
        missing = [team for team in terms.TEAMS if team not in self.by_team]
        if len(missing) == len(terms.TEAMS):
            return "unsigned" if verb == "signed" else f"not {verb} yet"
        said = []
        if void:
            said.append(f"void: the text was changed after {self._names(void, parties)} {verb}")
        if valid:
            said.append(f"{verb} by {self._names(valid, parties)}")
        if missing:
            said.append(f"{isolated(getattr(parties, missing[0]))} has not {verb}")
        return "; ".join(said)

    def _names(self, teams: list[str], parties: Parties) -> str:
        names = []
        for team in teams:
            signed = self.by_team[team]
            day = date_words(signed.signed_on)
            person, party = map(isolated, (signed.person, getattr(parties, team)))
            names.append(f"{person} ({party}, {day})")
        return joined(names, "and")


def isolated(name: str) -> str:
    """A name in a line of ours; one from the right between marks, so that it turns no number."""
    is_turned = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in name)
    return f"\N{LEFT-TO-RIGHT MARK}{name}\N{LEFT-TO-RIGHT MARK}" if is_turned else name
