"""Stays of leads in Sales under two thresholds: the compiled loop over all activities."""

import numpy as np
from numpy.typing import NDArray

from alignment.measures.replay.compiled import compiled
from alignment.measures.replay.cores import shared
from alignment.measures.replay.crossings import NEVER

LEAD, HANDED_OFF, SCORE, RETURNED = range(4)


def stays(who: NDArray[np.int64], **arrays: object) -> NDArray[np.int64]:
    """Every stay of `who` in Sales, by lead, then time, on all cores.

    Parameters
    ----------
    who : array
        The leads to go through, rising: all that ever reach `up` must be among them.
    **arrays
        The others that `_stays` takes, by name.

    Returns
    -------
    array of stay × (LEAD, HANDED_OFF, SCORE, RETURNED)
        RETURNED is NEVER for a stay that did not end so.
    """
    return np.concatenate(shared(lambda start, end: _stays(who=who[start:end], **arrays), len(who)))


@compiled()
def _stays(  # type: ignore[no-untyped-def]
    at, kind, starts, created, until, fit, each, at_most, window, up, down, cooldown, who
):  # fmt: skip
    """The stays of `who`, one lead after the other.

    Parameters
    ----------
    at, kind, starts, created, until, fit, each, at_most
        As `crossings` takes them; `at_most` always an array.
    up, down : int
        A lead goes to Sales at a score of `up` or more, and comes back under `down`.
    cooldown : int
        Microseconds for which it then stays in Marketing at least.
    """
    found = np.empty((1024, 4), dtype=np.int64)
    n_found = 0
    n_in_window = np.zeros(len(each), dtype=np.int64)
    for lead in who:
        x, end = created[lead], until[lead]
        if x >= end:
            continue
        entering, last = starts[lead], starts[lead + 1]
        leaving = entering
        score, is_in_sales, not_before = fit[lead], False, created[lead]
        while True:
            while entering < last and at[entering] <= x:
                k = kind[entering]
                n_in_window[k] += 1
                if n_in_window[k] <= at_most[k]:
                    score += each[k]
                entering += 1
            while leaving < entering and at[leaving] <= x - window:
                k = kind[leaving]
                if n_in_window[k] <= at_most[k]:
                    score -= each[k]
                n_in_window[k] -= 1
                leaving += 1
            if is_in_sales and score < down:
                found[n_found - 1, RETURNED] = x
                is_in_sales, not_before = False, x + cooldown
            elif not is_in_sales and score >= up and x >= not_before:
                if n_found == len(found):
                    found = np.concatenate((found, np.empty_like(found)))
                found[n_found, LEAD] = lead
                found[n_found, HANDED_OFF] = x
                found[n_found, SCORE] = score
                found[n_found, RETURNED] = NEVER
                n_found += 1
                is_in_sales = True
            now, x = x, NEVER
            if entering < last:
                x = at[entering]
            if leaving < entering:
                x = min(x, at[leaving] + window)
            if not is_in_sales and now < not_before:
                x = min(x, not_before)
            if x >= end:
                break
        for i in range(leaving, entering):
            n_in_window[kind[i]] = 0
    return found[:n_found].copy()
