"""What was counted of a metric month by month, and the figure of any of those months."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.measures.poisson import bounds
from alignment.measures.rates import counted, wilson_bounds
from alignment.measures.scorecards.begun import WHOLE, Begun
from alignment.measures.scorecards.measured import Measured
from alignment.measures.scorecards.months import Months, Places
from alignment.period import day_words

Amounts = NDArray[np.float64]


class Tally(Protocol):
    """What a metric's measure gives."""

    @property
    def noun(self) -> str:
        """What its cases are, as a plural."""
        ...

    def over(self, months: Sequence[int]) -> Measured:
        """The figure of some months together."""
        ...


@dataclass(frozen=True)
class Lacking:
    """Of a metric that the history cannot tell: what it lacks."""

    lacks: str
    noun: str = "cases"

    def over(self, months: Sequence[int]) -> Measured:
        """Nothing, and why."""
        return Measured(lacks=self.lacks, is_enough=False)


@dataclass(frozen=True, eq=False)
class Total:
    """A number or an amount a month; its interval is Poisson's (`alignment.measures.poisson`).

    Parameters
    ----------
    noun : str
    months : Months
    cases, sums, squares, largest : array of float
        Of each month: how many cases, the sum of their values, of the squares, and the largest.
    spent : array of float
        What is taken off each month's sum; empty: nothing.
    least_count : int
        Below so many cases there is no interval and no verdict. A count needs none: its interval is
        exact of however few.
    begun : Begun
        Since when it is recorded: a month before has no figure, one only partly after no verdict.
    """

    noun: str
    months: Months
    cases: Amounts
    sums: Amounts
    squares: Amounts
    largest: Amounts
    spent: Amounts = field(default_factory=lambda: np.zeros(0))
    least_count: int = 0
    begun: Begun = WHOLE

    @classmethod
    def of_count(cls, noun: str, months: Months, places: Places, begun: Begun) -> "Total":
        """How many cases stand in each month."""
        n = months.sums(places)
        return cls(noun, months, n, n, n, np.ones(len(n)), begun=begun)

    @classmethod
    def of_values(
        cls,
        noun: str,
        months: Months,
        places: Places,
        values: Amounts,
        least_count: int,
        begun: Begun,
    ) -> "Total":
        """What the values of the cases in each month add up to."""
        sums, squares = (months.sums(places, each) for each in (values, values**2))
        largest, is_in = np.zeros(len(sums)), places >= 0
        np.maximum.at(largest, places[is_in], values[is_in])
        cases, least = months.sums(places), max(least_count, 1)
        return cls(noun, months, cases, sums, squares, largest, least_count=least, begun=begun)

    def over(self, months: Sequence[int]) -> Measured:
        """The sum of one month, or the mean of several: of those that are recorded."""
        at = [place for place in months if place >= self.begun.n_unknown]
        if not at:
            return Measured(is_enough=False, note=self.begun.words)
        k, n = len(at), int(self.cases[at].sum())
        total, squares = float(self.sums[at].sum()), float(self.squares[at].sum())
        ends = bounds(total, squares, float(self.largest[at].max()))
        spent = float(self.spent[at].sum()) if len(self.spent) else 0.0
        value, low, high = ((each - spent) / k for each in (total, *ends))
        found = Measured(value, known(low), known(high), n)
        if n < self.least_count:
            note = too_few(n, self.noun, self.least_count)
            found = Measured(value, n=n, is_enough=False, note=note)
        if note := _not_whole(self.months, self.begun, months):
            return replace(found, is_enough=False, note=note)
        return found


