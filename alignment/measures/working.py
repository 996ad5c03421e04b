"""The clock of the working calendar: how many hours of work lie between two instants."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Calendar
from alignment.agreement.service import Weekday
from alignment.period import local

MICROS_AN_HOUR = 3_600_000_000
LAST_YEAR = 2199
"""Nothing is promised for later than that."""
HOLIDAYS_FROM, HOLIDAYS_UNTIL = 1950, 2100
"""The years whose public holidays are asked for."""


@dataclass(frozen=True, eq=False)
class WorkingDays:
    """The working days of whole years, each from its opening to its closing instant.

    Parameters
    ----------
    days : array of datetime64[D]
        The local days, in order.
    opens, closes : array of int
        Microseconds since 1970, UTC.
    worked : array of int
        Microseconds of work up to each closing instant.
    """

    days: NDArray[np.datetime64]
    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    worked: NDArray[np.int64]

    def worked_until(self, instants: NDArray[np.int64]) -> NDArray[np.int64]:
        """Microseconds of work from the first day until each instant."""
        place = np.maximum(np.searchsorted(self.opens, instants, "right") - 1, 0)
        ahead = np.maximum(self.closes[place] - np.maximum(instants, self.opens[place]), 0)
        return self.worked[place] - ahead

    def instants_of(self, worked: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first instant by which so much was worked; all must lie within."""
        place = np.searchsorted(self.worked, worked, "left")
        return self.closes[place] - (self.worked[place] - worked)


