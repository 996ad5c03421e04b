"""How long something takes where some are still waiting: Kaplan–Meier, with its intervals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.measures.rates import Z_95


@dataclass(frozen=True, eq=False)
class Survival:
    """The share still waiting after each time at which somebody was through.

    Parameters
    ----------
    times : array of float
        Rising; the times at which at least one was through.
    share, low, high : array of float
        Still waiting just after each, and its 95 % interval.
    n, n_over : int
        How many were looked at, and how many of them were through.
    """

    times: NDArray
    share: NDArray
    low: NDArray
    high: NDArray
    n: int
    n_over: int

    @classmethod
    def of(cls, took: NDArray[np.float64], is_over: NDArray[np.bool_]) -> "Survival":
        """That of waits in any unit; one that is not over is known to take longer than it did.

        The product-limit estimate of E. Kaplan and P. Meier, Nonparametric estimation from
        incomplete observations, JASA 53 (1958); Greenwood's variance on the log(−log) scale
        (J. Kalbfleisch and R. Prentice, 1980), which stays between 0 and 1.

        Parameters
        ----------
        took : array of float
            No value missing.
        is_over : array of bool
            Of the same length.
        """
        ends = np.sort(took)
        times, n_through = np.unique(took[is_over], return_counts=True)
        n_waiting = len(ends) - np.searchsorted(ends, times, "left")
        share = np.cumprod(1 - n_through / n_waiting)
        with np.errstate(divide="ignore", invalid="ignore"):
            greenwood = np.cumsum(n_through / (n_waiting * (n_waiting - n_through)))
            width = Z_95 * np.sqrt(greenwood) / np.abs(np.log(share))
            low, high = share ** np.exp(width), share ** np.exp(-width)
        is_open = (share > 0) & (share < 1)
        low, high = np.where(is_open, low, share), np.where(is_open, high, share)
        return cls(times, share, low, high, len(took), int(is_over.sum()))

    def quantile(self, part: float) -> float:
        """The time by which the share `part` is through; missing where it is not known yet."""
        return _first(self.times, self.share, 1 - part)

    def bounds(self, part: float) -> tuple[float, float]:
        """Its 95 % interval; an end that is not known yet is missing.

        R. Brookmeyer and J. Crowley, A confidence interval for the median survival time,
        Biometrics 38 (1982).
        """
        return _first(self.times, self.low, 1 - part), _first(self.times, self.high, 1 - part)


def _first(times: NDArray, share: NDArray, rest: float) -> float:
    """The first time after which no more than `rest` is left."""
    reached = np.flatnonzero(share <= rest + 1e-12)
    return float(times[reached[0]]) if len(reached) else float("nan")
