"""Hand-offs by what they are compared by."""

import pandas as pd

from alignment.measures.loop import NOT_RECORDED
from alignment.period import local
from alignment.terms import WEEKDAY_LABELS

WEEKDAYS = tuple(WEEKDAY_LABELS.values())
NOBODY = "nobody yet"


def split(rows: pd.DataFrame, dimension: str, zone: str) -> list[tuple[str, pd.DataFrame]]:
    """The hand-offs of each value of a dimension, in order of the clock, else most first.

    Parameters
    ----------
    dimension : str
        A column; or ``weekday`` or ``hour`` of the hand-off, in local time. A missing value is
        one of its own; a missing first_actor is nobody.
    """
    key = keys(rows, dimension, zone)
    if dimension == "weekday":
        return [(day, rows[key == day]) for day in WEEKDAYS if (key == day).any()]
    found = key.value_counts()
    return [
        (value, rows[key == value])
        for value in (found.sort_index() if dimension == "hour" else found).index
    ]


def keys(rows: pd.DataFrame, dimension: str, zone: str) -> pd.Series:
    """The value of a dimension of each hand-off, as text."""
    if dimension == "weekday":
        day = local(rows["handed_off_at"], zone).dt.day_of_week
        return day.map(dict(enumerate(WEEKDAYS)))
    if dimension == "hour":
        hour = local(rows["handed_off_at"], zone).dt.hour
        return hour.map({i: f"{i:02}:00" for i in range(24)})
    missing = NOBODY if dimension == "first_actor" else NOT_RECORDED
    return rows[dimension].astype("string").fillna(missing)
