"""Intervals that hold together: ranks, and differences from all others."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from alignment.measures.rates import Z_95, wilson_bounds

SURE = 0.95


def widened(
    unit: str, n: NDArray, value: NDArray, low: NDArray, high: NDArray
) -> tuple[NDArray, NDArray]:
    """The intervals of so many segments that hold together as surely as each does alone.

    Of shares at least those of Wilson's formula at Šidák's level, of any other figure the given
    ones, stretched about the value as the normal quantiles are.
    """
    z = _quantile(len(value))
    down, up = (z / Z_95 * np.maximum(gap, 0) for gap in (value - low, high - value))
    if unit != "share":
        return value - down, value + up
    ends = wilson_bounds(value * n, n, z)
    return np.minimum(value - down, ends[0]), np.maximum(value + up, ends[1])


def _quantile(n: int) -> float:
    """The normal quantile at which `n` independent intervals hold together at 95 % (Šidák)."""
    return NormalDist().inv_cdf((1 + SURE ** (1 / max(n, 1))) / 2)


def ranks(value: NDArray, low: NDArray, high: NDArray, is_higher: bool) -> dict[str, NDArray]:
    """The rank of each, equals sharing one, and the best and the worst that it may have.

    Every interval wholly beyond a segment's own is surely before or behind it.
    """
    if not is_higher:
        value, low, high = -value, -high, -low
    return {
        "rank": 1 + _n_above(value, value),
        "rank_low": 1 + _n_above(low, high),
        "rank_high": len(value) - _n_above(-high, -low),
    }


def _n_above(values: NDArray, limits: NDArray) -> NDArray:
    """How many values lie above each limit."""
    return len(values) - np.searchsorted(np.sort(values), limits, "right")


def from_others(
    unit: str, n: NDArray, value: NDArray, low: NDArray, high: NDArray
) -> dict[str, NDArray]:
    """Each segment less all others pooled, weighted by their n, with its interval (MOVER)."""
    n_others = n.sum() - n
    total = (n * value).sum() - n * value
    others = total / n_others
    if unit == "share":
        ends = wilson_bounds(np.clip(total, 0, n_others), n_others, _quantile(len(n)))
        down, up = others - ends[0], ends[1] - others
    else:
        down, up = (_reach(n, gap) / n_others for gap in (value - low, high - value))
    gap = value - others
    return {
        "others": others,
        "difference": gap,
        "difference_low": gap - np.hypot(value - low, up),
        "difference_high": gap + np.hypot(high - value, down),
        "overall": np.full(len(n), (n * value).sum() / n.sum()),
    }


def _reach(n: NDArray, gap: NDArray) -> NDArray:
    """How far the weighted sum of all others may lie from where it is."""
    squares = (n * gap) ** 2
    return np.sqrt(np.maximum(squares.sum() - squares, 0))
