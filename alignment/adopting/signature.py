"""One more signature under a text, or everything that is wrong with it."""

from collections.abc import Mapping

from alignment.adopting.merging import Text
from alignment.agreement import Agreement, Signer, SignOff, SignOffs
from alignment.errors import AgreementError, Problem

_MESSAGE = "The agreement cannot be signed."


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
    problems = []
    if digest != text.digest:
        found = "another text than the one that was read"
        advice = "Read what differs now, and sign that."
        problems.append(Problem("agreement", found, "the same text", advice))
    problems += signer.problems(held, text.agreement.parties)
    unsigned = text.agreement.model_copy(update={"sign_offs": SignOffs(**held)})
    try:
        made = unsigned.signed(signer.team, signer.person.strip(), signer.role.strip(), signer.on)
    except AgreementError as error:
        raise AgreementError(_MESSAGE, [*problems, *error.problems]) from None
    if problems:
        raise AgreementError(_MESSAGE, problems)
    return made
