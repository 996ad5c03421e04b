"""Some leads, when each would have been handed over, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Score
from alignment.measures.rates import counted, spoken_rate
from alignment.measures.replay import Replay
from alignment.measures.replay.explained import lines
from alignment.measures.replay.observed import instant, times
from alignment.measures.replay.points import MICROS_A_DAY, Whole

NAMING = ("name", "company")
"""Attributes by which people know a lead, where it has them."""


@dataclass(frozen=True, eq=False)
class Handed:
    """Leads handed over.

    Parameters
    ----------
    replay : Replay
    who, at : array
        Rows of the leads, and the instant of each hand-off: microseconds since 1970 (UTC).
    is_mature, is_converted : array of bool
        Whether each is old enough to judge, and whether it then converted within the horizon.
    noun : str
        What they are, in the words for a rate.
    """

    replay: Replay
    who: Whole
    at: Whole
    is_mature: NDArray[np.bool_]
    is_converted: NDArray[np.bool_]
    noun: str = "hand-offs"

    @classmethod
    def of(
        cls,
        replay: Replay,
        handed_off_at: NDArray[np.datetime64],
        which: NDArray[np.bool_],
        noun: str = "hand-offs",
    ) -> "Handed":
        """Those of `which` (one entry a lead, all of them with a hand-off)."""
        who = np.flatnonzero(which)
        at = handed_off_at[who].astype("datetime64[us]").astype(np.int64)
        ends = at + replay.horizon_days * MICROS_A_DAY
        is_mature = ends <= instant(replay.as_of)
        is_converted = is_mature & (replay.leads.converted[who] <= ends)
        return cls(replay, who, at, is_mature, is_converted, noun)

    def __len__(self) -> int:
        return len(self.who)

    @property
    def n_mature(self) -> int:
        """How many are old enough to judge."""
        return int(self.is_mature.sum())

    @property
    def n_converted(self) -> int:
        """How many of those converted."""
        return int(self.is_converted.sum())

    @property
    def rate(self) -> float | None:
        """The converted ÷ the mature; None below the least count."""
        is_enough = self.n_mature >= max(self.replay.least_count, 1)
        return self.n_converted / self.n_mature if is_enough else None

    @property
    def spoken(self) -> str:
        """The rate with its interval, or that there is not enough data."""
        if len(self) and not self.n_mature:
            n = f"all {len(self):,}" if len(self) > 1 else "the one"
            return f"not enough data ({n} too young to judge)"
        return spoken_rate(self.n_converted, self.n_mature, self.replay.least_count, self.noun)

    def told(self, what: str) -> str:
        """How many there are, `what` holds of them, and what became of them."""
        return f"{counted(len(self), 'lead')} {what}; {self.replay.outcome_words}: {self.spoken}."

    def figures(self, name: str) -> dict[str, float | int | None]:
        """The headline numbers: n_NAME, n_NAME_mature, n_NAME_converted, NAME_rate."""
        return {
            f"n_{name}": len(self),
            f"n_{name}_mature": self.n_mature,
            f"n_{name}_converted": self.n_converted,
            f"{name}_rate": self.rate,
        }

    def telling(self, most: int) -> "Handed":
        """The `most` of them that a room learns most from: as many converted as not, where there
        are; the converted first, the too young last, and of each the latest."""
        order = np.lexsort((-self.at, ~self.is_mature))
        hits, others = order[self.is_converted[order]], order[~self.is_converted[order]]
        n_hits = _n_of_first(len(hits), len(others), most)
        first = np.concatenate([hits[:n_hits], others[: most - n_hits]])
        return replace(
            self,
            who=self.who[first],
            at=self.at[first],
            is_mature=self.is_mature[first],
            is_converted=self.is_converted[first],
        )

    def named(self) -> pd.DataFrame:
        """One row a lead: lead_id, name (where leads have `name` or `company`), at, converted
        (``yes``, ``no``, ``too young``)."""
        held = self.replay.leads.table.iloc[self.who].reset_index(drop=True)
        naming = [column for column in NAMING if column in held]
        table = pd.DataFrame({"lead_id": held["lead_id"]})
        if naming:
            names = held[naming].astype("object").itertuples(index=False)
            table["name"] = [
                ", ".join(str(part) for part in row if pd.notna(part)) for row in names
            ]
        became = np.select([self.is_converted, self.is_mature], ["yes", "no"], "too young")
        return table.assign(at=times(self.at), converted=pd.array(became, dtype="str"))

    def scored(self, score: Score) -> pd.DataFrame:
        """The columns of `named`, and before the last: score (points then), lines (what added up
        to it, in words)."""
        points = self.replay.points(score)
        found = [
            lines(score, points, self.replay.leads, self.replay.activities, int(lead), int(at))
            for lead, at in zip(self.who, self.at, strict=True)
        ]
        sums = [sum(round(line.points * points.units) for line in own) for own in found]
        said = pd.array([", ".join(map(str, own)) for own in found], dtype="str")
        table = self.named()
        converted = table.pop("converted")
        return table.assign(
            score=[whole / points.units for whole in sums], lines=said, converted=converted
        )


def is_judged(handed_off_at: NDArray[np.datetime64], replay: Replay) -> NDArray[np.bool_]:
    """Which leads were handed over when outcomes were already recorded."""
    since = replay.judged_from
    if since is None:
        return ~np.isnat(handed_off_at)
    return handed_off_at >= np.datetime64(since)


def of_both(one: Handed, other: Handed, most: int) -> tuple[Handed, Handed]:
    """Up to `most` telling leads of two groups, half of each where both have as many."""
    n_one = _n_of_first(len(one), len(other), most)
    return one.telling(n_one), other.telling(most - n_one)


def named_of(named: Sequence[Handed], n: int) -> tuple[str, ...]:
    """That only some of `n` leads are named, where it is so."""
    n_named, n_converted = sum(map(len, named)), sum(part.n_converted for part in named)
    if n_named >= n:
        return ()
    hits = f"{n_converted:,}" if n_converted else "none"
    return (f"{n_named:,} of {n:,} are named: {hits} of them converted, the latest of each.",)


def _n_of_first(n_first: int, n_second: int, most: int) -> int:
    """Of `most` taken from two, how many are of the first: half, where both have as many."""
    return min(n_first, max(most - n_second, most - most // 2))
