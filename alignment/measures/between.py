"""The leads between two thresholds: what tells one from the other."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.agreement import Score
from alignment.agreement.rule import number
from alignment.measures.handed import Handed
from alignment.measures.rates import exact, percent
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
        for place in range(len(thresholds)):
            if place != best:
                ends = sorted((place, best))
                own = self.reached(thresholds[place])
                pair = (own, at_best) if place < best else (at_best, own)
                if not self.verdict(self.between(*pair)):
                    low, high = min(low, ends[0]), max(high, ends[1])
        return low, high

    def verdict(self, between: Handed) -> int:
        """1 where following up the leads between surely pays, −1 where it surely does not, or 0."""
        if between.n_mature < max(self.replay.least_count, 1):
            return 0
        low, high = exact(between.n_converted, between.n_mature)
        even = self.worth.break_even
        return 1 if low > even else -1 if high < even else 0

    def between(self, lower: NDArray[np.datetime64], higher: NDArray[np.datetime64]) -> Handed:
        """The leads that reached the lower of two thresholds, and not the higher."""
        is_in = ~np.isnat(lower)
        if self.until is None:
            is_in &= np.isnat(higher)
        else:
            until = np.datetime64(self.until)
            is_in &= (lower < until) & ~(higher < until)
        if self.since is not None:
            is_in &= lower >= np.datetime64(self.since)
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
