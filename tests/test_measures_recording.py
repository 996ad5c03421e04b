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
    return recording_start(entered, reached, pd.Timestamp(2025, 1, 1) + pd.Timedelta(days=500))


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


def test_a_stray_early_win_does_not_hide_that_recording_began_later() -> None:
    late = [(a, b if b is None or b >= 180 else None) for a, b in STEADY]
    assert start([*late, (0, 1)]) == pd.Timestamp(2025, 1, 1) + pd.Timedelta(days=181)


def test_leads_too_young_to_have_won_tell_nothing_of_how_many_should_have() -> None:
    # five leads a day; every third is won 40 to 80 days on; wins are recorded from day 150 on,
    # and all is known until day 180: no lead of those 30 days can have been won yet
    leads = []
    for day in range(180):
        for i in range(5):
            won = day + 40 + (day * 7 + i * 13) % 41
            leads.append((day, won if (day + i) % 3 == 0 and 150 <= won <= 180 else None))
    entered = pd.Series(days([at(a) for a, _ in leads]))
    reached = pd.Series(days([at(b) for _, b in leads]))
    end = pd.Timestamp(2025, 1, 1) + pd.Timedelta(days=180)
    found = recording_start(entered, reached, end)
    assert found == pd.Timestamp(2025, 1, 1) + pd.Timedelta(days=150)


@given(st.lists(st.tuples(st.integers(0, 300), st.none() | st.integers(0, 500)), max_size=60))
def test_a_start_is_always_an_instant_at_which_something_was_reached(leads: list) -> None:
    found = start(leads)
    reached = {pd.Timestamp(2025, 1, 1) + pd.Timedelta(days=b) for _, b in leads if b is not None}
    assert found is None or found in reached
