"""What the monthly review reads and writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from alignment import decisions, frozen, record, store
from alignment.agreement import Agreement
from alignment.errors import AlignmentError, Problem, ReportError, noted, together
from alignment.files import is_sample
from alignment.finding import Finding
from alignment.frozen import FrozenMonth
from alignment.measures import changes
from alignment.measures.scorecards import Scorecards
from alignment.measures.service import Episodes
from alignment.period import Period, local_day, month_of, months_before
from alignment.review.measured import Measured
from alignment.review.opening import opened, refuse_unknown, segment_of
from alignment.workspace import workspace_at


@dataclass(frozen=True)
class Review(Measured):
    """What the monthly review reads and writes."""

    @classmethod
    def open(
        cls,
        workspace: str,
        month: str,
        as_of: str = "",
        n_months: int = 24,
        by: str = "",
        only: str = "",
    ) -> "Review":
        """The review of `month`, from the workspace's history and agreement.

        Parameters
        ----------
        by, only : str
            A column of the leads and the value whose leads are reviewed; empty: all.

        Raises
        ------
        AlignmentError
            Where one cannot be read, or there is nothing of that month, or no such lead, or one of
            `by` and `only` is missing.
        """
        place, errors = workspace_at(workspace), list[AlignmentError]()
        segment = None
        with noted(errors):
            segment = segment_of(by, only)
        with noted(errors):
            ground, agreement, reviewing = opened(place, as_of, month, str(by))
        if errors:
            raise together(errors)
        history = ground.history
        if segment:
            refuse_unknown(history, [segment])
        first = max(Period.of(month, n_months).first, month_of(history.months[0]))
        journeys = ground.of(agreement, segment)
        return cls(
            place,
            history.narrowed(journeys.table["lead_id"]) if segment else history,
            agreement,
            ground.as_of,
            reviewing,
            Period(first, reviewing.last, history.zone),
            journeys,
            segment,
            ground,
        )

    @cached_property
    def as_known(self) -> FrozenMonth:
        """The month as it would be frozen now.

        Raises
        ------
        ReportError
            Where the history was replaced since it was opened: its digests would be of another.
        """
        if store.stamp(self.workspace) != self.ground.stamp:
            found, advice = "another history than was opened", "Open the notebook again."
            problem = Problem(str(self.workspace / "history"), found, "the same", advice)
            raise ReportError("The history was replaced meanwhile.", [problem])
        tables = store.parquet_files(self.workspace)
        return changes.frozen_of(
            self.month,
            self.as_of,
            self.segment,
            record.digests(tables),
            self.agreement,
            self.scorecards.at_a_glance,
            changes.leads_of(self.journeys, self.month),
        )

    @cached_property
    def frozen(self) -> Mapping[str, FrozenMonth]:
        """The months that are frozen; the one under review as it is known where it is not yet."""
        kept = frozen.frozen_months(self.workspace, self.segment)
        return {self.as_known.month: self.as_known} | kept

    def freeze(self) -> bool:
        """Keep the month as it is reported, and say whether that was done.

        Not where it is kept already or is not over, nor in the shipped sample.
        """
        if is_sample(self.workspace):
            return False
        return frozen.freeze(self.workspace, self.as_known, self.segment)

    @cached_property
    def matured(self) -> Finding:
        """What came of frozen months since."""
        return changes.matured(self.frozen, self.journeys, self.month)

    @cached_property
    def what_changed(self) -> Finding:
        """What each metric's change from the month before consists of."""
        last = f"{months_before(self.month.first, 1):%Y-%m}"
        return changes.explained(
            self.month, self.frozen.get(last), self.episodes, self._under, self._measuring
        )

    def _under(self, agreement: Agreement) -> Episodes:
        """The hand-offs of the same leads under another agreement."""
        journeys = self.ground.of(agreement, self.segment)
        return self.ground.episodes(self.history, agreement, journeys)

    def _measuring(self, episodes: Episodes, month: Period) -> Scorecards:
        if episodes is self.episodes and month == self.month:
            return self.scorecards
        return Scorecards(episodes, month, self.period, self.campaigns)

    @property
    def kept_under(self) -> Period:
        """The month under review."""
        return self.month

    @property
    def concerned(self) -> str:
        """The part of the company that its decisions are for; empty: all of it."""
        return self.segment.words if self.segment else ""

    @property
    def followed_up(self) -> Finding:
        """What became of the decisions of the last review, and of those still open."""
        today = local_day(self.as_of, self.history.zone)
        return decisions.followed_up(self.workspace, self.month, today, self.concerned)

    @property
    def decided(self) -> Finding:
        """What was decided for the month so far."""
        return decisions.decided(self.workspace, self.month, self.concerned)

    def record(self, decision: Mapping[str, object]) -> str:
        """Keep a decision {choice, owner, due_on, dissent} in the workspace, and say so."""
        return decisions.record(self.workspace, self.month, decision, self.concerned)

    def settle(self, reference: str, state: str, came_of_it: str) -> str:
        """Keep what became of a decision, and say so."""
        return decisions.settle(self.workspace, reference, state, came_of_it, self.month)

    @property
    def findings(self) -> list[Finding]:
        """All that the review shows, in its order: what is saved with it."""
        cards, check = self.scorecards, self.score_check
        return [
            *(self.loaded, self.known_gaps, cards.at_a_glance, cards.by_month),
            *(self.matured, self.what_changed),
            *(cards.card("marketing"), cards.card("sales"), cards.levels, self.first_response),
            *(self.flows, self.period_counts, self.waterfall, self.cohorts, self.days_to_convert),
            *(self.by_source, self.by_campaign, self.by_segment, self.attribution),
            *(self.reasons_by_source, self.stuck, self.losses, self.feedback),
            *(check.separation, check.calibration, check.mix, check.retune),
            *(self.guessed, self.followed_up, self.to_decide, self.decided),
        ]
