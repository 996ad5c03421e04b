"""Replaying a score over the raw history: what one pass over every activity costs."""

from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve

from alignment.agreement import Score
from alignment.measures.replay import Replay
from alignment.measures.replay.crossings import CONVERTED, MISSED, crossings
from alignment.measures.replay.thresholds import Crossed
from alignment.tuning import Tuning
from benchmarks.ratio import Ratio, medians

THRESHOLDS = range(1, 151)
N_ROUNDS = 15


def uncapped(score: Score) -> Score:
    """The same score where every activity counts."""
    lines = {
        name: line.model_copy(update={"at_most": None}) for name, line in score.engagement.items()
    }
    return score.model_copy(update={"engagement": lines})


def measured(tuning: Tuning, words: str) -> list[Ratio]:
    """The kernel without and with caps, and the figures of all thresholds."""
    replay, score = tuning.replay, tuning.score
    return [
        kernel(replay, uncapped(score), f"a score replayed on {words}, without caps", 8),
        kernel(replay, score, f"a score replayed on {words}, with caps", 15),
        *curves(replay, score, words),
    ]


def kernel(replay: Replay, score: Score, what: str, goal: float) -> Ratio:
    """The compiled pass as `Replay.crossed` calls it, against numpy's sums of its arrays."""
    with patch("alignment.measures.replay.replay.crossings", wraps=crossings) as passed:
        crossed(replay, score)
    args, given = passed.call_args
    arrays = [array for array in (*args, *given.values()) if isinstance(array, np.ndarray)]
    ours, read = medians(
        lambda: crossings(*args, **given),
        lambda: [array.sum() for array in arrays],
        n_rounds=N_ROUNDS,
    )
    return Ratio(what, "one sum of its arrays", ours, read, goal)


def crossed(replay: Replay, score: Score) -> Crossed:
    """One pass over 24 months and all thresholds."""
    return replay.crossed(score, THRESHOLDS, by="month")


def curves(replay: Replay, score: Score, words: str) -> list[Ratio]:
    """Every threshold's figures, out of the counts and out of the raw activities."""
    found = crossed(replay, score)
    peaks, converted = highest(found)
    theirs = "precision_recall_curve on each lead's highest score"
    table, whole, sklearn = medians(
        found.arrays,
        lambda: crossed(replay, score).table(),
        lambda: precision_recall_curve(converted, peaks),
        n_rounds=N_ROUNDS,
    )
    return [
        Ratio(
            f"figures of all thresholds, from the counts, {words}", theirs, table, sklearn, 1 / 20
        ),
        Ratio(f"the same, from the raw activities, {words}", theirs, whole, sklearn),
    ]


def highest(found: Crossed) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The highest score of each lead old enough to judge, and whether it converted."""
    n_leads = found.peaks[:, [MISSED, CONVERTED]].ravel()
    peaks = np.repeat(np.repeat(found.thresholds, 2), n_leads)
    converted = np.repeat(np.tile([False, True], len(found.thresholds)), n_leads)
    mixed = np.random.default_rng(1).permutation(len(peaks))  # sorted ones would be a gift
    return peaks[mixed], converted[mixed]


def growth(small: Tuning, large: Tuning, words: str) -> Ratio:
    """One pass at two sizes; 12 for ten times the activities."""
    at_large, at_small = medians(
        lambda: crossed(large.replay, large.score),
        lambda: crossed(small.replay, small.score),
        n_rounds=N_ROUNDS,
    )
    return Ratio(f"a pass over all thresholds, {words}", "the tenth of it", at_large, at_small, 12)


def reading(small: Path, large: Path, words: str) -> Ratio:
    """A history made ready to replay any score, at two sizes."""
    at_large, at_small = medians(
        lambda: Tuning.open(str(large)), lambda: Tuning.open(str(small)), n_rounds=3
    )
    return Ratio(f"reading {words} for replays", "the tenth of it", at_large, at_small, 12)
