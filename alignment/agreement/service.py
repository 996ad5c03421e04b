"""What each team owes the other: service levels, the working calendar, tasks."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from alignment import terms
from alignment.agreement.kinds import Country, Hour, Share, Zone, distinct
from alignment.yaml_model import Number, Part, Text, wrong

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


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
        IANA time zone of the working hours; the history's, by which months are cut, should be it.
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
    days: Annotated[tuple[Weekday, ...], AfterValidator(distinct)] = Field(
        default=("mon", "tue", "wed", "thu", "fri"), min_length=1
    )
    starts: Hour = Field(default="09:00", alias="from")
    ends: Hour = Field(default="17:00", alias="to")
    country: Country | None = None
    days_off: Annotated[tuple[date, ...], AfterValidator(distinct)] = ()

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
