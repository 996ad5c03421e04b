"""The clock of the working calendar, on days counted by hand and against a count of minutes."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.agreement import Calendar
from alignment.measures.working import WorkingClock, public_holidays, working_hours

OFFICE = Calendar(zone="Europe/Berlin", days_off=(date(2026, 3, 18),))
GERMAN = Calendar(zone="Europe/Berlin", country="DE")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = Calendar(zone="Europe/Berlin", days=WEEK, starts="00:00", ends="24:00")
NIGHTS = Calendar(zone="Europe/Berlin", days=("sun",), starts="01:00", ends="05:00")


def one(text: str | None) -> pd.Series:
    return pd.Series([pd.Timestamp(f"2026-{text}") if text else pd.NaT], dtype="datetime64[us]")


def took(starts: str, ends: str | None, calendar: Calendar = OFFICE) -> float:
    return float(working_hours(one(starts), one(ends), calendar)[0])


def due(starts: str, hours: float, calendar: Calendar = OFFICE) -> pd.Timestamp:
    return WorkingClock.of(calendar).after(one(starts), hours)[0]


def days_later(starts: str, n: int, calendar: Calendar = OFFICE) -> pd.Timestamp:
    return WorkingClock.of(calendar).days_after(one(starts), n)[0]


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-{text}")


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [
        # in winter 9 to 17 in Berlin is 8 to 16 UTC; 16 March 2026 is a Monday
        ("03-16 08:00", "03-16 12:00", 4),
        ("03-16 15:00", "03-17 09:30", 2.5),
        ("03-13 15:00", "03-16 09:00", 2),  # over a weekend
        ("03-17 15:00", "03-19 09:00", 2),  # the 18th is a day off
        ("03-14 10:00", "03-15 20:00", 0),  # on a Saturday and Sunday
        ("03-16 00:00", "03-16 23:00", 8),
        ("03-16 18:00", "03-17 09:00", 1),  # handed off in the evening
        ("03-16 05:00", "03-16 08:00", 0),  # touched as the day opens
        # summer time began on the 29th: 9 to 17 is 7 to 15 UTC
        ("03-27 15:00", "03-30 08:00", 2),
        # and ended on 25 October
        ("10-23 14:00", "10-26 09:00", 2),
    ],
)
def test_only_hours_of_work_count(starts: str, ends: str, hours: float) -> None:
    assert took(starts, ends) == hours


def test_public_holidays_of_the_country_are_days_off() -> None:
    # 3 April 2026 is Good Friday, 6 April Easter Monday
    assert took("04-02 14:00", "04-07 08:00", GERMAN) == 2
    assert took("04-02 14:00", "04-07 08:00", OFFICE) == 1 + 8 + 8 + 1


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    # 6 January 2026, Epiphany, is one in Bavaria
    bavarian = Calendar(zone="Europe/Berlin", country="DE-BY")
    assert took("01-05 15:00", "01-07 09:00", bavarian) == 2
    assert took("01-05 15:00", "01-07 09:00", GERMAN) == 10
    assert public_holidays("DE-BY", 2026, 2026)[date(2026, 1, 6)] == "Epiphany"


def test_work_through_midnight_is_counted_through_midnight() -> None:
    assert took("03-16 22:30", "03-17 00:30", ALWAYS) == 2
    late = Calendar(zone="Europe/Berlin", starts="20:00", ends="24:00")
    # 20 to 24 in Berlin is 19 to 23 UTC
    assert took("03-16 22:00", "03-17 20:00", late) == 2


def test_a_day_on_which_the_clocks_change_within_work_is_an_hour_shorter_or_longer() -> None:
    # 29 March: no hour from 2 to 3; 25 October: two of them
    assert took("03-28 12:00", "03-29 12:00", NIGHTS) == 3
    assert took("10-24 12:00", "10-25 12:00", NIGHTS) == 5
    assert took("03-01 00:00", "11-01 00:00", ALWAYS) == 245 * 24


def test_an_hour_struck_twice_counts_at_its_first_stroke() -> None:
    twice = Calendar(zone="Europe/Berlin", days=("sun",), starts="02:00", ends="02:30")
    assert took("10-25 00:00", "10-25 12:00", twice) == 0.5
    assert took("10-25 00:20", "10-25 12:00", twice) == pytest.approx(1 / 6)
    # on 29 March that half hour is left out
    assert took("03-29 00:00", "03-29 12:00", twice) == 0


def test_the_calendars_own_zone_is_what_counts() -> None:
    # 9 to 17 in New York is 13 to 21 UTC in summer
    assert took("06-15 07:00", "06-15 15:00", Calendar(zone="America/New_York")) == 2


def test_an_end_that_never_came_is_missing_and_one_before_the_start_is_no_time() -> None:
    assert np.isnan(took("03-16 08:00", None))
    assert took("03-17 12:00", "03-16 12:00") == 0


def test_nothing_asked_is_nothing_found() -> None:
    none = pd.Series([], dtype="datetime64[us]")
    clock = WorkingClock.of(OFFICE)
    assert len(clock.hours(none, none)) == len(clock.after(none, 4)) == 0
    assert len(clock.days_after(none, 2)) == 0


@pytest.mark.parametrize(
    ("starts", "hours", "ends"),
    [
        ("03-16 08:00", 4, "03-16 12:00"),
        ("03-16 08:00", 8, "03-16 16:00"),  # over as the day closes, not as the next one opens
        ("03-13 15:00", 2, "03-16 09:00"),
        ("03-14 12:00", 1, "03-16 09:00"),
        ("03-17 15:00", 2, "03-19 09:00"),
        ("03-14 12:00", 0, "03-14 12:00"),
        ("03-27 15:00", 2, "03-30 08:00"),
    ],
)
def test_a_deadline_in_hours_is_when_so_many_hours_of_work_are_over(
    starts: str, hours: float, ends: str
) -> None:
    assert due(starts, hours) == at(ends)


@pytest.mark.parametrize(
    ("starts", "n", "ends"),
    [
        ("03-12 10:00", 1, "03-13 16:00"),
        ("03-13 10:00", 1, "03-16 16:00"),
        ("03-14 10:00", 1, "03-16 16:00"),
        ("03-16 22:59", 1, "03-17 16:00"),  # in Berlin still Monday
        ("03-16 23:01", 1, "03-19 16:00"),  # already Tuesday, and Wednesday is off
        ("03-26 10:00", 2, "03-30 15:00"),  # in summer time
    ],
)
def test_a_deadline_in_days_is_the_end_of_a_working_day_the_first_not_counted(
    starts: str, n: int, ends: str
) -> None:
    assert days_later(starts, n) == at(ends)


def test_a_deadline_may_lie_years_ahead_and_none_beyond_all_calendars() -> None:
    # 52 weeks and a day of five times eight hours in a year without days off
    plain = Calendar(zone="UTC")
    assert due("01-01 09:00", 261 * 8, plain) == pd.Timestamp("2026-12-31 17:00")
    assert due("01-01 09:00", 10 * 261 * 8, plain).year == 2036
    assert pd.isna(due("01-01 09:00", 1e12, plain))
    assert pd.isna(days_later("01-01 09:00", 10**6, plain))
    assert days_later("01-01 09:00", 2610, plain).year == 2036


CALENDARS = (
    OFFICE,
    GERMAN,
    ALWAYS,
    NIGHTS,
    Calendar(zone="Atlantic/Azores", days=WEEK, starts="00:00", ends="12:00"),
    Calendar(zone="America/Santiago", days=("sat", "sun"), starts="20:30", ends="24:00"),
    Calendar(zone="Australia/Lord_Howe", days=("sun",), starts="01:00", ends="02:30"),
)
"""The clocks of the Azores change at midnight, those of Chile at 24:00, Lord Howe's by 30 min."""
SPANS = ("2026-03-20", "2026-10-16")
seconds = st.integers(0, 20 * 86_400)


