"""What was measured of one metric, over one month or several."""

import math
from dataclasses import dataclass

from alignment.measures.attainment import verdict
from alignment.measures.paired import NONE, Difference


@dataclass(frozen=True)
class Measured:
    """One figure with its interval.

    Parameters
    ----------
    value : float or None
        None: there is not enough data.
    low, high : float or None
        Its 95 % interval; None: not known.
    n : int
        How many cases it rests on.
    n_waiting : int
        Cases of that time too young to be judged; they stand in no figure.
    lacks : str
        What the history would need to say it, as a noun phrase; empty: nothing.
    note : str
        Why it cannot be judged, where it cannot, or how many wait; in a few words.
    is_enough : bool
        Whether it can be held against a target.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    n_waiting: int = 0
    lacks: str = ""
    note: str = ""
    is_enough: bool = True

    @property
    def why_not(self) -> str:
        """Why there is no figure, or no judgement, in a few words."""
        return f"not recorded: {self.lacks}" if self.lacks else self.note or "not enough data"

    def verdict(self, target: float, better: str, warn: float | None = None) -> str:
        """What is said of it under a target: one of `alignment.measures.attainment.VERDICTS`."""
        enough = self.is_enough and not self.lacks
        return verdict(self.value, self.low, self.high, target, better, warn, enough)

    def less(self, before: "Measured") -> Difference:
        """This figure minus another of other cases; nan where one of the two is not known.

        Its interval is put together of theirs (MOVER); of two shares with Wilson intervals that is
        Newcombe's hybrid score interval. Source: G. Zou and A. Donner, Construction of confidence
        limits about effect measures: a general approach, Statistics in Medicine 27 (2008).
        """
        if not (self.is_enough and before.is_enough):
            return NONE
        if self.value is None or before.value is None:
            return NONE
        gap = self.value - before.value
        down = math.hypot(_reach(self.value, self.low), _reach(before.value, before.high))
        up = math.hypot(_reach(self.value, self.high), _reach(before.value, before.low))
        return Difference(gap, gap - down, gap + up)


def _reach(value: float, end: float | None) -> float:
    return math.nan if end is None else abs(end - value)
