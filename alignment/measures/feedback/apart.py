"""Whether the share of a group can be told apart from that of all others, of many compared."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SURELY = 0.05
"""Where all are truly alike, any at all is taken for different in at most so many searches."""

Counts = NDArray[np.int64]


def apart(
    table: pd.DataFrame, hits: str, tries: str, all_hits: Counts, n_all: int, least_count: int
) -> pd.DataFrame:
    """`table` with `rate_elsewhere` and `is_clear` added.

    A group is told apart where chance alone would seldom bring such a difference about, however
    many are looked at: Fisher's exact test, C. Bonferroni's inequality for as many rows as can be
    compared. (A 95 % interval would find one in twenty where there is nothing to find.)

    Parameters
    ----------
    table : DataFrame
        One row a group and what is counted of it.
    hits, tries : str
        The columns that hold a group's own counts.
    all_hits : array of int
        Of each row, the hits of all groups, its own among them.
    n_all : int
        The tries of all groups.
    least_count : int
        A group is compared where it and the others have at least so many tries.

    Returns
    -------
    DataFrame
        rate_elsewhere: the share of all others (missing: not compared).
    """
    own_hits, own = (table[name].to_numpy(dtype=np.int64) for name in (hits, tries))
    others, least = n_all - own, max(least_count, 1)
    is_compared = (own >= least) & (others >= least)
    elsewhere = (all_hits - own_hits) / np.where(is_compared, others, np.nan)
    n_compared = int(is_compared.sum())
    is_clear = np.zeros(len(table), dtype=bool)
    rows = np.flatnonzero(is_compared)
    found = chances(own_hits[rows], own[rows], all_hits[rows], n_all)
    is_clear[rows] = found * n_compared < SURELY
    return table.assign(rate_elsewhere=elsewhere, is_clear=is_clear)


def chances(own_hits: Counts, own: Counts, all_hits: Counts, n_all: int) -> NDArray[np.float64]:
    """The chance of a share as far from the others' as each, where both are truly one.

    Twice the smaller tail of the hypergeometric distribution, at most 1. Source: R. Fisher, The
    logic of inductive inference, Journal of the Royal Statistical Society 98 (1935).

    Parameters
    ----------
    own_hits, own, all_hits : array of int
        Hits and cases of each group, and the hits of all.
    n_all : int
        The cases of all.
    """
    steps = np.log(np.maximum(np.arange(n_all + 1, dtype=float), 1.0))
    factorials = np.cumsum(steps)
    counts = zip(own_hits.tolist(), own.tolist(), all_hits.tolist(), strict=True)
    return np.array([_chance(*each, n_all, factorials) for each in counts], dtype=float)


def _chance(hits: int, own: int, all_hits: int, n_all: int, factorials: NDArray) -> float:
    least, most = max(0, own + all_hits - n_all), min(own, all_hits)
    is_many = hits * n_all > own * all_hits
    x = np.arange(hits, most + 1) if is_many else np.arange(least, hits + 1)
    ways = (
        _chosen(all_hits, x, factorials)
        + _chosen(n_all - all_hits, own - x, factorials)
        - _chosen(n_all, own, factorials)
    )
    return min(2 * float(np.exp(ways).sum()), 1.0)


def _chosen(n: int, k: Counts | int, factorials: NDArray) -> NDArray:
    """The logarithm of the ways to choose k of n."""
    return factorials[n] - factorials[k] - factorials[n - k]
