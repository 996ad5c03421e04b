"""Shares of leads that are looked at month after month, and how they compare."""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alignment.measures.rates import Z_95, wilson_bounds

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


class Interval(NamedTuple):
    """Values and their intervals, one entry a group; nan: there is none."""

    value: Numbers
    low: Numbers
    high: Numbers

    def at(self, place: int) -> tuple[float, float, float]:
        """Those of one group."""
        return float(self.value[place]), float(self.low[place]), float(self.high[place])

    def part(self, start: int, end: int) -> "Interval":
        """Those of some groups, the last not included."""
        return Interval(self.value[start:end], self.low[start:end], self.high[start:end])


class Shares(NamedTuple):
    """How many of each group hit.

    Parameters
    ----------
    n, n_hits : array
    effect : array
        The design effect: how many times as far chance moves the share as it would were every
        case a lead of its own; 1 where each is.
    """

    n: Whole
    n_hits: Whole
    effect: Numbers

    @classmethod
    def of(cls, group: Whole, n_groups: int, lead: Whole, is_hit: NDArray[np.bool_]) -> "Shares":
        """The share of each group that hit; a lead may stand in it more than once.

        A lead that is active for months is looked at every month, with one fate: such cases tell
        less than as many leads would. The variance is that of a ratio over leads, against the
        binomial one, and never less. Source: E. Korn and B. Graubard, Confidence intervals for
        proportions with small expected number of positive counts estimated from survey data,
        Survey Methodology 24 (1998); L. Kish, Survey Sampling (1965).
        """
        n = np.bincount(group, minlength=n_groups)
        n_hits = np.bincount(group[is_hit], minlength=n_groups)
        order = np.argsort(group, kind="stable")
        edges = np.concatenate([[0], np.cumsum(n)])
        effect = np.ones(n_groups)
        for each in np.flatnonzero(n):
            rows = order[edges[each] : edges[each + 1]]
            effect[each] = _effect(lead[rows], is_hit[rows])
        return cls(n, n_hits, effect)

    def part(self, start: int, end: int) -> "Shares":
        """Those of some groups, the last not included."""
        return Shares(self.n[start:end], self.n_hits[start:end], self.effect[start:end])

    def rates(self, z: float = Z_95) -> Interval:
        """The shares with Wilson's interval, of as many cases as tell as much."""
        n, hits = self.n / self.effect, self.n_hits / self.effect
        share = self.n_hits / np.where(self.n > 0, self.n, np.nan)
        return Interval(share, *wilson_bounds(hits, n, z))


def _effect(lead: Whole, is_hit: NDArray[np.bool_]) -> float:
    times = np.bincount(lead)
    hits = np.bincount(lead[is_hit], minlength=len(times))
    times, hits = times[times > 0], hits[times > 0]
    n, n_hits = int(times.sum()), int(hits.sum())
    if n_hits in (0, n):
        return float((times**2).sum()) / n
    share = n_hits / n
    return max(1.0, float(((hits - share * times) ** 2).sum()) / (n * share * (1 - share)))


def minus(one: Interval, two: Interval) -> Interval:
    """The first minus the second, of groups apart.

    Source: R. Newcombe, Interval estimation for the difference between independent proportions:
    comparison of eleven methods, Statistics in Medicine 17 (1998), method 10; for other values
    G. Zou and A. Donner, Statistics in Medicine 27 (2008).
    """
    low = np.hypot(one.value - one.low, two.high - two.value)
    high = np.hypot(one.high - one.value, two.value - two.low)
    gap = one.value - two.value
    return Interval(gap, gap - low, gap + high)


def lift(above: Interval, below: Interval, share_above: Numbers) -> Interval:
    """How many times as often those above converted as all did, by how many are above.

    The ratio r of the two rates has the interval of A. Donner and G. Zou, Closed-form confidence
    intervals for functions of the normal mean and standard deviation, Statistical Methods in
    Medical Research 21 (2012), put together of Wilson's; the lift, r ÷ (w·r + 1 − w) with the
    share w above as it is, rises with it. It is at most 1 ÷ w.

    Parameters
    ----------
    share_above : array
        w: of all leads, those above.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        product = above.value * below.value
        reach = above.low * (2 * above.value - above.low)
        reach_back = below.high * (2 * below.value - below.high)
        low = reach / (product + np.sqrt(np.maximum(product**2 - reach * reach_back, 0)))
        low = np.where(reach > 0, low, 0.0)
        far = above.high * (2 * above.value - above.high)
        near = below.low * (2 * below.value - below.low)
        high = (product + np.sqrt(np.maximum(product**2 - far * near, 0))) / near
        high = np.where(near > 0, high, np.inf)
        base = share_above * above.value + (1 - share_above) * below.value
        value = np.where(base > 0, above.value / base, np.nan)
        ends = [_as_lift(ratio, share_above) for ratio in (low, high)]
    return Interval(value, *(np.where(np.isnan(value), np.nan, end) for end in ends))


def _as_lift(ratio: Numbers, share_above: Numbers) -> Numbers:
    return np.where(
        np.isinf(ratio), 1 / share_above, ratio / (share_above * ratio + 1 - share_above)
    )


def family_z(n: int) -> float:
    """The z with which `n` intervals hold together in 95 % of cases.

    Source: C. Bonferroni's inequality; O. Dunn, Multiple comparisons among means, JASA 56 (1961).
    """
    return NormalDist().inv_cdf(1 - 0.025 / max(n, 1))
