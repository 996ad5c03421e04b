"""Since when something was recorded at all."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from alignment.measures.recording import recording_start


def days(values: list) -> pd.Series:
    return pd.to_datetime([None if v is None else pd.Timestamp(2025, 1, 1) + v for v in values])


def at(day: float | None) -> pd.Timedelta | None:
    return None if day is None else pd.Timedelta(days=day)


def start(leads: list[tuple[float, float | None]]) -> pd.Timestamp | None:
    entered = pd.Series(days([at(a) for a, _ in leads]))
    reached = pd.Series(days([at(b) for _, b in leads]))
    return recording_start(entered, reached)


# a lead a day for 400 days; every second one is won on its tenth day
STEADY = [(day, day + 10 if day % 2 else None) for day in range(400)]


def test_a_record_that_begins_with_the_leads_is_whole() -> None:
    assert start(STEADY) is None


def test_many_leads_and_no_win_before_a_day_tell_that_recording_began_then() -> None:
    late = [(a, b if b is None or b >= 200 else None) for a, b in STEADY]
    assert start(late) == pd.Timestamp(2025, 1, 1) + pd.Timedelta(days=201)


def test_a_few_leads_before_the_first_win_prove_nothing() -> None:
    late = [(a, b if b is None or b >= 14 else None) for a, b in STEADY]
    assert start(late) is None


def test_wins_that_take_long_are_not_expected_early() -> None:
    slow = [(day, day + 150 if day % 2 else None) for day in range(400)]
    assert start(slow) is None


def test_nothing_reached_says_nothing() -> None:
    assert start([(day, None) for day in range(50)]) is None


@given(st.lists(st.tuples(st.integers(0, 300), st.none() | st.integers(0, 500)), max_size=60))
def test_a_start_is_always_the_first_thing_reached(leads: list) -> None:
    found = start(leads)
    reached = [b for _, b in leads if b is not None]
    assert found is None or found == pd.Timestamp(2025, 1, 1) + pd.Timedelta(days=min(reached))
