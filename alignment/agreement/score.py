"""The score: points for what a lead does and for what it is, and the two thresholds."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from alignment.agreement.rule import OnAttributes, number
from alignment.yaml_model import Number, Part, Text, wrong, wrong_at

MOST_POINTS = 1_000_000
MOST_DAYS = 3_650
"""Ten years; more of either is a slip of the keyboard."""

Points = Annotated[Number, Field(ge=-MOST_POINTS, le=MOST_POINTS)]


class Engagement(Part):
    """Points for one kind of activity.

    Parameters
    ----------
    points : float
        For each time it happened in the window; may be negative.
    at_most : int or None
        How many times count; None for every time.
    """

    points: Points
    at_most: int | None = Field(default=None, ge=1, le=MOST_POINTS)


class Fit(Part):
    """Points for what a lead is: `when` is a rule on attributes only."""

    when: OnAttributes
    points: Points


def _seed_engagement() -> dict[str, Engagement]:
    points = {"web_visit": 1, "white_paper": 5, "webinar": 20, "event_stand": 30}
    return {activity: Engagement(points=n) for activity, n in points.items()}


class Score(Part):
    """How a lead's score is counted, and when it goes to Sales and comes back.

    ``score(x) = fit + Σ points[a] · min(at_most[a], number of a in (x − window, x])``

    Parameters
    ----------
    window_days : int
        How long an activity counts.
    engagement : mapping of str to Engagement
        Points by activity.
    fit : tuple of Fit
        Points by attributes; every line that holds counts.
    hand_off_at : float
        A lead goes to Sales when its score reaches this.
    return_below : float
        A lead comes back when its score falls under this.
    cooldown_days : int
        How long it then stays in Marketing at least.
    """

    window_days: int = Field(default=30, ge=1, le=MOST_DAYS)
    engagement: Mapping[Text, Engagement] = Field(default_factory=_seed_engagement)
    fit: tuple[Fit, ...] = ()
    hand_off_at: Points = Field(default=50, gt=0)
    return_below: Points = 20
    cooldown_days: int = Field(default=14, ge=0, le=MOST_DAYS)

    @field_validator("fit")
    @classmethod
    def _has_each_line_once(cls, fit: tuple[Fit, ...]) -> tuple[Fit, ...]:
        again = [
            (place, line.when.sentence(), wrong("each rule once", "Add up the points of the two."))
            for place, line in enumerate(fit)
            if any(line.when == other.when for other in fit[:place])
        ]
        if again:
            raise wrong_at(again)
        return fit

    @field_validator("return_below")
    @classmethod
    def _lies_under_the_hand_off(cls, below: float, info: ValidationInfo) -> float:
        at = info.data.get("hand_off_at")
        if at is not None and below >= at:
            raise wrong(f"less than hand_off_at ({number(at)})")
        return below
