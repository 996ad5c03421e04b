"""What both teams agreed: read, checked, signed and saved."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationInfo, field_validator

from alignment import terms, yaml_file
from alignment.agreement.kinds import Currency
from alignment.agreement.parts import (
    Definition,
    Definitions,
    Goal,
    Metric,
    Parties,
    Reasons,
    Stages,
)
from alignment.agreement.rule import AtLeast, ScoreRule, StageRule
from alignment.agreement.score import Score
from alignment.agreement.service import Calendar, ServiceLevels, Task
from alignment.agreement.signing import SignOff, SignOffs, digest_of
from alignment.errors import AgreementError, Problem, nearest
from alignment.yaml_model import Part, Text, built, checked, wrong

FILE = "agreement.yml"

_COMMENTS = {
    "version": "What Marketing and Sales agreed. Any change to it makes both signatures void.\n"
    "Raise the version with every change.",
    "parties": "Who agrees.",
    "currency": "ISO code of every amount.",
    "review_day": "The day of the month on which both teams look at the review.",
    "least_count": "Fewer leads than this make no rate: the review says 'not enough data'.",
    "goal": "What both want. A lead has converted when it reaches the outcome\n"
    "(won, opportunity or sql) within so many days.",
    "glossary": "What the words mean here.",
    "stages": "The stages in use; a lead that enters `hand_off` passes to Sales.",
    "rules": "What makes a lead an MQL and an SQL: as each team would have it, and as agreed.",
    "score": "Points for what a lead did in the last `window_days`, and for what it is.",
    "service_levels": "What each team owes the other. Hours are working hours of the calendar.",
    "calendar": "When the teams work.",
    "tasks": "Who does what, by when.",
    "reasons": "Why a lead goes back to Marketing (recycle), or is out for good (disqualify).",
    "metrics": "The figures each team answers for. Shares are written from 0 to 1;\n"
    "between `target` and `warn` is a warning, beyond `warn` a miss.",
    "sign_offs": "Each holds the digest of the text that was signed; written by signing.",
}


class Agreement(Part):
    """What Marketing and Sales agreed, as one file holds it.

    A changed agreement is a new object (`changed`, `signed`); nothing is written until `save`.

    Parameters
    ----------
    review_day : int
        Day of the month of the review, 1 to 28.
    least_count : int
        Below so many leads there is no rate, but a sentence that says so.
    tasks, metrics : mapping
        By a short name of the teams' own choice; metrics by the name of the measured figure.
    """

    version: int = Field(default=1, ge=1)
    parties: Parties = Parties()
    currency: Currency
    review_day: int = Field(default=5, ge=1, le=28)
    least_count: int = Field(default=20, ge=1)
    goal: Goal
    glossary: Mapping[Text, Text] = Field(default_factory=lambda: dict(terms.GLOSSARY))
    stages: Stages = Stages()
    rules: Definitions = Definitions()
    score: Score
    service_levels: ServiceLevels
    calendar: Calendar
    tasks: Mapping[Text, Task] = Field(default_factory=dict)
    reasons: Reasons = Reasons()
    metrics: Mapping[Text, Metric] = Field(default_factory=dict)
    sign_offs: SignOffs = SignOffs()

    @field_validator("stages")
    @classmethod
    def _hands_off_before_the_outcome(cls, stages: Stages, info: ValidationInfo) -> Stages:
        goal = info.data.get("goal")
        if goal is not None:
            end = "customer" if goal.outcome == "won" else goal.outcome
            if terms.STAGES.index(stages.hand_off) >= terms.STAGES.index(end):
                raise wrong(f"a hand_off stage before {end!r}, the outcome of the goal")
        return stages

    @classmethod
    def open(cls, path: Path | str) -> "Agreement":
        """The agreement of a workspace folder (or in a file of any name).

        Raises
        ------
        AgreementError
            Where there is none, or with every problem of it, each at its line.
        """
        file = _file(Path(path))
        if not file.is_file():
            advice = (
                "Run `alignment import` on your files, which writes a draft, "
                f"or copy data/samples/{FILE} and change it."
            )
            problem = Problem(str(file), "no file", "the teams' agreement", advice)
            raise AgreementError("There is no agreement yet.", [problem])
        return checked(cls, yaml_file.read(file), "The agreement cannot be read.")

    @classmethod
    def draft(cls, company: str = "", zone: str = "UTC", currency: str = "EUR") -> "Agreement":
        """An unsigned agreement of defaults, for the teams to change.

        Raises
        ------
        AgreementError
            Where the zone is no IANA zone, or the currency no ISO code.
        """
        stated = ScoreRule(score=AtLeast(at_least=50))
        values = {
            "parties": {"company": company},
            "currency": currency,
            "goal": {
                "text": "A draft made of defaults: say here what both teams want.",
                "outcome": "won",
                "within_days": 90,
            },
            "rules": Definitions(
                mql=Definition(agreed=stated), sql=Definition(agreed=StageRule(stage="sql"))
            ),
            "score": Score(),
            "service_levels": {"marketing": {"accepted_share": 0.6}},
            "calendar": {"zone": zone},
            "metrics": {
                "mql_acceptance_rate": {"team": "marketing", "unit": "share", "target": 0.6},
                "first_contact_share": {"team": "sales", "unit": "share", "target": 0.9},
            },
        }
        return built(cls, values, "draft", "The draft agreement cannot be made.")

    def save(self, path: Path | str) -> None:
        """Write it into a workspace folder (or to a file ending in .yml), whole or not at all.

        Parts that did not change keep their text and the comments that people added.
        """
        yaml_file.write(self, _file(Path(path)), _COMMENTS)

    def changed(self, **parts: Any) -> "Agreement":
        """A new agreement with other parts, checked; a signed one gets the next version.

        Raises
        ------
        AgreementError
            With every problem of the new parts.
        """
        is_signed = bool(self.sign_offs.valid(self.digest))
        values = {**dict(self), "version": self.version + is_signed, **parts}
        return built(Agreement, values, "agreement", "The agreement cannot be changed so.")

    def signed(self, team: str, person: str, role: str, on: date) -> "Agreement":
        """A new agreement with the sign-off of a team, holding the digest of this text.

        Raises
        ------
        AgreementError
            Where the team is unknown, or the person or role is blank.
        """
        message = "The agreement cannot be signed."
        if team not in terms.TEAMS:
            problem = Problem("sign-off", repr(team), "a team", nearest(team, terms.TEAMS))
            raise AgreementError(message, [problem])
        values = {"person": person, "role": role, "signed_on": on, "digest": self.digest}
        sign_off = built(SignOff, values, "sign-off", message)
        sign_offs = self.sign_offs.model_copy(update={team: sign_off})
        return self.model_copy(update={"sign_offs": sign_offs})

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything but the sign-offs, whatever its order and layout."""
        return digest_of(self, "sign_offs")

    @property
    def is_signed(self) -> bool:
        """Whether both teams signed this very text."""
        return len(self.sign_offs.valid(self.digest)) == len(terms.TEAMS)

    @property
    def signature_state(self) -> str:
        """Who signed, who has not, and whether the text was changed since: one sentence."""
        return self.sign_offs.state(self.digest, self.parties)

    @property
    def signature_caveats(self) -> tuple[str, ...]:
        """What to say beside figures that rest on it: nothing once both teams signed."""
        if self.is_signed:
            return ()
        state = self.signature_state
        return (f"The agreement is {state}: until both teams sign, all of this rests on a draft.",)

    @property
    def company(self) -> str:
        """The company's name; empty in a draft."""
        return self.parties.company

    @property
    def outcome(self) -> str:
        """What counts as converted: ``won``, ``opportunity`` or ``sql``."""
        return self.goal.outcome

    @property
    def within_days(self) -> int:
        """Days within which the outcome must be reached."""
        return self.goal.within_days

    @property
    def outcome_words(self) -> str:
        """What counts as converted, as a sentence has it: ``won within 120 days``."""
        days = "1 day" if self.within_days == 1 else f"{self.within_days} days"
        return f"{terms.OUTCOME_LABELS[self.outcome]} within {days}"

    @property
    def hand_off_stage(self) -> str:
        """The stage whose entry is the hand-off to Sales."""
        return self.stages.hand_off

    @property
    def zone(self) -> str:
        """IANA zone of the working hours; the history's, by which months are cut, should be it."""
        return self.calendar.zone

    @property
    def first_contact_within_hours(self) -> float:
        """Working hours from hand-off to first contact that Sales owes."""
        return self.service_levels.sales.first_contact_within_hours

    @property
    def first_contact_share(self) -> float:
        """Share of handed-off leads owed a first contact in time, 0 to 1."""
        return self.service_levels.sales.first_contact_share


def _file(path: Path) -> Path:
    return path if path.suffix in {".yml", ".yaml"} or path.is_file() else path / FILE
