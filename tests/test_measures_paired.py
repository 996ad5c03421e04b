"""The difference of two rates whose cases overlap."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays

from alignment.measures.paired import Difference, difference


def pairs(both_hit: int, first_only: int, second_only: int, neither: int) -> list[np.ndarray]:
    """Cases that all stand in both rates, by which of the two they hit."""
    n = both_hit + first_only + second_only + neither
    every = np.ones(n, dtype=bool)
    place = np.arange(n)
    one = place < both_hit + first_only
    two = (place < both_hit) | (
        (place >= both_hit + first_only) & (place < both_hit + first_only + second_only)
    )
    return [every, one, every, two]


def apart(hits: tuple[int, int], tries: tuple[int, int]) -> list[np.ndarray]:
    """Two rates that share no case."""
    n = sum(tries)
    one = np.arange(n) < tries[0]
    first, second = np.arange(n) < hits[0], np.arange(n) >= n - hits[1]
    return [one, first & one, ~one, second & ~one]


def test_the_published_example_of_paired_rates_comes_out() -> None:
    # R. Newcombe (1998): 48 of 50 against 38 of 50, of the same fifty
    found = difference(*pairs(36, 12, 2, 0))
    assert found.difference == pytest.approx(0.2)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0569, 0.3404)


def test_the_published_example_of_rates_that_share_no_case_comes_out() -> None:
    # the same author's interval for independent rates: 56 of 70 against 48 of 80
    found = difference(*apart((56, 48), (70, 80)))
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


def test_the_same_cases_with_the_same_fates_differ_by_exactly_nothing() -> None:
    assert difference(*pairs(3, 0, 0, 4)) == Difference(0, 0, 0)


def test_cases_shared_with_the_same_fate_make_the_interval_narrower() -> None:
    shared, alone = difference(*pairs(30, 10, 0, 60)), difference(*apart((40, 30), (100, 100)))
    assert shared.difference == pytest.approx(alone.difference)
    assert alone.low < 0 < shared.low
    assert shared.high < alone.high
    assert (shared.is_clear, alone.is_clear) == (True, False)


def test_without_a_case_there_is_no_difference() -> None:
    none = np.zeros(3, dtype=bool)
    assert all(math.isnan(value) for value in difference(none, none, ~none, ~none))


flags = arrays(bool, 12)


@given(flags, flags, flags, flags)
def test_the_difference_lies_in_its_interval_and_turns_with_its_sides(
    one: np.ndarray, one_hits: np.ndarray, two: np.ndarray, two_hits: np.ndarray
) -> None:
    there = difference(one, one_hits, two, two_hits)
    back = difference(two, two_hits, one, one_hits)
    if math.isnan(there.difference):
        assert not one.any() or not two.any()
        return
    assert -1 - 1e-9 <= there.low <= there.difference <= there.high <= 1 + 1e-9
    assert (-back.high, -back.low) == pytest.approx((there.low, there.high))


@pytest.mark.parametrize("rates", [(0.3, 0.2), (0.1, 0.1), (0.05, 0.02)])
def test_the_interval_holds_the_true_difference_as_often_as_it_says(
    rates: tuple[float, float],
) -> None:
    random, n, n_rounds = np.random.default_rng(4), 240, 400
    place = np.arange(n)
    one, two = place < 160, place >= 60  # a hundred cases stand in both
    held = 0
    for _ in range(n_rounds):
        luck = random.random(n)  # of one case, the same for both rates
        found = difference(one, luck < rates[0], two, luck < rates[1])
        held += found.low <= rates[0] - rates[1] <= found.high
    assert 0.92 <= held / n_rounds <= 0.985
