"""The reasons given where leads went back, counted."""

import pandas as pd

from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.period import Period


def reasons(history: History, period: Period, as_of: pd.Timestamp) -> pd.DataFrame:
    """Why leads were recycled or disqualified in `period`.

    Returns
    -------
    DataFrame
        One row a kind (recycled, disqualified) and reason, most frequent first within the kind:
        kind, reason (missing: not recorded), n. A lead that came back twice counts twice.
    """
    ends = pd.DataFrame(
        {"start_at": [period.start_at], "end_at": [period.end_at], "as_of": [as_of]}
    )
    return history.query(sql_text("audit/reasons"), period=ends)
