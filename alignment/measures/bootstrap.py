"""The Bayesian bootstrap of a mean: how well so many values tell it."""

import numpy as np
from numpy.typing import NDArray

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
