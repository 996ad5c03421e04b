"""The deals that were won or lost."""

import pandas as pd

from alignment.history import History
from alignment.measures.journeys import Journeys, sql_text
from alignment.period import Period


def closed_deals(history: History, journeys: Journeys, period: Period) -> pd.DataFrame:
    """The deals closed in `period`, as far as as-of knows. Of some leads (`Journeys.narrowed`) only
    theirs.

    Returns
    -------
    DataFrame
        One row a deal, by lead and time: deal_id, lead_id, closed_at, is_won, reason (of a loss;
        missing: not recorded), amount (missing: not known, or in another currency than the agreed
        one).
    """
    settings = {
        "start_at": period.start_at,
        "end_at": period.end_at,
        "as_of": journeys.as_of,
        "currency": journeys.currency,
    }
    found = history.query(sql_text("closed_deals"), settings=pd.DataFrame([settings]))
    if journeys.whole is not None:
        own = pd.Index(journeys.table["lead_id"]).get_indexer(found["lead_id"]) >= 0
        found = found[own].reset_index(drop=True)
    return found.assign(is_won=found["is_won"].astype(bool))
