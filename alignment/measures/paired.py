"""The difference of two rates whose cases overlap, with its interval."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alignment.measures.rates import wilson_bounds

Flags = NDArray[np.bool_]


class Difference(NamedTuple):
    """One rate minus another, and its 95 % interval; nan: there is none."""

    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


NONE = Difference(math.nan, math.nan, math.nan)


def difference(one: Flags, one_hits: Flags, two: Flags, two_hits: Flags) -> Difference:
    """The first of two rates minus the second, of cases that may stand in both.

    d = p1 − p2, low = d − √((p1−l1)² − 2ρ(p1−l1)(u2−p2) + (u2−p2)²), and high alike, with the
    Wilson intervals l to u of each. Cases in both make the rates go together:
    ρ = Σ over those in both of (y1−p1)(y2−p2) ÷ √(Σ(y1−p1)² · Σ(y2−p2)²), y being 1 for a hit;
    0 where no case is in both. The same cases with the same fates differ by exactly nothing.
    Source: R. Newcombe, Improved confidence intervals for the difference between binomial
    proportions based on paired data, Statistics in Medicine 17 (1998), method 10 without its
    correction of ρ; for sets that overlap in part, G. Zou and A. Donner, Construction of
    confidence limits about effect measures: a general approach, Statistics in Medicine 27 (2008).

    Parameters
    ----------
    one, two : array of bool
        Which cases each rate is of; one entry a case.
    one_hits, two_hits : array of bool
        Which cases count as a hit there; read where the case is in.

    Returns
    -------
    Difference
        nan where one of the rates has no case.
    """
    n_one, n_two = int(one.sum()), int(two.sum())
    if not n_one or not n_two:
        return NONE
    if np.array_equal(one, two) and np.array_equal(one_hits[one], two_hits[two]):
        return Difference(0.0, 0.0, 0.0)
    hits = np.array([one_hits[one].sum(), two_hits[two].sum()])
    tries = np.array([n_one, n_two])
    rate, (low, high) = hits / tries, wilson_bounds(hits, tries)
    together = _together(one, one_hits - rate[0], two, two_hits - rate[1])
    down, up = rate - low, high - rate
    gap = float(rate[0] - rate[1])
    return Difference(
        gap, gap - _joined(down[0], up[1], together), gap + _joined(up[0], down[1], together)
    )


def _together(one: Flags, one_off: NDArray, two: Flags, two_off: NDArray) -> float:
    """How far the two rates go together, from −1 to 1."""
    spread = math.sqrt(float((one_off[one] ** 2).sum() * (two_off[two] ** 2).sum()))
    both = one & two
    return float((one_off[both] * two_off[both]).sum()) / spread if spread else 0.0


def _joined(a: float, b: float, together: float) -> float:
    return math.sqrt(max(a * a - 2 * together * a * b + b * b, 0.0))
