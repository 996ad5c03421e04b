"""Work on many leads, shared among all cores."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from multiprocessing import current_process
from typing import TypeVar

from numba import config

Made = TypeVar("Made")

_FEWEST = 2_000
"""Leads for which a thread of their own pays."""
_MOST = 8
"""Threads; each has counts of its own."""


def shared(work: Callable[[int, int], Made], n: int) -> list[Made]:
    """What `work(start, end)` makes of each part of `range(n)`, in their order.

    Parameters
    ----------
    work : function
        Compiled so that others may run beside it (``nogil``); each part is its own.
    """
    n_parts = max(1, min(n_cores(), n // _FEWEST))
    ends = [n * part // n_parts for part in range(n_parts + 1)]
    if n_parts == 1:
        return [work(0, n)]
    # a process that was forked has none of its parent's threads
    return list(_threads(current_process().pid).map(lambda ends: work(*ends), pairwise(ends)))


def n_cores() -> int:
    """Cores that this process may use."""
    return min(_MOST, config.NUMBA_NUM_THREADS)  # type: ignore[attr-defined]


@cache
def _threads(_: int | None) -> ThreadPoolExecutor:
    # kept: on a busy machine new threads wait longer for their turn than a slider's pass takes
    return ThreadPoolExecutor(n_cores(), thread_name_prefix="replay")
