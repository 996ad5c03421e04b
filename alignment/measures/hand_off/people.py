"""Some leads of a history: who they are, and all that happened to them."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.engine import quoted
from alignment.history import History
from alignment.measures.handed import NAMING

OF_LEADS = ("leads", "activities", "stage_changes", "deals")


def people(history: History, ids: pd.Series, as_of: pd.Timestamp) -> pd.DataFrame:
    """Who some leads are: lead_id, owner, source, and name and company where leads have them; one
    row a lead known by `as_of`, in the order of their ids; today's values."""
    columns = ["lead_id", "owner", "source", *(n for n in NAMING if n in history.attributes)]
    names = ", ".join(f"l.{quoted(name)} AS {quoted(name)}" for name in columns)
    return history.query(
        f"SELECT {names} FROM leads AS l JOIN kept AS k ON k.lead_id = l.lead_id "
        "CROSS JOIN settings AS g WHERE l.created_at <= g.as_of ORDER BY l.lead_id",
        kept=pd.DataFrame({"lead_id": ids.astype("str").drop_duplicates()}),
        settings=pd.DataFrame({"as_of": [as_of]}),
    )


def history_of(history: History, ids: pd.Series) -> History:
    """All that the history holds of some leads, as a history of its own."""
    kept = pd.DataFrame({"lead_id": ids.astype("str")})
    held = {
        name: history.query(
            f"SELECT t.* FROM {name} AS t JOIN kept AS k ON k.lead_id = t.lead_id", kept=kept
        )
        for name in OF_LEADS
    }
    return History.from_frames(**held, zone=history.zone)


def among(ids: pd.Series, others: pd.Series) -> NDArray[np.bool_]:
    """Which ids are among others, each of which stands there once.

    `Series.isin` takes several times as long on as many texts.
    """
    return pd.Index(others).get_indexer(ids) >= 0
