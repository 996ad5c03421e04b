"""What a history says of one number, as draws of what it may be."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from alignment.measures.bootstrap import drawn_means

N_DRAWS = 4_000
_NONE: NDArray[np.float64] = np.empty(0)


@dataclass(frozen=True, eq=False)
class Estimate:
    """A number that the reverse funnel reckons with.

    Parameters
    ----------
    draws : array of float, (N_DRAWS,)
        What it may be, one draw as likely as another; empty: not known.
    note : str
        What it rests on, or why it is not known.
    n : int
        How many cases a rate or a mean rests on, of a rate also where it is not known; 0: none,
        not told, or the room's own word.
    """

    draws: NDArray[np.float64] = field(default_factory=lambda: _NONE)
    note: str = ""
    n: int = 0

    @classmethod
    def of_rate(
        cls, n_hits: int, n_tries: int, least_count: int, noun: str, rng: np.random.Generator
    ) -> "Estimate":
        """A rate's posterior under Jeffreys' prior: Beta(hits + ½, misses + ½).

        Not known below the least count, nor where none got there: one over such a rate may be
        anything. Source: H. Jeffreys, An invariant form for the prior probability in estimation
        problems, Proceedings of the Royal Society A 186 (1946).
        """
        rested = f"{n_hits:,} of {n_tries:,} {noun}"
        if n_tries < max(least_count, 1) or not n_hits:
            return cls(note=f"not enough data ({rested})", n=n_tries)
        return cls(rng.beta(n_hits + 0.5, n_tries - n_hits + 0.5, N_DRAWS), rested, n_tries)

    @classmethod
    def of_mean(
        cls, values: NDArray[np.float64], least_count: int, noun: str, rng: np.random.Generator
    ) -> "Estimate":
        """A mean's posterior by the Bayesian bootstrap; not known below the least count."""
        rested = f"{len(values):,} {noun}"
        if len(values) < max(least_count, 1):
            return cls(note=f"not enough data ({rested})")
        return cls(drawn_means(values[:, None], rng, N_DRAWS)[:, 0], rested, len(values))

    @property
    def is_known(self) -> bool:
        """Whether there is a number."""
        return len(self.draws) > 0

    @cached_property
    def median(self) -> float:
        """The middle of what it may be; missing: not known."""
        return float(np.median(self.draws)) if self.is_known else float("nan")

    def moved_rate(self, rate: float) -> "Estimate":
        """A rate whose middle the room set, its uncertainty kept on the logit scale.

        Where nothing was known, the room's word stands for every draw.
        """
        if not self.is_known:
            return Estimate(np.full(N_DRAWS, rate), "as set here, without an interval")
        shift = _logit(rate) - _logit(self.median)
        return Estimate(1 / (1 + np.exp(-(_logit(self.draws) + shift))), "as set here")

    def moved(self, value: float) -> "Estimate":
        """The same of a number above 0: every draw is as many times larger as its middle."""
        if not self.is_known or self.median <= 0:
            return Estimate(np.full(N_DRAWS, value), "as set here, without an interval")
        return Estimate(self.draws * (value / self.median), "as set here")


def _logit(share):  # type: ignore[no-untyped-def]
    inside = np.clip(share, 1e-12, 1 - 1e-12)
    return np.log(inside / (1 - inside))
