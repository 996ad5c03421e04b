"""Months, and the instants they begin and end at in the company's own time zone."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pandas as pd

from alignment.errors import AlignmentError, Problem

DAY = pd.Timedelta(days=1)
MOST_MONTHS = 600
NEARLY = pd.Timedelta(hours=6)
"""So much may lack at a month's end: its last row seldom stands at its very end."""
WEEKS_A_MONTH = 365.25 / 12 / 7


@cache
def zones() -> frozenset[str]:
    """The IANA time zones that this machine knows: looked for once, on the disk."""
    return frozenset(available_timezones())


def month_of(text: str, where: str = "month") -> date:
    """The first day of a month written YYYY-MM.

    Raises
    ------
    AlignmentError
        Where the text is no such month; `where` names the parameter in the message.

    Examples
    --------
    >>> month_of("2026-09")
    datetime.date(2026, 9, 1)
    """
    # a month given as 2026 comes as a number from papermill
    if not re.fullmatch(r"(19|2[01])\d\d-(0[1-9]|1[0-2])", str(text)):
        problem = Problem(where, repr(text), "a month such as 2026-09, from 1900-01 to 2199-12")
        raise AlignmentError("The month cannot be read.", [problem])
    return date(int(text[:4]), int(text[5:]), 1)


def month_words(month: str) -> str:
    """A month written YYYY-MM as people write it in a list: `Nov 2025`."""
    return f"{month_of(month):%b %Y}"


def months_before(month: date, n: int) -> date:
    """The first day of the month `n` months earlier (later where `n` is negative)."""
    index = month.year * 12 + month.month - 1 - n
    return date(index // 12, index % 12 + 1, 1)


def first_unfinished(as_of: pd.Timestamp, zone: str) -> date:
    """The first day of the first month in `zone` that is not over at an instant (UTC).

    A month is over from six hours before its end on (`NEARLY`): up to six hours of its last evening
    may lack.
    """
    return local_day(as_of + NEARLY, zone).replace(day=1)


def starts_at(day: date, zone: str) -> pd.Timestamp:
    """The instant a day begins in `zone`, as UTC without zone."""
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return pd.Timestamp(local).tz_convert("UTC").tz_localize(None)


def local(instants: pd.Series, zone: str) -> pd.Series:
    """UTC instants as wall-clock times of `zone` (both without zone); missing stays missing."""
    return instants.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)


def date_words(day: date) -> str:
    """A day as people write it: `5 December 2017`."""
    return f"{day.day} {day:%B %Y}"


def day_words(instant: pd.Timestamp, zone: str) -> str:
    """The local day of a UTC instant, as people write it: `5 December 2017`."""
    return date_words(local_day(instant, zone))


def local_day(instant: pd.Timestamp, zone: str) -> date:
    """The local day of a UTC instant."""
    return instant.tz_localize("UTC").tz_convert(zone).date()


def day_end(instants: pd.Series, zone: str) -> pd.Series:
    """The last microsecond of the local day of each UTC instant; missing stays missing."""
    days = local_days(instants.min(), instants.max(), zone)
    place = np.searchsorted(days["ends_at"].to_numpy(), instants.dropna().to_numpy(), "left")
    ends = pd.Series(days["ends_at"].to_numpy()[place], instants.dropna().index)
    return ends.reindex(instants.index).astype("datetime64[us]")


def local_days(first_at: pd.Timestamp, last_at: pd.Timestamp, zone: str) -> pd.DataFrame:
    """Every local day from that of `first_at` to that of `last_at`.

    Returns
    -------
    DataFrame
        One row a day: starts_at, ends_at, its first and last instant as UTC without zone.
        Empty where an end is missing.
    """
    ends = pd.Series([first_at, last_at])
    if ends.isna().any():
        return pd.DataFrame({"starts_at": ends[:0], "ends_at": ends[:0]})
    first, last = local(ends, zone).dt.normalize()
    midnights = pd.date_range(first, last + pd.Timedelta(days=1), unit="us")
    known = midnights.tz_localize(
        zone, ambiguous=[True] * len(midnights), nonexistent="shift_forward"
    )
    starts = known.tz_convert("UTC").tz_localize(None)
    return pd.DataFrame({"starts_at": starts[:-1], "ends_at": starts[1:] - pd.Timedelta("1us")})


@dataclass(frozen=True)
class Period:
    """Whole months of one time zone, both ends included.

    Parameters
    ----------
    first, last : date
        The first day of the first and of the last month.
    zone : str
        IANA name, e.g. ``Europe/Berlin``.
    """

    first: date
    last: date
    zone: str = "UTC"

    @classmethod
    def of(cls, month: str, n_months: int = 1, zone: str = "UTC") -> "Period":
        """The `n_months` whole months that end with `month` (YYYY-MM).

        Raises
        ------
        AlignmentError
            Where `month` is none, or `n_months` no whole number from 1 to `MOST_MONTHS`.
        """
        last = month_of(month)
        is_whole = isinstance(n_months, int) and not isinstance(n_months, bool)
        if not is_whole or not 1 <= n_months <= MOST_MONTHS:
            problem = Problem("n_months", repr(n_months), f"a whole number, 1 to {MOST_MONTHS}")
            raise AlignmentError("No period has so many months.", [problem])
        return cls(months_before(last, n_months - 1), last, zone)

    @property
    def start_at(self) -> pd.Timestamp:
        """The first instant within, as UTC without zone."""
        return starts_at(self.first, self.zone)

    @property
    def end_at(self) -> pd.Timestamp:
        """The first instant after, as UTC without zone."""
        return starts_at(months_before(self.last, -1), self.zone)

    @property
    def months(self) -> list[str]:
        """Every month within, as YYYY-MM, oldest first."""
        found, day = [], self.first
        while day <= self.last:
            found.append(f"{day:%Y-%m}")
            day = months_before(day, -1)
        return found

    @property
    def label(self) -> str:
        """`September 2026`, or `October 2025 to September 2026`."""
        if self.first == self.last:
            return f"{self.last:%B %Y}"
        return f"{self.first:%B %Y} to {self.last:%B %Y}"

    @property
    def when(self) -> str:
        """`in September 2026`, or `from October 2025 to September 2026`."""
        return f"{'in' if self.first == self.last else 'from'} {self.label}"

    def holds(self, instants: pd.Series) -> pd.Series:
        """Whether each UTC instant lies within; missing does not."""
        return (instants >= self.start_at) & (instants < self.end_at)

    def month_of(self, instants: pd.Series) -> pd.Series:
        """The local month of each UTC instant, as YYYY-MM."""
        return local(instants, self.zone).dt.strftime("%Y-%m")
