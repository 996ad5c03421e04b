"""From log-odds to whole points: how many points one unit of log-odds is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar

from alignment.agreement import Score
from alignment.measures.replay import Replay
from alignment.measures.suggest.candidates import Candidate, scored
from alignment.measures.suggest.logistic import Fitted, per_point, within
from alignment.measures.suggest.patterns import Numbers, Patterns

NOTHING = 1e-6
"""Log-odds that are none."""
_WIDEST = 3.0
"""How far, in ln, the scale that suits locked points is looked for."""


@dataclass(frozen=True, eq=False)
class Scaled:
    """Log-odds in points, before rounding.

    Parameters
    ----------
    fitted : Fitted
    scale : float
        Points that one unit of log-odds is worth.
    """

    fitted: Fitted
    scale: float

    @property
    def points(self) -> Numbers:
        """Points a line, not yet whole."""
        return self.fitted.log_odds * self.scale

    def rounded(self, lines: Sequence[Candidate], to: float = 1.0) -> list[float]:
        """Whole multiples of `to`, never beyond a line's limits; locked lines keep theirs."""
        return [
            float(line.agreed or 0)
            if line.is_locked
            else float(np.round(np.clip(worth, line.lowest, line.highest) / to) * to) + 0.0
            for line, worth in zip(lines, self.points, strict=True)
        ]


def scaled(held: Patterns, lines: Sequence[Candidate], largest: float) -> Scaled | None:
    """The most likely points within every line's limits, and their scale.

    Without locked lines the scale makes the largest points `largest`: the largest above zero, since
    a line that bars leads would else leave no room for the others; it then gets -`largest`. With
    locked lines history decides how much log-odds a point is worth: the likeliest scale is taken.

    The agreed points, at what they were worth to these moments, are thought likely before looking;
    0 is for new lines.

    Returns
    -------
    Scaled or None
        None where no line within its limits tells anything.
    """
    held = held.merged()
    lowest = np.array([line.lowest for line in lines])
    highest = np.array([line.highest for line in lines])
    usual = _usual(held, lines)

    def at(scale: float) -> Fitted:
        return within(held, lowest / scale, highest / scale, usual)

    is_locked = np.array([line.is_locked for line in lines])
    # only signs are held here: how far points may go in log-odds follows from the scale
    least = np.where((lowest >= 0) & ~is_locked, 0.0, -np.inf)
    greatest = np.where((highest <= 0) & ~is_locked, 0.0, np.inf)
    shut = within(held, least, greatest, usual)
    ours = shut.log_odds[~is_locked]
    most = ours.max(initial=0.0) if (ours > NOTHING).any() else np.abs(ours).max(initial=0.0)
    if not is_locked.any():
        if most <= NOTHING:
            return None
        scale = largest / most
        is_inside = (shut.log_odds * scale >= lowest) & (shut.log_odds * scale <= highest + NOTHING)
        return Scaled(shut if is_inside.all() else at(scale), scale)
    middle = np.log(largest / max(most, 0.1))
    found = minimize_scalar(
        lambda power: at(float(np.exp(power))).loss(held),
        bounds=(middle - _WIDEST, middle + _WIDEST),
        method="bounded",
        options={"xatol": 0.02},
    )
    scale = float(np.exp(found.x))
    return Scaled(at(scale), scale)


def _usual(held: Patterns, lines: Sequence[Candidate]) -> Numbers:
    """The agreed points as log-odds, by what a point of their sum was worth; 0 for new lines."""
    agreed = np.array([line.agreed or 0.0 for line in lines])
    return agreed * max(float(per_point(held.added(agreed)).log_odds[0]), 0.0)


def rounding_cost(
    earlier: Patterns, later: Patterns, exact: Numbers, rounded: Sequence[float]
) -> tuple[float, float]:
    """Log loss a later moment of the exact points and of the rounded ones.

    Each sum of points is first given the log-odds that it had in the earlier moments.
    """
    before, after = (
        per_point(earlier.added(points)).loss(later.added(points))
        for points in (exact, np.array(rounded))
    )
    return before, after


def at_volume(
    replay: Replay,
    score: Score,
    lines: Sequence[Candidate],
    points: Sequence[float],
    until: pd.Timestamp,
) -> Score | None:
    """A score of these points that hands over as many a week as `score` did until then.

    `return_below` keeps its ratio to `hand_off_at`. None where no points are left.
    """
    wanted = replay.crossed(score, until=until).at_chosen()["per_week"].iloc[0]
    made = scored(score, lines, points)
    if not made.engagement and not made.fit:
        return None
    return with_volume(replay, made, wanted, until)


def with_volume(replay: Replay, score: Score, per_week: float, until: pd.Timestamp) -> Score | None:
    """A score with the threshold that came nearest to so many hand-offs a week."""
    table = replay.crossed(score, until=until).table()
    table = table[table["threshold"] > 0]
    if table.empty or not table["n_handed_off"].any():
        return None
    # of thresholds between which no lead lies, the highest
    nearest = (table["per_week"] - per_week).abs()[::-1].idxmin()
    at = float(table["threshold"][nearest])
    below = np.floor(at * score.return_below / score.hand_off_at)
    return score.model_copy(update={"hand_off_at": at, "return_below": float(min(below, at - 1))})
