"""Shares of leads that are looked at again and again, their lift and differences, by eye."""

import numpy as np
import pytest

from alignment.measures.score_check.calibration import band_edges
from alignment.measures.score_check.retune import _silent_since
from alignment.measures.score_check.shares import (
    Interval,
    Shares,
    family_z,
    lift,
    minus,
)
from tests.test_measures_score_check import VISITS


def shares(n: list[int], hits: list[int]) -> Interval:
    return Shares(np.array(n), np.array(hits), np.ones(len(n))).rates()


def test_a_lead_that_stands_four_times_in_a_group_tells_as_much_as_one() -> None:
    lead = np.repeat(np.arange(50), 4)
    four = Shares.of(np.zeros(200, dtype=int), 1, lead, lead < 10)
    once = Shares.of(np.zeros(50, dtype=int), 1, np.arange(50), np.arange(50) < 10)
    assert (four.n[0], four.n_hits[0], four.effect[0]) == (200, 40, pytest.approx(4))
    assert once.effect[0] == pytest.approx(1)
    assert four.rates().at(0) == pytest.approx(once.rates().at(0))


def test_where_nobody_hit_the_cases_of_one_lead_go_together_as_well() -> None:
    found = Shares.of(np.zeros(6, dtype=int), 2, np.array([0, 0, 0, 1, 1, 1]), np.zeros(6, bool))
    assert found.effect.tolist() == [3, 1]
    assert np.isnan(found.rates().value[1])


def test_the_lift_is_the_rate_above_against_that_of_all() -> None:
    found = lift(shares([200], [30]), shares([1800], [60]), np.array([0.1]))
    value, low, high = found.at(0)
    assert value == pytest.approx(0.15 / 0.045)
    # Katz's interval of the ratio, as a lift: 2.49 to 4.30
    assert (low, high) == (pytest.approx(2.49, abs=0.02), pytest.approx(4.30, abs=0.03))


def test_a_lift_without_hits_on_one_side_keeps_an_end_and_without_any_is_missing() -> None:
    found = lift(
        shares([50, 50, 50], [0, 5, 0]), shares([500, 500, 500], [5, 0, 0]), np.full(3, 1 / 11)
    )
    assert (found.value[0], found.low[0]) == (0, 0)
    assert 0 < found.high[0] < 11
    assert (found.value[1], found.high[1]) == (pytest.approx(11), pytest.approx(11))
    assert 1 < found.low[1] < 11
    assert np.isnan([each[2] for each in found]).all()


def test_the_difference_of_two_shares_is_newcombes() -> None:
    # his example: 56 of 70 against 48 of 80
    found = minus(shares([70], [56]), shares([80], [48]))
    assert found.at(0) == (
        pytest.approx(0.2),
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )


def test_intervals_that_hold_together_are_wider() -> None:
    assert family_z(1) == pytest.approx(1.96, abs=0.001)
    assert family_z(50) == pytest.approx(3.29, abs=0.001)


def test_bands_begin_at_whole_points_and_never_hold_nobody() -> None:
    found = np.repeat([0.0, 1.0, 2.0, 5.0, 12.0, 20.0], 40)
    assert band_edges(found, VISITS, 20) == [1, 2, 3, 10, 20]
    assert band_edges(np.array([]), VISITS, 20) == []
    assert band_edges(np.full(90, 4.0), VISITS, 20) == [10]


@pytest.mark.parametrize(
    ("times", "since"),
    [
        ([9, 9, 0, 9, 9, 0, 0], 5),  # two windows of silence, never more than one before
        ([9, 0, 0, 9, 9, 0, 0], 0),  # it was as silent before
        ([1, 1, 1, 1, 1, 0, 0], 0),  # so seldom that chance may be silent for two
        ([9, 9, 9, 9, 9, 9, 9], 0),
    ],
)
def test_an_activity_has_stopped_when_it_is_silent_longer_than_ever(
    times: list, since: int
) -> None:
    assert _silent_since(np.array(times)) == since
