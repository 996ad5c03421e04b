"""How long half of a month's cases wait."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.measures.scorecards.measured import Measured
from alignment.measures.scorecards.months import Places
from alignment.measures.scorecards.tally import Amounts, known, too_few
from alignment.measures.survival import Survival


@dataclass(frozen=True, eq=False)
class Wait:
    """The median wait of each month's cases, those still waiting among them (Kaplan–Meier).

    Parameters
    ----------
    noun : str
    places : array of int
        The month of each case.
    took : array of float
        Until it was over, or until it was last seen waiting.
    is_over : array of bool
    least_count : int
    """

    noun: str
    places: Places
    took: Amounts
    is_over: NDArray[np.bool_]
    least_count: int

    def over(self, months: Sequence[int]) -> Measured:
        """The median of all their cases together."""
        is_in = np.isin(self.places, list(months))
        n = int(is_in.sum())
        if n < max(self.least_count, 1):
            return Measured(n=n, is_enough=False, note=too_few(n, self.noun, self.least_count))
        held = Survival.of(self.took[is_in], self.is_over[is_in])
        median, ends = held.quantile(0.5), held.bounds(0.5)
        if np.isnan(median):
            return Measured(n=n, is_enough=False, note=f"half of the {n:,} {self.noun} still wait")
        return Measured(median, known(ends[0]), known(ends[1]), n)
