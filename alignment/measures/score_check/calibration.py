"""Whether more points still mean more conversions, and a band of points as many as before."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from alignment.agreement import Score
from alignment.agreement.rule import number as written
from alignment.finding import Finding
from alignment.measures.journeys import Journeys
from alignment.measures.rates import percent
from alignment.measures.score_check.scored import Scored, Whole
from alignment.measures.score_check.shares import Interval, Shares, family_z, minus

NAME = "score_calibration"
PARTS = (3, 2, 3)
"""Bands below the return, between the two thresholds and above the hand-off, as equal as may be."""
HALVES = ("earlier", "later")


def band_edges(found: np.ndarray, score: Score, least_count: int) -> list[float]:
    """Where bands of points begin: at both thresholds, and at whole points between.

    Parameters
    ----------
    found : array of float
        The points of the leads; what became of them is not looked at.

    Returns
    -------
    list of float
        Rising; the first band begins below the first edge and has at least one lead.
    """
    low, high = score.return_below, score.hand_off_at
    parts = (found[found < low], found[(found >= low) & (found < high)], found[found >= high])
    edges = {float(low), float(high)}
    for part, most in zip(parts, PARTS, strict=True):
        n = min(most, len(part) // max(least_count, 1))
        if n > 1:
            cuts = np.quantile(part, np.arange(1, n) / n, method="higher")
            edges |= {float(each) for each in np.ceil(cuts) if part.min() < each <= part.max()}
    return sorted(each for each in edges if len(found) and each > found.min())


@dataclass(frozen=True, eq=False)
class Calibration:
    """The rate of each band of points, of all judged months and of each half of them."""

    scored: Scored
    score: Score
    journeys: Journeys

    @cached_property
    def edges(self) -> list[float]:
        """Where the bands begin, without the first."""
        rows = self.scored.rows
        found = self.scored.units[rows] / self.scored.units_a_point
        return band_edges(found, self.score, self.journeys.least_count)

    @cached_property
    def shares(self) -> Shares:
        """Of every band."""
        rows = self.scored.rows
        return Shares.of(*self._cells(self._band, len(self.edges) + 1), self._converted(rows))

    @cached_property
    def by_half(self) -> Shares:
        """Of every band in the earlier half, then of every band in the later one."""
        n, rows = len(self.edges) + 1, self.scored.rows
        cell = self._band + n * self.scored.half[self.scored.moment[rows]]
        return Shares.of(*self._cells(cell, 2 * n), self._converted(rows))

    def is_enough(self, shares: Shares) -> np.ndarray:
        """Whether each has the least count."""
        return shares.n >= max(self.journeys.least_count, 1)

    @cached_property
    def at_hand_off(self) -> tuple[float, float, float]:
        """In the later half: the rate of the band from the hand-off threshold on, less that of the
        band below it, and its interval; nan: not known."""
        n = len(self.edges) + 1
        at = float(self.score.hand_off_at)
        if at not in self.edges:
            return np.nan, np.nan, np.nan
        above = self.edges.index(at) + 1 + n
        if not self.is_enough(self.by_half)[[above - 1, above]].all():
            return np.nan, np.nan, np.nan
        rates = self.by_half.rates()
        return minus(rates.part(above, above + 1), rates.part(above - 1, above)).at(0)

    def finding(self, caveats: tuple[str, ...]) -> Finding:
        """See `ScoreCheck.calibration`."""
        table = self._table()
        drops = self._drops(table)
        changed = table[table["is_changed"]]
        figures = {
            "n_bands": len(table),
            "n_mature": int(table["n_mature"].sum()),
            "n_converted": int(table["n_converted"].sum()),
            "n_drops": len(drops),
            "n_changed": len(changed),
        }
        return Finding(table, self._sentence(table, drops), caveats, NAME, figures)

    @cached_property
    def _band(self) -> Whole:
        limits = np.round(np.array(self.edges) * self.scored.units_a_point, 6)
        return np.searchsorted(limits, self.scored.units[self.scored.rows], side="right")

    def _cells(self, cell: Whole, n: int) -> tuple[Whole, int, Whole]:
        return cell, n, self.scored.lead[self.scored.rows]

    def _converted(self, rows: np.ndarray) -> np.ndarray:
        return self.scored.is_converted[rows]

    def _table(self) -> pd.DataFrame:
        n = len(self.edges) + 1
        table = pd.DataFrame(
            {
                "band": self._labels(),
                "from_points": [np.nan, *self.edges],
                "to_points": [*self.edges, np.nan],
                "n_mature": self.shares.n,
                "n_converted": self.shares.n_hits,
            }
        )
        _add_rates(table, "", self.shares.rates(), self.is_enough(self.shares))
        table["is_enough"] = self.is_enough(self.shares)
        enough = self.is_enough(self.by_half)
        for place, half in enumerate(HALVES):
            own = slice(place * n, (place + 1) * n)
            table[f"{half}_n_mature"] = self.by_half.n[own]
            table[f"{half}_n_converted"] = self.by_half.n_hits[own]
            rates = self.by_half.rates().part(own.start, own.stop)
            _add_rates(table, f"{half}_", rates, enough[own])
        both = enough[:n] & enough[n:]
        wide = self.by_half.rates(family_z(int(both.sum())))
        gap = minus(wide.part(n, 2 * n), wide.part(0, n))
        return table.assign(is_changed=both & ((gap.low > 0) | (gap.high < 0)))

    def _labels(self) -> list[str]:
        if not self.edges:
            return ["any"]
        is_whole = self.scored.units_a_point == 1 and all(e.is_integer() for e in self.edges)
        to = [f"to {written(b - 1)}" if is_whole else f"to under {written(b)}" for b in self.edges]
        inner = [
            written(a) if is_whole and b - a == 1 else f"{written(a)} {end}"
            for (a, b), end in zip(pairwise(self.edges), to[1:], strict=True)
        ]
        return [f"under {written(self.edges[0])}", *inner, f"{written(self.edges[-1])} or more"]

    def _drops(self, table: pd.DataFrame) -> list[tuple[int, int]]:
        """Bands side by side, of those with enough data, of which the higher clearly has less."""
        known = [int(place) for place in np.flatnonzero(table["is_enough"])]
        rates = self.shares.rates()
        found = []
        for low, high in pairwise(known):
            if minus(rates.part(high, high + 1), rates.part(low, low + 1)).high[0] < 0:
                found.append((low, high))
        return found

    def _sentence(self, table: pd.DataFrame, drops: list[tuple[int, int]]) -> str:
        known = table[table["is_enough"]]
        if len(known) < 2 or not known["n_converted"].any():
            return (
                f"It cannot be told whether more points mean more conversions: of "
                f"{table['n_mature'].sum():,} leads looked at, month by month, and old enough, "
                f"{table['n_converted'].sum():,} are {self.journeys.outcome_words}."
            )
        lowest, highest = known.iloc[0], known.iloc[-1]
        ends = f"{_of(lowest)} against {_of(highest)}"
        if drops:
            steps = [f"{_of(table.loc[high])} against {_of(table.loc[low])}" for low, high in drops]
            start = f"More points do not always mean more conversions: {'; '.join(steps)}"
        elif highest["rate_low"] > lowest["rate_high"]:
            start = f"More points still mean more conversions: {ends}"
        else:
            start = f"It cannot be told whether more points mean more conversions: {ends}"
        return f"{start}. {self._changes(table)}"

    def _changes(self, table: pd.DataFrame) -> str:
        judged = table["earlier_rate"].notna() & table["later_rate"].notna()
        if not judged.any():
            return "There is not enough data to compare the halves."
        changed = table[table["is_changed"]]
        if changed.empty:
            return "No band can be told apart from what it was in the earlier half."
        steps = [
            f"{row['band']} points from {percent(row['earlier_rate'])} to "
            f"{percent(row['later_rate'])}"
            for row in changed.to_dict("records")
        ]
        return f"Otherwise than in the earlier half convert {'; '.join(steps)}."


def _add_rates(table: pd.DataFrame, start: str, rates: Interval, is_enough: np.ndarray) -> None:
    for end, values in zip(("rate", "rate_low", "rate_high"), rates, strict=True):
        table[start + end] = np.where(is_enough, values, np.nan)


def _of(row: pd.Series) -> str:
    span = f"{percent(row['rate_low'])} to {percent(row['rate_high'])}"
    cases = f"{row['n_converted']:,} of {row['n_mature']:,}"
    return f"{percent(row['rate'])} ({span}; {cases}) at {row['band']} points"
