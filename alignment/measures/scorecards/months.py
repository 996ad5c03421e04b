"""The months that metrics are measured over, and which of them an instant lies in."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.measures.journeys import Journeys
from alignment.period import Period, first_unfinished, local_day, month_of, months_before

MOST_MONTHS = 13
"""A year, and the same month of the year before."""

FIRST_DAYS = 7
"""A month in which the first row of all comes later than this is taken as known in part only."""

Places = NDArray[np.intp]


def instants(times: pd.Series) -> NDArray[np.datetime64]:
    """UTC instants as an array; missing is NaT."""
    found: NDArray[np.datetime64] = times.to_numpy().astype("datetime64[us]")
    return found


def is_cut(first_at: pd.Timestamp, period: Period) -> bool:
    """Whether the first month of a period lies before the first instant that is known, or begins
    `FIRST_DAYS` or more before it."""
    return _is_cut(first_at, period.first, period.zone)


def _is_cut(first_at: pd.Timestamp, begins: date, zone: str) -> bool:
    return pd.notna(first_at) and (local_day(first_at, zone) - begins).days >= FIRST_DAYS


@dataclass(frozen=True, eq=False)
class Months:
    """Whole months, numbered from 0, as they are known at one instant.

    Parameters
    ----------
    period : Period
    as_of : Timestamp
    """

    period: Period
    as_of: pd.Timestamp

    @classmethod
    def until(cls, month: Period, journeys: Journeys, first_at: pd.Timestamp) -> "Months":
        """Those that end with `month`: `MOST_MONTHS`, or as many as the history has."""
        first = months_before(month.last, MOST_MONTHS - 1)
        if pd.notna(first_at):
            first = max(first, local_day(first_at, month.zone).replace(day=1))
        return cls(Period(min(first, month.last), month.last, month.zone), journeys.as_of)

    def is_cut(self, place: int, first_at: pd.Timestamp) -> bool:
        """Whether one of them is known in part only, or not at all."""
        return _is_cut(first_at, self.days[place], self.period.zone)

    @cached_property
    def names(self) -> list[str]:
        """Each as YYYY-MM."""
        return self.period.months

    @cached_property
    def edges(self) -> NDArray[np.datetime64]:
        """The instants they begin at, and the end of the last; UTC."""
        starts = [Period(day, day, self.period.zone).start_at for day in self.days]
        return np.array([*starts, self.period.end_at], dtype="datetime64[us]")

    @cached_property
    def days(self) -> list[date]:
        """The first day of each."""
        return [month_of(name) for name in self.names]

    @cached_property
    def is_over(self) -> NDArray[np.bool_]:
        """Whether each is over by as-of."""
        begun = first_unfinished(self.as_of, self.period.zone)
        return np.array([day < begun for day in self.days], dtype=bool)

    def places(self, instants: NDArray[np.datetime64]) -> Places:
        """The number of the month of each UTC instant; -1: none of them, or missing."""
        found = np.searchsorted(self.edges, instants, "right")
        return np.where(found > len(self.names), 0, found) - 1

    def sums(
        self, places: Places, weights: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """How many stand in each month, or what their weights add up to."""
        is_in = places >= 0
        held = None if weights is None else weights[is_in]
        return np.bincount(places[is_in], held, minlength=len(self.names)).astype(float)

    def of(self, period: Period) -> list[int] | None:
        """The numbers of the months of a period; None where one of them is not among these."""
        places = {name: place for place, name in enumerate(self.names)}
        if period.zone != self.period.zone or not set(period.months) <= set(places):
            return None
        return [places[name] for name in period.months]
