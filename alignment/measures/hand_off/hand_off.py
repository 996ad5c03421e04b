"""One day's hand-off between the teams, as an instant knows it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.hand_off import going, overdue, returning
from alignment.measures.hand_off.asked import Asked
from alignment.measures.hand_off.hands import Hands
from alignment.measures.hand_off.tables import BACK, OVERDUE, TO_SALES, shaped
from alignment.measures.replay.observed import utc
from alignment.period import local_day


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
        n_back_score, n_back_limit, n_given_back, n_backlog.
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

    @classmethod
    def of(
        cls, history: History, agreement: Agreement, as_of: pd.Timestamp | None = None
    ) -> "HandOff":
        """What changes hands at an instant; `as_of` defaults to the last that is known.

        To Sales goes who is in Marketing's hands (before the hand-off stage, or given back at least
        `score.cooldown_days` ago; not converted, no open or won deal, not disqualified) and meets
        `rules.mql.agreed` (else has `score.hand_off_at` points) at as-of. Back goes who is in
        Sales' hands without a deal and either was so for longer than `nurture_limit_days` or, not
        yet an SQL and not meeting the rule, has a score under `return_below`; and whom Sales gave
        back on as-of's local day.
        """
        known = history.as_of if as_of is None else utc(as_of, "as_of")
        if pd.isna(known) or not history.n_rows.get("leads"):
            lists = [_unanswered(*question) for question in _QUESTIONS]
            return cls(lists[0], lists[1], lists[2], known, date.min)
        hands = Hands.of(history, agreement, known)
        asked = Asked.of(history, agreement, hands)
        return cls(
            going.to_sales(history, agreement, hands, asked),
            returning.back(history, agreement, hands, asked),
            overdue.overdue(history, agreement, hands),
            known,
            local_day(known, history.zone),
        )


_QUESTIONS = (
    (going.NAME, "who goes to Sales", TO_SALES),
    (returning.NAME, "who goes back to Marketing", BACK),
    (overdue.NAME, "what is overdue", OVERDUE),
)


def _unanswered(name: str, question: str, columns: Mapping[str, str]) -> Finding:
    found = unanswered(name, question, "leads")
    return replace(found, table=shaped(pd.DataFrame(), columns))
