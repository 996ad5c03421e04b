"""How one level was kept: what was promised, and what was measured of it."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from alignment.measures.attainment import NOT_ENOUGH, verdict
from alignment.measures.rates import wilson_bounds


@dataclass(frozen=True, eq=False)
class Kept:
    """One level under its promise.

    Parameters
    ----------
    level, label, team : str
        Its short name, its name in words, who owes it.
    promise : str
        In words: ``90% touched within 4 working hours``.
    target : float
    unit : str
        ``share`` (0 to 1) or ``leads`` (a month).
    value, low, high : float or None
        What was measured with its 95 % interval; None: not enough.
    n, n_met : int
        How many were judged (hand-offs, or months), and how many of them met it.
    n_waiting : int
        Too young to be judged.
    least_count : int
        How many a figure takes.
    warn : float or None
        From where on a miss is no warning any more.
    lacks : str
        What this history would need to say it; empty: nothing.
    rows : DataFrame
        The hand-offs judged, with is_met; empty for a count.
    """

    level: str
    label: str
    team: str
    promise: str
    target: float
    unit: str = "share"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    n_met: int = 0
    n_waiting: int = 0
    least_count: int = 1
    warn: float | None = None
    lacks: str = ""
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def verdict(self) -> str:
        """One of `alignment.measures.attainment.VERDICTS`."""
        is_enough = not self.lacks and self.n >= max(self.least_count, 1)
        found = verdict(
            self.value, self.low, self.high, self.target, warn=self.warn, is_enough=is_enough
        )
        return found if is_enough else NOT_ENOUGH

    @property
    def row(self) -> dict[str, object]:
        """The row of a table, without its recommendation."""
        return {
            "level": self.level,
            "label": self.label,
            "team": self.team,
            "promise": self.promise,
            "target": self.target,
            "unit": self.unit,
            "value": np.nan if self.value is None else self.value,
            "low": np.nan if self.low is None else self.low,
            "high": np.nan if self.high is None else self.high,
            "n": self.n,
            "n_met": self.n_met,
            "verdict": self.verdict,
        }


def rated(rows: pd.DataFrame, least_count: int) -> dict[str, Any]:
    """What a share of judged hand-offs says: the arguments value, low, high, n, n_met, rows and
    least_count of `Kept`; no figure below the least count.

    Parameters
    ----------
    rows : DataFrame
        With is_met.
    """
    n, n_met = len(rows), int(rows["is_met"].sum())
    found: dict[str, Any] = {"n": n, "n_met": n_met, "rows": rows, "least_count": least_count}
    if n < max(least_count, 1):
        return found
    low, high = wilson_bounds(np.array([n_met]), np.array([n]))
    return {**found, "value": n_met / n, "low": float(low[0]), "high": float(high[0])}
