"""What a history's moments teach: log-odds a line, with intervals, and points within limits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement.rule import joined, number
from alignment.finding import Finding
from alignment.measures.rates import counted
from alignment.measures.suggest.candidates import Candidate
from alignment.measures.suggest.logistic import T_95, errors, free
from alignment.measures.suggest.patterns import Numbers, Patterns
from alignment.measures.suggest.rounding import Scaled, scaled

RARE = 10
"""Moments that have a line, below which it teaches nothing."""


@dataclass(frozen=True, eq=False)
class Learned:
    """What the earlier moments teach.

    Parameters
    ----------
    lines : sequence of Candidate
        All that were looked at.
    log_odds, error : array, one entry a line
        Freely fitted, whatever the limits; NaN for a line that is too rare.
    n : array
        Moments that have the line.
    is_kept : array of bool
        Lines that the suggestion may use: locked ones, agreed ones that are not too rare, and new
        ones whose interval leaves out nothing (0).
    scaled : Scaled
        Points of the kept lines, within their limits.
    """

    lines: Sequence[Candidate]
    log_odds: Numbers
    error: Numbers
    n: NDArray[np.int64]
    is_kept: NDArray[np.bool_]
    scaled: Scaled

    @property
    def kept(self) -> list[Candidate]:
        """The lines that the suggestion may use."""
        return [line for line, is_kept in zip(self.lines, self.is_kept, strict=True) if is_kept]

    def finding(self, points: Sequence[float], caveats: tuple[str, ...]) -> Finding:
        """One row a line, with the points that were suggested for the kept ones.

        Returns
        -------
        Finding
            name, line (in words), agreed (points; missing: a new line), points (0: left out),
            points_low, points_high, log_odds, log_odds_low, log_odds_high (of one more, 95 %),
            n (moments that have it), is_locked, said (why it has none, or that it is locked).
        """
        wide = T_95 * self.error
        ends = {"": self.log_odds, "_low": self.log_odds - wide, "_high": self.log_odds + wide}
        table = pd.DataFrame({"name": pd.array([line.name for line in self.lines], dtype="str")})
        table["line"] = pd.array([line.words for line in self.lines], dtype="str")
        table["agreed"] = [np.nan if line.agreed is None else line.agreed for line in self.lines]
        table["points"] = 0.0
        table.loc[self.is_kept, "points"] = list(points)
        for end in ("_low", "_high"):
            table[f"points{end}"] = ends[end] * self.scaled.scale
        for end, values in ends.items():
            table[f"log_odds{end}"] = values
        table["n"] = self.n
        table["is_locked"] = [line.is_locked for line in self.lines]
        table["said"] = pd.array(self._said(table["points"]), dtype="str")
        return Finding(table, self._sentence(table), caveats, "suggested_points")

    def _said(self, points: pd.Series) -> list[str]:
        said = []
        for line, is_kept, n, worth in zip(self.lines, self.is_kept, self.n, points, strict=True):
            if line.is_locked:
                said.append("locked")
            elif not is_kept and n < RARE:
                said.append(f"too rare to learn from ({counted(int(n), 'time')})")
            elif not is_kept:
                said.append("new, and cannot be told from nothing")
            elif worth and worth in (line.lowest, line.highest):
                said.append("at the limit")
            else:
                said.append("" if worth else "rounds to nothing")
        return said

    def _sentence(self, table: pd.DataFrame) -> str:
        held = table[table["points"] != 0].sort_values("points", ascending=False, kind="stable")
        said = [f"{number(row.points)} for {row.line}" for row in held.itertuples(index=False)]
        unsure = held[(held["points_low"] <= 0) & (held["points_high"] >= 0) & ~held["is_locked"]]
        start = f"Points that the history suggests: {joined(said, 'and')}."
        if unsure.empty:
            return start
        names = joined(list(unsure["line"]), "and")
        return f"{start} These moments alone could not tell {names} from nothing."


def learn(held: Patterns, lines: Sequence[Candidate], largest: float) -> Learned | None:
    """What some patterns teach; None where no line within its limits tells anything."""
    is_locked = np.array([line.is_locked for line in lines], dtype=bool)
    is_agreed = np.array([line.agreed is not None for line in lines], dtype=bool)
    n = held.n_with
    is_seen = n >= RARE
    log_odds, error = np.full(len(lines), np.nan), np.full(len(lines), np.nan)
    seen = held.of_lines(is_seen)
    fitted = free(seen)
    log_odds[is_seen], error[is_seen] = fitted.log_odds, errors(seen, fitted)
    is_telling = np.abs(np.nan_to_num(log_odds)) > T_95 * np.nan_to_num(error)
    is_kept = is_locked | (is_seen & (is_agreed | is_telling))
    if not is_kept.any():
        return None
    kept = [line for line, is_used in zip(lines, is_kept, strict=True) if is_used]
    made = scaled(held.of_lines(is_kept), kept, largest)
    return None if made is None else Learned(lines, log_odds, error, n, is_kept, made)
