"""Draws of a mean of skewed values: how often they hold the truth, and what they keep."""

import numpy as np
import pytest

from alignment.measures.bootstrap import drawn_means
from alignment.measures.skewness import spread_by_skewness

RNG = np.random.default_rng


def drawn(values: np.ndarray, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """By the bootstrap alone, and spread by skewness."""
    plain = drawn_means(values[:, None], RNG(seed), 2_000)[:, 0]
    mean = float(values.mean())
    return plain, spread_by_skewness(plain, mean, values - mean, values.min(), RNG(seed))


@pytest.mark.parametrize(
    ("draw", "truth"),
    [
        (lambda rng: rng.lognormal(0, 1.2, 25), np.exp(1.2**2 / 2)),
        (lambda rng: rng.gamma(1, 1, 25), 1),
        (lambda rng: rng.normal(5, 1, 25), 5),
    ],
)
def test_the_truth_lies_within_about_as_often_as_it_says(draw: object, truth: float) -> None:
    rng, n_worlds = RNG(2), 300
    hits = np.zeros(2)
    for world in range(n_worlds):
        for place, draws in enumerate(drawn(draw(rng), world)):  # type: ignore[operator]
            low, high = np.quantile(draws, [0.025, 0.975])
            hits[place] += low <= truth <= high
    plain, spread = hits / n_worlds
    assert 0.91 <= spread <= 0.99
    assert spread >= plain


def test_a_long_tail_above_makes_room_above() -> None:
    plain, spread = drawn(np.array([1.0] * 20 + [5, 20]))
    assert np.quantile(spread, 0.975) > np.quantile(plain, 0.975)
    assert spread.min() >= 1


def test_a_tail_below_makes_room_below() -> None:
    plain, spread = drawn(np.array([20.0] * 20 + [15, 0]))
    assert np.quantile(spread, 0.025) < np.quantile(plain, 0.025)


def test_values_without_skewness_get_student_s_interval() -> None:
    values = np.array([1.0, 2, 3, 4, 5, 6, 7])
    _, spread = drawn(values)
    half = 2.447 * values.std(ddof=1) / np.sqrt(7)  # of six degrees of freedom
    assert np.quantile(spread, 0.975) - 4 == pytest.approx(half, rel=0.1)


def test_the_order_of_the_draws_is_kept() -> None:
    plain, spread = drawn(RNG(3).lognormal(0, 1, 30))
    assert (np.argsort(plain) == np.argsort(spread)).all()


@pytest.mark.parametrize("values", [[7.0], [1.0, 9.0], [4.0, 4.0, 4.0, 4.0]])
def test_where_there_is_no_skewness_to_tell_the_draws_stay(values: list[float]) -> None:
    plain, spread = drawn(np.array(values))
    assert (plain == spread).all()
