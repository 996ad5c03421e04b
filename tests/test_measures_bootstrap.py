"""Draws of a mean: where they lie, how wide they spread, and that equal rows may be packed."""

import numpy as np
import pytest

from alignment.measures.bootstrap import drawn_means, middle

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
