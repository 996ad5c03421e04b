"""A score under tuning: what a workspace holds of it, opened, replayed, and saved as a proposal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from alignment.agreement import Agreement, Score
from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.measures.worth import Worth
from alignment.period import WEEKS_A_MONTH
from alignment.proposals import propose
from alignment.workspace import SEGMENTS, Workspace, refuse_senseless

MOST_VALUES = 50
"""Of an attribute that leads are compared by."""


@dataclass(frozen=True)
class Tuning(Workspace):
    """What tuning a score reads.

    Parameters
    ----------
    worth : Worth or None
        What a conversion is worth and following up a hand-off costs; None where not known.
    capacity_per_week : float or None
        Hand-offs that Sales can take a week; None where nobody has said.
    """

    worth: Worth | None
    capacity_per_week: float | None

    @classmethod
    def open(
        cls,
        workspace: str,
        as_of: str = "",
        capacity_per_week: float = 0,
        value_amount: float = 0,
        cost_amount: float = 0,
    ) -> "Tuning":
        """The tuning of a workspace's agreed score on its history.

        Parameters
        ----------
        as_of : str
            The last day whose rows may be used, YYYY-MM-DD; empty: all that is known.
        capacity_per_week : float
            0: the agreed number of MQLs, where there is one.
        value_amount : float
            Of a conversion, in the agreed currency; 0: what a won deal brought on average.
        cost_amount : float
            Of following up one hand-off.

        Raises
        ------
        AlignmentError
            Where something cannot be read, or a number makes no sense.
        """
        refuse_senseless(
            capacity_per_week=capacity_per_week, value_amount=value_amount, cost_amount=cost_amount
        )
        opened = Workspace.at(workspace, as_of)
        agreement = opened.agreement
        value = value_amount or _mean_won(opened.history, agreement, opened.as_of)
        n_mql = agreement.service_levels.marketing.n_mql
        return cls(
            opened.workspace,
            opened.history,
            agreement,
            opened.as_of,
            Worth(value, cost_amount, agreement.currency) if value > 0 else None,
            capacity_per_week or (round(n_mql / WEEKS_A_MONTH, 1) if n_mql else None),
        )

    @property
    def score(self) -> Score:
        """The agreed score."""
        return self.agreement.score

    @cached_property
    def activities(self) -> tuple[str, ...]:
        """What leads do themselves, by name: what may get points."""
        sql = "SELECT DISTINCT activity FROM activities WHERE team = 'lead'"
        own = set(self.history.query(sql)["activity"])
        return tuple(kind for kind in self.replay.activities.kinds if kind in own)

    @property
    def split(self) -> str:
        """What leads are compared by: the first segment of a few values, or the source."""
        leads = self.replay.leads.table
        known = [name for name in SEGMENTS if name in self.history.attributes]
        return next((n for n in known if 1 < leads[n].nunique() <= MOST_VALUES), "source")

    def propose(self, score: Score) -> str:
        """Write the agreement with another score beside the agreed one, unsigned, and say so.

        The agreement itself stays as it is; a later proposal takes no earlier one's place.
        """
        return propose(self.workspace, self.agreement, "score", score=score)

    def proposing(self, score: Score | None) -> Callable[[], str]:
        """What keeps `score` as a proposal when called; None: there is none to keep."""
        if score is None:
            return lambda: "There is no suggestion to propose."
        return lambda: self.propose(score)


def _mean_won(history: History, agreement: Agreement, as_of: pd.Timestamp) -> float:
    """What a won deal brought on average by `as_of`, in the agreed currency; 0: not known."""
    settings = pd.DataFrame({"as_of": [as_of], "currency": [agreement.currency]})
    found = history.query(sql_text("won_amounts"), settings=settings)
    return float(found["won_amount"][0] / found["n_won"][0]) if found["n_won"][0] else 0.0
