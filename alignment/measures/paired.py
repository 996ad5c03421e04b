"""The difference of two rates whose cases overlap, with its interval."""

import math
from collections.abc import Sequence
from itertools import combinations
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


class _Part(NamedTuple):
    """A share of some cases, how much of it the difference holds, and its interval."""

    weight: float
    share: float
    low: float
    high: float

    def reach(self, is_up: bool) -> float:
        """How far the difference moves when this share goes to the end of its interval."""
        end = self.high if (self.weight > 0) == is_up else self.low
        return abs(self.weight * (end - self.share))


def difference(one: Flags, one_hits: Flags, two: Flags, two_hits: Flags) -> Difference:
    """The first of two rates minus the second, of cases that may stand in both.

    The cases fall into three sets: in both (n of them), in the first alone, in the second alone.
    Of those in both, some hit in both (a share s of n), some only in the first (f), some only in
    the second (g). With N1 and N2 cases in all, the difference is

        n(1/N1 − 1/N2)·s + n/N1·f − n/N2·g + n1/N1·p1 − n2/N2·p2

    Each share has its Wilson interval; the difference's is put together of them (MOVER), where the
    shares of one set go together as those of a multinomial do. For one set of cases that is
    Newcombe's interval for paired rates to the third decimal, for sets apart his hybrid score
    interval. Sources: G. Zou and A. Donner, Construction of confidence limits about effect
    measures: a general approach, Statistics in Medicine 27 (2008); R. Newcombe, Interval
    estimation for the difference between independent proportions, and: Improved confidence
    intervals for the difference between binomial proportions based on paired data, Statistics in
    Medicine 17 (1998).

    Parameters
    ----------
    one, two : array of bool
        Which cases each rate is of; one entry a case.
    one_hits, two_hits : array of bool
        Which cases count as a hit there; read where the case is in.

    Returns
    -------
    Difference
        nan where one of the rates has no case; 0 to 0 for the same cases with the same fates.
        No end goes beyond −1 or 1.
    """
    n_one, n_two = int(one.sum()), int(two.sum())
    if not n_one or not n_two:
        return NONE
    both = one & two
    n = int(both.sum())
    first, second = both & one_hits & ~two_hits, both & ~one_hits & two_hits
    shared = [(n / n_one - n / n_two, both & one_hits & two_hits)]
    if first.any() or second.any():
        shared += [(n / n_one, first), (-n / n_two, second)]
    together = [_part(weight, hits, n) for weight, hits in shared] if n else []
    alone = [
        _part((n_in - n) / n_in * sign, hits & ~both & own, n_in - n)
        for own, hits, n_in, sign in ((one, one_hits, n_one, 1), (two, two_hits, n_two, -1))
        if n_in > n
    ]
    gap = float(one_hits[one].mean() - two_hits[two].mean())
    down, up = (_reach(together, alone, is_up) for is_up in (False, True))
    return Difference(gap, max(gap - down, -1.0), min(gap + up, 1.0))


def _part(weight: float, hits: Flags, n: int) -> _Part:
    n_hits = int(hits.sum())
    low, high = wilson_bounds(np.array([n_hits]), np.array([n]))
    return _Part(weight, n_hits / n, float(low[0]), float(high[0]))


def _reach(together: Sequence[_Part], alone: Sequence[_Part], is_up: bool) -> float:
    """How far the interval goes from the difference to one side."""
    square = sum(part.reach(is_up) ** 2 for part in (*together, *alone))
    for a, b in combinations(together, 2):
        odds = a.share * b.share / ((1 - a.share) * (1 - b.share)) if a.share + b.share < 1 else 1
        tie = -math.copysign(math.sqrt(odds), a.weight * b.weight)
        square += 2 * tie * a.reach(is_up) * b.reach(is_up)
    return math.sqrt(max(square, 0.0))
