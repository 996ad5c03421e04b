"""Rates with their intervals, and the words for them."""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Z_95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""


def wilson(n_hits: pd.Series, n_tries: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The 95 % Wilson score interval of `n_hits` ÷ `n_tries`, each between 0 and 1.

    Missing where nothing was tried. Source: E. B. Wilson, Probable inference, the law of
    succession, and statistical inference, JASA 22 (1927), without continuity correction.
    """
    low, high = wilson_bounds(n_hits.to_numpy(dtype=float), n_tries.to_numpy(dtype=float))
    return pd.Series(low, n_tries.index), pd.Series(high, n_tries.index)


def wilson_bounds(n_hits: NDArray, n_tries: NDArray, z: float = Z_95) -> tuple[NDArray, NDArray]:
    """The same of arrays; another `z` than that of 95 % for a wider or a narrower interval."""
    tries = np.where(n_tries > 0, n_tries, np.nan)
    share = n_hits / tries
    middle = share + z**2 / (2 * tries)
    half = z * np.sqrt(share * (1 - share) / tries + z**2 / (4 * tries**2))
    width = 1 + z**2 / tries
    is_tried = n_tries > 0
    low = np.where(n_hits > 0, np.maximum((middle - half) / width, 0), 0.0)
    high = np.where(n_hits < n_tries, np.minimum((middle + half) / width, 1), 1.0)
    return np.where(is_tried, low, np.nan), np.where(is_tried, high, np.nan)


def exact(n_hits: int, n_tries: int) -> tuple[float, float]:
    """The exact 95 % interval of a share, for a test of it against a share near 0 or 1.

    Wilson's is too narrow there. Source: C. Clopper and E. Pearson, The use of confidence or
    fiducial limits illustrated in the case of the binomial, Biometrika 26 (1934).
    """
    from scipy.stats import beta

    low = beta.ppf(0.025, n_hits, n_tries - n_hits + 1) if n_hits else 0.0
    high = beta.ppf(0.975, n_hits + 1, n_tries - n_hits) if n_hits < n_tries else 1.0
    return float(low), float(high)


def with_rate(table: pd.DataFrame, hits: str, tries: str, least_count: int) -> pd.DataFrame:
    """`table` with `rate`, `rate_low`, `rate_high` and `is_enough` added.

    Parameters
    ----------
    hits, tries : str
        The columns that hold the counts.
    least_count : int
        Below this many tries the rate is missing and `is_enough` false.
    """
    is_enough = table[tries] >= max(least_count, 1)
    low, high = wilson(table[hits], table[tries])
    rate = table[hits] / table[tries].where(is_enough).astype(float)
    return table.assign(
        rate=rate,
        rate_low=low.where(is_enough),
        rate_high=high.where(is_enough),
        is_enough=is_enough,
    )


def counted(n: int, one: str, many: str = "") -> str:
    """A count and its noun: `1 lead`, `2 leads`, `1,200 activities`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share between 0 and 1 as people write it: `10.5%`, `0.42%`, `67%`."""
    value = share * 100
    if 99.5 <= value < 100:
        return f"{min(value, 99.9):.1f}%"
    if value == 0 or value >= 20:
        return f"{value:.0f}%"
    return f"{value:.1f}%" if value >= 1 else f"{value:.2g}%"


def signed(value: float, n_digits: int = 1) -> str:
    """A difference as people write it, with its sign: `+40.2`, `−28.1`."""
    return f"{value:+,.{n_digits}f}".replace("-", "−")


def spoken_rate(n_hits: int, n_tries: int, least_count: int, noun: str = "leads") -> str:
    """A rate with its count and interval, or that there is not enough data for one.

    Examples
    --------
    >>> spoken_rate(30, 200, 20)
    '15.0% (30 of 200; 95% interval 10.7% to 21%)'
    >>> spoken_rate(3, 7, 20)
    'not enough data (3 of 7 leads; a rate takes 20)'
    """
    if n_tries < max(least_count, 1):
        return f"not enough data ({n_hits:,} of {n_tries:,} {noun}; a rate takes {least_count:,})"
    low, high = wilson_bounds(np.array([n_hits]), np.array([n_tries]))
    interval = f"{percent(float(low[0]))} to {percent(float(high[0]))}"
    return f"{percent(n_hits / n_tries)} ({n_hits:,} of {n_tries:,}; 95% interval {interval})"


def days(value: float) -> str:
    """A number of days as people say it: `1 day`, `14.65 days`, `68.1 days`, `120 days`."""
    rounded = round(value, 2 if abs(value) < 20 else 1 if abs(value) < 100 else None)
    return f"{rounded:g} day" + ("" if rounded == 1 else "s")


def hours(value: float) -> str:
    """A number of hours as people say it: `35 minutes`, `3.4 hours`, `5.2 days`."""
    if value < 1:
        return f"{value * 60:.0f} minutes"
    return f"{value:.1f} hours" if value < 48 else f"{value / 24:.1f} days"


def points(value: float) -> str:
    """A number of points as people say it: `1 point`, `50 points`, `7.5 points`."""
    return f"{value:,.10g} point" + ("" if value == 1 else "s")


def number(value: float) -> float | int | None:
    """A figure as JSON holds it: missing is None, and a whole count an integer."""
    if value is None or math.isnan(value):
        return None
    whole = float(value).is_integer() and isinstance(value, int | np.integer)
    return int(value) if whole else float(value)
