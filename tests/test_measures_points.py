"""Points as whole numbers: no sum is rounded, and what a history lacks is named."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.agreement import Score
from alignment.measures.replay.points import NO_LIMIT, Points, unknown

KINDS = ("paper", "visit")


def points(fit: dict[str, float] | None = None, **engagement: object) -> Points:
    """Of two leads; the first meets every line of fit."""
    lines = [
        {"when": {"attribute": name, "is": True}, "points": worth}
        for name, worth in (fit or {}).items()
    ]
    score = Score(engagement=engagement, fit=lines, window_days=1)
    return Points.of(score, KINDS, [np.array([True, False])] * len(lines), 2)


def test_whole_points_are_their_own_unit() -> None:
    found = points({"budget": 5}, visit={"points": 2}, paper={"points": -3, "at_most": 2})
    assert found.units == 1
    assert found.each.tolist() == [-3, 2]
    assert found.at_most.tolist() == [2, NO_LIMIT]
    assert found.fit.tolist() == [5, 0]
    assert found.window == 86_400_000_000


@pytest.mark.parametrize(
    ("worth", "units", "each"), [(0.5, 10, 5), (0.25, 100, 25), (-1.125, 1000, -1125)]
)
def test_the_unit_is_as_fine_as_the_finest_points(worth: float, units: int, each: int) -> None:
    found = points({"budget": 1}, visit={"points": worth}, paper={"points": 1})
    assert (found.units, found.each.tolist()) == (units, [units, each])
    assert found.fit.tolist() == [units, 0]


def test_fit_points_set_the_unit_too() -> None:
    assert points({"budget": 0.1, "need": 0.2}).fit.tolist() == [3, 0]


def test_points_count_to_six_decimals() -> None:
    assert points(visit={"points": 1 / 3}).each.tolist() == [0, 333_333]


@given(st.integers(1, 300), st.integers(1, 30))
def test_tenths_that_add_up_to_a_threshold_reach_it(tenths: int, times: int) -> None:
    found = points(visit={"points": tenths / 10})
    each = found.each[1]
    assert each * times >= found.limit(tenths * times / 10)
    assert each * times - 1 < found.limit(tenths * times / 10)


def test_a_threshold_between_two_units_is_the_upper_one() -> None:
    whole = points(visit={"points": 1})
    assert [whole.limit(q) for q in (49.5, 50, 50.001, -0.5)] == [50, 50, 51, 0]


def test_only_an_activity_with_negative_points_can_raise_the_score_when_it_leaves() -> None:
    assert points(visit={"points": -1}).can_rise
    assert not points({"budget": -1}, visit={"points": 1}).can_rise


def test_a_cap_on_an_activity_without_points_is_none() -> None:
    assert not points(visit={"points": 0, "at_most": 1}, paper={"points": 1}).is_capped
    assert points(visit={"points": 1, "at_most": 1}).is_capped


def test_an_activity_without_points_and_one_that_never_happened_add_nothing() -> None:
    assert points(webinar={"points": 9}).each.tolist() == [0, 0]


def test_what_a_score_counts_and_the_history_never_holds_is_named_once_with_the_nearest() -> None:
    line = {"attribute": "buget", "is": True}
    score = Score(
        engagement={"vist": {"points": 1}, "paper": {"points": 1}},
        fit=[
            {"when": line, "points": 5},
            {"when": {"all": [line, {"attribute": "source", "is": "x"}]}, "points": 2},
        ],
    )
    leads = pd.DataFrame(columns=["lead_id", "created_at", "source", "budget"])
    assert unknown(score, KINDS, leads) == (
        "The score counts 'vist', which this history never holds so far: that adds nothing. "
        "Did you mean 'visit'?",
        "No lead has the attribute 'buget'. Did you mean 'budget'?",
    )


def test_a_history_without_activities_says_that_there_is_none() -> None:
    (said,) = unknown(Score(engagement={"visit": {"points": 1}}), (), pd.DataFrame())
    assert said.endswith("that adds nothing. It holds no activity at all.")
