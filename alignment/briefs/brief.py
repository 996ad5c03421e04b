"""A campaign's brief: what both teams say together, and who approved it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from alignment import terms
from alignment.agreement import (
    Agreement,
    OnAttributes,
    Parties,
    Signer,
    SignOff,
    SignOffs,
    digest_of,
)
from alignment.agreement.kinds import Texts, distinct
from alignment.agreement.signing import Digest, digest
from alignment.answers import OF_A_BRIEF, Answers
from alignment.errors import AgreementError, Problem, nearest
from alignment.yaml_model import Number, Part, Text, built, wrong


class Under(Part):
    """The agreement that a brief was written under."""

    version: int = Field(ge=1)
    digest: Digest


class Persona(Part):
    """A kind of person that the campaign is for.

    Parameters
    ----------
    name : str
        What both teams call it: "Head of quality".
    problem : str
        What troubles it, as far as the campaign can help.
    message : str
        What the campaign says to it.
    """

    name: Text
    problem: str = ""
    message: str = ""


class Brief(Part):
    """A campaign's brief, as one file holds it.

    A changed brief is a new object; nothing is written until `alignment.briefs.BriefFolder` does.

    Parameters
    ----------
    written_under : Under
        The agreement that definitions, levels, tasks and metrics come from.
    channel : str
        As the history calls the channels of campaigns; empty: not said.
    starts_on, ends_on : date or None
        The first and the last day, both included.
    budget_amount, goal_amount : float or None
        What it may cost, and the revenue that it is to bring, in the agreement's currency.
    target : Rule or None
        Whom it is for: a rule on attributes.
    answers : mapping of question to str
        What both teams answer together, by the keys of `terms.BRIEF_QUESTIONS`.
    metrics : tuple of str
        Names of the agreement's metrics by which it is judged, the weightiest first.
    heard : str or None
        The digest of what each team had answered when it was saved (`heard`); None: nothing yet.
    approvals : SignOffs
        Each holds the digest of what was approved.
    """

    title: Text
    written_under: Under
    channel: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    budget_amount: Number | None = Field(default=None, ge=0)
    goal_amount: Number | None = Field(default=None, ge=0)
    target: OnAttributes | None = None
    personas: Annotated[tuple[Persona, ...], AfterValidator(distinct)] = ()
    answers: Mapping[terms.BriefQuestion, Text] = Field(default_factory=dict)
    metrics: Texts = ()
    heard: Digest | None = None
    approvals: SignOffs = SignOffs()

    @field_validator("ends_on")
    @classmethod
    def _ends_after_it_starts(cls, ends_on: date | None, info: ValidationInfo) -> date | None:
        starts_on = info.data.get("starts_on")
        if ends_on is not None and starts_on is not None and ends_on < starts_on:
            raise wrong(f"the day it starts ({starts_on}) or a later one")
        return ends_on

    @classmethod
    def begun(cls, title: str, agreement: Agreement) -> "Brief":
        """A brief in which nothing is said yet, under an agreement.

        Raises
        ------
        AgreementError
            Where the title is blank.
        """
        values = {"title": title, "written_under": _under(agreement)}
        return built(cls, values, "brief", "The brief cannot be begun.")

    def changed(self, **parts: Any) -> "Brief":
        """A new brief with other parts, checked; approvals stay, and are void where it differs.

        Raises
        ------
        AgreementError
            With every problem of the new parts.
        """
        return built(Brief, {**dict(self), **parts}, "brief", "The brief cannot be changed so.")

    def under(self, agreement: Agreement) -> "Brief":
        """The same under another agreement."""
        return self.model_copy(update={"written_under": _under(agreement)})

    def approved(self, signer: Signer, digest: str, parties: Parties) -> "Brief":
        """The same with one more approval.

        Parameters
        ----------
        digest : str
            Of the brief that the signer has read.

        Raises
        ------
        AgreementError
            Where the brief is another, the day has not come, one person approves for both teams,
            the team is unknown, or the person or role is blank: all of it at once.
        """
        problems = []
        if signer.team not in terms.TEAMS:
            advice = nearest(signer.team, terms.TEAMS)
            problems.append(Problem("approval", repr(signer.team), "a team", advice))
        if digest != self.digest:
            found = "another brief than the one that was read"
            advice = "Read it as it stands now, and approve that."
            problems.append(Problem("approval", found, "the same brief", advice))
        problems += signer.problems(self.approved_by, parties)
        values = {
            "person": signer.person.strip(),
            "role": signer.role.strip(),
            "signed_on": signer.on,
            "digest": self.digest,
        }
        message = "The brief cannot be approved."
        try:
            own = built(SignOff, values, "approval", message)
        except AgreementError as error:
            raise AgreementError(message, [*problems, *error.problems]) from None
        if problems:
            raise AgreementError(message, problems)
        approvals = self.approvals.model_copy(update={signer.team: own})
        return self.model_copy(update={"approvals": approvals})

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything but the approvals, whatever its order and layout."""
        return digest_of(self, "approvals")

    @property
    def approved_by(self) -> dict[str, SignOff]:
        """The approvals of this very text, by team."""
        return self.approvals.holding(self.digest)

    @property
    def is_approved(self) -> bool:
        """Whether both teams approved this very brief."""
        return len(self.approved_by) == len(terms.TEAMS)

    def approval_state(self, parties: Parties) -> str:
        """Who approved, who has not, and whether it was changed since: one sentence."""
        return self.approvals.state(self.digest, parties, "approved")


def heard(answers: Mapping[str, Answers]) -> str | None:
    """SHA-256 (hex) of what the teams answered to a brief; None where nothing is open."""
    said = {team: own.content(OF_A_BRIEF) for team, own in sorted(answers.items())}
    return digest(said) if said else None


def _under(agreement: Agreement) -> Under:
    return Under(version=agreement.version, digest=agreement.digest)
