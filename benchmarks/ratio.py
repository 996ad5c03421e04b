"""Two ways timed in turn, and what one costs in terms of the other."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """One line of the table.

    Parameters
    ----------
    what, over : str
        What was measured, and what it is measured against.
    what_seconds, over_seconds : float
        Wall clock, the median of the rounds.
    goal : float or None
        The ratio should not be above it; None: told for what it is.
    """

    what: str
    over: str
    what_seconds: float
    over_seconds: float
    goal: float | None = None

    @property
    def value(self) -> float:
        return self.what_seconds / self.over_seconds

    def __str__(self) -> str:
        times = (in_digits(self.what_seconds), in_digits(self.over_seconds))
        goal, met = "–", "–"
        if self.goal is not None:
            part = f"1/{1 / self.goal:g}" if self.goal < 1 else f"{self.goal:g}"
            goal, met = part, "yes" if self.value <= self.goal else "no"
        cells = (self.what, self.over, *times, times_over(self.value), goal, met)
        return f"| {' | '.join(cells)} |"


def in_digits(value: float) -> str:
    """Seconds in three digits: `11.9`, `3.26`, `0.0452`."""
    return f"{value:#.3g}" if value < 100 else f"{value:.0f}"


def times_over(value: float) -> str:
    """How often one goes into the other: `2.7`, `11.6`; below 1 as a part: `1/6.3`, `1/120`."""
    if value < 1:
        return f"1/{1 / value:.0f}" if value < 0.01 else f"1/{1 / value:.1f}"
    return f"{value:.1f}"


HEADER = """| what | measured against | seconds | against, seconds | ratio | goal | met |
|---|---|--:|--:|--:|--:|---|"""


def seconds(run: Callable[[], object]) -> float:
    """Wall clock of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def medians(*runs: Callable[[], object], n_rounds: int) -> list[float]:
    """The median seconds of each, run in turn so that a busy machine slows all alike."""
    rounds = [[seconds(run) for run in runs] for _ in range(n_rounds)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]
