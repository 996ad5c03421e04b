"""How one lead's score went, from its creation to its conversion or as-of."""

import numpy as np
from numpy.typing import NDArray

from alignment.measures.replay.observed import Observed
from alignment.measures.replay.points import Points, Whole
from alignment.measures.replay.timelines import Timelines


class Course:
    """One lead's score at any instant.

    Parameters
    ----------
    points : Points
        Of the score.
    lead : int
        The lead's row.

    Attributes
    ----------
    created, until : int
        The lead is observed from its creation to before this instant: its conversion, or just after
        as-of. Microseconds since 1970 (UTC).
    """

    def __init__(self, points: Points, leads: Observed, held: Timelines, lead: int) -> None:
        span = slice(held.starts[lead], held.starts[lead + 1])
        at, kind = held.at[span], held.kind[span]
        counted = np.unique(kind[points.each[kind] != 0])
        self._points, self._fit = points, int(points.fit[lead])
        self._own = {int(code): at[kind == code] for code in counted}
        self.created, self.until = int(leads.created[lead]), int(leads.until[lead])

    def at(self, instants: Whole) -> NDArray[np.float64]:
        """The points at instants, in microseconds since 1970 (UTC); what happened at that very
        instant counts. NaN before the creation, from the conversion on and after as-of."""
        units = np.full(len(instants), self._fit, dtype=np.int64)
        for code, own in self._own.items():
            n_until = np.searchsorted(own, instants, side="right")
            n_gone = np.searchsorted(own, instants - self._points.window, side="right")
            counted = np.minimum(n_until - n_gone, self._points.at_most[code])
            units += counted * self._points.each[code]
        is_observed = (instants >= self.created) & (instants < self.until)
        return np.where(is_observed, units / self._points.units, np.nan)

    def steps(self) -> tuple[Whole, NDArray[np.float64]]:
        """The creation and every instant at which the score changed, and its points from then on.

        Empty where the lead was never observed.
        """
        moments = [np.array([self.created])]
        for own in self._own.values():
            moments += [own, own + self._points.window]
        at = np.unique(np.concatenate(moments))
        at = at[(at >= self.created) & (at < self.until)]
        points = self.at(at)
        is_new = np.append(True, points[1:] != points[:-1])[: len(at)]
        return at[is_new], points[is_new]