@dataclass(frozen=True)
class WorkingClock:
    """Counts the working hours of an agreed calendar.

    A working day lasts from the instant its opening hour strikes to the instant its closing hour
    does, so a day on which the clocks change inside it is an hour shorter or longer. An hour that
    the clocks strike twice counts at its first stroke; one that they leave out, where they go on.
    Days off are the public holidays of the calendar's country and the company's own.
    """

    calendar: Calendar

    @classmethod
    def of(cls, calendar: Calendar) -> "WorkingClock":
        """The clock of a calendar."""
        return cls(calendar)

    @property
    def day_hours(self) -> float:
        """Hours of a working day from its opening to its closing hour, by the wall."""
        ends, starts = (_past(hour) for hour in (self.calendar.ends, self.calendar.starts))
        return (ends - starts) / timedelta(hours=1)

    def hours(self, starts: pd.Series, ends: pd.Series) -> NDArray[np.float64]:
        """Working hours from each start to each end (UTC instants).

        Missing where one of them is, or lies after `LAST_YEAR`; 0 where the end is not later than
        the start.
        """
        begun, ended = _micros(starts), _micros(ends)
        known = _known(starts) & _known(ends)
        found = np.full(len(begun), np.nan)
        if known.any():
            both = np.concatenate([begun[known], ended[known]])
            first, last = np.split(self._days(both).worked_until(both), 2)
            found[known] = np.maximum(last - first, 0) / MICROS_AN_HOUR
        return found

    def after(self, starts: pd.Series, hours: float) -> pd.Series:
        """The instant (UTC) at which so many working hours since each start are over.

        The start itself for no hours. Missing where the start is, or it is after `LAST_YEAR`.
        """
        begun, found = _micros(starts), np.full(len(starts), np.iinfo(np.int64).min)
        ask = min(round(hours * MICROS_AN_HOUR), np.iinfo(np.int64).max // 4)
        rows = np.flatnonzero(_known(starts))
        for n_years in (1, 10, LAST_YEAR):
            if not len(rows):
                break
            days = self._days(begun[rows], n_years)
            wanted = days.worked_until(begun[rows]) + ask
            is_within = wanted <= days.worked[-1]
            held = rows[is_within]
            found[held] = np.maximum(days.instants_of(wanted[is_within]), begun[held])
            rows = rows[~is_within]
        return _instants(found, starts)

    def days_after(self, starts: pd.Series, n: int) -> pd.Series:
        """The end (UTC) of the n-th working day after the local day of each start.

        The day of the start does not count. Missing where the start is, or after `LAST_YEAR`.

        Parameters
        ----------
        n : int
            1 or more.
        """
        begun, known = _micros(starts), _known(starts)
        found = np.full(len(begun), np.iinfo(np.int64).min)
        if known.any():
            days = self._days(begun[known], 2 + n // 50)
            today = local(starts[known], self.calendar.zone).to_numpy().astype("datetime64[D]")
            place = np.searchsorted(days.days, today, "right") + n - 1
            is_within = place < len(days.days)
            found[np.flatnonzero(known)[is_within]] = days.closes[place[is_within]]
        return _instants(found, starts)

    def is_working_day(self, day: date) -> bool:
        """Whether a local day is one."""
        days = working_days(self.calendar, day.year, day.year).days
        return bool(np.isin(np.datetime64(day), days))

    def _days(self, instants: NDArray[np.int64], n_years: int = 0) -> WorkingDays:
        """The working days of all years that the instants lie in, and of as many after."""
        ends = np.array([instants.min(), instants.max()]).astype("datetime64[us]")
        first, last = ends.astype("datetime64[Y]").astype(int) + 1970
        return working_days(self.calendar, int(first) - 1, min(int(last) + 1 + n_years, LAST_YEAR))


@lru_cache(maxsize=32)
def working_days(calendar: Calendar, first_year: int, last_year: int) -> WorkingDays:
    """The working days of a calendar from one year to another, both included."""
    every = np.arange(np.datetime64(f"{first_year}-01-01"), np.datetime64(f"{last_year + 1}-01-01"))
    is_work = np.is_busday(
        every,
        weekmask=[name in calendar.days for name in get_args(Weekday)],
        holidays=np.array(days_off(calendar, first_year, last_year), dtype="datetime64[D]"),
    )
    days = every[is_work]
    opens, closes = (
        _struck(days, hour, calendar.zone) for hour in (calendar.starts, calendar.ends)
    )
    return WorkingDays(days, opens, closes, np.cumsum(closes - opens))


def days_off(calendar: Calendar, first_year: int, last_year: int) -> list[date]:
    """Public holidays and the company's own days off of some years, in order."""
    held = {day for day in calendar.days_off if first_year <= day.year <= last_year}
    if calendar.country is not None:
        held |= public_holidays(calendar.country, first_year, last_year).keys()
    return sorted(held)


def public_holidays(country: str, first_year: int, last_year: int) -> dict[date, str]:
    """The public holidays of a country, or a part of it (``DE-BY``), by day, with their names.

    Those from `HOLIDAYS_FROM` to `HOLIDAYS_UNTIL`; no other year has any.
    """
    from holidays import country_holidays  # a tenth of a second, for calendars with a country

    name, _, part = country.partition("-")
    years = range(max(first_year, HOLIDAYS_FROM), min(last_year, HOLIDAYS_UNTIL) + 1)
    found = country_holidays(name, subdiv=part or None, years=years, expand=False)
    return dict(sorted(found.items()))


def working_hours(starts: pd.Series, ends: pd.Series, calendar: Calendar) -> NDArray[np.float64]:
    """Working hours from each start to each end, as `WorkingClock.hours` has them."""
    return WorkingClock.of(calendar).hours(starts, ends)


def spoken_hours(hours: float) -> str:
    """`1 working hour`, `4 working hours`."""
    return f"{hours:g} working hour{'' if hours == 1 else 's'}"


def told_hours(hours: float) -> str:
    """A measured time as people say it: `35 working minutes`, `3.4 working hours`."""
    return f"{hours * 60:.0f} working minutes" if hours < 1 else f"{hours:,.1f} working hours"


def _struck(days: NDArray[np.datetime64], hour: str, zone: str) -> NDArray[np.int64]:
    """The instants at which the clocks of a zone strike an hour (up to 24:00) of local days."""
    wall = pd.DatetimeIndex(days.astype("datetime64[us]") + np.timedelta64(_past(hour)))
    first = np.ones(len(wall), dtype=bool)
    known = wall.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    return _micros(known.tz_convert("UTC").tz_localize(None).to_series())


def _past(hour: str) -> timedelta:
    return timedelta(hours=int(hour[:2]), minutes=int(hour[3:]))


def _micros(instants: pd.Series) -> NDArray[np.int64]:
    return instants.to_numpy().astype("datetime64[us]").astype(np.int64)


def _known(instants: pd.Series) -> NDArray[np.bool_]:
    """Whether each is an instant that the clock can tell."""
    return (instants < pd.Timestamp(LAST_YEAR + 1, 1, 1)).to_numpy(dtype=bool)


def _instants(micros: NDArray[np.int64], like: pd.Series) -> pd.Series:
    return pd.Series(micros.astype("datetime64[us]"), index=like.index)
