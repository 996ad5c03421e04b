"""The months or quarters that hand-offs fall into."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.period import local_day, months_before, starts_at

EVER = 2**62
"""Microseconds: further than any instant."""
PERIODS = ("month", "quarter")
"""Splits by time; every other split is by a column of the leads."""
WEEK = 7 * 86_400_000_000


@dataclass(frozen=True)
class Spans:
    """Adjoining periods.

    Parameters
    ----------
    edges : array, one more than periods
        Where each begins, and where the last one ends: microseconds since 1970 (UTC).
    labels : list of str
        ``2026-09``, ``2026-Q3``; one empty label where there is one period.
    weeks : array
        How many weeks of each the history covers.
    """

    edges: NDArray[np.int64]
    labels: list[str]
    weeks: NDArray[np.float64]

    @classmethod
    @lru_cache(maxsize=16)  # every move of a slider asks for the same months
    def of(
        cls,
        by: str,
        first_at: pd.Timestamp,
        as_of: pd.Timestamp,
        zone: str,
        since: pd.Timestamp | None = None,
        until: pd.Timestamp | None = None,
    ) -> "Spans":
        """The local months (``month``), quarters (``quarter``) or the whole (empty) from the
        first lead to `as_of`, or from `since` to before `until`."""
        known_until = as_of + pd.Timedelta("1us")
        end = known_until if until is None else min(until, known_until)
        start = min(first_at, end) if since is None else max(since, first_at)
        if by and start < end:
            begins, labels = _periods(start, end, 3 if by == "quarter" else 1, zone)
        else:
            begins, labels = [start], [""]
        bounds = _micros([start, *begins[1:], max(start, end)])
        weeks = np.diff(bounds) / WEEK
        # conversions recorded before the first lead belong somewhere
        bounds[0] = -EVER if since is None else _micros([since])[0]
        return cls(bounds, labels, weeks)


def _periods(
    start: pd.Timestamp, end: pd.Timestamp, n_months: int, zone: str
) -> tuple[list[pd.Timestamp], list[str]]:
    day = local_day(start, zone)
    month = date(day.year, day.month - (day.month - 1) % n_months, 1)
    begins, labels = [], []
    while (begin := starts_at(month, zone)) < end:
        begins.append(begin)
        quarter = f"{month.year}-Q{(month.month + 2) // 3}"
        labels.append(quarter if n_months == 3 else f"{month:%Y-%m}")
        month = months_before(month, -n_months)
    return begins, labels


def _micros(instants: list[pd.Timestamp]) -> NDArray[np.int64]:
    return pd.Series(instants).astype("datetime64[us]").astype("int64").to_numpy(copy=True)
