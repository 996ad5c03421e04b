"""The clock of the working calendar, held against a count of hours."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.agreement import Calendar
from alignment.measures.working import working_hours

OFFICE = Calendar(zone="Europe/Berlin", days_off=(date(2026, 3, 18),))


def took(starts: str, ends: str | None, calendar: Calendar = OFFICE) -> float:
    pair = [pd.Series([pd.Timestamp(f"2026-{t}") if t else pd.NaT]) for t in (starts, ends)]
    return float(working_hours(*pair, calendar)[0])


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [
        # in winter 9 to 17 in Berlin is 8 to 16 UTC; 16 March 2026 is a Monday
        ("03-16 08:00", "03-16 12:00", 4),
        ("03-16 15:00", "03-17 09:30", 2.5),
        ("03-13 15:00", "03-16 09:00", 2),
        ("03-17 15:00", "03-19 09:00", 2),  # the 18th is a day off
        ("03-14 10:00", "03-15 20:00", 0),
        ("03-16 00:00", "03-16 23:00", 8),
        # summer time began on the 29th: 9 to 17 is 7 to 15 UTC
        ("03-27 15:00", "03-30 08:00", 2),
    ],
)
def test_only_hours_of_work_count(starts: str, ends: str, hours: float) -> None:
    assert took(starts, ends) == pytest.approx(hours)


def test_a_working_day_on_which_the_clocks_change_is_as_long_as_any() -> None:
    # at night from Saturday to Sunday 29 March the hour from 2 to 3 was left out
    nights = Calendar(zone="Europe/Berlin", days=("sun",), starts="01:00", ends="05:00")
    assert took("03-28 12:00", "03-29 12:00", nights) == 4


def test_the_calendars_own_zone_is_what_counts() -> None:
    # 9 to 17 in New York is 13 to 21 UTC in summer
    assert took("06-15 07:00", "06-15 15:00", Calendar(zone="America/New_York")) == 2


def test_an_end_that_never_came_is_missing() -> None:
    assert np.isnan(took("03-16 08:00", None))


minutes = st.integers(0, 60 * 24 * 20)


@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])
@given(minutes, minutes)
def test_it_is_what_a_count_of_quarter_hours_finds(start: int, length: int) -> None:
    begin = pd.Timestamp("2026-03-10") + pd.Timedelta(minutes=start // 15 * 15)
    end = begin + pd.Timedelta(minutes=length // 15 * 15)
    counted = 0.0
    for at in pd.date_range(begin, end, freq="15min", inclusive="left", tz="UTC"):
        here = at.tz_convert("Europe/Berlin")
        is_day = here.day_of_week < 5 and here.date() != date(2026, 3, 18)
        counted += 0.25 * (is_day and 9 <= here.hour < 17)
    found = working_hours(pd.Series([begin]), pd.Series([end]), OFFICE)
    assert found[0] == pytest.approx(counted)
