"""The values a panel came to rest at, so that a step can be taken back."""

from collections.abc import Mapping

MOST_KEPT = 200


class Steps:
    """A bounded list of settled values, the present ones last.

    Parameters
    ----------
    values : mapping of str to float
        Where the panel starts.
    """

    def __init__(self, values: Mapping[str, float]) -> None:
        self._settled = [dict(values)]

    def settle(self, values: Mapping[str, float]) -> None:
        """Keep values as a step of their own, unless they are where it rested last."""
        if dict(values) != self._settled[-1]:
            self._settled = [*self._settled[1 - MOST_KEPT :], dict(values)]

    def can_undo(self, values: Mapping[str, float]) -> bool:
        """Whether there is something to go back to from `values`, settled or not."""
        return len(self._settled) > 1 or dict(values) != self._settled[-1]

    def undo(self, values: Mapping[str, float]) -> dict[str, float]:
        """Where it rested before `values`; the first values where there is nothing before."""
        if dict(values) == self._settled[-1] and len(self._settled) > 1:
            self._settled.pop()
        return dict(self._settled[-1])
