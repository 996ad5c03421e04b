"""The instants at which leads are looked at, and the days whose activities count at each."""

import pandas as pd

from alignment.measures.journeys import Journeys
from alignment.period import DAY, Period, local_day, month_of, starts_at

LEAST = pd.Timedelta("1us")


def instants(journeys: Journeys, month: Period, period: Period, window_days: int) -> pd.DataFrame:
    """The start of each month of `period`, and the end of `month` or as-of, whichever is first.

    Returns
    -------
    DataFrame
        One row an instant, by time: month (YYYY-MM; empty for the end), until_at (the instant;
        what happened before it counts), from_at (from when), is_mature (the horizon after it had
        passed by as-of), is_recorded (outcomes were by then). None after as-of.
    """
    known_until = journeys.as_of + LEAST
    starts = {name: starts_at(month_of(name), period.zone) for name in period.months}
    kept = {name: at for name, at in starts.items() if at <= journeys.as_of}
    end = min(month.end_at, known_until)
    if not kept or end > max(kept.values()):
        kept[""] = end
    at = pd.Series(list(kept.values()), dtype="datetime64[us]")
    return pd.DataFrame(
        {
            "month": list(kept),
            "until_at": at,
            "from_at": at - window_days * DAY,
            "is_mature": journeys.is_mature(at),
            "is_recorded": journeys.is_recorded(at),
        }
    )


def calendar(moments: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Which instants an activity of each UTC day may count at.

    Returns
    -------
    DataFrame
        One row a day and instant: day (midnight UTC), n_moment, from_at, until_at (of the window,
        its end not included) and dates_from_at: a date without a time counts at the end of its
        local day, so it counts from the day on that holds from_at.
    """
    starts = [starts_at(local_day(at, zone), zone) for at in moments["from_at"]]
    held = pd.DataFrame(
        {
            "n_moment": range(len(moments)),
            "from_at": moments["from_at"],
            "dates_from_at": pd.Series(starts, dtype="datetime64[us]"),
            "until_at": moments["until_at"],
        }
    )
    first = held["dates_from_at"].dt.normalize()
    n_days = ((held["until_at"] - LEAST).dt.normalize() - first) // DAY + 1
    rows = held.loc[held.index.repeat(n_days)]
    nth = rows.groupby("n_moment").cumcount()
    days = first.loc[rows.index] + pd.to_timedelta(nth, unit="D")
    return rows.assign(day=days.astype("datetime64[us]")).reset_index(drop=True)
