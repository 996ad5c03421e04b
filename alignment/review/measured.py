"""The findings of a month under review, each measured when it is asked for."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from alignment.finding import Finding
from alignment.measures import feedback, funnel, gaps, guesses, loop, service
from alignment.measures.funnel.stays import stays
from alignment.measures.journeys import Journeys
from alignment.measures.loaded import loaded
from alignment.measures.score_check import ScoreCheck
from alignment.measures.scorecards import Scorecards, to_decide
from alignment.measures.service import Episodes
from alignment.period import Period
from alignment.review.opening import Ground
from alignment.segment import Segment
from alignment.terms import TEAMS
from alignment.workspace import SEGMENTS, Workspace


@dataclass(frozen=True)
class Measured(Workspace):
    """What a month is measured on: all leads, or one segment's alone.

    Parameters
    ----------
    history : History
        Of those leads; it begins and ends with that of all.
    month : Period
        The month under review.
    period : Period
        The months that trends and rates look back on; ends with `month`.
    journeys : Journeys
        Of those leads; they know of all.
    segment : Segment or None
        None: all leads.
    ground : Ground
        What it was opened from.
    """

    month: Period
    period: Period
    journeys: Journeys
    segment: Segment | None
    ground: Ground = field(repr=False)

    @cached_property
    def episodes(self) -> Episodes:
        """Its hand-offs and what became of each."""
        return self.ground.episodes(self.history, self.agreement, self.journeys)

    @cached_property
    def campaigns(self) -> pd.DataFrame:
        """The campaigns with their costs; empty where the history has none."""
        return self.history.query("SELECT * FROM campaigns ORDER BY campaign_id")

    @cached_property
    def loaded(self) -> Finding:
        """What is loaded: rows of each table, dates, and under which agreement it is read."""
        return loaded(self.history, self.agreement, self.as_of, self.segment)

    @cached_property
    def known_gaps(self) -> Finding:
        """What is known to be wrong or missing, and what that does to the figures."""
        return gaps.known_gaps(self.history, self.journeys)

    @cached_property
    def scorecards(self) -> Scorecards:
        """The agreed metrics and service levels of the month."""
        return Scorecards(self.episodes, self.month, self.period, self.campaigns)

    @cached_property
    def period_counts(self) -> Finding:
        """How many entered each stage, month by month."""
        return funnel.period_counts(self.journeys, self.period)

    @cached_property
    def waterfall(self) -> Finding:
        """How far the leads created in the period have come."""
        return funnel.waterfall(self.journeys, self.period)

    @cached_property
    def flows(self) -> Finding:
        """Who came into each stage in the month, who went, and where to."""
        return funnel.flows(self.journeys, self.month, self._stays)

    @cached_property
    def _stays(self) -> pd.DataFrame:
        return stays(self.journeys)

    @cached_property
    def cohorts(self) -> Finding:
        """Of each month's leads, how many converted."""
        return funnel.cohorts(self.journeys, self.period)

    @cached_property
    def days_to_convert(self) -> Finding:
        """How many days it took."""
        return funnel.days_to_convert(self.journeys, self.period)

    @cached_property
    def by_source(self) -> Finding:
        """The closed loop by source."""
        return self._closed_loop("source")

    @cached_property
    def by_campaign(self) -> Finding:
        """The closed loop by campaign."""
        return self._closed_loop("campaign_id")

    @cached_property
    def by_segment(self) -> Finding:
        """The closed loop by the first segment that the history knows, and that is not reviewed."""
        own = self.segment.by if self.segment else ""
        known = [name for name in SEGMENTS if name in self.journeys.table and name != own]
        return self._closed_loop(known[0] if known else "owner")

    def _closed_loop(self, by: str) -> Finding:
        return loop.closed_loop(self.journeys, self.period, by, self.campaigns)

    @cached_property
    def attribution(self) -> Finding:
        """Which campaigns get the credit for what was won, under three conventions."""
        return loop.attribution(self.history, self.journeys, self.period, self.campaigns)

    @cached_property
    def first_response(self) -> Finding:
        """How soon Sales made the first contact, by weekday, owner and a segment."""
        return service.first_response(self.episodes, self.period, by=self.splits)

    @property
    def splits(self) -> list[str]:
        """What response times are split by: weekday, owner and a segment, where there are such."""
        return ["weekday", *self._known("owner"), *self._known(*SEGMENTS)[:1]]

    @cached_property
    def reasons_by_source(self) -> Finding:
        """Why Sales gave leads back, by where they came from."""
        return feedback.reasons_by_source(self.episodes, self.period)

    @cached_property
    def stuck(self) -> Finding:
        """Where leads stand longer than those that moved on did."""
        return feedback.stuck(self.episodes, self._stays)

    @cached_property
    def losses(self) -> Finding:
        """Why deals were lost, month by month."""
        return feedback.losses(self.history, self.journeys, self.period)

    @cached_property
    def feedback(self) -> Finding:
        """What Marketing can act on."""
        by_source = self.reasons_by_source
        return feedback.for_marketing(self.episodes, self.month, self.period, by_source)

    @cached_property
    def score_check(self) -> ScoreCheck:
        """Whether the score still separates."""
        return ScoreCheck(self.history, self.agreement, self.journeys, self.month, self.period)

    @cached_property
    def to_decide(self) -> Finding:
        """What was missed, and what to do next about it."""
        cards = [self.scorecards.card(team) for team in TEAMS]
        return to_decide(cards, self.score_check.retune, self.agreement)

    @cached_property
    def guessed(self) -> Finding:
        """Each team's guesses beside the figures."""
        measured = guesses.measured(self.cohorts, self.first_response, self.days_to_convert)
        return guesses.guesses(self.answers, measured, awaited=self.awaited)

    @property
    def expected(self) -> Finding:
        """Each team's guesses, without any figure."""
        return guesses.guesses(self.answers, awaited=self.awaited)

    @property
    def comparable(self) -> dict[str, str]:
        """What leads can be compared by: the words for it, and the column."""
        columns = self._known("source", "campaign_id", "owner", *SEGMENTS)
        return {loop.group_words(column).capitalize(): column for column in columns}

    def compared(self, by: str, within_days: int) -> Finding:
        """The closed loop by `by`, under another horizon."""
        if (by, within_days) == ("source", self.agreement.within_days):
            return self.by_source
        journeys = replace(self.journeys, within_days=within_days)
        return loop.closed_loop(journeys, self.period, by, self.campaigns)

    def _known(self, *columns: str) -> list[str]:
        table = self.journeys.table
        return [name for name in columns if name in table and table[name].notna().any()]
