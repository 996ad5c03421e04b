"""A score as whole numbers beside the leads and activities that it is counted on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Score
from alignment.agreement.rule import joined
from alignment.errors import nearest
from alignment.measures.attributes import unknown_attributes
from alignment.measures.units import FINEST, units_a_point

Whole = NDArray[np.int64]
MICROS_A_DAY = 86_400_000_000
"""Microseconds."""
NO_LIMIT = 2**62


@dataclass(frozen=True)
class Points:
    """A score's points in units small enough to be whole, so that no sum is ever rounded.

    Parameters
    ----------
    units : int
        How many make one point: 1, or a power of ten where points have decimals.
    each, at_most : array
        One entry a kind of activity: units for each, and how many count (`NO_LIMIT`: every one).
    fit : array
        One entry a lead: units for what it is.
    window : int
        Microseconds.
    """

    units: int
    each: Whole
    at_most: Whole
    fit: Whole
    window: int

    @classmethod
    def of(
        cls, score: Score, kinds: Sequence[str], met: Sequence[NDArray[np.bool_]], n_leads: int
    ) -> "Points":
        """The points of `score`; `met` holds one array a fit line: whether each lead meets it."""
        lines = [score.engagement.get(kind) for kind in kinds]
        given = [line.points if line else 0.0 for line in lines]
        fits = [line.points for line in score.fit]
        units = units_a_point([*given, *fits])
        fit = np.zeros(n_leads, dtype=np.int64)
        for points, is_met in zip(fits, met, strict=True):
            fit += round(points * units) * is_met
        caps = [line.at_most if line and line.at_most else NO_LIMIT for line in lines]
        return cls(
            units,
            np.array([round(points * units) for points in given], dtype=np.int64),
            np.array(caps, dtype=np.int64),
            fit,
            score.window_days * MICROS_A_DAY,
        )

    def limit(self, points: float) -> int:
        """The fewest whole units that are `points` or more."""
        return math.ceil(round(points * self.units, FINEST))

    def limits(self, points: NDArray[np.float64]) -> Whole:
        """The same of many."""
        return np.ceil(np.round(points * self.units, FINEST)).astype(np.int64)

    @property
    def is_capped(self) -> bool:
        """Whether some activity counts only so often."""
        return bool((self.at_most[self.each != 0] < NO_LIMIT).any())

    @property
    def can_rise(self) -> bool:
        """Whether an activity that leaves the window may raise the score."""
        return bool((self.each < 0).any())


def unknown(score: Score, kinds: Sequence[str], leads: pd.DataFrame) -> tuple[str, ...]:
    """What a score counts that the history never holds, each as a sentence."""
    strange = [activity for activity in score.engagement if activity not in kinds]
    said = []
    if strange:
        hints = [nearest(activity, kinds) for activity in strange]
        advice = " ".join(hint for hint in hints if hint.startswith("Did")) or hints[0]
        if not kinds:
            advice = "It holds no activity at all."
        said.append(
            f"The score counts {joined([repr(name) for name in strange], 'and')}, which this "
            f"history never holds so far: that adds nothing. {advice}"
        )
    for line in score.fit:
        said += unknown_attributes(line.when, leads)
    return tuple(dict.fromkeys(said))
