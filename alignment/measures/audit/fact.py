"""What a history or an agreement says to one question of the audit."""

from dataclasses import dataclass

import numpy as np

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
        What the share is of, to follow it in words: ``15.2% touched within 4 hours``.
    measured, low, high : float or None
        A share from 0 to 1 with its 95 % interval; None: not enough data, or no figure.
    expected : float or None
        What was agreed; None: nothing was.
    at_best : float or None
        The upper end of the interval on a clock that flatters; it too must lie below what was
        agreed before a share falls short.
    is_there : bool or None
        Of what an agreement has or lacks; None for what is measured.
    caveats : tuple of str
    """

    id: str
    said: str
    what: str = ""
    measured: float | None = None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    at_best: float | None = None
    is_there: bool | None = None
    caveats: tuple[str, ...] = ()

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
        if max(self.high, self.at_best or 0.0) < self.expected:
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
        }


def share(
    id: str,
    of: str,
    what: str,
    n_hits: int,
    n_tries: int,
    least_count: int,
    noun: str = "hand-offs",
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
        A further sentence.
    """
    said = f"{of}, {what}: {spoken_rate(n_hits, n_tries, least_count, noun)}"
    said += "." if expected is None else f"; {percent(expected)} was agreed."
    said = f"{said} {more}".strip()
    if n_tries < max(least_count, 1):
        return Fact(id, said, what, expected=expected, caveats=caveats)
    low, high = wilson_bounds(np.array([n_hits]), np.array([n_tries]))
    ends = float(low[0]), float(high[0])
    return Fact(id, said, what, n_hits / n_tries, *ends, expected=expected, caveats=caveats)


def silent(id: str, question: str, needs: str, expected: float | None = None) -> Fact:
    """The fact that this history cannot say it, and what it lacks for that."""
    return Fact(id, f"This history cannot say {question}: it lacks {needs}.", expected=expected)


def waiting(n_young: int) -> str:
    """How many are too young for a share, as a sentence; empty for none."""
    verb = "is too young for that and waits" if n_young == 1 else "are too young for that and wait"
    return f"{n_young:,} {verb}." if n_young else ""
