"""How long something takes where some are still waiting, held against hand counts and scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from alignment.measures.survival import Survival


def waits(over: list[float], still: list[float]) -> Survival:
    took = np.array([*over, *still], dtype=float)
    return Survival.of(took, np.arange(len(took)) < len(over))


def test_with_nobody_waiting_it_is_the_plain_share() -> None:
    found = waits([1, 2, 3, 4], [])
    assert list(found.share) == [0.75, 0.5, 0.25, 0]
    assert (found.quantile(0.25), found.quantile(0.5), found.quantile(1)) == (1, 2, 4)


def test_one_who_is_still_waiting_counts_until_then_and_is_not_dropped() -> None:
    # of four, one is through on day 1; the one who has waited 2 days leaves the count; then 1 of 2
    found = waits([1, 3], [2, 5])
    assert list(found.share) == [0.75, 0.375]
    assert found.quantile(0.5) == 3
    assert waits([1, 3], []).quantile(0.5) == 1


def test_where_most_are_still_waiting_the_median_is_not_known() -> None:
    found = waits([1], [5, 5, 5])
    assert np.isnan(found.quantile(0.5))
    assert found.quantile(0.25) == 1


def test_the_interval_of_a_median_holds_it() -> None:
    found = waits([float(day) for day in range(1, 101)], [])
    low, high = found.bounds(0.5)
    assert low < found.quantile(0.5) == 50 < high
    assert (low, high) == (40, 60)  # as by the binomial


def test_nobody_at_all_says_nothing() -> None:
    found = waits([], [])
    assert (found.n, found.n_over) == (0, 0)
    assert np.isnan(found.quantile(0.5))


day = st.integers(0, 12).map(float)


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
@given(st.lists(day, min_size=1, max_size=30), st.lists(day, max_size=30))
def test_it_is_what_scipy_says(over: list[float], still: list[float]) -> None:
    theirs = ecdf(CensoredData(uncensored=over, right=still)).sf
    found = waits(over, still)
    at = np.searchsorted(theirs.quantiles, found.times)
    assert found.share == pytest.approx(theirs.probabilities[at])
    ends = theirs.confidence_interval(method="log-log")
    for mine, his in ((found.low, ends.low), (found.high, ends.high)):
        known = ~np.isnan(his.probabilities[at]) & (found.share > 0) & (found.share < 1)
        assert mine[known] == pytest.approx(his.probabilities[at][known], abs=1e-9)
