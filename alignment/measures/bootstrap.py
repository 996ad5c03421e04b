"""The Bayesian bootstrap of a mean or a sum: how well so many values tell it."""

import numpy as np
from numpy.typing import NDArray

from alignment.measures.rates import Z_95

_BLOCK = 2_000
"""Distinct values weighed at once: 4,000 draws of them take 64 MB."""


def drawn_means(
    values: NDArray[np.float64], rng: np.random.Generator, n_draws: int
) -> NDArray[np.float64]:
    """Draws of the mean of each column, all columns under the same weights.

    Each draw weighs the rows by a Dirichlet(1, …, 1); equal rows share a weight, whose law is
    known (their ones add up), so that a million small counts cost no more than their kinds.
    Source: D. Rubin, The Bayesian bootstrap, Annals of Statistics 9 (1981).

    Parameters
    ----------
    values : array of float, (n rows, n columns)
        None missing, at least one row.

    Returns
    -------
    array of float, (n_draws, n columns)
    """
    kinds, counts = np.unique(values, axis=0, return_counts=True)
    sums, weights = np.zeros((n_draws, values.shape[1])), np.zeros(n_draws)
    for start in range(0, len(kinds), _BLOCK):
        block = slice(start, start + _BLOCK)
        drawn = rng.standard_gamma(counts[block].astype(float), (n_draws, len(counts[block])))
        sums += drawn @ kinds[block]
        weights += drawn.sum(axis=1)
    return sums / weights[:, None]


def middle(draws: NDArray[np.float64]) -> tuple[float, float, float]:
    """The median of draws and the ends of their middle 95 %."""
    low, median, high = np.quantile(draws, [0.025, 0.5, 0.975])
    return float(median), float(low), float(high)


def sum_bounds(
    n: NDArray[np.float64],
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    third: NDArray[np.float64],
    z: float = Z_95,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ends of the middle 95 % of the Bayesian bootstrap of a sum, without a draw.

    The bootstrap's mean, variance and skewness follow from the sums of the values' powers: with
    central moments m2 and m3 of the n values those of their mean are m2 ÷ (n + 1) and
    2 · m3 ÷ m2^1.5 · √(n + 1) ÷ (n + 2). A Pearson type III distribution has these three, and its
    ends are Wilson and Hilferty's. Sources: D. Rubin (as above); E. Wilson and M. Hilferty, The
    distribution of chi-square, PNAS 17 (1931).

    Where few of the values are more than 0 it holds the truth less often than it says: of 400 leads
    with lognormal amounts (sigma 0.8) in 84 % of the draws at 4 expected wins, in 89 % at 12, 91 %
    at 20 and 93 % at 30 and more.

    Parameters
    ----------
    n : array of float
        How many values each sum is of, noughts included.
    first, second, third : array of float
        Sums of the values, of their squares and of their cubes.
    z : float
        The point of the standard normal distribution that the ends stand at.

    Returns
    -------
    (low, high)
        Missing for a sum of nothing.
    """
    n = np.where(n > 0, n, np.nan)
    mean = first / n
    m2 = second / n - mean**2
    is_spread = m2 > 1e-12 * second / n  # below, it is what rounding left of equal values
    m2 = np.where(is_spread, m2, 0.0)
    m3 = third / n - 3 * mean * second / n + 2 * mean**3
    skew = 2 * m3 / np.where(is_spread, m2, 1.0) ** 1.5 * np.sqrt(n + 1) / (n + 2)
    spread = n * np.sqrt(m2 / (n + 1))
    skew = np.where(np.abs(skew) < 1e-4, 1e-4, skew)
    ends = []
    for point in (-z, z):
        base = np.maximum(1 + skew * point / 6 - skew**2 / 36, 0.0)
        ends.append(first + spread * np.where(is_spread, 2 / skew * (base**3 - 1), 0.0))
    return ends[0], ends[1]
