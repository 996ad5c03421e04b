"""How well scores sort the leads that Sales really had: of later hand-offs, who converted?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Score
from alignment.measures.rates import wilson
from alignment.measures.replay import Replay
from alignment.measures.replay.points import Whole
from alignment.measures.suggest.levels import levels
from alignment.measures.suggest.logistic import T_95, Fitted, jackknife_error, per_point
from alignment.measures.suggest.moments import FOLDS, Moments
from alignment.measures.suggest.patterns import Numbers, Patterns

FEWEST_FOLDS = FOLDS // 2
"""Groups of leads below which leaving each out in turn says nothing of chance."""


@dataclass(frozen=True, eq=False)
class Judged:
    """Moments and the points that some scores gave them.

    Parameters
    ----------
    is_converted, fold : array
        One entry a moment.
    n_taken : int
        How many of them every score may take: its highest.
    points : mapping of str to array
        By score.
    """

    is_converted: Numbers
    fold: Whole
    n_taken: int
    points: Mapping[str, Numbers]

    @classmethod
    def of(
        cls,
        replay: Replay,
        moments: Moments,
        later: NDArray[np.bool_],
        scores: Mapping[str, Score],
        by: str,
    ) -> "Judged":
        """The moments of `later`; as many are taken as the score `by` puts at its threshold.

        A third of them, where that score takes fewer than the least count, or all.
        """
        lead, at = moments.lead[later], moments.at[later]
        points = {name: levels(replay, score, lead, at) for name, score in scores.items()}
        n_taken = int((points[by] >= scores[by].hand_off_at).sum())
        if not max(replay.least_count, 1) <= n_taken < len(lead):
            n_taken = -(-len(lead) // 3)
        return cls(moments.is_converted[later].astype(float), moments.fold[later], n_taken, points)

    def table(self, against: str) -> pd.DataFrame:
        """One row a score.

        Returns
        -------
        DataFrame
            score, n_judged, n_taken (its highest; those that tie for the last places count in
            part), n_converted of them, rate, rate_low, rate_high (Wilson, 95 %), found (of all
            that converted, the share taken), sorted (the chance that of two, one of which
            converted, that one has more points; ½ is a coin), and how far the score `against` is
            ahead of this one: ahead_rate and ahead_sorted with _low and _high, over groups of
            leads left out in turn (95 %, Student's t; missing: too few groups).
        """
        rows = []
        for name, points in self.points.items():
            hits = _taken(points, self.is_converted, self.n_taken)
            low, high = wilson(pd.Series([hits]), pd.Series([self.n_taken]))
            row = {
                "score": name,
                "n_judged": len(points),
                "n_taken": self.n_taken,
                "n_converted": hits,
                "rate": hits / self.n_taken,
                "rate_low": low[0],
                "rate_high": high[0],
                "found": hits / self.is_converted.sum(),
                "sorted": _sorted_share(points, self.is_converted),
            }
            rows.append(row | self._ahead(against, name))
        return pd.DataFrame(rows)

    def _ahead(self, one: str, other: str) -> dict[str, float]:
        whole = self._difference(one, other, np.ones(len(self.fold), dtype=bool))
        kept = without_each(self.fold)
        error = jackknife_error(np.array([self._difference(one, other, k) for k in kept]))
        error = error if len(kept) >= FEWEST_FOLDS else np.full(2, np.nan)
        found = {}
        for what, value, wide in zip(("rate", "sorted"), whole, T_95 * error, strict=True):
            is_other = one != other
            found[f"ahead_{what}"] = value if is_other else np.nan
            found[f"ahead_{what}_low"] = value - wide if is_other else np.nan
            found[f"ahead_{what}_high"] = value + wide if is_other else np.nan
        return found

    def _difference(self, one: str, other: str, kept: NDArray[np.bool_]) -> Numbers:
        converted = self.is_converted[kept]
        n_taken = max(1, round(self.n_taken * kept.mean()))
        figures = [
            (_taken(points, converted, n_taken) / n_taken, _sorted_share(points, converted))
            for points in (self.points[one][kept], self.points[other][kept])
        ]
        return np.subtract(figures[0], figures[1])


def without_each(fold: Whole) -> list[NDArray[np.bool_]]:
    """Which entries are left without each group of leads that has any; all, of one group."""
    groups = np.unique(fold)
    return [fold != one for one in groups] if len(groups) > 1 else [np.ones(len(fold), dtype=bool)]


def calibrated(points: Numbers, is_converted: Numbers) -> Fitted:
    """The log-odds of one point of a score, on moments whose outcome is known."""
    x, place = np.unique(points, return_inverse=True)
    n = np.bincount(place, minlength=len(x)).astype(float)
    hits = np.bincount(place, weights=is_converted, minlength=len(x)).astype(float)
    return per_point(Patterns(x[:, None], n, hits, np.zeros(len(x), dtype=np.int64)))


def losses(points: Numbers, is_converted: Numbers, by: Fitted) -> Numbers:
    """The log loss of each moment, in nats."""
    logit = by.intercept + points * by.log_odds[0]
    return np.logaddexp(0, logit) - is_converted * logit


def _taken(points: Numbers, is_converted: Numbers, n: int) -> float:
    """How many of the `n` highest converted; ties for the last places count in part."""
    last = np.partition(points, len(points) - n)[len(points) - n]
    above, level = points > last, points == last
    return float(is_converted[above].sum() + is_converted[level].mean() * (n - above.sum()))


def _sorted_share(points: Numbers, is_converted: Numbers) -> float:
    """The area under the ROC curve; ties count half. Mann and Whitney's U ÷ number of pairs."""
    n_hits = is_converted.sum()
    n_pairs = n_hits * (len(points) - n_hits)
    if not n_pairs:
        return float("nan")
    ranks = pd.Series(points).rank().to_numpy()[is_converted > 0].sum()
    return float((ranks - n_hits * (n_hits + 1) / 2) / n_pairs)
