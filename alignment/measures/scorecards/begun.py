"""Since when something is recorded: a month before that, or half of one, is not known."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.measures.recording import SURELY
from alignment.measures.scorecards.months import FIRST_DAYS, Months
from alignment.period import day_words

Instants = NDArray[np.datetime64]
DAY = np.timedelta64(1, "D")
MONTH = 31.0
"""Days after a possible beginning by which the pace of a record is told, at least."""
EARLY = 3
"""So many early events, entered by hand perhaps, are looked past: more may be growth."""


@dataclass(frozen=True)
class Begun:
    """Which of some months a record holds.

    Parameters
    ----------
    n_unknown : int
        How many of the first months lie wholly before its beginning.
    n_cut : int
        The same, and the one that it began within.
    words : str
        Since when it is: ``recorded from 12 June 2026 on``.
    """

    n_unknown: int = 0
    n_cut: int = 0
    words: str = ""

    @classmethod
    def of(cls, months: Months, start: np.datetime64) -> "Begun":
        """That of a record that began at an instant (UTC); NaT: before all of them."""
        if np.isnat(start):
            return WHOLE
        instant = pd.Timestamp(start)
        n_unknown = int((months.edges[1:] <= start).sum())
        n_cut = sum(months.is_cut(place, instant) for place in range(len(months.names)))
        return cls(n_unknown, n_cut, f"recorded from {day_words(instant, months.period.zone)} on")


WHOLE = Begun()
"""Of a record that holds all of them."""


def beginning(at: Instants, since: np.datetime64, until: np.datetime64) -> np.datetime64:
    """From when events were surely recorded, at the earliest `since`.

    The first few events are tried in turn as the beginning. It is taken for one where far fewer
    stand before it than in as long a time after (a month at least): given how many there are in
    both, those before are binomial. Source: J. Przyborowski and H. Wilenski, Homogeneity of results
    in testing samples from Poisson series, Biometrika 31 (1940).

    Parameters
    ----------
    at : array of datetime64
        The events; NaT: none.
    until : datetime64
        What is known of them ends here.
    """
    at = at[at >= since]
    if len(at) == 0:
        return since
    few = min(EARLY, len(at) - 1)
    for n_before, event in enumerate(np.sort(np.partition(at, few)[: few + 1])):
        gap = (event - since) / DAY
        if gap < FIRST_DAYS:
            continue
        span = min(max(gap, MONTH), (until - event) / DAY)
        ends = event + np.timedelta64(round(span * 86_400), "s")
        n_after = int(((at > event) & (at <= ends)).sum())
        if _chance(n_before, n_before + n_after, gap / (gap + max(span, 1e-9))) < SURELY:
            return beginning(at, event, until)
    return since


def _chance(k: int, n: int, share: float) -> float:
    """The chance of `k` or fewer of `n`, each with that share (binomial)."""
    if share >= 1:
        return 1.0
    ways = (math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) for i in range(k + 1))
    odds = (i * math.log(share) + (n - i) * math.log1p(-share) for i in range(k + 1))
    return sum(math.exp(way + log) for way, log in zip(ways, odds, strict=True))
