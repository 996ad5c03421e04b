"""Rates, their intervals, and the words for them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from alignment.measures import rates


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_scipys_wilson_interval(counts: tuple[int, int]) -> None:
    hits, tries = counts
    low, high = rates.wilson(pd.Series([hits]), pd.Series([tries]))
    other = binomtest(hits, tries).proportion_ci(0.95, method="wilson")
    assert low[0] == pytest.approx(other.low, abs=1e-9)
    assert high[0] == pytest.approx(other.high, abs=1e-9)
    assert 0 <= low[0] <= hits / tries <= high[0] <= 1


def test_where_nothing_was_tried_there_is_no_interval() -> None:
    low, high = rates.wilson(pd.Series([0]), pd.Series([0]))
    assert low.isna().all()
    assert high.isna().all()


def test_a_rate_below_the_least_count_is_missing_with_its_interval() -> None:
    table = pd.DataFrame({"k": [1, 2], "n": [19, 20]})
    rated = rates.with_rate(table, "k", "n", 20)
    assert list(rated["is_enough"]) == [False, True]
    assert rated.loc[0, ["rate", "rate_low", "rate_high"]].isna().all()
    assert rated.loc[1, "rate"] == 0.1


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (1, "100%"), (0.105, "10.5%"), (0.0042, "0.42%"), (0.666, "67%")],
)
def test_a_share_is_written_as_people_write_it(share: float, words: str) -> None:
    assert rates.percent(share) == words


def test_durations_are_written_as_people_say_them() -> None:
    assert [rates.days(x) for x in (1, 14.6507, 68.07, 120.4)] == [
        "1 day",
        "14.65 days",
        "68.1 days",
        "120 days",
    ]
    assert [rates.hours(x) for x in (0.5, 3.4, 120)] == ["30 minutes", "3.4 hours", "5.0 days"]
