"""Stays of leads in Sales, as the changes of stage tell them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms

PLACES = (*terms.STAGES, *terms.DETOURS)
"""Every stage, in the order in which those of one instant are taken."""
OUT = len(terms.STAGES)
"""Places from here on are detours."""

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Stays:
    """One row a stay, by lead and time, as rows of the entries into stages.

    A stay begins with the hand-off: a lead enters the agreed stage and no stay is under way. It
    ends as the lead moves to an earlier stage, is recycled or disqualified; whatever stages it
    passes until then, to and fro, are of the one stay. A lead that reached a later stage without a
    hand-off is Sales' own: it was never handed off, until it enters the agreed stage after all.

    Parameters
    ----------
    hand_offs : array of int
        The entry that began each.
    ends : array of int
        The entry that ended it; -1: none did.
    of_entry : array of int
        Of each entry the stay that it lies in; -1: in none. An entry into a later stage that
        stands before the hand-off lies in its stay, too, where no end is between: its instant says
        whether it counts.
    """

    hand_offs: Rows
    ends: Rows
    of_entry: Rows

    @classmethod
    def of(cls, lead: NDArray, place: NDArray, hand_off: int) -> "Stays":
        """The stays in some entries into stages.

        Parameters
        ----------
        lead, place : array
            Of each entry, the stage by `PLACES`; those of a lead stand together, by time.
        hand_off : int
            The place of the agreed stage.
        """
        is_sales = (place >= hand_off) & (place < OUT)
        follows = np.append(False, lead[1:] == lead[:-1])[: len(lead)]
        was_sales = follows & np.append(False, is_sales[:-1])[: len(lead)]
        stretch = np.cumsum(is_sales & ~was_sales) - 1
        handed = np.flatnonzero(place == hand_off)
        begun, first = np.unique(stretch[handed], return_index=True)
        number = np.full(len(lead) + 1, -1)
        number[begun] = np.arange(len(begun))
        ends = np.full(len(begun), -1)
        left = np.flatnonzero(was_sales & ~is_sales)
        left = left[number[stretch[left]] >= 0]
        ends[number[stretch[left]]] = left
        return cls(handed[first], ends, np.where(is_sales, number[stretch], -1))

    @classmethod
    def of_entries(cls, entries: pd.DataFrame, hand_off_stage: str) -> "Stays":
        """Those in the entries of `alignment.measures.journeys.Journeys`."""
        places = {stage: place for place, stage in enumerate(PLACES)}
        place = entries["stage"].map(places).to_numpy(dtype=np.int64)
        lead = pd.factorize(entries["lead_id"])[0]
        return cls.of(lead, place, places[hand_off_stage])
