"""One number that everybody should know, with what it rests on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.measures.bootstrap import drawn_means
from alignment.measures.rates import Z_95

SEED = 1
N_DRAWS = 2_000
NAN = float("nan")
TOO_FEW = "not enough data"


@dataclass(frozen=True)
class Number:
    """A row of the numbers.

    Parameters
    ----------
    key : str
        In the figures; empty: it stands in the table only.
    about : str
        What it stands under.
    number : str
        What it is, in words.
    value, low, high : float
        With its 95 % interval where it has one; missing: not known.
    unit : str
        accounts, share, touches, leads, days or amount.
    n : int
        What it rests on.
    """

    key: str
    about: str
    number: str
    value: float = NAN
    low: float = NAN
    high: float = NAN
    unit: str = ""
    n: int = 0
    note: str = ""

    @classmethod
    def found(
        cls,
        key: str,
        about: str,
        number: str,
        values: tuple[float, float, float] | None,
        unit: str,
        n: int,
        note: str = "",
    ) -> "Number":
        """That of a value with the two ends of its interval; None: not known."""
        value, low, high = values or (NAN, NAN, NAN)
        return cls(key, about, number, value, low, high, unit, n, note)


def median_of(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """The median and its 95 % interval, from the order of the values alone.

    Source: the sign test's interval, with the normal law for the binomial.
    """
    ordered, n = np.sort(values), len(values)
    half = Z_95 * np.sqrt(n) / 2
    low, high = int(np.floor((n - 1) / 2 - half)), int(np.ceil((n - 1) / 2 + half))
    ends = float(ordered[max(low, 0)]), float(ordered[min(high, n - 1)])
    return float(np.median(ordered)), *ends


def mean_of(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """The mean and its 95 % interval by the Bayesian bootstrap, always the same."""
    drawn = drawn_means(values[:, None], np.random.default_rng(SEED), N_DRAWS)[:, 0]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(values.mean()), float(low), float(high)
