"""One metric's change from a frozen month to the next, part by part."""

import math
from dataclasses import dataclass, replace

from alignment.agreement import Metric
from alignment.agreement.wording import label
from alignment.measures.changes.told import from_to
from alignment.measures.paired import NONE, Difference
from alignment.measures.scorecards import KNOWN


@dataclass(frozen=True)
class Change:
    """One metric from a frozen month to the next; None: that part is not known.

    `is_recorded`: whether the history holds it at all; `has_target`: whether it has one of its own.
    """

    key: str
    metric: Metric
    before: float | None = None
    matured: float | None = None
    defined: float | None = None
    moved: Difference = NONE
    now: float | None = None
    n: int = 0
    is_recorded: bool = True
    has_target: bool = True
    notes: tuple[str, ...] = ()

    def noted(self, note: str) -> "Change":
        """The same with one more note."""
        return replace(self, notes=(*self.notes, note))

    def row(self, currency: str) -> dict[str, object]:
        """The row of the table; amounts are in `currency`."""
        known = KNOWN.get(self.key)
        return {
            "metric": self.key,
            "label": known.label if known else label(self.key),
            "team": self.metric.team,
            "unit": self.metric.unit,
            "better": self.metric.better,
            "target": self.metric.target if self.has_target else math.nan,
            "before_value": _number(self.before),
            "matured": _number(self.matured),
            "definition_changed": _number(self.defined),
            "performance_changed": self.moved.difference,
            "low": self.moved.low,
            "high": self.moved.high,
            "is_clear": self.moved.is_clear,
            "value": _number(self.now),
            "n": self.n,
            "is_recorded": self.is_recorded,
            "words": from_to(self.metric, self.before, self.now, currency),
            "note": "; ".join(self.notes),
        }


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
