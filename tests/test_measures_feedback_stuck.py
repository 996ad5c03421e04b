"""Where leads stand too long, on leads that can be counted by eye."""

from functools import cache

import given_back
import numpy as np
import pandas as pd
import town

from alignment.finding import Finding
from alignment.measures.feedback import stuck
from alignment.measures.funnel.stays import stays
from alignment.measures.service import Episodes
from alignment.period import DAY


def walked(days: list[float | None]) -> Finding:
    """One opportunity an entry, 100 days before as-of, that left after so many days."""
    came = town.AS_OF - 100 * DAY
    left = [pd.NaT if n is None else came + n * DAY for n in days]
    known = pd.DataFrame({"left_at": pd.Series(left, dtype="datetime64[us]")}).assign(
        lead_id="a", stage="opportunity", entered_at=came
    )
    return stuck(small_town(), known)


@cache
def small_town() -> Episodes:
    return town.episodes(least_count=4)


def test_without_an_agreed_limit_longer_than_three_quarters_of_those_gone_is_too_long() -> None:
    # the fourth quarter of 10, 20, 30, 40, 50 begins at 40
    row = walked([10, 20, 30, 40, 50, None]).table.iloc[0]
    assert (row["stage"], row["team"], row["n_standing"], row["n_stuck"]) == (
        "opportunity",
        "sales",
        1,
        1,
    )
    assert (row["usual_days"], row["longest_days"]) == (40, 100)
    assert walked([10, 20, 100, 100, None]).table["n_stuck"].iloc[0] == 0


def test_where_fewer_than_half_go_on_to_stand_is_no_fault() -> None:
    found = walked([10, 20, 30, 40, *[None] * 5])
    assert np.isnan(found.table["n_stuck"].iloc[0])
    assert found.sentence == (
        "On 30 April 2026, Sales holds 5 open leads; what would be too long there cannot be said."
    )


def test_of_a_stage_that_too_few_left_nothing_is_usual() -> None:
    row = walked([10, 20, 30, None]).table.iloc[0]
    assert np.isnan(row["usual_days"])
    assert np.isnan(row["n_stuck"])


def test_what_sales_holds_is_too_long_beyond_the_days_agreed() -> None:
    # handed off on 1 April and neither qualified nor given back by 30 June: 14 days are agreed
    found = stuck(given_back.usual())
    table = found.table.set_index("stage")
    assert list(table.loc["mql", ["n_standing", "n_stuck", "limit_days"]]) == [52, 52, 14]
    assert list(table.loc["sal", ["n_standing", "n_stuck", "limit_days"]]) == [60, 60, 14]
    assert table.loc["mql", "most_with"] == "Ann"
    assert found.sentence == (
        "On 30 June 2026, Sales holds 112 open leads: 112 (100%) too long, most as SAL (60); "
        "Marketing holds 10 open leads; what would be too long there cannot be said."
    )


def test_on_the_last_day_agreed_no_lead_is_too_long() -> None:
    table = stuck(given_back.known_by("2026-04-15 09:00")).table.set_index("stage")
    assert table.loc["mql", "n_stuck"] == 0


def test_who_has_left_for_good_stands_nowhere() -> None:
    assert "disqualified" not in set(stuck(given_back.usual()).table["stage"])
    assert "customer" not in set(stuck(small_town()).table["stage"])


def test_of_few_leads_no_owner_is_named() -> None:
    assert walked([10, 20, 30, 40, 50, None]).table["most_with"].isna().all()


def test_stays_at_hand_are_not_sought_again() -> None:
    made = given_back.usual()
    pd.testing.assert_frame_equal(stuck(made, stays(made.journeys)).table, stuck(made).table)
