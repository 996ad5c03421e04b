"""How often each team, and the lead itself, acted in a span of a lead's time."""

import pandas as pd

from alignment import terms
from alignment.history import History
from alignment.measures.journeys import Journeys, sql_text
from alignment.period import Period, local_days

INSTANT = pd.Timedelta("1us")


def touches(
    history: History, journeys: Journeys, lead_ids: pd.Series, since: pd.Series, until: pd.Series
) -> pd.DataFrame:
    """One row a lead, in the order of lead_id: lead_id, n_marketing, n_sales, n_lead.

    Parameters
    ----------
    lead_ids, since, until : Series, aligned
        Each lead once; its first instant that counts, and the first that does not. Missing: from
        the beginning, until as-of.
    """
    spans = pd.DataFrame(
        {
            "lead_id": lead_ids.to_numpy(),
            "since_at": since.fillna(history.first_at).to_numpy(),
            "until_at": until.fillna(journeys.as_of + INSTANT).to_numpy(),
        }
    )
    return history.query(
        sql_text("funnel/touches"),
        spans=spans,
        days=local_days(history.first_at, journeys.as_of, history.zone),
        settings=pd.DataFrame({"as_of": [journeys.as_of]}),
    )


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


def before_hand_off(history: History, journeys: Journeys, period: Period) -> pd.DataFrame:
    """The touches of each lead first handed off in `period`, up to that instant."""
    first = journeys.hand_offs.drop_duplicates("lead_id")
    first = first[period.holds(first["handed_off_at"])]
    return _until(history, journeys, first["lead_id"], first["handed_off_at"] + INSTANT)


def before_win(history: History, journeys: Journeys, period: Period) -> pd.DataFrame:
    """The touches of each lead won in `period`, before it was."""
    won = journeys.table[period.holds(journeys.table["customer_at"])]
    return _until(history, journeys, won["lead_id"], won["customer_at"])


def _until(
    history: History, journeys: Journeys, lead_ids: pd.Series, until: pd.Series
) -> pd.DataFrame:
    return touches(history, journeys, lead_ids, pd.Series(pd.NaT, until.index), until)
