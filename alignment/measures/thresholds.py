"""What every threshold of a score would have handed over, and what became of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.measures.crossings import CONVERTED, FOUND, IMMATURE, MISSED
from alignment.measures.rates import wilson
from alignment.measures.spans import PERIODS


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
    n_converters : array of group × period
        Leads that converted, by the period of the conversion.
    base : array of group × 2
        Leads old enough to judge by their creation, and those that converted within the horizon
        from there: what handing over everybody on arrival would have brought.
    n_weeks : array, one entry a period
        Weeks of it that the history covers.
    handed_off_at : array of datetime64
        One entry a lead: the first time it reached `chosen`; NaT where it did not.
    least_count : int
        Below so many there is no rate.
    """

    thresholds: NDArray[np.float64]
    chosen: float
    groups: list[str]
    periods: list[str]
    counts: NDArray[np.int64]
    n_converters: NDArray[np.int64]
    base: NDArray[np.int64]
    n_weeks: NDArray[np.float64]
    handed_off_at: NDArray[np.datetime64]
    least_count: int = 1

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
            count to divide by.
        """
        return self._table(by, slice(None))

    def at_chosen(self, by: str = "") -> pd.DataFrame:
        """The rows of `table` at the score's own threshold."""
        place = int(np.searchsorted(self.thresholds, self.chosen))
        return self._table(by, slice(place, place + 1))

    def _table(self, by: str, which: slice) -> pd.DataFrame:
        names, counts, n_converters, n_base, n_weeks = self._split(by)
        thresholds, counts = _whole(self.thresholds)[which], counts[:, which]
        n_rows, n_thresholds = counts.shape[:2]
        table = pd.DataFrame({"threshold": np.tile(thresholds, n_rows)})
        if by:
            table.insert(0, by, np.repeat(names, n_thresholds))
        cells = counts.reshape(-1, 4)
        table["n_handed_off"] = cells[:, [IMMATURE, MISSED, CONVERTED]].sum(axis=1)
        table["n_mature"] = cells[:, [MISSED, CONVERTED]].sum(axis=1)
        table["n_converted"] = cells[:, CONVERTED]
        table["n_immature"] = cells[:, IMMATURE]
        low, high = wilson(table["n_converted"], table["n_mature"])
        is_enough = table["n_mature"] >= max(self.least_count, 1)
        table["precision"] = self._share(cells[:, CONVERTED], table["n_mature"])
        table["precision_low"] = low.where(is_enough)
        table["precision_high"] = high.where(is_enough)
        table["recall"] = self._share(cells[:, FOUND], np.repeat(n_converters, n_thresholds))
        rate = self._share(n_base[:, 1], n_base[:, 0])
        base = np.repeat(rate.where(rate > 0).to_numpy(), n_thresholds)
        table["lift"] = table["precision"] / base
        table["per_week"] = table["n_handed_off"] / np.repeat(n_weeks, n_thresholds)
        return table

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

    def _share(self, hits: NDArray, tries: NDArray | pd.Series) -> pd.Series:
        known = pd.Series(tries).where(lambda n: n >= max(self.least_count, 1))
        return pd.Series(hits) / known.astype(float)


def _whole(thresholds: NDArray[np.float64]) -> NDArray:
    """Thresholds as integers where all are."""
    is_whole = np.equal(thresholds, np.round(thresholds)).all()
    return thresholds.astype(np.int64) if is_whole else thresholds
