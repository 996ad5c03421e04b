"""What each team does in a history: the names of its activities."""

import pandas as pd

from alignment.history import History
from alignment.measures.journeys import sql_text


def team_activities(history: History, as_of: pd.Timestamp) -> dict[str, tuple[str, ...]]:
    """The kinds of activities of known leads by who did them, the most frequent first.

    Parameters
    ----------
    as_of : Timestamp
        Nothing later counts; machines' activities never do.

    Returns
    -------
    dict
        By ``marketing``, ``sales`` and ``lead``; those who did nothing are absent.
    """
    settings = pd.DataFrame({"as_of": [as_of]})
    found = history.query(sql_text("team_activities"), settings=settings)
    return {str(team): tuple(own) for team, own in found.groupby("team")["activity"]}
