"""Work on many leads, shared among all cores."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from multiprocessing import cpu_count
from typing import TypeVar

Made = TypeVar("Made")

_FEWEST = 2_000
"""Leads for which a thread of their own pays."""


def shared(work: Callable[[int, int], Made], n: int) -> list[Made]:
    """What `work(start, end)` makes of each part of `range(n)`, in their order.

    Parameters
    ----------
    work : function
        Compiled so that others may run beside it (``nogil``); each part is its own.
    """
    n_parts = max(1, min(cpu_count(), n // _FEWEST))
    ends = [n * part // n_parts for part in range(n_parts + 1)]
    if n_parts == 1:
        return [work(0, n)]
    return list(_threads().map(lambda ends: work(*ends), pairwise(ends)))


@cache
def _threads() -> ThreadPoolExecutor:
    # kept: on a busy machine new threads wait longer for their turn than a slider's pass takes
    return ThreadPoolExecutor(cpu_count(), thread_name_prefix="replay")
