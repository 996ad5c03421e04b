"""Draws of a mean: where they lie, how wide they spread, and that equal rows may be packed."""

import numpy as np
import pytest

from alignment.measures.bootstrap import drawn_means, middle, sum_bounds

RNG = np.random.default_rng


def test_draws_lie_around_the_mean_as_wide_as_the_law_says() -> None:
    values = np.array([1.0, 2, 3, 10])[:, None]
    drawn = drawn_means(values, RNG(1), 40_000)[:, 0]
    # a Dirichlet's mean: that of the values; its variance: theirs ÷ (n + 1)
    assert drawn.mean() == pytest.approx(values.mean(), rel=0.01)
    assert drawn.var() == pytest.approx(values.var() / 5, rel=0.03)


def test_equal_values_share_a_weight_and_spread_as_they_would_alone() -> None:
    values = np.array([0.0] * 30 + [1.0] * 10)[:, None]
    drawn = drawn_means(values, RNG(2), 40_000)[:, 0]
    assert drawn.mean() == pytest.approx(0.25, rel=0.01)
    assert drawn.var() == pytest.approx(0.25 * 0.75 / 41, rel=0.03)


def test_columns_are_drawn_together() -> None:
    values = np.random.default_rng(3).normal(size=(50, 1))
    one, two = drawn_means(np.hstack([values, 2 * values + 1]), RNG(4), 200).T
    assert two == pytest.approx(2 * one + 1)


def test_one_value_is_certain() -> None:
    assert middle(drawn_means(np.full((5, 1), 7.0), RNG(5), 100)[:, 0]) == pytest.approx((7, 7, 7))


def test_more_kinds_than_a_block_are_all_counted() -> None:
    values = np.arange(4_500.0)[:, None]
    drawn = drawn_means(values, RNG(6), 200)[:, 0]
    assert drawn.mean() == pytest.approx(values.mean(), rel=0.01)
    assert drawn.std() == pytest.approx(values.std() / np.sqrt(4_501), rel=0.2)


@pytest.mark.parametrize("n_won", [4, 12, 60])
def test_the_ends_of_a_sum_are_those_of_its_draws(n_won: int) -> None:
    amounts = np.random.default_rng(7).lognormal(9, 0.7, n_won)
    values = np.concatenate([np.zeros(200 - n_won), amounts])[:, None]
    _, low, high = middle(200 * drawn_means(values, RNG(8), 20_000)[:, 0])
    found = sum_bounds(np.array([200.0]), *((values**power).sum(0) for power in (1, 2, 3)))
    assert np.concatenate(found) == pytest.approx([low, high], rel=0.05)


def test_a_sum_of_equal_values_is_certain_and_one_of_nothing_is_missing() -> None:
    n = np.array([5.0, 0.0])
    low, high = sum_bounds(n, 0.1 * n, 0.01 * n, 0.001 * n)
    assert (low[0], high[0]) == pytest.approx((0.5, 0.5))
    assert np.isnan([low[1], high[1]]).all()
