"""One lead with all that happened to it, and its score at any instant."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from alignment.agreement import Agreement
from alignment.errors import AlignmentError, Problem
from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.measures.replay.course import Course
from alignment.measures.replay.observed import Observed, instants
from alignment.measures.replay.points import Points, Whole
from alignment.measures.replay.timelines import Timelines
from alignment.measures.tracker.events import events
from alignment.period import local_days

CONVERTING = {
    "won": ("customer", "deal won"),
    "opportunity": ("opportunity", "deal opened"),
    "sql": ("sql",),
}
"""The events by which a lead reaches each outcome: the first of them counts, as in the journeys."""


@dataclass(frozen=True)
class Followed:
    """One lead, followed.

    Parameters
    ----------
    lead : Series
        lead_id, created_at, source, campaign_id, owner and every attribute; today's values.
    happened : DataFrame
        The rows of `events`.
    course : Course
        Its score under the agreement.
    as_of : Timestamp
    """

    history: History
    lead: pd.Series
    happened: pd.DataFrame
    course: Course
    as_of: pd.Timestamp

    @classmethod
    def of(
        cls, history: History, agreement: Agreement, lead_id: str, as_of: pd.Timestamp
    ) -> "Followed":
        """The lead as known at an instant; only its own rows are read.

        Raises
        ------
        AlignmentError
            Where no such lead was known by then.
        """
        found = _asked(history, "lead", lead_id, as_of)
        if found.empty:
            advice = "Look for it by its name, e-mail address or company."
            problem = Problem("lead_id", repr(lead_id), f"a lead known by {as_of}", advice)
            raise AlignmentError("The lead cannot be followed.", [problem])
        happened = events(history, [lead_id], as_of)
        is_outcome = happened["what"].isin(CONVERTING[agreement.outcome])
        converted = happened.loc[is_outcome & (happened["kind"] != "activity"), "at"].min()
        column = pd.array([converted], dtype="datetime64[us]")
        leads = Observed(found.assign(converted_at=column), as_of)
        score = agreement.score
        activities = Timelines.of(history, leads, only=list(score.engagement))
        met = [leads.meeting(line.when) for line in score.fit]
        points = Points.of(score, activities.kinds, met, len(found))
        course = Course(points, leads, activities, 0)
        return cls(history, found.iloc[0], happened, course, as_of)

    @cached_property
    def scores(self) -> np.ndarray:
        """The points after each event; NaN where there are none."""
        return self.course.at(self._settled())

    @property
    def score(self) -> float:
        """The points at as-of; NaN where they have ended with the conversion."""
        return float(self.course.at(instants(pd.Series([self.as_of])))[0])

    @property
    def n_machines(self) -> int:
        """How many of its activities were a machine's."""
        found = _asked(self.history, "machines", self.lead["lead_id"], self.as_of)
        return int(found["n"][0])

    def _settled(self) -> Whole:
        """When each event had surely happened, as the score counts it: a date at its day's end."""
        at = self.happened["at"]
        days = local_days(at.min(), self.as_of, self.history.zone)
        ends = at.map(days.set_index("starts_at")["ends_at"]).clip(upper=self.as_of)
        return instants(ends.where(self.happened["is_date"] & ends.notna(), at))


def _asked(history: History, name: str, lead_id: str, as_of: pd.Timestamp) -> pd.DataFrame:
    """The answer to the SQL of that name about one lead."""
    return history.query(
        sql_text(f"tracker/{name}"),
        wanted=pd.DataFrame({"lead_id": pd.array([lead_id], dtype="str")}),
        settings=pd.DataFrame({"as_of": pd.array([as_of], dtype="datetime64[us]")}),
    )
