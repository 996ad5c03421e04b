"""The lines that add up to one lead's score at one instant."""

from typing import NamedTuple

import numpy as np

from alignment.agreement import Score
from alignment.agreement.rule import in_words, number
from alignment.measures.replay.observed import Observed
from alignment.measures.replay.points import Points
from alignment.measures.replay.timelines import Timelines


class Line(NamedTuple):
    """What one line of a score adds.

    Parameters
    ----------
    line : str
        The activity, or the rule in words.
    n_in_window, n_counted : int or None
        How often it happened in the window, and how often that counts; None for fit.
    points : float
    """

    line: str
    n_in_window: int | None
    n_counted: int | None
    points: float

    def __str__(self) -> str:
        return f"{in_words(self.line)}{self._times()}: {number(self.points)}"

    def _times(self) -> str:
        if self.n_in_window is None:
            return ""
        capped = "" if self.n_in_window == self.n_counted else f" ({self.n_counted} counted)"
        return f" ×{self.n_in_window}{capped}"


def lines(
    score: Score, points: Points, leads: Observed, held: Timelines, lead: int, at: int
) -> list[Line]:
    """The lines of a score that a lead meets, engagement first.

    Parameters
    ----------
    points : Points
        Of that score.
    lead : int
        The lead's row.
    at : int
        Microseconds since 1970 (UTC); what happened at that very instant counts.
    """
    span = slice(held.starts[lead], held.starts[lead + 1])
    is_in = (held.at[span] > at - points.window) & (held.at[span] <= at)
    n_in_window = np.bincount(held.kind[span][is_in], minlength=len(held.kinds))
    n_counted = np.minimum(n_in_window, points.at_most)
    counted = np.flatnonzero((n_in_window > 0) & (points.each != 0))
    found = [
        Line(
            held.kinds[kind],
            int(n_in_window[kind]),
            int(n_counted[kind]),
            int(n_counted[kind] * points.each[kind]) / points.units,
        )
        for kind in counted
    ]
    for fit in score.fit:
        if leads.meeting(fit.when)[lead]:
            rounded = round(fit.points * points.units) / points.units
            found.append(Line(fit.when.sentence(), None, None, rounded))
    return found
