"""Places among rising numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.measures.replay.crossings import n_at_most
from alignment.measures.replay.spans import EVER
from alignment.measures.replay.steps import Steps

NUMBERS = st.integers(-(10**15), 10**15) | st.integers(-3, 40)


@given(st.lists(NUMBERS, min_size=1, max_size=40), st.lists(NUMBERS, min_size=1), st.booleans())
def test_a_place_among_steps_is_the_number_of_those_not_above(
    numbers: list[int], wanted: list[int], has_beginning: bool
) -> None:
    at = np.array(sorted(numbers) if has_beginning else [-EVER, *sorted(numbers)])
    steps = Steps.of(at)
    for x in [*wanted, *numbers]:
        assert n_at_most(steps, x) == sum(number <= x for number in at.tolist())


@pytest.mark.parametrize(("x", "n"), [(0, 0), (1, 1), (149, 149), (150, 150), (10**9, 151)])
def test_one_threshold_far_above_the_others_costs_no_exactness(x: int, n: int) -> None:
    assert n_at_most(Steps.of(np.array([*range(1, 151), 10**9])), x) == n
