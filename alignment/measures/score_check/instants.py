"""The instants at which leads are looked at, and the days whose activities count at each."""

import numpy as np
import pandas as pd

from alignment.measures.journeys import Journeys
from alignment.period import DAY, Period, local_day, month_of, starts_at

LEAST = np.timedelta64(1, "us")


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
    dates_from = np.array(starts, dtype="datetime64[us]")
    from_at, until_at = (moments[name].to_numpy() for name in ("from_at", "until_at"))
    first = dates_from.astype("datetime64[D]")
    n_days = ((until_at - LEAST).astype("datetime64[D]") - first).astype(int) + 1
    rows = np.repeat(np.arange(len(moments)), n_days)
    nth = np.arange(len(rows)) - np.repeat(np.cumsum(n_days) - n_days, n_days)
    return pd.DataFrame(
        {
            "day": (first[rows] + nth).astype("datetime64[us]"),
            "n_moment": rows,
            "from_at": from_at[rows],
            "dates_from_at": dates_from[rows],
            "until_at": until_at[rows],
        }
    )
