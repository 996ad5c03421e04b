"""The parts of an agreement beside rules and score."""

import re
from datetime import date
from typing import Annotated, Literal, TypeVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from alignment import terms
from alignment.agreement.rule import AnyRule
from alignment.errors import nearest
from alignment.yaml_model import Number, Part, Text, wrong, wrong_at

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Entry = TypeVar("Entry")
Unit = Literal["count", "share", "hours", "days", "amount"]


def _zone(name: str) -> str:
    zones = available_timezones()
    if name not in zones:
        raise wrong("an IANA time zone such as Europe/Berlin", nearest(name, zones)[:80])
    return name


def _distinct(values: tuple[Entry, ...]) -> tuple[Entry, ...]:
    again = [
        (place, str(value), wrong("each entry once", "Take one away."))
        for place, value in enumerate(values)
        if value in values[:place]
    ]
    if again:
        raise wrong_at(again)
    return values


def _share(value: float) -> float:
    if not 0 <= value <= 1:
        advice = f"Write {value / 100:g} for {value:g} %." if 1 < value <= 100 else ""
        raise wrong("a share from 0 to 1", advice)
    return value


def pattern(regex: str, expected: str) -> AfterValidator:
    """The check that a text matches `regex` as a whole."""

    def matched(text: str) -> str:
        if not re.fullmatch(regex, text):
            raise wrong(expected)
        return text

    return AfterValidator(matched)


Zone = Annotated[str, AfterValidator(_zone)]
Currency = Annotated[str, pattern(r"[A-Z]{3}", "an ISO 4217 code such as EUR")]
Country = Annotated[str, pattern(r"[A-Z]{2}", "an ISO 3166 code such as DE")]
Hour = Annotated[str, pattern(r"([01]\d|2[0-3]):[0-5]\d|24:00", "a time such as 09:00")]
Texts = Annotated[tuple[Text, ...], AfterValidator(_distinct)]
Share = Annotated[Number, AfterValidator(_share)]


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

    used: Annotated[tuple[terms.Stage, ...], AfterValidator(_distinct)] = Field(
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


class MarketingLevels(Part):
    """What Marketing owes Sales: MQLs a month, and the share of them that Sales accepts."""

    n_mql: int | None = Field(default=None, ge=1)
    accepted_share: Share | None = None


class SalesLevels(Part):
    """What Sales owes Marketing, on the clock of the working calendar.

    The share counts handed-off leads contacted within the hours; an untouched lead counts
    against it.
    """

    first_contact_within_hours: Number = Field(default=8, gt=0)
    first_contact_share: Share = 0.9
    qualification_within_days: int = Field(default=14, ge=1)


class ServiceLevels(Part):
    """What each team owes the other.

    Parameters
    ----------
    nurture_limit_days : int
        How long Marketing may nurture a lead before the teams look at it together.
    on_rejection : str
        What happens with a lead that Sales rejects.
    """

    marketing: MarketingLevels = MarketingLevels()
    sales: SalesLevels = SalesLevels()
    nurture_limit_days: int = Field(default=180, ge=1)
    on_rejection: Text = "Sales names the reason; Marketing nurtures the lead or closes it."


class Calendar(Part):
    """When the teams work: the clock that response times are counted on.

    Parameters
    ----------
    zone : str
        IANA time zone; months, days and working hours are cut by it.
    days : tuple of str
        Working days, ``mon`` to ``sun``.
    starts, ends : str
        Working hours, ``09:00``; keys ``from`` and ``to``.
    country : str or None
        ISO 3166 code whose public holidays are days off.
    days_off : tuple of date
        The company's own.
    """

    zone: Zone
    days: Annotated[tuple[Weekday, ...], AfterValidator(_distinct)] = Field(
        default=("mon", "tue", "wed", "thu", "fri"), min_length=1
    )
    starts: Hour = Field(default="09:00", alias="from")
    ends: Hour = Field(default="17:00", alias="to")
    country: Country | None = None
    days_off: Annotated[tuple[date, ...], AfterValidator(_distinct)] = ()

    @field_validator("ends")
    @classmethod
    def _ends_after_it_starts(cls, ends: str, info: ValidationInfo) -> str:
        starts = info.data.get("starts")
        if starts is not None and ends <= starts:
            raise wrong(f"a time after {starts}, the hour that work starts")
        return ends


class Task(Part):
    """What a team does, by when (at most one of the two limits), on which occasion."""

    task: Text
    team: terms.Team
    within_hours: Number | None = Field(default=None, gt=0)
    within_days: int | None = Field(default=None, ge=1)
    when: str = ""

    @field_validator("within_days")
    @classmethod
    def _has_one_limit(cls, days: int | None, info: ValidationInfo) -> int | None:
        if days is not None and info.data.get("within_hours") is not None:
            raise wrong("either within_hours or within_days", "Take one away.")
        return days


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
        return _share(value)

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
