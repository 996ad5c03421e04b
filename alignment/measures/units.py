"""How finely points are counted: in units small enough to be whole, so that no sum is rounded."""

from collections.abc import Sequence

FINEST = 6
"""Points count to so many decimals."""


def units_a_point(points: Sequence[float]) -> int:
    """How many units make one point: 1, or a power of ten where some of `points` have decimals."""
    for decimals in range(FINEST):
        units = 10**decimals
        if all(abs(value * units - round(value * units)) < 1e-9 * units for value in points):
            return units
    return 10**FINEST
