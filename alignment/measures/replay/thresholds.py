"""What every threshold of a score would have handed over, and what became of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.measures.rates import wilson_bounds
from alignment.measures.replay.crossings import CONVERTED, FOUND, IMMATURE, MISSED
from alignment.measures.replay.spans import PERIODS


@dataclass(frozen=True)
class Crossed:
    """The leads that reach each threshold for the first time, counted.

    Parameters
    ----------
    thresholds : array, rising
    chosen : float
        The threshold of the score itself; one of `thresholds`.
    groups, periods : list of str
        The attribute's values and the months or quarters that leads are split by; one name each
        where they are not.
    counts : array of group × period × threshold × class
        The first three classes by the period of the hand-off, `FOUND` by that of the conversion.
    peaks : array of threshold × (IMMATURE, MISSED, CONVERTED)
        Leads by the highest threshold that they reach, and what became of the hand-off there.
    n_converters : array of group × period
        Leads that converted, by the period of the conversion.
    base : array of group × 2
        Leads old enough to judge by their creation, and those that converted within the horizon
        from there: what handing over everybody on arrival would have brought.
    n_weeks : array, one entry a period
        Weeks of it that the history covers.
    handed_off_at : array of datetime64
        One entry a lead: the first time it reached `chosen`; NaT where it did not.
    since : Timestamp or None
        From when hand-offs are counted; None: all.
    least_count : int
        Below so many there is no rate.
    """

    thresholds: NDArray[np.float64]
    chosen: float
    groups: list[str]
    periods: list[str]
    counts: NDArray[np.int64]
    peaks: NDArray[np.int64]
    n_converters: NDArray[np.int64]
    base: NDArray[np.int64]
    n_weeks: NDArray[np.float64]
    handed_off_at: NDArray[np.datetime64]
    least_count: int = 1
    since: pd.Timestamp | None = None

    def table(self, by: str = "") -> pd.DataFrame:
        """One row a threshold, after the split's column where there is one.

        Parameters
        ----------
        by : str
            The name of the column to split by: ``month`` or ``quarter`` for the periods, any
            other name for the groups; empty for the whole.

        Returns
        -------
        DataFrame
            Columns `by`, threshold, n_handed_off, n_mature, n_converted, n_immature, precision
            (n_converted ÷ n_mature), precision_low, precision_high (95 % Wilson), recall (of the
            leads that converted by as-of, the share handed off before; in a period, of those that
            converted in it), lift (precision ÷ the share that converts of all leads within the
            horizon from their creation), per_week (hand-offs). Missing: fewer than the least
            count to divide by; for per_week, less than a whole week.
        """
        return pd.DataFrame(self.arrays(by))

    def at_chosen(self, by: str = "") -> pd.DataFrame:
        """The rows of `table` at the score's own threshold."""
        return pd.DataFrame(self.own(by))

    def own(self, by: str = "") -> dict[str, NDArray]:
        """The columns of `at_chosen`, by name."""
        place = int(np.searchsorted(self.thresholds, self.chosen))
        return self.arrays(by, slice(place, place + 1))

    def spread(self) -> pd.DataFrame:
        """One row a threshold: the leads whose highest score reaches it, but not the next.

        Returns
        -------
        DataFrame
            threshold, n_converted, n_missed, n_immature: what became of them from the instant of
            that score on, as if it had been the hand-off. Leads below the lowest are in no row.
        """
        return pd.DataFrame(
            {
                "threshold": _whole(self.thresholds),
                "n_converted": self.peaks[:, CONVERTED],
                "n_missed": self.peaks[:, MISSED],
                "n_immature": self.peaks[:, IMMATURE],
            }
        )

    def arrays(self, by: str = "", which: slice = slice(None)) -> dict[str, NDArray]:
        """The columns of `table`, of all thresholds or of some, by name."""
        names, counts, n_converters, n_base, n_weeks = self._split(by)
        thresholds, counts = _whole(self.thresholds)[which], counts[:, which]
        n_rows, n_thresholds = counts.shape[:2]
        cells = counts.reshape(-1, 4)
        immature, converted = cells[:, IMMATURE], cells[:, CONVERTED]
        mature = cells[:, MISSED] + converted
        is_enough = mature >= max(self.least_count, 1)
        low, high = wilson_bounds(converted, mature)
        precision = self._share(converted, mature)
        base = self._share(n_base[:, 1], n_base[:, 0])
        weeks = np.where(n_weeks >= 1, n_weeks, np.nan)
        # a column at a time costs pandas ten times the kernel's pass over a small history
        columns = {
            "threshold": np.tile(thresholds, n_rows),
            "n_handed_off": mature + immature,
            "n_mature": mature,
            "n_converted": converted,
            "n_immature": immature,
            "precision": precision,
            "precision_low": np.where(is_enough, low, np.nan),
            "precision_high": np.where(is_enough, high, np.nan),
            "recall": self._share(cells[:, FOUND], np.repeat(n_converters, n_thresholds)),
            "lift": precision / np.repeat(np.where(base > 0, base, np.nan), n_thresholds),
            "per_week": (mature + immature) / np.repeat(weeks, n_thresholds),
        }
        return {by: np.repeat(names, n_thresholds), **columns} if by else columns

    def _split(self, by: str) -> tuple[list[str], NDArray, NDArray, NDArray, NDArray]:
        """Names, counts, converters, base (leads, converted) and weeks, one entry a row."""
        if not by:
            return (
                [""],
                self.counts.sum(axis=(0, 1))[None],
                self.n_converters.sum(axis=(0, 1))[None],
                self.base.sum(axis=0)[None],
                self.n_weeks.sum()[None],
            )
        if by in PERIODS:
            n = len(self.periods)
            whole = np.repeat(self.base.sum(axis=0)[None], n, axis=0)
            counts, found = self.counts.sum(axis=0), self.n_converters.sum(axis=0)
            return self.periods, counts, found, whole, self.n_weeks
        counts, found = self.counts.sum(axis=1), self.n_converters.sum(axis=1)
        weeks = np.full(len(self.groups), self.n_weeks.sum())
        return self.groups, counts, found, self.base, weeks

    def _share(self, hits: NDArray, tries: NDArray) -> NDArray:
        return hits / np.where(tries >= max(self.least_count, 1), tries, np.nan)


def _whole(thresholds: NDArray[np.float64]) -> NDArray:
    """Thresholds as integers where all are."""
    is_whole = np.equal(thresholds, np.round(thresholds)).all()
    return thresholds.astype(np.int64) if is_whole else thresholds