def minutes_at_work(begin: pd.Timestamp, end: pd.Timestamp, calendar: Calendar) -> int:
    """Minute by minute, by the clock on the wall; ends struck twice are not looked at."""
    at = pd.date_range(begin, end, freq="1min", inclusive="left", tz="UTC")
    wall = at.tz_convert(calendar.zone)
    past = wall.hour * 60 + wall.minute
    off = {*calendar.days_off}
    if calendar.country:
        off |= public_holidays(calendar.country, 2026, 2026).keys()
    opens, closes = (int(t[:2]) * 60 + int(t[3:]) for t in (calendar.starts, calendar.ends))
    names = np.array(WEEK)[wall.day_of_week]
    is_day = np.isin(names, calendar.days) & ~np.isin(wall.date, list(off))
    return int((is_day & (past >= opens) & (past < closes)).sum())


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])
@given(st.sampled_from(CALENDARS[:5]), st.sampled_from(SPANS), seconds, seconds)
def test_it_is_what_a_count_of_minutes_finds(
    calendar: Calendar, span: str, start: int, length: int
) -> None:
    begin = pd.Timestamp(span) + pd.Timedelta(minutes=start // 60)
    end = begin + pd.Timedelta(minutes=length // 60)
    found = working_hours(pd.Series([begin]), pd.Series([end]), calendar)
    assert found[0] * 60 == pytest.approx(minutes_at_work(begin, end, calendar))


@settings(max_examples=80, phases=[Phase.explicit, Phase.generate])
@given(
    st.sampled_from(CALENDARS),
    st.sampled_from(SPANS),
    seconds,
    st.floats(0, 60) | st.integers(0, 600).map(float),
)
def test_so_many_hours_after_a_start_so_many_hours_are_over(
    calendar: Calendar, span: str, start: int, hours: float
) -> None:
    clock = WorkingClock.of(calendar)
    begin = pd.Series([pd.Timestamp(span) + pd.Timedelta(start, "s")])
    ends = clock.after(begin, hours)
    assert clock.hours(begin, ends)[0] == pytest.approx(hours, abs=1e-8)
    # and not a moment sooner
    just_before = clock.hours(begin, ends - pd.Timedelta("1s"))[0]
    assert just_before < hours or hours == 0 or hours < 1 / 3600


def test_nothing_is_told_of_instants_after_the_last_year() -> None:
    clock = WorkingClock.of(CALENDARS[0])
    far = pd.Series(pd.to_datetime(["2199-12-27 10:00", "2205-01-01 10:00"]))
    soon = far - pd.Timedelta(days=2200)
    assert list(np.isnan(clock.hours(far, far))) == [False, True]
    assert list(np.isnan(clock.hours(soon, far))) == [False, True]
    assert list(clock.after(far, 1).isna()) == [False, True]
    assert list(clock.days_after(far, 1).isna()) == [False, True]
