"""What a hand-off brings, in money."""

import numpy as np
import pandas as pd
import pytest

from alignment.errors import AlignmentError
from alignment.measures.worth import Worth, net_benefit

WORTH = Worth(1000, 100, "EUR")


def test_what_a_threshold_brings_is_the_worth_of_its_conversions_less_its_follow_ups() -> None:
    table = pd.DataFrame(
        {"per_week": [10.0, 2.0], "precision": [0.2, 0.05], "precision_low": [0.1, np.nan],
         "precision_high": [0.3, np.nan]}
    )  # fmt: skip
    found = net_benefit(table, WORTH)
    assert found["net_amount"].tolist() == [1000, -100]
    assert found["net_low_amount"][0] == 0
    assert found["net_high_amount"][0] == 2000
    assert found.iloc[1][["net_low_amount", "net_high_amount"]].isna().all()


@pytest.mark.parametrize(
    ("value", "cost", "n_wrong"),
    [(0, 1, 1), (-5, 1, 1), (float("nan"), -1, 2), (None, None, 2), (float("inf"), 0, 1)],
)
def test_an_amount_that_is_missing_or_out_of_range_is_refused(
    value: float, cost: float, n_wrong: int
) -> None:
    with pytest.raises(AlignmentError) as error:
        Worth(value, cost)
    assert len(error.value.problems) == n_wrong


def test_a_follow_up_breaks_even_at_cost_over_value() -> None:
    assert WORTH.break_even == 0.1
