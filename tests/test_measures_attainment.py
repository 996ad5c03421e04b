"""Whether a figure meets what was promised."""

import math

import pytest

from alignment.measures.attainment import verdict


@pytest.mark.parametrize(
    ("value", "low", "high", "warn", "said"),
    [
        (0.92, 0.85, 0.96, None, "PASS"),
        (0.90, 0.80, 0.95, None, "PASS"),
        (0.88, 0.80, 0.93, None, "AT RISK"),  # chance could explain it
        (0.80, 0.76, 0.84, None, "BREACH"),
        (0.82, 0.78, 0.86, 0.8, "AT RISK"),  # within the warning
        (0.79, 0.76, 0.84, 0.8, "BREACH"),
        (0.88, None, None, None, "BREACH"),
        (None, None, None, 0.8, "NOT ENOUGH DATA"),
        (math.nan, math.nan, math.nan, None, "NOT ENOUGH DATA"),
    ],
)
def test_a_share_is_held_against_ninety_per_cent(
    value: float | None, low: float | None, high: float | None, warn: float | None, said: str
) -> None:
    assert verdict(value, low, high, 0.9, warn=warn) == said


def test_where_lower_is_better_the_other_end_of_the_interval_counts() -> None:
    assert verdict(50, 40, 60, 60, better="lower") == "PASS"
    assert verdict(65, 58, 72, 60, better="lower") == "AT RISK"
    assert verdict(65, 62, 72, 60, better="lower", warn=70) == "AT RISK"
    assert verdict(75, 72, 78, 60, better="lower", warn=70) == "BREACH"


def test_too_few_cases_pass_no_verdict() -> None:
    assert verdict(1.0, 0.3, 1.0, 0.9, is_enough=False) == "NOT ENOUGH DATA"


def test_a_quotient_that_is_the_target_meets_it() -> None:
    assert verdict(1 - 0.1 - 0.1 - 0.1, None, None, 0.7) == "PASS"
