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


def test_the_published_example_of_paired_rates_comes_out_to_the_third_decimal() -> None:
    # R. Newcombe (1998): 48 of 50 against 38 of 50, of the same fifty
    found = difference(*pairs(36, 12, 2, 0))
    assert found.difference == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0569, 0.3404), abs=0.0005)


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


@pytest.mark.parametrize(
    ("n", "rates"),
    [  # cases in both, in the first alone, in the second alone; the rate of each
        ((100, 60, 80), (0.3, 0.2, 0.1)),
        ((100, 60, 80), (0.05, 0.05, 0.02)),
        ((30, 170, 0), (0.01, 0.01, 0)),  # one rule within the other
        ((250, 250, 0), (0.05, 0.02, 0)),
        ((60, 0, 240), (0.05, 0, 0.02)),
        ((0, 120, 90), (0, 0.2, 0.1)),
    ],
)
@pytest.mark.parametrize("n_anew", [0.0, 0.3])
def test_the_interval_holds_the_true_difference_as_often_as_it_says(
    n: tuple[int, int, int], rates: tuple[float, float, float], n_anew: float
) -> None:
    random, n_rounds = np.random.default_rng(4), 300
    n_both, n_first, _ = n
    place = np.arange(sum(n))
    one, two = place < n_both + n_first, (place < n_both) | (place >= n_both + n_first)
    rate = np.repeat(rates, n)
    true = rate[one].mean() - rate[two].mean()
    held = 0
    for _ in range(n_rounds):
        hits, others = random.random((2, sum(n))) < rate
        is_anew = random.random(sum(n)) < n_anew  # of a case in both, judged at another instant
        found = difference(one, hits, two, np.where(is_anew, others, hits))
        held += found.low <= true <= found.high
    assert held / n_rounds >= 0.93
