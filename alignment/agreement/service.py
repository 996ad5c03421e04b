"""What each team owes the other: service levels, the working calendar, tasks."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from alignment import terms
from alignment.agreement.kinds import Country, Hour, Share, Texts, Zone, distinct
from alignment.yaml_model import Number, Part, Text, wrong

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Occasion = Literal["hand_off", "give_back", "campaign", "month_end"]


class MarketingLevels(Part):
    """What Marketing owes Sales: MQLs a month, and the share of them that Sales accepts."""

    n_mql: int | None = Field(default=None, ge=1)
    accepted_share: Share | None = None


class SalesLevels(Part):
    """What Sales owes Marketing.

    Each share counts all handed-off leads old enough to judge; an untouched lead counts against
    it.

    Parameters
    ----------
    first_contact_within_hours : float
        Working hours of the calendar from the hand-off to Sales' first touch.
    conversations : tuple of str
        Sales' activities in which it reached the lead, such as ``call`` beside ``call_attempt``;
        empty: every touch counts as a contact.
    qualification_within_days : int
        Days, weekends too, until Sales has qualified the lead or given it back.
    reason_share : float
        Of the leads that Sales gives back, those of which it names an agreed reason.
    """

    first_contact_within_hours: Number = Field(default=8, gt=0)
    first_contact_share: Share = 0.9
    conversations: Texts = ()
    qualification_within_days: int = Field(default=14, ge=1)
    qualification_share: Share = 0.8
    reason_share: Share = 1.0


class ServiceLevels(Part):
    """What each team owes the other.

    Parameters
    ----------
    nurture_limit_days : int
        How long Sales may hold a lead without a deal, in days, weekends too, before it goes back
        to Marketing.
    nurture_share : float
        Of the handed-off leads, those that have a deal or are given back by then.
    on_rejection : str
        What happens with a lead that Sales rejects.
    """

    marketing: MarketingLevels = MarketingLevels()
    sales: SalesLevels = SalesLevels()
    nurture_limit_days: int = Field(default=90, ge=1)
    nurture_share: Share = 0.9
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
        ISO 3166 code whose public holidays are days off, ``DE``, or of a part of it, ``DE-BY``.
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
    """What a team does, by when (at most one of the two limits), on which occasion.

    Parameters
    ----------
    owner : str
        Who sees to it: a person or a role; blank: the team.
    within_hours : float or None
        Working hours of the calendar.
    within_days : int or None
        Working days of the calendar: by the end of the n-th one after.
    when : str
        The occasion in words.
    on : str or None
        The same as the history knows it: ``hand_off``, ``give_back``, ``campaign``, ``month_end``.
    done_by : tuple of str
        What shows in the history that it was done: activities of that team, or stages entered;
        empty: nothing does.
    """

    task: Text
    team: terms.Team
    owner: str = ""
    within_hours: Number | None = Field(default=None, gt=0)
    within_days: int | None = Field(default=None, ge=1)
    when: str = ""
    on: Occasion | None = None
    done_by: Texts = ()

    @field_validator("within_days")
    @classmethod
    def _has_one_limit(cls, days: int | None, info: ValidationInfo) -> int | None:
        if days is not None and info.data.get("within_hours") is not None:
            raise wrong("either within_hours or within_days", "Take one away.")
        return days
