"""Wall-clock times of a zone as UTC, in SQL, with the times that a clock skips or shows twice.

The database's own time zones give no hint of skipped and repeated times, are slower, and move a
day when a session's zone is forgotten; the zone's transitions as a tree of CASE do neither.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SKIPPED, REPEATED = 1, 2
_FIRST_YEAR, _LAST_YEAR = 1990, 2045


@dataclass(frozen=True)
class Stretch:
    """A stretch of wall-clock time, up to where the next one starts.

    Parameters
    ----------
    start : datetime
        Its first wall-clock time.
    offset : int
        Seconds to take away for UTC.
    oddity : int
        `SKIPPED`, `REPEATED`, or 0.
    """

    start: datetime
    offset: int
    oddity: int = 0


@cache
def stretches(zone: str) -> tuple[Stretch, ...]:
    """The wall clock of `zone`, 1990 to 2045, as stretches of one offset; ends reach beyond.

    A skipped time is read by the offset before the change, a repeated one as its first showing,
    as `zoneinfo` does.
    """
    held = ZoneInfo(zone)
    at = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC)
    found = [Stretch(datetime.min, _offset(held, at))]
    while at.year <= _LAST_YEAR:
        later = at + timedelta(days=1)
        if _offset(held, at) != _offset(held, later):
            found += _around(held, _change(held, at, later))
        at = later
    return tuple(found)


def _offset(zone: ZoneInfo, at: datetime) -> int:
    shift = at.astimezone(zone).utcoffset()
    return int(shift.total_seconds()) if shift is not None else 0


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second with the later offset."""
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _around(zone: ZoneInfo, change: datetime) -> list[Stretch]:
    before, after = _offset(zone, change - timedelta(seconds=1)), _offset(zone, change)
    utc = change.replace(tzinfo=None)
    first, last = sorted((utc + timedelta(seconds=before), utc + timedelta(seconds=after)))
    oddity = SKIPPED if after > before else REPEATED
    return [Stretch(first, before, oddity), Stretch(last, after)]


def utc_sql(local: str, zone: str) -> str:
    """SQL for the UTC instant of the wall-clock time in column `local`."""
    return f"({local} - to_seconds({_tree(local, zone, lambda s: s.offset)}))"


def oddity_sql(local: str, zone: str) -> str:
    """SQL for `SKIPPED`, `REPEATED` or 0 of the wall-clock time in column `local`."""
    return _tree(local, zone, lambda s: s.oddity)


def _tree(local: str, zone: str, leaf: Callable[[Stretch], int]) -> str:
    held = stretches(zone)

    def branch(low: int, high: int) -> str:
        if low == high:
            return str(leaf(held[low]))
        middle = (low + high + 1) // 2
        start = held[middle].start.isoformat(" ")
        earlier, later = branch(low, middle - 1), branch(middle, high)
        return f"CASE WHEN {local} < TIMESTAMP '{start}' THEN {earlier} ELSE {later} END"

    return branch(0, len(held) - 1)
