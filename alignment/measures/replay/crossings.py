"""The first crossing of every threshold at once: the compiled loop over all activities."""

import numpy as np
from numpy.typing import NDArray

from alignment.measures.replay.compiled import compiled
from alignment.measures.replay.cores import shared
from alignment.measures.replay.steps import Steps

NEVER = np.iinfo(np.int64).max
IMMATURE, MISSED, CONVERTED, FOUND = range(4)
"""What becomes of a hand-off. `FOUND` counts a lead that converted later, by its conversion."""


def crossings(
    created: NDArray[np.int64],
    grid: NDArray[np.int64],
    edges: NDArray[np.int64],
    **arrays: object,
) -> tuple[NDArray, NDArray, NDArray]:
    """Count the leads that reach each threshold for the first time, on all cores.

    Parameters
    ----------
    created : array, one entry a lead
    grid : array
        Thresholds, rising.
    edges : array
        Where periods begin, and where the last one ends.
    **arrays
        The others that `_crossings` takes, by name.

    Returns
    -------
    counts : array of group × period × threshold × (IMMATURE, MISSED, CONVERTED, FOUND)
    peaks : array of threshold × (IMMATURE, MISSED, CONVERTED)
        Leads whose highest score reaches just this threshold, by what became of the hand-off there.
    handed_off : array, one entry a lead
        The instant at which it first reached `chosen`; NEVER where it did not.
    """
    steps = {"grid": Steps.of(grid), "edges": Steps.of(edges)}
    handed_off = np.full(len(created), NEVER)

    def part(start: int, end: int) -> tuple[NDArray, NDArray]:
        own = {"handed_off": handed_off, "span": (start, end)}
        return _crossings(created=created, **own, **steps, **arrays)

    done = shared(part, len(created))
    counts = np.sum([counts for counts, _ in done], axis=0)
    peaks = np.sum([peaks for _, peaks in done], axis=0)
    # what lies before the first period and after the last is no one's; then sums over thresholds
    return np.cumsum(counts[:, 1:-1], axis=2)[:, :, :-1], peaks, handed_off


@compiled(inline="always")
def n_at_most(steps, x):  # type: ignore[no-untyped-def]
    """How many of the steps are at most `x`."""
    # beside its loop: numba keeps what it compiled until this very file changes
    stretch = min(max((x - steps.first) >> steps.shift, 0), len(steps.until) - 2)
    low, high = steps.until[stretch], steps.until[stretch + 1]
    while low < high:
        middle = (low + high) // 2
        if steps.at[middle] <= x:
            low = middle + 1
        else:
            high = middle
    return low


@compiled()
def _crossings(  # type: ignore[no-untyped-def]
    at, kind, starts, created, until, converted, fit, each, at_most, window, can_rise,
    grid, edges, group, n_groups, as_of, horizon, chosen, handed_off, span,
):  # fmt: skip
    """Count the leads of `span` that reach each threshold for the first time, in one pass.

    A lead's score matters only where it reaches a new high: that crosses all thresholds from the
    high before up to it. As long as such hand-offs fall into one period and come to the same,
    they are one range of thresholds, counted by adding at its start and taking away at its end.

    Parameters
    ----------
    at, kind : array
        Instant and kind of every activity, by lead, then time.
    starts : array, one more than leads
        Where each lead's activities begin.
    created, until, converted, fit, group : array, one entry a lead
        Observed from `created` to just before `until`; `converted` is NEVER where it is not.
    each, at_most : array, one entry a kind
        `at_most` is None where every activity counts: another, faster loop is compiled then.
    grid, edges : Steps

    Returns
    -------
    counts : array of group × (before, periods, after) × (thresholds, one more) × class
        Differences along the thresholds.
    peaks : array of threshold × class
    """
    counts = np.zeros((n_groups, len(edges.at) + 1, len(grid.at) + 1, 4), dtype=np.int64)
    peaks = np.zeros((len(grid.at), 3), dtype=np.int64)
    n_in_window = np.zeros(len(each), dtype=np.int64)
    mature_until = as_of - horizon
    for lead in range(span[0], span[1]):
        x, end = created[lead], until[lead]
        if x >= end:
            continue
        entering, last = np.uint64(starts[lead]), np.uint64(starts[lead + 1])
        leaving = entering
        converts_from = converted[lead] - horizon
        score, high, crossed = fit[lead], grid.at[0] - 1, 0
        period, becomes, same_until = 0, IMMATURE, x
        period_of_last, becomes_last = 0, IMMATURE
        while True:
            # all that happened up to x is in, all of x − window and before is out
            while entering < last and at[entering] <= x:
                k = kind[entering]
                if at_most is not None:
                    n_in_window[k] += 1
                    if n_in_window[k] <= at_most[k]:
                        score += each[k]
                else:
                    score += each[k]
                entering += np.uint64(1)
            over = x - window
            while leaving < entering and at[leaving] <= over:
                k = kind[leaving]
                if at_most is not None:
                    if n_in_window[k] <= at_most[k]:
                        score -= each[k]
                    n_in_window[k] -= 1
                else:
                    score -= each[k]
                leaving += np.uint64(1)
            if score > high:
                if x >= same_until:
                    if high >= grid.at[0]:
                        reached = n_at_most(grid, high)
                        counts[group[lead], period, crossed, becomes] += 1
                        counts[group[lead], period, reached, becomes] -= 1
                        if reached > crossed:
                            period_of_last, becomes_last = period, becomes
                        crossed = reached
                    period = n_at_most(edges, x)
                    same_until = edges.at[period] if period < len(edges.at) else NEVER
                    becomes = IMMATURE
                    if x <= mature_until:
                        becomes = CONVERTED if x >= converts_from else MISSED
                        same_until = min(same_until, mature_until + 1)
                        if x < converts_from:
                            same_until = min(same_until, converts_from)
                if high < chosen <= score:
                    handed_off[lead] = x
                high = score
            x = at[entering] if entering < last else NEVER
            if can_rise and leaving < entering:
                x = min(x, at[leaving] + window)
            if x >= end:
                break
        if at_most is not None:
            n_in_window[:] = 0
        if high >= grid.at[0]:
            reached = n_at_most(grid, high)
            counts[group[lead], period, crossed, becomes] += 1
            counts[group[lead], period, reached, becomes] -= 1
            if reached > crossed:  # else the last high lay between two thresholds
                period_of_last, becomes_last = period, becomes
            if 0 < period_of_last < len(edges.at):
                peaks[reached - 1, becomes_last] += 1
            if converted[lead] <= as_of:
                period = n_at_most(edges, converted[lead])
                counts[group[lead], period, 0, FOUND] += 1
                counts[group[lead], period, reached, FOUND] -= 1
    return counts, peaks


@compiled()
def most_in_window(at, kind, starts, n_kinds, window):  # type: ignore[no-untyped-def]
    """The most of each kind that one lead ever had in the window."""
    most = np.zeros(n_kinds, dtype=np.int64)
    n_in_window = np.zeros(n_kinds, dtype=np.int64)
    for lead in range(len(starts) - 1):
        leaving = starts[lead]
        for entering in range(starts[lead], starts[lead + 1]):
            while at[leaving] <= at[entering] - window:
                n_in_window[kind[leaving]] -= 1
                leaving += 1
            k = kind[entering]
            n_in_window[k] += 1
            most[k] = max(most[k], n_in_window[k])
        for i in range(leaving, starts[lead + 1]):
            n_in_window[kind[i]] = 0
    return most