@dataclass(frozen=True, eq=False)
class Share:
    """A share of cases a month, with Wilson's interval.

    Parameters
    ----------
    noun : str
    months : Months
    hits, cases, waiting : array of float
        Of each month: how many cases count, of how many; how many more are too young.
    ripe_at : array of datetime64
        When the last of each month's waiting can be judged; NaT: none waits.
    least_count : int
    """

    noun: str
    months: Months
    hits: Amounts
    cases: Amounts
    waiting: Amounts
    ripe_at: NDArray[np.datetime64]
    least_count: int

    @classmethod
    def of(
        cls,
        noun: str,
        months: Months,
        places: Places,
        is_hit: NDArray[np.bool_],
        least_count: int,
        young: tuple[Places, NDArray[np.datetime64]] | None = None,
    ) -> "Share":
        """That of the cases that can be judged.

        Parameters
        ----------
        young : (places, instants)
            The month of each case that waits, and when it can be judged; None: none does.
        """
        ripe = np.full(len(months.names), np.datetime64("NaT", "us"))
        n_young = np.zeros(len(ripe))
        if young is not None:
            at, instants = young
            is_in = at >= 0
            n_young = months.sums(at)
            np.fmax.at(ripe, at[is_in], instants[is_in].astype("datetime64[us]"))
        hits, cases = months.sums(places, is_hit.astype(float)), months.sums(places)
        return cls(noun, months, hits, cases, n_young, ripe, least_count)

    def over(self, months: Sequence[int]) -> Measured:
        """The share of all their cases together."""
        at = list(months)
        n, n_hits, n_waiting = (
            int(held[at].sum()) for held in (self.cases, self.hits, self.waiting)
        )
        wait = self._waiting(n_waiting, at)
        if n < max(self.least_count, 1):
            note = too_few(n, self.noun, self.least_count) + (f"; {wait}" if wait else "")
            return Measured(n=n, n_waiting=n_waiting, note=note, is_enough=False)
        low, high = wilson_bounds(np.array([n_hits]), np.array([n]))
        return Measured(n_hits / n, float(low[0]), float(high[0]), n, n_waiting, note=wait)

    def _waiting(self, n: int, at: list[int]) -> str:
        last = np.fmax.reduce(self.ripe_at[at])
        if not n or np.isnat(last):
            return f"{n:,} more wait" if n else ""
        day = day_words(pd.Timestamp(last), self.months.period.zone)
        return f"{n:,} more can be judged by {day}"


@dataclass(frozen=True, eq=False)
class Ratio:
    """What each case of a month cost; its interval is that of how many cases there were.

    Parameters
    ----------
    noun : str
    months : Months
    amounts, cases : array of float
        Of each month: what was spent, and on how many.
    least_count : int
    begun : Begun
        Since when the cases are recorded.
    """

    noun: str
    months: Months
    amounts: Amounts
    cases: Amounts
    least_count: int
    begun: Begun = WHOLE

    def over(self, months: Sequence[int]) -> Measured:
        """What was spent in all of them by all their cases."""
        at = list(months)
        n, spent = int(self.cases[at].sum()), float(self.amounts[at].sum())
        if note := _not_whole(self.months, self.begun, at):
            return Measured(n=n, is_enough=False, note=note)
        if not spent:
            return Measured(n=n, is_enough=False, note="no campaign with a known cost ran")
        if n < max(self.least_count, 1):
            return Measured(n=n, is_enough=False, note=too_few(n, self.noun, self.least_count))
        low, high = bounds(n, n, 1.0)
        return Measured(spent / n, spent / high, spent / low, n)


def _not_whole(months: Months, begun: Begun, at: Sequence[int]) -> str:
    """Why what came in some months is not all of theirs; empty: it is."""
    if min(at) < begun.n_cut:
        return begun.words
    return "" if months.is_over[list(at)].all() else "the month is not over"


def too_few(n: int, noun: str, least_count: int) -> str:
    """Why a rate of `n` cases is none: `8 customers, and it takes 20`."""
    one = "opportunity" if noun == "opportunities" else noun.removesuffix("s")
    return f"{counted(n, one, noun)}, and it takes {least_count:,}"


def known(value: float) -> float | None:
    """A number, or None where it is none."""
    return None if np.isnan(value) else float(value)
