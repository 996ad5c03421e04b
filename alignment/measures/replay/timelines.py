"""Every lead's activities, as arrays sorted by lead and time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.measures.replay.crossings import most_in_window
from alignment.measures.replay.observed import Observed, instants
from alignment.measures.replay.points import Points, Whole
from alignment.period import local_days

MOST_KEPT = 4
"""Choices of activities whose arrays are kept beside the whole."""


@dataclass(frozen=True, eq=False)
class Timelines:
    """What can count towards a score.

    Parameters
    ----------
    at, kind : array
        Microseconds since 1970 (UTC) and kind of each activity, by lead, then time. No machine's,
        none after as-of, none at or after its lead's conversion.
    starts : array, one more than leads
        Where each lead's activities begin.
    kinds : tuple of str
        Every activity of known leads by as-of, or those asked for, in the order of their codes.
    """

    at: Whole
    kind: NDArray[np.unsignedinteger]
    starts: Whole
    kinds: tuple[str, ...]
    _kept: dict[bytes, dict[str, NDArray]] = field(default_factory=dict, repr=False)
    _most: dict[tuple[bytes, int], Whole] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        history: History,
        leads: Observed,
        since: pd.Timestamp | None = None,
        only: Sequence[str] | None = None,
    ) -> "Timelines":
        """The activities of `leads`, read once.

        Parameters
        ----------
        since : Timestamp or None
            Those dated earlier are left out; None: none are.
        only : sequence of str or None
            These activities, each once, are the `kinds`, whether they are done or not; None: all
            that are.
        """
        first_at = history.first_at if since is None else since
        settings = pd.DataFrame({"as_of": [leads.as_of], "since_at": [first_at]})
        done = history.query(sql_text("replay/kinds"), settings=settings) if only is None else None
        kinds = pd.Series(only, dtype="str") if done is None else done["activity"].astype("str")
        codes = np.arange(len(kinds), dtype=np.min_scalar_type(len(kinds)))
        # of one type throughout: numpy would turn all activities' leads into another to search them
        n_lead = np.arange(len(leads.table) + 1, dtype=np.int32)
        held = history.query(
            sql_text("replay/replay"),
            observed=pd.DataFrame(
                {
                    "lead_id": leads.table["lead_id"],
                    "n_lead": n_lead[:-1],
                    "until_at": leads.until.astype("datetime64[us]"),
                }
            ),
            kinds=pd.DataFrame({"activity": kinds, "kind": codes}),
            settings=settings,
            days=local_days(history.first_at, leads.as_of, history.zone),
        )
        return cls(
            instants(held["occurred_at"]),
            held["kind"].to_numpy(dtype=codes.dtype),
            np.searchsorted(held["n_lead"].to_numpy(dtype=np.int32), n_lead),
            tuple(kinds),
        )

    @cached_property
    def first_at(self) -> pd.Timestamp:
        """The first activity; NaT where there is none."""
        return pd.Timestamp(self.at.min(), unit="us") if len(self.at) else pd.NaT

    def counted(self, points: Points) -> dict[str, NDArray]:
        """at, kind and starts of the activities that have points; kept while the same ones have."""
        is_counted = points.each != 0
        key = is_counted.tobytes()
        if key not in self._kept:
            is_kept = is_counted[self.kind]
            before = np.concatenate([[0], np.cumsum(is_kept)])
            found = {"at": self.at[is_kept], "kind": self.kind[is_kept]}
            if len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = {**found, "starts": before[self.starts]}
        return self._kept[key]

    def highest(self, points: Points) -> int:
        """Units that no lead's score exceeds."""
        key = (points.each != 0).tobytes(), points.window
        if key not in self._most:
            counted = self.counted(points)
            self._most[key] = most_in_window(
                **counted, n_kinds=len(self.kinds), window=points.window
            )
        most = np.minimum(points.at_most, self._most[key])
        is_up = points.each > 0
        return int(points.fit.max(initial=0) + (points.each * most)[is_up].sum())
