"""How far chance moves a count, or a sum over so many cases, of independent events."""

import math

from alignment.measures.rates import Z_95


def bounds(total: float, squares: float, largest: float) -> tuple[float, float]:
    """The 95 % interval of a sum over cases whose number is Poisson's.

    The gamma interval of M. Fay and E. Feuer, Confidence intervals for directly standardized rates:
    a method based on the gamma distribution, Statistics in Medicine 16 (1997), its quantiles by
    E. Wilson and M. Hilferty's cube root (PNAS 17, 1931). Of plain counts, that is Byar's
    approximation of the exact limits (N. Breslow and N. Day, Statistical Methods in Cancer Research
    II, 1987).

    Of few unequal values it holds the truth less often than it says: of lognormal amounts (sigma
    0.8) in 80 % of the draws at 2 expected cases, in 90 % at 4, 94 % at 8 and 95 to 97 % from 12 on
    (40,000 draws each); with sigma 1.2 in 82 % at 4 and 93 % at 20.

    Parameters
    ----------
    total, squares : float
        The sum of the cases' values, 0 or more each, and that of their squares.
    largest : float
        The largest value a case is known to have.

    Examples
    --------
    >>> low, high = bounds(100, 100, 1)
    >>> round(low, 1), round(high, 1)
    (81.4, 121.6)
    """
    if largest <= 0:
        return math.nan, math.nan
    low = 0.0
    if total > 0:
        low = squares / total * _cubed(total**2 / squares, -Z_95)
    more, wider = total + largest, squares + largest**2
    return low, wider / more * _cubed(more**2 / wider, Z_95)


def of_count(n: float) -> tuple[float, float]:
    """The 95 % interval of a count.

    Examples
    --------
    >>> low, high = of_count(0)
    >>> low, round(high, 2)
    (0.0, 3.67)
    """
    return bounds(n, n, 1.0)


def _cubed(n: float, z: float) -> float:
    """The gamma quantile of shape `n` at the normal quantile `z`."""
    return n * max(1 - 1 / (9 * n) + z / (3 * math.sqrt(n)), 0.0) ** 3
