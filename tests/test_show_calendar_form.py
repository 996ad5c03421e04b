"""The working calendar: what is typed, what is wrong with it, and the days off that it brings."""

from datetime import date

import pytest

from alignment.agreement import Calendar
from alignment.show.calendar_form import OWN, CalendarForm, next_days_off

TODAY = date(2026, 12, 20)
GERMAN = Calendar.model_validate(
    {
        "zone": "Europe/Berlin",
        "country": "DE",
        "from": "08:30",
        "to": "24:00",
        "days_off": ["2026-12-24", "2026-12-26", "2025-12-24"],
    }
)


def form() -> CalendarForm:
    return CalendarForm(GERMAN, 6, TODAY)


def test_a_calendar_comes_back_as_it_was_opened() -> None:
    made = form()
    assert (made.calendar, made.problems) == (GERMAN, ())
    assert made.content["review_day"] == 6


def test_the_next_days_off_are_working_days_that_fall_away() -> None:
    ahead = next_days_off(GERMAN, TODAY)
    assert list(ahead)[:3] == [date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)]
    assert ahead[date(2026, 12, 24)] == OWN
    assert ahead[date(2026, 12, 25)] != OWN
    assert len(ahead) == 8


def test_a_wrong_country_is_seen_in_the_days_off() -> None:
    made = form()
    assert "Fri 25 December 2026" in made._ahead.value
    made._country.value = "jp"
    assert made.calendar.country == "JP"
    assert "Fri 25 December 2026" not in made._ahead.value
    made._country.value, made._days_off.value = "", ""
    assert made.calendar.country is None
    assert made._ahead.value == "<p>none in the next two years</p>"


@pytest.mark.parametrize(
    ("typed", "kept"), [("9", "09:00"), ("9.15", "09:15"), (" 07:05", "07:05")]
)
def test_hours_are_read_as_people_write_them(typed: str, kept: str) -> None:
    made = form()
    made._from.value = typed
    assert made.calendar.starts == kept


@pytest.mark.parametrize(
    ("box", "typed", "told"),
    [
        ("_zone", "Europe/Berln", "Time zone: expected an IANA time zone such as Europe/Berlin"),
        ("_from", "nine", "From: expected a time such as 09:00, not 'nine'."),
        ("_to", "08:30", "To: expected a time after 08:30"),
        ("_country", "D", "Public holidays of: expected an ISO 3166 code"),
        ("_country", "DE-XX", "Public holidays of: expected a part of DE"),
        ("_days_off", "24.12.2026", "own days off: expected a date such as 2026-12-24"),
        ("_days_off", "2026-02-30", "own days off: expected a date such as"),
        ("_days_off", "2026-01-02\n2026-01-02", "own days off: expected each entry once"),
        ("_review", "29", "Day of the review: expected a whole number from 1 to 28, not 29."),
        ("_review", "", "Day of the review: expected a whole number from 1 to 28."),
    ],
)
def test_what_is_wrong_is_named_by_its_label(box: str, typed: str, told: str) -> None:
    made = form()
    getattr(made, box).value = typed
    assert [told in problem for problem in made.problems] == [True]
    assert made.calendar is None
    assert made._wrong.value != ""


def test_a_week_without_a_working_day_is_none() -> None:
    made = form()
    for toggle in made._days.values():
        toggle.value = False
    assert made.problems == ("Working days: expected at least 1 entry, not a list of 0.",)


def test_what_is_typed_makes_no_markup() -> None:
    made = form()
    made._zone.value = "<img src=x>"
    assert "<img" not in made._wrong.value
