"""Had this score been in force: who would have been handed over, when, what became of them?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.agreement import Score
from alignment.agreement.score import MOST_POINTS
from alignment.errors import AlignmentError, Problem
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.replay import told
from alignment.measures.replay.crossings import NEVER, crossings
from alignment.measures.replay.explained import lines
from alignment.measures.replay.observed import Observed, instant, times, utc
from alignment.measures.replay.points import MICROS_A_DAY, Points
from alignment.measures.replay.spans import PERIODS, Spans
from alignment.measures.replay.stays import HANDED_OFF, LEAD, RETURNED, SCORE, stays
from alignment.measures.replay.thresholds import Crossed
from alignment.measures.replay.timelines import Timelines

MOST_DAYS = 36_500
"""A horizon that nobody outlives."""
MOST_THRESHOLDS = 1_000
"""Points up to which every whole number is a threshold where none are asked for; above, as many
more in equal steps."""


def prepare(
    history: History,
    as_of: pd.Timestamp | None = None,
    horizon_days: int = 90,
    *,
    outcome: str = "won",
    least_count: int = 1,
) -> "Replay":
    """Read a history's activities once, so that any score can be replayed on them.

    Parameters
    ----------
    as_of : Timestamp or None
        The last instant whose rows are used, UTC without zone; None: all that is known.
    horizon_days : int
        Converted means: within so many days from the hand-off, the last instant included.
    outcome : str
        What counts as converted: one of `terms.OUTCOMES`.
    least_count : int
        Below so many there is no rate.

    Raises
    ------
    AlignmentError
        Where the outcome is none, or the horizon not between 1 and `MOST_DAYS`.
    """
    _refuse(horizon_days, outcome)
    known = history.as_of if as_of is None else utc(as_of, "as_of")
    leads = Observed.of(history, known, outcome)
    activities = Timelines.of(history, leads)
    return Replay(leads, activities, horizon_days, outcome, history.zone, least_count)


@dataclass(frozen=True, eq=False)
class Replay:
    """A history's leads and activities, ready for any score; made by `prepare`."""

    leads: Observed
    activities: Timelines
    horizon_days: int
    outcome: str = "won"
    zone: str = "UTC"
    least_count: int = 1

    @property
    def as_of(self) -> pd.Timestamp:
        """The last instant whose rows are used."""
        return self.leads.as_of

    def as_known_at(self, at: pd.Timestamp) -> "Replay":
        """The same leads and activities, of which only what was known at an instant is used."""
        return replace(self, leads=self.leads.as_known_at(at))

    @property
    def judged_from(self) -> pd.Timestamp | None:
        """From when hand-offs can be judged: when outcomes were recorded; None: from the start."""
        return self.leads.outcome_recorded_from

    @property
    def outcome_words(self) -> str:
        """The outcome as a sentence has it: `won within 120 days`."""
        return f"{terms.OUTCOME_LABELS[self.outcome]} within {self.horizon_days} days"

    def thresholds(
        self,
        score: Score,
        at: Sequence[float] | None = None,
        by: str = "",
        since: pd.Timestamp | None = None,
        until: pd.Timestamp | None = None,
    ) -> Finding:
        """What every threshold of a score would have handed over, and what became of it.

        Parameters
        ----------
        score : Score
        at : sequence of float or None
            Thresholds; None: every whole number of points that some lead reached (above
            `MOST_THRESHOLDS` in steps). The score's own
            is always among them.
        by : str
            Split by ``month`` or ``quarter`` of the hand-off, or by a column of the leads.
        since, until : Timestamp or None
            Only hand-offs (and, for the recall, conversions) from `since` to before `until`.

        Returns
        -------
        Finding
            The table of `Crossed.table`; the sentence speaks of the score's own threshold.

        Raises
        ------
        AlignmentError
            Where `by` is no column of the leads, or one of too many values, or a threshold is no
            number of points.
        """
        return told.thresholds(self, score, self.crossed(score, at, by, since, until), by)

    def crossed(
        self,
        score: Score,
        at: Sequence[float] | None = None,
        by: str = "",
        since: pd.Timestamp | None = None,
        until: pd.Timestamp | None = None,
    ) -> Crossed:
        """The same as counts, from which tables by any of its splits can be made."""
        points = self.points(score)
        since, until = (end if end is None else utc(end, "since, until") for end in (since, until))
        period = by if by in PERIODS else ""
        spans = Spans.of(period, self.leads.first_at, self.as_of, self.zone, since, until)
        group, groups = self.leads.groups("" if by in PERIODS else by)
        grid = self._grid(points, score, at)
        counts, peaks, handed_off = crossings(
            self.leads.created,
            **self.activities.counted(points),
            until=self.leads.until,
            converted=self.leads.converted,
            fit=points.fit,
            each=points.each,
            at_most=points.at_most if points.is_capped else None,
            window=points.window,
            can_rise=points.can_rise,
            grid=points.limits(grid),
            edges=spans.edges,
            group=group,
            n_groups=len(groups),
            as_of=instant(self.as_of),
            horizon=self.horizon_days * MICROS_A_DAY,
            chosen=points.limit(score.hand_off_at),
        )
        if at is None:  # nobody comes near the highest that could be
            is_reached = counts.any(axis=(0, 1, 3)) | (grid == score.hand_off_at)
            grid, counts, peaks = grid[is_reached], counts[:, :, is_reached], peaks[is_reached]
        return Crossed(
            grid,
            score.hand_off_at,
            groups,
            spans.labels,
            counts,
            peaks,
            self.leads.n_converters(group, len(groups), spans.edges),
            self.leads.base("" if by in PERIODS else by, self.horizon_days * MICROS_A_DAY),
            spans.weeks,
            times(handed_off),
            self.least_count,
            since,
        )

    def episodes(
        self, score: Score, bounce_days: int = 14, crossed: Crossed | None = None
    ) -> Finding:
        """Every stay in Sales, had the score's two thresholds and cooldown been in force.

        In Marketing until the score is `hand_off_at` or more, and not before `cooldown_days` after
        the last return; in Sales until it falls under `return_below`, or the conversion.

        Parameters
        ----------
        bounce_days : int
            A stay that ends so soon has bounced.
        crossed : Crossed or None
            Of the same score, where it stands already: saves most of the work.

        Returns
        -------
        Finding
            One row a stay, by lead, then time: lead_id, handed_off_at, score (points at the
            hand-off), returned_at (missing: it did not come back), outcome (``converted``,
            ``returned``, ``open``), converted_at (where the stay ended so).
        """
        points = self.points(score)
        who = (
            np.arange(len(self.leads.created))
            if crossed is None
            else np.flatnonzero(~np.isnat(crossed.handed_off_at))
        )
        found = stays(
            **self.activities.counted(points),
            created=self.leads.created,
            until=self.leads.until,
            fit=points.fit,
            each=points.each,
            at_most=points.at_most,
            window=points.window,
            up=points.limit(score.hand_off_at),
            down=points.limit(score.return_below),
            cooldown=score.cooldown_days * MICROS_A_DAY,
            who=who,
        )
        lead = found[:, LEAD]
        is_returned = found[:, RETURNED] != NEVER
        converted = np.where(is_returned, NEVER, self.leads.converted[lead])
        outcome = np.select([is_returned, converted != NEVER], ["returned", "converted"], "open")
        table = pd.DataFrame(
            {
                "lead_id": self.leads.table["lead_id"].array[lead],
                "handed_off_at": times(found[:, HANDED_OFF]),
                "score": found[:, SCORE] / points.units,
                "returned_at": times(found[:, RETURNED]),
                "outcome": pd.array(outcome, dtype="str"),
                "converted_at": times(converted),
            }
        )
        return told.stays(table, self, score, bounce_days)

    def explain(self, score: Score, lead_id: str, at: pd.Timestamp) -> Finding:
        """The lines that add up to a lead's score at an instant.

        Parameters
        ----------
        at : Timestamp
            Not after `as_of`; what happened at that very instant counts.

        Returns
        -------
        Finding
            One row a line that adds something, engagement first: line (the activity, or the
            rule in words), n_in_window, n_counted (after the cap; both missing for fit), points.
            `figures["score"]` is their sum.

        Raises
        ------
        AlignmentError
            Where there is no such lead, or `at` is later than what is known.
        """
        at = utc(at, "at")
        lead = self.leads.number(lead_id, at)
        points = self.points(score)
        found = lines(score, points, self.leads, self.activities, lead, instant(at))
        return told.explained(found, points.units, lead_id, at, self.zone)

    def points(self, score: Score) -> Points:
        """A score's points beside these leads and activities."""
        met = [self.leads.meeting(line.when) for line in score.fit]
        return Points.of(score, self.activities.kinds, met, len(self.leads.table))

    def _grid(
        self, points: Points, score: Score, at: Sequence[float] | None
    ) -> NDArray[np.float64]:
        if at is not None:
            _refuse_thresholds(at)
            return np.unique([*map(float, at), score.hand_off_at])
        n = int(self.activities.highest(points) // points.units)
        fine = np.arange(1, min(n, MOST_THRESHOLDS) + 1)
        step = max(1, -(-(n - MOST_THRESHOLDS) // MOST_THRESHOLDS))
        coarse = np.arange(MOST_THRESHOLDS + step, n + 1, step)
        return np.unique([*fine, *coarse, score.hand_off_at]).astype(float)


def _refuse(horizon_days: int, outcome: str) -> None:
    problems = []
    if not 1 <= horizon_days <= MOST_DAYS:
        problems.append(Problem("horizon_days", str(horizon_days), f"1 to {MOST_DAYS:,} days"))
    if outcome not in terms.OUTCOMES:
        known = ", ".join(terms.OUTCOMES)
        problems.append(Problem("outcome", repr(outcome), f"one of {known}"))
    if problems:
        raise AlignmentError("Nothing can be replayed so.", problems)


def _refuse_thresholds(at: Sequence[float]) -> None:
    expected = f"points between -{MOST_POINTS:,} and {MOST_POINTS:,}"
    wrong = [Problem("at", str(q), expected) for q in at if not abs(q) <= MOST_POINTS]
    if wrong:
        raise AlignmentError("These are no thresholds.", wrong)
