"""Who agrees, the goal, stages, definitions, reasons and metrics."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from alignment import terms
from alignment.agreement.kinds import Texts, distinct, share
from alignment.agreement.rule import AnyRule
from alignment.yaml_model import Number, Part, Text, wrong, wrong_at

Unit = Literal["count", "share", "hours", "days", "amount"]


class Parties(Part):
    """Who agrees: the company, and what it calls its two teams."""

    company: str = ""
    marketing: Text = "Marketing"
    sales: Text = "Sales"


class Goal(Part):
    """What both teams want, and what counts as converted within how many days."""

    text: str = ""
    outcome: terms.Outcome
    within_days: int = Field(ge=1)


class Stages(Part):
    """The stages in use, and the one whose entry is the hand-off to Sales."""

    used: Annotated[tuple[terms.Stage, ...], AfterValidator(distinct)] = Field(
        default=(
            "lead",
            "mql",
            "sal",
            "sql",
            "opportunity",
            "customer",
            "recycled",
            "disqualified",
        ),
        min_length=1,
    )
    hand_off: terms.Stage = "mql"

    @field_validator("hand_off")
    @classmethod
    def _is_used(cls, stage: str, info: ValidationInfo) -> str:
        ways = [used for used in info.data.get("used", terms.STAGES) if used in terms.STAGES]
        if stage not in ways:
            raise wrong(f"one of the stages in use ({', '.join(ways)})")
        return stage


class Definition(Part):
    """What makes a lead an MQL, or an SQL: as each team would have it, and as agreed."""

    marketing: AnyRule | None = None
    sales: AnyRule | None = None
    agreed: AnyRule | None = None


class Definitions(Part):
    """The rules for MQL and SQL."""

    mql: Definition = Definition()
    sql: Definition = Definition()


class Reasons(Part):
    """Why a lead goes back to Marketing, and why it is out for good."""

    recycle: Texts = Field(default=terms.RECYCLE_REASONS, min_length=1)
    disqualify: Texts = Field(default=terms.DISQUALIFY_REASONS, min_length=1)

    @field_validator("disqualify")
    @classmethod
    def _are_kept_apart(cls, reasons: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        advice = "A recycled lead may come back, a disqualified one is out: choose."
        both = [
            (place, reason, wrong("a reason that is not under recycle too", advice))
            for place, reason in enumerate(reasons)
            if reason in info.data.get("recycle", ())
        ]
        if both:
            raise wrong_at(both)
        return reasons


class Metric(Part):
    """A figure that a team answers for.

    Parameters
    ----------
    target : float
        In `unit`; shares from 0 to 1.
    better : str
        Whether ``higher`` or ``lower`` figures are better.
    warn : float or None
        Where a miss turns from a warning into a failure; between it and the target is a warning.
    """

    team: terms.Team
    unit: Unit
    better: Literal["higher", "lower"] = "higher"
    target: Number = Field(ge=0)
    warn: Number | None = Field(default=None, ge=0)

    @field_validator("target", "warn")
    @classmethod
    def _fits_its_unit(cls, value: float | None, info: ValidationInfo) -> float | None:
        if value is None or info.data.get("unit") != "share":
            return value
        return share(value)

    @field_validator("warn")
    @classmethod
    def _lies_beyond_the_target(cls, warn: float | None, info: ValidationInfo) -> float | None:
        target, is_higher = info.data.get("target"), info.data.get("better") == "higher"
        if (
            warn is not None
            and target is not None
            and (warn > target if is_higher else warn < target)
        ):
            side = "at or under" if is_higher else "at or over"
            raise wrong(
                f"a value {side} the target ({target:g}), as {info.data['better']} is better"
            )
        return warn
