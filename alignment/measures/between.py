"""The leads between two thresholds: what tells one from the other."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.agreement import Score
from alignment.agreement.rule import number
from alignment.measures.handed import Handed
from alignment.measures.rates import percent, wilson_bounds
from alignment.measures.replay import Replay
from alignment.measures.worth import Worth


@dataclass(frozen=True, eq=False)
class Between:
    """Thresholds compared by the leads between, on hand-offs from `since` to before `until`."""

    replay: Replay
    score: Score
    worth: Worth
    since: pd.Timestamp | None
    until: pd.Timestamp | None

    def alike(self, thresholds: NDArray[np.float64], best: int) -> tuple[int, int]:
        """The places of the lowest and the highest threshold not told apart from the best one."""
        at_best = self.reached(thresholds[best])
        low = high = best
        while high + 1 < len(thresholds):
            if self.verdict(self.between(at_best, self.reached(thresholds[high + 1]))) > 0:
                break
            high += 1
        while low > 0:
            if self.verdict(self.between(self.reached(thresholds[low - 1]), at_best)) < 0:
                break
            low -= 1
        return low, high

    def verdict(self, between: Handed) -> int:
        """1 where following up the leads between surely pays, −1 where it surely does not, or 0."""
        counts = np.array([between.n_converted]), np.array([between.n_mature])
        low, high = (float(bound[0]) for bound in wilson_bounds(*counts))
        even = self.worth.break_even
        return 1 if low > even else -1 if high < even else 0

    def between(self, lower: NDArray[np.datetime64], higher: NDArray[np.datetime64]) -> Handed:
        """The leads that reached the lower of two thresholds, and never the higher."""
        is_in = ~np.isnat(lower) & np.isnat(higher)
        if self.since is not None:
            is_in &= lower >= np.datetime64(self.since)
        if self.until is not None:
            is_in &= lower < np.datetime64(self.until)
        return Handed.of(self.replay, lower, is_in)

    def reached(self, threshold: float) -> NDArray[np.datetime64]:
        """When each lead first reached a threshold; NaT where it never did."""
        score = self.score.model_copy(update={"hand_off_at": threshold})
        return self.replay.crossed(score, at=[threshold]).handed_off_at

    def versus_own(self, other: float) -> str:
        """How the leads between a threshold and the score's own convert, and what pays."""
        own = self.score.hand_off_at
        between = self.between(self.reached(min(own, other)), self.reached(max(own, other)))
        pays = {1: "so they pay", -1: "so they do not", 0: "so it cannot be told whether they do"}
        told_apart = f", {pays[self.verdict(between)]}" if between.n_mature else ""
        return (
            f"Of the leads between {number(min(own, other))} and {number(max(own, other))} points "
            f"{percent(self.worth.break_even)} must convert for a follow-up to pay; "
            f"{terms.OUTCOME_LABELS[self.replay.outcome]}: {between.spoken}{told_apart}."
        )
