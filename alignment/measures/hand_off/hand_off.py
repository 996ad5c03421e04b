"""One day's hand-off between the teams, as an instant knows it."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from alignment.finding import Finding


@dataclass(frozen=True, eq=False)
class HandOff:
    """What changes hands on a day, and what is overdue; made by `HandOff.of`.

    Parameters
    ----------
    to_sales : Finding
        The leads that go to Sales; columns of `tables.TO_SALES`, also where there is none.
        figures: n_to_sales, n_again (of them, those that Sales had before).
    back : Finding
        The leads that go back to Marketing; columns of `tables.BACK`. figures: n_back,
        n_back_score, n_back_limit, n_given_back.
    overdue : Finding
        Tasks not done by their deadline; columns of `tables.OVERDUE`. figures: n_overdue,
        n_overdue_marketing, n_overdue_sales.
    as_of : Timestamp
        The last instant whose rows are used, UTC without zone.
    day : date
        Its local day.
    """

    to_sales: Finding
    back: Finding
    overdue: Finding
    as_of: pd.Timestamp
    day: date
