"""Which threshold: what Sales can take, when a lead comes back, and whether months are alike."""

import numpy as np
import pytest

from alignment.errors import AlignmentError
from alignment.measures.choosing import capacity, spread, steadiness, two_thresholds
from alignment.measures.tick import Tick
from tests.scored import SCORE, replayed


def test_the_threshold_that_sales_can_take_is_the_lowest_whose_hand_offs_fit() -> None:
    replay = replayed([(3, 7 * n, None) for n in range(10)] + [(6, 7 * n, None) for n in range(10)],
                      as_of=70)  # fmt: skip
    found = capacity(replay, SCORE, 1.0)
    assert found.figures["threshold"] == 4
    assert found.figures["per_week"] == pytest.approx(1)
    assert found.table.set_index("threshold")["is_within"].tolist() == [False] * 3 + [True] * 3


def test_what_a_capacity_costs_in_recall_stands_beside_the_scores_own() -> None:
    leads = [(5, 7 * n, 7 * n + 3) for n in range(10)] + [(9, 7 * n, 7 * n + 3) for n in range(10)]
    found = capacity(replayed(leads, as_of=70), SCORE, 1.2)
    assert (found.figures["recall"], found.figures["own_recall"]) == (0.5, 1)
    assert found.sentence.startswith(
        "From 6 points on the hand-offs fit into the 1.2 a week that Sales can take: 1.0, and 50% "
        "of all won handed over before. At 5 points it would be 2.0 a week, and 100% of all won "
        "handed over before."
    )


def test_where_nobody_has_said_what_sales_can_take_there_is_no_answer() -> None:
    found = capacity(replayed([(5, 0, None)]), SCORE, None)
    assert not found.is_answered
    assert "how many hand-offs a week Sales can take" in found.sentence


def test_months_with_more_than_sales_can_take_are_counted() -> None:
    crowd = [(5, 31 + n / 10, None) for n in range(40)]  # all in February
    found = capacity(replayed([(5, 0, None), *crowd, (5, 119, None)], as_of=120), SCORE, 4)
    own = found.table.set_index("threshold").loc[5]
    assert own["is_within"]
    assert own["n_months_over"] == 1
    assert found.sentence.endswith(
        "In 1 of 4 months it would still have been more; at no threshold would every month have "
        "been within."
    )


def test_a_month_that_the_history_hardly_covers_is_not_held_against_sales() -> None:
    found = capacity(replayed([(5, 0, None), (5, 31, None), (5, 31, None)], as_of=32), SCORE, 1)
    assert found.figures["n_months"] == 1
    assert found.figures["n_months_over"] == 0


def test_where_sales_can_take_nobody_no_threshold_fits() -> None:
    found = capacity(replayed([(5, 0, None)]), SCORE, 0)
    assert found.sentence == (
        "Sales can take nobody: at no threshold would the hand-offs be so few."
    )
    assert found.figures["threshold"] is None


@pytest.mark.parametrize("per_week", [-1, float("nan"), float("inf")])
def test_a_capacity_that_is_none_is_refused(per_week: float) -> None:
    with pytest.raises(AlignmentError, match="expected 0 or more hand-offs a week"):
        capacity(replayed([(5, 0, None)]), SCORE, per_week)


def test_a_history_of_less_than_a_week_has_no_number_a_week() -> None:
    found = capacity(replayed([(5, 0, None)], as_of=3), SCORE, 1)
    assert "not enough data" in found.sentence
    assert not found.is_answered


def test_a_higher_return_threshold_brings_leads_back_sooner() -> None:
    replay = replayed([(8, 0, None), (8, 50, None)])
    found = two_thresholds(replay, SCORE, [1, 2, 4])
    assert found.table["return_below"].tolist() == [1, 2, 4]
    assert found.table["n_returned"].tolist() == [2, 2, 2]
    assert found.table["median_days"].tolist() == [30, 30, 30]
    assert found.table["is_own"].tolist() == [False, True, False]
    assert found.figures["n_episodes"] == 2


def test_values_to_try_lie_around_the_own_and_under_the_hand_off() -> None:
    score = SCORE.model_copy(update={"hand_off_at": 50.0, "return_below": 20.0})
    found = two_thresholds(replayed([(60, 0, None)]), score)
    assert found.table["return_below"].tolist() == [0, 10, 20, 30, 40]


def test_a_lead_cannot_come_back_at_or_above_the_hand_off() -> None:
    with pytest.raises(AlignmentError) as error:
        two_thresholds(replayed([(8, 0, None)]), SCORE, [1, 5, 9, float("nan")])
    assert [problem.found for problem in error.value.problems] == ["5", "9", "nan"]


def test_where_nobody_goes_to_sales_nobody_comes_back() -> None:
    found = two_thresholds(replayed([(1, 0, None)]), SCORE)
    assert found.sentence == "No lead would have gone to Sales."


def test_below_the_least_count_there_is_no_bounce_rate() -> None:
    found = two_thresholds(replayed([(8, 0, None)], least_count=20), SCORE)
    assert found.table["rate"].isna().all()
    assert "not enough data on those" in found.sentence


def test_half_of_the_leads_get_to_the_median() -> None:
    found = spread(Tick.of(replayed([(1, 0, None), (4, 0, None), (9, 0, None)]), SCORE, None))
    assert found.sentence == "Of 3 leads with points, half get to 4 points or more; 33% reach 5."


def test_where_nobody_has_points_there_is_no_spread() -> None:
    assert spread(Tick.of(replayed([]), SCORE, None)).sentence == "No lead has any points."


def test_a_month_that_is_clearly_off_is_named() -> None:
    good = [(5, n * 28 / 60, n * 28 / 60 + 1) for n in range(60)]  # January: all convert
    poor = [(5, 31 + n * 27 / 60, None) for n in range(60)]  # February: none
    found = steadiness(Tick.of(replayed([*good, *poor]), SCORE, None))
    assert found.sentence == (
        "50% of all hand-offs at 5 points are won within 30 days. Of 2 months with enough data: "
        "2026-02 clearly lower; 2026-01 clearly higher."
    )


def test_months_without_enough_data_are_not_compared() -> None:
    found = steadiness(Tick.of(replayed([(5, 0, None)], least_count=20), SCORE, None))
    assert found.sentence.startswith("There is not enough data to compare months")
    assert np.isnan(found.table["precision"]).all()
