"""The points that leads had at given instants."""

import numpy as np
from numpy.typing import NDArray

from alignment.agreement import Score
from alignment.measures.replay import Replay
from alignment.measures.replay.compiled import compiled
from alignment.measures.replay.points import Whole


def levels(replay: Replay, score: Score, lead: Whole, at: Whole) -> NDArray[np.float64]:
    """A score's points for some leads, each at an instant.

    Parameters
    ----------
    lead : array
        Rows of `Replay.leads`.
    at : array
        Microseconds since 1970 (UTC); what happened at that very instant counts.
    """
    points = replay.points(score)
    counted = replay.activities.counted(points)
    units = _levels(
        **counted,
        lead=lead,
        when=at,
        fit=points.fit,
        each=points.each,
        at_most=points.at_most,
        window=points.window,
    )
    return units / points.units


@compiled()
def _levels(at, kind, starts, lead, when, fit, each, at_most, window):  # type: ignore[no-untyped-def]
    found = np.zeros(len(lead), dtype=np.int64)
    n_in_window = np.zeros(len(each), dtype=np.int64)
    for moment in range(len(lead)):
        first, last = starts[lead[moment]], starts[lead[moment] + 1]
        begin = first + np.searchsorted(at[first:last], when[moment] - window, side="right")
        end = first + np.searchsorted(at[first:last], when[moment], side="right")
        n_in_window[:] = 0
        score = fit[lead[moment]]
        for i in range(begin, end):
            k = kind[i]
            n_in_window[k] += 1
            if n_in_window[k] <= at_most[k]:
                score += each[k]
        found[moment] = score
    return found
