"""The changes of stage in each stay of a lead in Sales, and the one that ended it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.measures.stays import Stays

KEYS = ["lead_id", "handed_off_at"]


@dataclass(frozen=True, eq=False)
class Course:
    """The entries into stages, and the stays that they make.

    Parameters
    ----------
    entries : DataFrame
        Those of `alignment.measures.journeys.Journeys` with settled_at, and stay: the number of the
        stay that each lies in, -1: none.
    stays : Stays
        In them.
    """

    entries: pd.DataFrame
    stays: Stays

    @cached_property
    def ends(self) -> pd.DataFrame:
        """One row a stay: lead_id, handed_off_at, stay, and of the entry that ended it stage and
        settled_at (missing: it lasts)."""
        begun = self.entries.iloc[self.stays.hand_offs]
        ended = self.entries[["stage", "settled_at"]].reindex(self.stays.ends)
        return pd.DataFrame(
            {
                "lead_id": begun["lead_id"].array,
                "handed_off_at": begun["entered_at"].array,
                "stay": begun["stay"].array,
                "stage": ended["stage"].array,
                "settled_at": ended["settled_at"].array,
            }
        )

    def first_entry(self, handed: pd.DataFrame, stages: Sequence[str]) -> pd.Series:
        """When each stay (stay, handed_off_at) first came to one of some stages; missing: never."""
        wanted = self.entries[self.entries["stage"].isin(list(stages))][["stay", "settled_at"]]
        asked = handed[["stay", "handed_off_at"]].assign(row=handed.index)
        both = asked.merge(wanted, on="stay")
        first = both[both["settled_at"] >= both["handed_off_at"]].drop_duplicates("row")
        return first.set_index("row")["settled_at"].reindex(handed.index)

    def moves(self, handed: pd.DataFrame, history: History) -> pd.DataFrame:
        """Who ended each stay, and why: team, reason; missing: nobody has, or nobody knows."""
        is_over = self.stays.ends >= 0
        is_over &= np.isin(np.arange(len(is_over)), handed["stay"])
        made = self.entries.iloc[self.stays.ends[is_over]][["lead_id", "stage", "entered_at"]]
        told = history.query(sql_text("service/moves"), moves=made)
        told = made.merge(told, on=list(made), how="left").assign(stay=np.flatnonzero(is_over))
        found = handed[["stay"]].merge(told[["stay", "team", "reason"]], on="stay", how="left")
        return found.set_axis(handed.index)
