"""What a history or an agreement says to one question of the audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from alignment.agreement import Rule
from alignment.finding import unanswered
from alignment.measures.rates import percent, spoken_rate, wilson_bounds

HOLDS, FALLS_SHORT, CANNOT_TELL = "holds", "falls short", "cannot tell"


@dataclass(frozen=True)
class Fact:
    """One question's evidence.

    Parameters
    ----------
    id : str
        Of the question.
    said : str
        One or two sentences.
    what : str
        What the share is of, to follow it in words: ``55% touched within 4 working hours``.
    measured, low, high : float or None
        A share from 0 to 1 with its 95 % interval; None: not enough data, or no figure.
    expected : float or None
        What was agreed; None: nothing was.
    is_there : bool or None
        Of what an agreement has or lacks; None for what is measured.
    is_answer : bool
        False where nothing is known of it.
    caveats : tuple of str
    rules : mapping of str to Rule
        The rules that it rests on, each under its label.
    """

    id: str
    said: str
    what: str = ""
    measured: float | None = None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    is_there: bool | None = None
    is_answer: bool = True
    caveats: tuple[str, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """Whether what was agreed is kept; empty where nothing was.

        A share falls short only where its whole interval lies below what was agreed, and holds
        only where none of it does.
        """
        if self.is_there is not None:
            return HOLDS if self.is_there else FALLS_SHORT
        if self.expected is None:
            return ""
        if self.low is None or self.high is None:
            return CANNOT_TELL
        if self.high < self.expected:
            return FALLS_SHORT
        return HOLDS if self.low >= self.expected else CANNOT_TELL

    @property
    def row(self) -> dict[str, object]:
        """The fact as a row of a table."""
        return {
            "id": self.id,
            "said": self.said,
            "what": self.what,
            "measured": self.measured,
            "low": self.low,
            "high": self.high,
            "expected": self.expected,
            "unit": "" if self.measured is None and self.expected is None else "share",
            "verdict": self.verdict,
            "is_answer": self.is_answer,
        }


@dataclass(frozen=True)
class Tries:
    """How many there were, how many of them did it, and how many a rate takes."""

    n_hits: int
    n_tries: int
    least_count: int
    noun: str = "hand-offs"

    @property
    def is_enough(self) -> bool:
        """Whether there are enough for a rate."""
        return self.n_tries >= max(self.least_count, 1)

    @property
    def spoken(self) -> str:
        """The rate with its interval, or that there is not enough data."""
        return spoken_rate(self.n_hits, self.n_tries, self.least_count, self.noun)

    @property
    def ends(self) -> tuple[float, float]:
        """The interval of the rate."""
        low, high = wilson_bounds(np.array([self.n_hits]), np.array([self.n_tries]))
        return float(low[0]), float(high[0])


def share(
    id: str,
    of: str,
    what: str,
    tries: Tries,
    expected: float | None = None,
    more: str = "",
    caveats: tuple[str, ...] = (),
) -> Fact:
    """The fact that a share says; below the least count there is no figure.

    Parameters
    ----------
    of : str
        What is looked at, to begin the sentence with: ``Of the hand-offs in May 2026``.
    more : str
        Further sentences.
    """
    agreed = "" if expected is None else f"; {percent(expected)} was agreed"
    said = f"{of}, {what}: {tries.spoken}{agreed}. {more}".strip()
    if not tries.is_enough:
        return Fact(id, said, what, expected=expected, caveats=caveats)
    measured = tries.n_hits / tries.n_tries
    return Fact(id, said, what, measured, *tries.ends, expected=expected, caveats=caveats)


def silent(id: str, question: str, needs: str, expected: float | None = None) -> Fact:
    """The fact that this history cannot say it, and what it lacks for that."""
    said = unanswered(id, question, needs).sentence
    return Fact(id, said, expected=expected, is_answer=False)


def shortfall(fact: pd.Series, pause: str = "") -> str:
    """A row that falls short, in words: `55% touched within 4 hours where 90% was agreed`.

    Parameters
    ----------
    pause : str
        What stands before "where".
    """
    if pd.isna(fact["measured"]):
        return f"not {fact['what']}"
    agreed = f"where {percent(fact['expected'])} was agreed"
    return f"{percent(fact['measured'])} {fact['what']}{pause} {agreed}"


def waiting(n_young: int) -> str:
    """How many are too young for a share, as a sentence; empty for none."""
    verb = "is too young for that and waits" if n_young == 1 else "are too young for that and wait"
    return f"{n_young:,} {verb}." if n_young else ""
