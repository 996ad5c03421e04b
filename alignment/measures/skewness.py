"""The mean of few, skewed values: how far off it may be."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_LEAST = 3
"""Values: fewer have no skewness to tell."""
_UNDERSTATED = 4
"""What a sample's skewness lacks, in n-ths of it."""
_STRAIGHT = 1e-6
"""A skewness so near to 0 is none."""


def spread_by_skewness(
    draws: Numbers, mean: float, offsets: Numbers, lowest: float, rng: np.random.Generator
) -> Numbers:
    """Draws of a mean spread as its values' skewness asks for, in the order of the draws given.

    A mean of few values with a long tail above mostly lies too low, and their spread with it, so
    that t is skewed and the bootstrap's upper end too low. Hall's cubic takes the skewness out of
    t; here draws of Student's t go through its inverse. Their order is kept, so that whatever was
    drawn together stays together. Nothing is assumed of the values' shape. As few values of a long
    tail understate its skewness, that of the sample is taken 1 + 4/n times: in simulations
    (log-normal, gamma, normal) 95 % intervals then held the truth most nearly as often as they say.
    Source: P. Hall, On the removal of skewness by transformation, Journal of the Royal Statistical
    Society B 54 (1992).

    Parameters
    ----------
    draws : array of float, (n draws,)
        By the bootstrap; given back as they are where the values are equal, or fewer than three.
    mean : float
    offsets : array of float, (n values,)
        How far each value lies from the mean; of a ratio of sums, what each adds to its error.
    lowest : float
        No draw lies below.

    Returns
    -------
    array of float, (n draws,)
    """
    n = len(offsets)
    if n < _LEAST or np.allclose(offsets, 0):
        return draws
    error = offsets.std(ddof=1) / np.sqrt(n)
    skew = _skewness(offsets) * (1 + _UNDERSTATED / n) / np.sqrt(n)
    t = rng.standard_t(n - 1, len(draws))
    if abs(skew) > _STRAIGHT:
        t = 3 / skew * (np.cbrt(1 + skew * (t - skew / 6)) - 1)
    means = np.sort(np.maximum(mean - t * error, lowest))
    return means[np.argsort(np.argsort(draws, kind="stable"), kind="stable")]


def _skewness(offsets: Numbers) -> float:
    """That of a sample, its small-sample factor taken out (G1)."""
    n = len(offsets)
    return float((offsets**3).mean() / offsets.std() ** 3 * np.sqrt(n * (n - 1)) / (n - 2))
