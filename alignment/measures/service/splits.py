"""Hand-offs by what they are compared by."""

import pandas as pd

from alignment.measures.loop import NOT_RECORDED
from alignment.period import local

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOBODY = "nobody yet"


def split(rows: pd.DataFrame, dimension: str, zone: str) -> list[tuple[str, pd.DataFrame]]:
    """The hand-offs of each value of a dimension, in order of the clock, else most first.

    Parameters
    ----------
    dimension : str
        A column; or ``weekday`` or ``hour`` of the hand-off, in local time. A missing value is
        one of its own; a missing first_actor is nobody.
    """
    if dimension == "weekday":
        day = local(rows["handed_off_at"], zone).dt.day_of_week
        return [(WEEKDAYS[i], own) for i, own in rows.groupby(day)]
    if dimension == "hour":
        hour = local(rows["handed_off_at"], zone).dt.hour
        return [(f"{i:02}:00", own) for i, own in rows.groupby(hour)]
    missing = NOBODY if dimension == "first_actor" else NOT_RECORDED
    key = rows[dimension].astype("string").fillna(missing)
    return [(value, rows[key == value]) for value in key.value_counts().index]
