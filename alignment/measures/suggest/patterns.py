"""What leads had done and were at past moments, as distinct patterns with how often each was."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.history import History
from alignment.measures.journeys import sql_text
from alignment.measures.replay import Replay
from alignment.measures.replay.points import MICROS_A_DAY
from alignment.measures.suggest.candidates import Candidate
from alignment.measures.suggest.moments import Moments
from alignment.period import local_days

Numbers = NDArray[np.floating]
UNCAPPED = (20, 10, 5, 3)
"""So many of an activity without a cap are told apart; fewer where there are many activities."""
_ROOM = 2**62


@dataclass(frozen=True, eq=False)
class Patterns:
    """Distinct patterns of some moments.

    Parameters
    ----------
    x : array of pattern × line
        How many of the activity counted in the window; 1 where the rule is met, else 0.
    n, n_converted : array
        Moments with the pattern, and those of them that converted.
    fold : array
        The group of leads that they belong to.
    """

    x: Numbers
    n: Numbers
    n_converted: Numbers
    fold: NDArray[np.int64]

    @property
    def n_with(self) -> NDArray[np.int64]:
        """Moments in which each line has anything to count."""
        return ((self.x != 0) * self.n[:, None]).sum(axis=0).astype(np.int64)

    def only(self, kept: NDArray[np.bool_]) -> "Patterns":
        """These patterns alone."""
        return Patterns(self.x[kept], self.n[kept], self.n_converted[kept], self.fold[kept])

    def merged(self) -> "Patterns":
        """Each pattern once, whatever the group of leads; all of them are then in group 0."""
        rows = np.ascontiguousarray(self.x).view(f"V{self.x.itemsize * self.x.shape[1]}").ravel()
        _, first, place = np.unique(rows, return_index=True, return_inverse=True)
        n, hits = (np.bincount(place, weights=w).astype(float) for w in (self.n, self.n_converted))
        return Patterns(self.x[first], n, hits, np.zeros(len(first), dtype=np.int64))

    def added(self, points: Numbers) -> "Patterns":
        """With the sum of all lines at these points as the only line."""
        return Patterns((self.x @ points)[:, None], self.n, self.n_converted, self.fold)

    def of_lines(self, kept: NDArray[np.bool_]) -> "Patterns":
        """With these lines alone."""
        return Patterns(self.x[:, kept], self.n, self.n_converted, self.fold)


def places(lines: Sequence[Candidate]) -> pd.DataFrame:
    """How the counts of some activities make one number.

    Returns
    -------
    DataFrame
        activity, at_most, place: the number is the sum of capped count × place. Activities that
        no longer fit into 62 bits, the last ones, are missing.
    """
    caps = [line.at_most for line in lines]
    found: list[tuple[str, int, int]] = []
    for uncapped in UNCAPPED:
        found, place = [], 1
        for line, cap in zip(lines, caps, strict=True):
            at_most = cap or uncapped
            if place * (at_most + 1) > _ROOM:
                break
            found.append((line.name, at_most, place))
            place *= at_most + 1
        if len(found) == len(lines):
            break
    return pd.DataFrame(found, columns=["activity", "at_most", "place"]).astype(
        {"activity": "str", "at_most": "int64", "place": "int64"}
    )


def patterns(
    history: History,
    replay: Replay,
    moments: Moments,
    part: NDArray[np.int64],
    lines: Sequence[Candidate],
    window_days: int,
) -> list[Patterns]:
    """The patterns of each part of some moments, counted by the history's engine.

    Parameters
    ----------
    part : array
        0, 1, … for each moment; below 0: left out.
    lines : sequence of Candidate
        Those on activities must fit into `places`.
    window_days : int
        An activity counts from just after `at` − so many days to `at`.
    """
    leads = replay.leads
    by_activity = places([line for line in lines if line.when is None])
    met = [leads.meeting(line.when) for line in lines if line.when is not None]
    kinds_of_lead, profile = _profiles(met, len(leads.table))
    known = part >= 0
    lead, at = moments.lead[known], moments.at[known]
    handed_in = pd.DataFrame(
        {
            "n_moment": np.arange(len(lead), dtype=np.int64),
            "n_lead": lead.astype(np.int32),
            "begins_at": (at - window_days * MICROS_A_DAY).astype("datetime64[us]"),
            "at": at.astype("datetime64[us]"),
            "profile": profile[lead],
            "fold": moments.fold[known],
            "part": part[known],
            "is_converted": moments.is_converted[known].astype(np.int64),
        }
    )
    n_lead = np.arange(len(leads.table), dtype=np.int32)
    found = history.query(
        sql_text("suggest/snapshots"),
        moments=handed_in,
        kinds=by_activity,
        observed=pd.DataFrame({"lead_id": leads.table["lead_id"], "n_lead": n_lead}),
        days=local_days(history.first_at, replay.as_of, history.zone),
    )
    whole = Patterns(
        _decoded(found, lines, by_activity, kinds_of_lead),
        found["n"].to_numpy(dtype=float),
        found["n_converted"].to_numpy(dtype=float),
        found["fold"].to_numpy(dtype=np.int64),
    )
    of_part = found["part"].to_numpy()
    return [whole.only(of_part == number) for number in range(part.max(initial=-1) + 1)]


def _profiles(met: Sequence[NDArray[np.bool_]], n_leads: int) -> tuple[Numbers, NDArray[np.int64]]:
    """Distinct combinations of met rules, and the number of each lead's."""
    if not met:
        return np.zeros((1, 0)), np.zeros(n_leads, dtype=np.int64)
    held, number = np.unique(np.column_stack(met), axis=0, return_inverse=True)
    return held.astype(float), number.ravel().astype(np.int64)


def _decoded(
    found: pd.DataFrame, lines: Sequence[Candidate], kinds: pd.DataFrame, profiles: Numbers
) -> Numbers:
    code = found["code"].to_numpy(dtype=np.int64)
    counts = code[:, None] // kinds["place"].to_numpy() % (kinds["at_most"].to_numpy() + 1)
    held = profiles[found["profile"].to_numpy()] if len(found) else profiles[:0]
    is_rule = np.array([line.when is not None for line in lines], dtype=bool)
    x = np.zeros((len(found), len(lines)))
    x[:, ~is_rule], x[:, is_rule] = counts, held
    return x
