"""How far chance moves a count or a sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from alignment.measures.poisson import bounds, of_count


@pytest.mark.parametrize("n", [1, 3, 20, 165])
def test_a_counts_ends_are_the_exact_ones_to_one_in_fifty(n: int) -> None:
    low, high = of_count(n)
    exact = chi2.ppf(0.025, 2 * n) / 2, chi2.ppf(0.975, 2 * n + 2) / 2
    assert low == pytest.approx(exact[0], abs=0.02 * n)
    assert high == pytest.approx(exact[1], rel=0.02)


def test_no_case_has_a_high_end_and_no_known_case_has_none() -> None:
    assert of_count(0) == (0, pytest.approx(3.67, abs=0.01))
    assert all(end != end for end in bounds(0, 0, 0))


@given(st.lists(st.floats(1, 1e6), min_size=1, max_size=30), st.floats(0.01, 100))
def test_the_interval_holds_the_sum_and_scales_with_it(values: list[float], scale: float) -> None:
    sums = [(sum(x * k for x in values), sum((x * k) ** 2 for x in values)) for k in (1, scale)]
    ends = [bounds(*held, max(values) * k) for held, k in zip(sums, (1, scale), strict=True)]
    assert ends[0][0] <= sums[0][0] <= ends[0][1]
    assert ends[1] == pytest.approx([end * scale for end in ends[0]])


def test_a_few_large_values_move_a_sum_more_than_many_small_ones() -> None:
    few, many = bounds(100, 4 * 25**2, 25), bounds(100, 100, 1)
    assert few[0] < many[0] < many[1] < few[1]
