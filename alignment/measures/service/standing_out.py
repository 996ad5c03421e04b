"""Which group of hand-offs falls short most, where one stands out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from alignment.measures.loop import group_words
from alignment.measures.rates import percent
from alignment.measures.service.splits import keys

SURELY = 0.05


@dataclass(frozen=True)
class Weakest:
    """A group that meets a promise less often than the others do.

    Parameters
    ----------
    words : str
        Which: ``hand-offs on Friday``.
    n, n_met : int
    others : float
        The share of all others that meet it.
    """

    words: str
    n: int
    n_met: int
    others: float

    def __str__(self) -> str:
        own = percent(self.n_met / self.n)
        return f"{self.words}: {own} of {self.n:,}, where the others reach {percent(self.others)}"


def weakest(
    rows: pd.DataFrame, dimensions: Sequence[str], zone: str, least_count: int
) -> Weakest | None:
    """The group whose shortfall against all others costs most; None: none stands out.

    A group stands out where both it and the others are of the least count, and chance alone would
    seldom bring such a shortfall about: at most once in twenty such searches (the z-test of two
    shares; C. Bonferroni's inequality for as many groups as are looked at).

    Parameters
    ----------
    rows : DataFrame
        Hand-offs, with is_met.
    dimensions : sequence of str
        What to look at; see `alignment.measures.service.splits.keys`.
    """
    found: list[tuple[float, Weakest]] = []
    n, n_met = len(rows), int(rows["is_met"].sum())
    least = max(least_count, 1)
    groups = [
        (dimension, *group)
        for dimension in dimensions
        for group in _groups(rows, dimension, zone)
        if least <= group[1] <= n - least
    ]
    for dimension, value, n_own, n_own_met in groups:
        others = (n_met - n_own_met) / (n - n_own)
        if _chance(n_own_met / n_own, n_own, others, n - n_own) < SURELY / len(groups):
            group = Weakest(_words(dimension, value), n_own, n_own_met, others)
            found.append((others * n_own - n_own_met, group))
    return max(found, key=lambda each: each[0])[1] if found else None


def _groups(rows: pd.DataFrame, dimension: str, zone: str) -> list[tuple[str, int, int]]:
    """Each value in order, how many rows have it, and how many of them met the promise."""
    place, values = pd.factorize(keys(rows, dimension, zone), sort=True)
    n_own = np.bincount(place, minlength=len(values))
    n_met = np.bincount(place, rows["is_met"].to_numpy(dtype=bool), minlength=len(values))
    counts = zip(values, n_own, n_met, strict=True)
    return [(str(value), int(n), int(met)) for value, n, met in counts]


def _chance(own: float, n_own: int, others: float, n_others: int) -> float:
    """The chance that a share falls so far short of another where both are truly one."""
    both = (own * n_own + others * n_others) / (n_own + n_others)
    spread = math.sqrt(both * (1 - both) * (1 / n_own + 1 / n_others))
    if own >= others or not spread:
        return 1.0
    return math.erfc((others - own) / spread / math.sqrt(2)) / 2


def _words(dimension: str, value: str) -> str:
    if dimension == "weekday":
        return f"hand-offs on {value}"
    if dimension == "hour":
        return f"hand-offs from {value} to {value[:3]}59"
    return f"{group_words(dimension)} {value}"
