"""How often each team, and the lead itself, acted for a lead up to an instant."""

import numpy as np
import pandas as pd

from alignment import terms
from alignment.history import History
from alignment.measures.journeys import Journeys, sql_text
from alignment.period import Period, local_days

INSTANT = pd.Timedelta("1us")


def touches(history: History, journeys: Journeys, *spans: pd.DataFrame) -> list[pd.DataFrame]:
    """How often each acted for some leads up to an instant, in one scan of the activities.

    Parameters
    ----------
    *spans : DataFrame
        One row a lead: lead_id, until_at (UTC, none missing), the first instant that counts no
        more.

    Returns
    -------
    list of DataFrame
        For each of the spans given, in their order and by their index: n_marketing, n_sales,
        n_lead.
    """
    every = pd.concat([held[["lead_id", "until_at"]] for held in spans], ignore_index=True)
    every = every.assign(span=every.index, day_at=_day_starts(every["until_at"], history.zone))
    settings = pd.DataFrame({"as_of": [journeys.as_of]})
    found = history.query(sql_text("funnel/touches"), spans=every, settings=settings)
    counts = found.set_index("span").reindex(every.index, fill_value=0).astype(int)
    ends = np.cumsum([len(held) for held in spans])
    return [
        counts.iloc[end - len(held) : end].set_axis(held.index)
        for held, end in zip(spans, ends, strict=True)
    ]


def _day_starts(instants: pd.Series, zone: str) -> np.ndarray:
    """The first instant of each one's local day."""
    starts = local_days(instants.min(), instants.max(), zone)["starts_at"].to_numpy()
    return starts[np.searchsorted(starts, instants.to_numpy(), "right") - 1]


def recorded(history: History, journeys: Journeys, *counts: pd.DataFrame) -> set[str]:
    """Who is known to have acted at all: teams, and `lead`.

    Parameters
    ----------
    *counts : DataFrame
        Of `touches`: whoever acted in one of them need not be looked for.
    """
    seen = {actor for actor in terms.ACTORS if any(held[f"n_{actor}"].any() for held in counts)}
    if len(seen) == len(terms.ACTORS):
        return seen
    settings = pd.DataFrame({"as_of": [journeys.as_of]})
    sql = (
        "SELECT DISTINCT a.team AS team FROM activities AS a "
        "JOIN leads AS l ON l.lead_id = a.lead_id CROSS JOIN settings AS g "
        "WHERE a.occurred_at <= g.as_of AND l.created_at <= g.as_of "
        "AND NOT coalesce(a.is_bot, FALSE)"
    )
    return set(history.query(sql, settings=settings)["team"])


def before_hand_off(journeys: Journeys, period: Period) -> pd.DataFrame:
    """The span of each lead first handed off in `period`, up to that instant."""
    first = journeys.hand_offs.drop_duplicates("lead_id")
    first = first[period.holds(first["handed_off_at"])]
    return _until(first["lead_id"], first["handed_off_at"] + INSTANT)


def before_win(journeys: Journeys, period: Period) -> pd.DataFrame:
    """The span of each lead won in `period`, before it was."""
    won = journeys.table[period.holds(journeys.table["customer_at"])]
    return _until(won["lead_id"], won["customer_at"])


def _until(lead_ids: pd.Series, until: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"lead_id": lead_ids, "until_at": until})
