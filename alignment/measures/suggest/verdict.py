"""Whether suggested points do better than agreed ones, out of time; and simpler ones as good."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Score
from alignment.finding import Finding
from alignment.measures.rates import counted, percent
from alignment.measures.replay import Replay
from alignment.measures.replay.points import Whole
from alignment.measures.suggest.candidates import points_of
from alignment.measures.suggest.judging import (
    FEWEST_FOLDS,
    Judged,
    calibrated,
    losses,
    without_each,
)
from alignment.measures.suggest.learning import Learned
from alignment.measures.suggest.levels import levels
from alignment.measures.suggest.logistic import T_95, jackknife_error
from alignment.measures.suggest.moments import Moments
from alignment.measures.suggest.patterns import Numbers, Patterns
from alignment.measures.suggest.rounding import at_volume, scaled, with_volume
from alignment.period import day_words

AGREED, SUGGESTED, DEFAULT = "agreed", "suggested", "default"
TIES = ["score", "n_lines", "largest", "log_loss", "log_loss_more", "more_low", "more_high"]


@dataclass(frozen=True, eq=False)
class Trial:
    """Moments before and after the day from which scores are judged.

    Parameters
    ----------
    replay : Replay
    moments : Moments
    split_at : Timestamp
        Learned from what was known then; judged on the moments from then on.
    noun : str
        What the moments are: ``hand-offs``, or ``moments of open leads``.
    """

    replay: Replay
    moments: Moments
    split_at: pd.Timestamp
    noun: str

    @property
    def earlier(self) -> NDArray[np.bool_]:
        """The moments that may be learned from."""
        return self.moments.known_by(self.split_at)

    @property
    def later(self) -> NDArray[np.bool_]:
        """The moments to be judged on."""
        return self.moments.since(self.split_at)

    def loss(self, score: Score) -> Numbers:
        """Log loss of each later moment, with log-odds a point as the earlier ones have them."""
        held, converted = self.moments, self.moments.is_converted.astype(float)
        points = levels(self.replay, score, held.lead, held.at)
        by = calibrated(points[self.earlier], converted[self.earlier])
        return losses(points[self.later], converted[self.later], by)

    def verdict(self, scores: Mapping[str, Score], cost: tuple[float, float]) -> Finding:
        """The scores beside each other, on moments that none has seen.

        Parameters
        ----------
        scores : mapping of str to Score
            `AGREED`, `SUGGESTED` and `DEFAULT`.
        cost : tuple of float
            Of the suggestion before and after rounding: see `rounding_cost`.

        Returns
        -------
        Finding
            The table of `Judged.table`, and of a replay on all leads from then on, every score at
            the threshold that handed over as many a week as the agreed one before: hand_off_at,
            per_week, precision, precision_low, precision_high, recall, and log_loss (a moment).
        """
        judged = Judged.of(self.replay, self.moments, self.later, scores, AGREED)
        table = judged.table(SUGGESTED).merge(self._replayed(scores), on="score")
        table["log_loss"] = [float(self.loss(scores[name]).mean()) for name in table["score"]]
        row = table.set_index("score")
        figures = {
            **{f"{name}_rate": float(row.at[name, "rate"]) for name in scores},
            **{f"{name}_sorted": float(row.at[name, "sorted"]) for name in scores},
            "ahead_of_agreed_rate": float(row.at[AGREED, "ahead_rate"]),
            "ahead_of_default_rate": float(row.at[DEFAULT, "ahead_rate"]),
            "log_loss_before_rounding": cost[0],
            "log_loss_after_rounding": cost[1],
        }
        return Finding(
            table, self._sentence(row), tuple(self._caveats(row, cost)), "verdict", figures
        )

    def ties(
        self, learned: Learned, held: Patterns, score: Score, suggested: Score, largest: float
    ) -> tuple[Finding, dict[str, Score]]:
        """Simpler scores that do as well on the later moments, as far as can be told.

        Tried: points in fives, half the range, and each line left out. As good means: the interval
        of the difference in log loss holds 0, or lies below.

        Returns
        -------
        Finding
            One row a score, fewest lines first: score (what is simpler), n_lines, largest
            (points), log_loss (a later moment), log_loss_more (than the suggestion's), more_low,
            more_high (95 %).
        dict of str to Score
            The same scores.
        """
        base = self.loss(suggested)
        fold, rows, found = self.moments.fold[self.later], [], {}
        for name, made in self._simpler(learned, held, score, largest):
            own = self.loss(made)
            more, wide = _mean_and_width(own - base, fold)
            if more - wide <= 0 and made != suggested:
                points = points_of(made)
                most = max(map(abs, points))
                rows.append((name, len(points), most, own.mean(), more, more - wide, more + wide))
                found[name] = made
        table = pd.DataFrame(rows, columns=TIES).sort_values(
            ["n_lines", "log_loss_more"], ignore_index=True
        )
        said = "; ".join(table["score"])
        sentence = (
            f"As good, as far as {counted(len(fold), 'moment')} can tell: {said}."
            if rows
            else "No simpler score does as well."
        )
        return Finding(table, sentence, name="near_ties"), found

    def _simpler(
        self, learned: Learned, held: Patterns, score: Score, largest: float
    ) -> Iterator[tuple[str, Score]]:
        lines, whole = learned.kept, learned.scaled
        half = type(whole)(whole.fitted, whole.scale / 2)
        tried = [("points in fives", lines, whole.rounded(lines, 5))]
        if not any(line.is_locked for line in lines):
            tried.append(("half the range", lines, half.rounded(lines)))
        for place, line in enumerate(lines):
            rest = [other for other in lines if other is not line]
            if line.is_locked or not rest or not whole.rounded(lines)[place]:
                continue
            without = scaled(held.of_lines(np.arange(len(lines)) != place), rest, largest)
            if without is not None:
                tried.append((f"without {line.words}", rest, without.rounded(rest)))
        for name, own, points in tried:
            made = at_volume(self.replay, score, own, points, self.split_at)
            if made is not None:
                yield name, made

    def _replayed(self, scores: Mapping[str, Score]) -> pd.DataFrame:
        wanted = self.replay.crossed(scores[AGREED], until=self.split_at).at_chosen()["per_week"][0]
        rows = []
        for name, score in scores.items():
            own = score
            if name == DEFAULT:
                own = with_volume(self.replay, score, wanted, self.split_at) or score
            row = self.replay.crossed(own, since=self.split_at).at_chosen()
            columns = ["per_week", "precision", "precision_low", "precision_high", "recall"]
            rows.append(row[columns].assign(score=name, hand_off_at=own.hand_off_at))
        return pd.concat(rows, ignore_index=True)

    def _sentence(self, row: pd.DataFrame) -> str:
        n, taken = (int(row[column].iloc[0]) for column in ("n_judged", "n_taken"))
        since = day_words(self.split_at, self.replay.zone)
        parts = [
            f"{n_hits:.0f} by the {name} points ({percent(rate)})"
            for name, n_hits, rate in row.loc[
                [SUGGESTED, AGREED, DEFAULT], ["n_converted", "rate"]
            ].itertuples(name=None)
        ]
        return (
            f"Of {n:,} {self.noun} since {since}, the {taken:,} with the most points: "
            f"{self.replay.outcome_words} {', '.join(parts)}. "
            f"{self._compared(row, AGREED)} {self._compared(row, DEFAULT)}"
        )

    def _compared(self, row: pd.DataFrame, other: str) -> str:
        ahead, low, high = (
            row.at[other, f"ahead_rate{end}"] * 100 for end in ("", "_low", "_high")
        )
        if np.isnan(low):
            return f"There are too few leads to hold it against the {other} points."
        said = f"{ahead:+.1f} of 100, 95% interval {low:+.1f} to {high:+.1f}"
        side = "does better than" if low > 0 else "does worse than" if high < 0 else ""
        return f"The suggestion {side or 'cannot be told apart from'} the {other} points ({said})."

    def _caveats(self, row: pd.DataFrame, cost: tuple[float, float]) -> Iterator[str]:
        yield (
            f"Rounding to whole points changes the log loss of a later moment from {cost[0]:.4f} "
            f"to {cost[1]:.4f}."
        )
        precision = [
            f"{name} {percent(row.at[name, 'precision'])}"
            for name in row.index
            if pd.notna(row.at[name, "precision"])
        ]
        if precision:
            yield (
                f"Replayed on all leads since then at the same weekly volume as before: "
                f"{', '.join(precision)} converted. That favours scores like the older policy: "
                "whom it did not hand over could hardly convert."
            )


def _mean_and_width(more: Numbers, fold: Whole) -> tuple[float, float]:
    kept = without_each(fold)
    if len(kept) < FEWEST_FOLDS:
        return float(more.mean()), math.inf
    error = jackknife_error(np.array([more[rest].mean() for rest in kept]))
    return float(more.mean()), float(T_95 * error)
