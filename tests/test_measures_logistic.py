"""Logistic regression on patterns, held against scikit-learn, a bootstrap and answers by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from alignment.measures.suggest.candidates import Candidate
from alignment.measures.suggest.judging import Judged, calibrated, losses
from alignment.measures.suggest.logistic import SPREAD, errors, free, within
from alignment.measures.suggest.moments import FOLDS
from alignment.measures.suggest.patterns import Patterns
from alignment.measures.suggest.rounding import scaled

RNG = np.random.default_rng(5)
X = np.column_stack([RNG.integers(0, 4, 1500), RNG.random(1500) < 0.3]).astype(float)
Y = RNG.random(1500) < 1 / (1 + np.exp(-(-1.5 + 0.5 * X[:, 0] + 1.0 * X[:, 1])))


def held(x: np.ndarray = X, y: np.ndarray = Y) -> Patterns:
    ones = np.ones(len(x))
    return Patterns(x, ones, y.astype(float), np.arange(len(x)) % FOLDS)


def test_free_log_odds_are_those_of_scikit_learn() -> None:
    known = LogisticRegression(C=SPREAD**2, tol=1e-10).fit(X, Y)
    assert free(held()).log_odds == pytest.approx(known.coef_[0], abs=1e-4)
    assert free(held()).intercept == pytest.approx(known.intercept_[0], abs=1e-4)


def test_patterns_counted_once_give_the_same_log_odds() -> None:
    assert len(held().merged().n) == 8
    assert free(held().merged()).log_odds == pytest.approx(free(held()).log_odds, abs=1e-9)


def test_standard_errors_are_near_those_of_a_bootstrap() -> None:
    draws = [RNG.integers(0, len(X), len(X)) for _ in range(200)]
    known = np.std([free(held(X[d], Y[d])).log_odds for d in draws], axis=0)
    assert errors(held(), free(held())) == pytest.approx(known, rel=0.4)


def test_a_line_that_only_converted_leads_have_stays_finite() -> None:
    x, y = np.array([[1.0]] * 5 + [[0.0]] * 95), np.array([True] * 10 + [False] * 90)
    found = free(held(x, y))
    assert 1 < found.log_odds[0] < 10
    assert errors(held(x, y), found)[0] > 0.5


@settings(max_examples=15)
@given(st.floats(-1, 1), st.floats(0, 1))
def test_bounded_log_odds_lie_within_their_bounds(low: float, wide: float) -> None:
    lowest, highest = np.array([low, -np.inf]), np.array([low + wide, np.inf])
    found = within(held().merged(), lowest, highest, np.zeros(2)).log_odds
    assert low - 1e-9 <= found[0] <= low + wide + 1e-9


def test_with_little_to_go_by_log_odds_stay_at_what_is_usual() -> None:
    few = held(X[:6], Y[:6])
    open_ = np.full(2, np.inf)
    found = within(few, -open_, open_, np.array([0.4, 2.0])).log_odds
    assert found == pytest.approx([0.4, 2.0], abs=0.2)
    many = within(held().merged(), -open_, open_, np.array([0.4, 2.0])).log_odds
    assert abs(many[1] - 1.0) < 0.4


def test_the_largest_line_gets_the_largest_points_and_a_barring_one_no_more_than_that() -> None:
    barred = np.column_stack([X, RNG.random(1500) < 0.2])
    y = Y & (barred[:, 2] == 0)
    lines = [Candidate(name, lowest=-30, highest=30) for name in ("a", "b", "barred")]
    found = scaled(held(barred, y), lines, 30)
    assert found is not None
    points = found.rounded(lines)
    assert 25 <= points[1] <= 30
    assert points[2] == -30
    assert found.rounded(lines, to=5)[0] % 5 == 0


# ---- judging


def test_the_best_are_taken_and_ties_for_the_last_place_count_in_part() -> None:
    converted = np.array([1.0, 0, 1, 0, 0])
    judged = Judged(
        converted,
        np.arange(5),
        2,
        {"one": np.array([9.0, 5, 5, 1, 1]), "other": np.array([1.0, 9, 9, 9, 9])},
    )
    table = judged.table("one").set_index("score")
    assert table.loc["one", ["n_converted", "rate", "found"]].tolist() == [1.5, 0.75, 0.75]
    assert table.at["other", "n_converted"] == 0.5
    assert table.at["other", "ahead_rate"] == 0.5
    # of the six pairs 5½ are in order by the one, 1½ by the other
    assert table["sorted"].tolist() == pytest.approx([5.5 / 6, 1.5 / 6])


def test_the_share_of_sorted_pairs_is_the_area_under_the_curve() -> None:
    points = X.sum(axis=1)
    judged = Judged(Y.astype(float), np.arange(len(Y)) % FOLDS, 300, {"one": points})
    assert judged.table("one")["sorted"][0] == pytest.approx(roc_auc_score(Y, points))


def test_the_loss_of_points_does_not_depend_on_their_scale() -> None:
    converted = Y.astype(float)
    small, large = (
        losses(points, converted, calibrated(points, converted)).mean()
        for points in (X @ [0.001, 0.002], X @ [100.0, 200.0])
    )
    assert small == pytest.approx(large, abs=1e-9)
