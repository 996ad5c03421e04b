"""The sample's two years, its working hours, and wall-clock seconds turned into UTC.

Everything is generated as seconds of the company's wall clock since 1970; only what is written
becomes UTC.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Seconds = NDArray[np.int64]

ZONE = "Europe/Berlin"
DAY = 86_400
HOUR = 3_600
OPENS, CLOSES = 9 * HOUR, 17 * HOUR
FRIDAY = 4

_HOLIDAYS = """
    2024-10-03 2024-12-25 2024-12-26 2025-01-01 2025-04-18 2025-04-21 2025-05-01 2025-05-29
    2025-06-09 2025-10-03 2025-12-25 2025-12-26 2026-01-01 2026-04-03 2026-04-06 2026-05-01
    2026-05-14 2026-05-25 2026-10-03
"""
_WORKDAYS = np.busdaycalendar(holidays=np.array(_HOLIDAYS.split(), dtype="datetime64[D]"))
_HOUR_WEIGHTS = np.array(
    [1, 0, 0, 0, 0, 1, 3, 8, 16, 22, 24, 22, 14, 18, 22, 20, 16, 10, 7, 7, 8, 7, 4, 2], float
)
_STAY_AT_WEEKENDS = 0.35


def seconds(day: str) -> int:
    """Wall-clock seconds at which a day (YYYY-MM-DD) begins."""
    return int(np.datetime64(day, "s").astype(np.int64))


START = seconds("2024-10-01")
END = seconds("2026-10-01")
"""The first instant after the history."""


def weekday(at: Seconds) -> Seconds:
    """0 for Monday to 6 for Sunday."""
    return (at // DAY + 3) % 7


def opening(at: Seconds) -> Seconds:
    """`at` where it lies in working hours, else the next time that the doors open."""
    day, within = at // DAY, at % DAY
    wanted = (day + (within >= CLOSES)).astype("datetime64[D]")
    first = np.busday_offset(wanted, 0, roll="forward", busdaycal=_WORKDAYS).astype(np.int64)
    return first * DAY + np.where(first > day, OPENS, np.maximum(within, OPENS))


def at_work(at: Seconds, rng: np.random.Generator) -> Seconds:
    """`at` where it lies in working hours, else some time in the next twelve of them."""
    opened = opening(at)
    later = worked_later(opened, rng.uniform(0, 12, at.size))
    return np.where(opened > at, later, at)


def worked_later(at: Seconds, hours: NDArray[np.float64]) -> Seconds:
    """The instant at which that many working hours have passed since `at`."""
    opened = opening(at)
    total = opened % DAY - OPENS + (hours * HOUR).astype(np.int64)
    n_days, rest = np.divmod(total, CLOSES - OPENS)
    day = (opened // DAY).astype("datetime64[D]")
    later = np.busday_offset(day, n_days, busdaycal=_WORKDAYS).astype(np.int64)
    return later * DAY + OPENS + rest


def at_human_hours(at: Seconds, rng: np.random.Generator) -> Seconds:
    """The same days with waking hours; most of a weekend's moved to the days after it."""
    is_moved = (weekday(at) >= 5) & (rng.random(at.size) > _STAY_AT_WEEKENDS)
    day = at // DAY + 2 * is_moved
    reach = np.cumsum(_HOUR_WEIGHTS) / _HOUR_WEIGHTS.sum()
    hour = np.searchsorted(reach, rng.random(at.size), side="right")
    return day * DAY + hour * HOUR + rng.integers(0, HOUR, at.size)


def to_utc(at: Seconds) -> pd.DatetimeIndex:
    """Wall-clock seconds as UTC instants without zone, to the microsecond."""
    wall = pd.DatetimeIndex(at.astype("datetime64[s]"))
    held = wall.tz_localize(
        ZONE, ambiguous=np.zeros(at.size, dtype=bool), nonexistent="shift_forward"
    )
    return held.tz_convert("UTC").tz_localize(None).as_unit("us")
