"""The clock of the working calendar."""

from typing import get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Calendar
from alignment.agreement.service import Weekday
from alignment.period import local

HOUR = pd.Timedelta(hours=1)


def working_hours(starts: pd.Series, ends: pd.Series, calendar: Calendar) -> NDArray[np.float64]:
    """Working hours from each start to each end (UTC instants); missing where one of them is.

    Public holidays count as working days, unless they stand among the company's own days off.
    Hours are read off the wall: a working day on which the clocks change is as long as any other.
    """
    return _worked(ends, calendar) - _worked(starts, calendar)


def spoken_hours(hours: float) -> str:
    """`1 working hour`, `4 working hours`."""
    return f"{hours:g} working hour{'' if hours == 1 else 's'}"


def _worked(instants: pd.Series, calendar: Calendar) -> NDArray[np.float64]:
    """Working hours from a fixed day until each instant."""
    found = np.full(len(instants), np.nan)
    known = instants.notna().to_numpy()
    wall = local(instants[known], calendar.zone)
    day = wall.dt.normalize()
    opens, closes = (pd.Timedelta(f"{text}:00") / HOUR for text in (calendar.starts, calendar.ends))
    days = day.to_numpy().astype("datetime64[D]")
    works = np.busdaycalendar(
        [name in calendar.days for name in get_args(Weekday)],
        np.array(calendar.days_off, dtype="datetime64[D]"),
    )
    today = np.clip((wall - day) / HOUR - opens, 0, closes - opens).to_numpy()
    whole = np.busday_count(np.datetime64("1970-01-01"), days, busdaycal=works)
    found[known] = whole * (closes - opens) + np.where(
        np.is_busday(days, busdaycal=works), today, 0.0
    )
    return found
