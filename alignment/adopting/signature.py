"""One more signature under a text, or everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alignment.adopting.merging import Text
from alignment.agreement import Agreement, SignOff, SignOffs
from alignment.errors import AgreementError, Problem

_MESSAGE = "The agreement cannot be signed."


@dataclass(frozen=True)
class Signer:
    """Who signs for which team, and when."""

    team: str
    person: str
    role: str
    on: date


def added(text: Text, held: Mapping[str, SignOff], signer: Signer, digest: str) -> Agreement:
    """The text with the signatures it holds and one more.

    Parameters
    ----------
    digest : str
        Of the text that the signer has read.

    Raises
    ------
    AgreementError
        Where the text is another, the day has not come, one person signs for both teams, the
        team is unknown, or the person or role is blank: all of it at once.
    """
    problems, called = [], text.agreement.parties.model_dump()
    if digest != text.digest:
        found = "another text than the one that was read"
        advice = "Read what differs now, and sign that."
        problems.append(Problem("agreement", found, "the same text", advice))
    if signer.on > date.today():
        problems.append(Problem("sign-off", str(signer.on), "today or a day before"))
    for team, sign_off in held.items():
        if team != signer.team and _same_person(sign_off.person, signer.person):
            other, own = called[team], called.get(signer.team, signer.team)
            expected = f"another person than {sign_off.person}, who signed for {other}"
            advice = f"Let somebody of {own} sign for {own}."
            problems.append(Problem("sign-off", repr(signer.person), expected, advice))
    unsigned = text.agreement.model_copy(update={"sign_offs": SignOffs(**held)})
    try:
        made = unsigned.signed(signer.team, signer.person.strip(), signer.role.strip(), signer.on)
    except AgreementError as error:
        raise AgreementError(_MESSAGE, [*problems, *error.problems]) from None
    if problems:
        raise AgreementError(_MESSAGE, problems)
    return made


def _same_person(a: str, b: str) -> bool:
    return " ".join(a.split()).casefold() == " ".join(b.split()).casefold()
