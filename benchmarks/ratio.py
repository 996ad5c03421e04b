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
    goal : float
        The ratio should not be above it.
    """

    what: str
    over: str
    what_seconds: float
    over_seconds: float
    goal: float

    @property
    def value(self) -> float:
        return self.what_seconds / self.over_seconds

    def __str__(self) -> str:
        verdict = "yes" if self.value <= self.goal else "no"
        return (
            f"| {self.what} | {self.over} | {self.what_seconds:.2f} | {self.over_seconds:.2f} "
            f"| {self.value:.1f} | {self.goal:g} | {verdict} |"
        )


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
