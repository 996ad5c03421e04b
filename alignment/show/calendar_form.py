"""When the teams work, and when they look at the review."""

import re
from collections.abc import Mapping
from datetime import date
from html import escape
from typing import get_args

import ipywidgets as widgets
import traitlets

from alignment.agreement import Calendar
from alignment.agreement.service import Weekday
from alignment.measures.working import days_off, public_holidays
from alignment.period import date_words, zones
from alignment.show.meanings import written
from alignment.show.model_check import problems_of
from alignment.show.number_box import Quantity, Range
from alignment.show.rating_grid import paragraph
from alignment.show.sheet import dressed

LABELS = {
    "zone": "Time zone",
    "days": "Working days",
    "from": "From",
    "to": "To",
    "country": "Public holidays of",
    "days_off": "The company’s own days off",
}
OWN = "the company’s own"
N_AHEAD = 8
"""Days off that are shown, so that a wrong country is seen at once."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d")

REVIEW_DAY = Range("a whole number from 1 to 28", 1, 28, is_whole=True)


class CalendarForm(widgets.VBox):
    """The working calendar, under it the next days off, and the day of the review.

    Parameters
    ----------
    calendar : Calendar
    review_day : int
        Day of the month.
    today : date or None
        From when on days off are shown; None: today.

    Attributes
    ----------
    calendar : Calendar or None
        What stands there; None while something is missing or wrong. Observable.
    """

    calendar = traitlets.Any(None, allow_none=True, read_only=True)

    def __init__(self, calendar: Calendar, review_day: int = 5, today: date | None = None) -> None:
        self._today = today or date.today()
        self._zone = widgets.Combobox(
            value=calendar.zone, options=sorted(zones()), continuous_update=False
        )
        self._days = {day: _toggle(day, day in calendar.days) for day in get_args(Weekday)}
        self._from, self._to = _short(calendar.starts, "From"), _short(calendar.ends, "To")
        self._country = _short(calendar.country or "", "Country or region", "none")
        own = "\n".join(map(str, calendar.days_off))
        self._days_off = written(
            "one a line, such as 2026-12-24", max(3, len(calendar.days_off)), own
        )
        self._days_off.add_class("alignment-dates")
        self._review = Quantity(review_day, REVIEW_DAY, tooltip="Day of the review")
        self._review.add_class("alignment-quantity")
        self._ahead, self._wrong = widgets.HTML(), widgets.HTML()
        self._wrong.add_class("alignment-wrong")
        super().__init__(children=(*self._rows(), self._wrong))
        dressed(self)
        boxes = (self._zone, *self._days.values(), self._from, self._to, self._country)
        for box in (*boxes, self._days_off, self._review):
            box.observe(lambda _: self._refresh(), "value")
        self._refresh()

    @property
    def content(self) -> dict[str, object]:
        """{"calendar": as plain data that `Calendar` reads, "review_day": number or None}."""
        day = self._review.quantity
        return {"calendar": self._calendar, "review_day": None if day is None else int(day)}

    @property
    def _calendar(self) -> dict[str, object]:
        country = self._country.value.strip().upper()
        return {
            "zone": self._zone.value.strip(),
            "days": [day for day, toggle in self._days.items() if toggle.value],
            "from": _hour(self._from.value),
            "to": _hour(self._to.value),
            **({"country": country} if country else {}),
            "days_off": self._days_off.value.split(),
        }

    @property
    def problems(self) -> tuple[str, ...]:
        """What is missing or wrong, each as a sentence."""
        strange = [day for day in self._days_off.value.split() if not _DATE.fullmatch(day)]
        found = tuple(
            f"{LABELS['days_off']}: expected a date such as 2026-12-24, not {day!r}."
            for day in strange
        )
        held = {**self._calendar, **({"days_off": []} if strange else {})}
        found += problems_of(Calendar, held, LABELS)
        if self._review.quantity is not None:
            return found
        problem = self._review.problem or f"expected {REVIEW_DAY.expected}"
        return (*found, f"Day of the review: {problem}.")

    def _rows(self) -> list[widgets.Widget]:
        days = widgets.HBox(tuple(self._days.values()))
        hours = widgets.HBox([self._from, widgets.Label("to"), self._to])
        country = "an ISO code: DE, or DE-BY for a part of a country"
        review = [self._review, widgets.Label("of the month")]
        return [
            _row(LABELS["zone"], self._zone),
            _row(LABELS["days"], days),
            _row("Working hours", hours),
            _row(LABELS["country"], self._country, paragraph(country, "alignment-quiet")),
            _row(LABELS["days_off"], self._days_off),
            _row("The next days off", self._ahead),
            _row("Both teams meet on day", *review),
        ]

    def _refresh(self) -> None:
        problems = self.problems
        self._wrong.value = escape("\n".join(problems))
        calendar = None if problems else Calendar.model_validate(self._calendar)
        if calendar is not None:
            self._ahead.value = _list(next_days_off(calendar, self._today))
        self.set_trait("calendar", calendar)


def next_days_off(calendar: Calendar, today: date) -> dict[date, str]:
    """The next days off of a calendar, at most `N_AHEAD`, with what each is.

    Only those that would else be worked; within this year and the next two.
    """
    years = today.year, today.year + 2
    named = public_holidays(calendar.country, *years) if calendar.country else {}
    weekdays = get_args(Weekday)
    ahead = [
        day
        for day in days_off(calendar, *years)
        if day >= today and weekdays[day.weekday()] in calendar.days
    ]
    return {day: named.get(day, OWN) for day in ahead[:N_AHEAD]}


def _list(days: Mapping[date, str]) -> str:
    lines = [
        f"<li>{day:%a} {date_words(day)}: <bdi>{escape(name)}</bdi></li>"
        for day, name in days.items()
    ]
    return f"<ul>{''.join(lines)}</ul>" if lines else "<p>none in the next two years</p>"


def _hour(typed: str) -> str:
    """``9`` and ``9:30`` as ``09:00`` and ``09:30``; anything else as it was typed."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d))?", typed.strip())
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else typed.strip()


def _toggle(day: str, is_on: bool) -> widgets.ToggleButton:
    made = widgets.ToggleButton(value=is_on, description=day.capitalize())
    made.add_class("alignment-day")
    return made


def _short(text: str, spoken: str, blank: str = "") -> widgets.Text:
    made = widgets.Text(text, placeholder=blank, tooltip=spoken, continuous_update=False)
    made.add_class("alignment-short")
    return made


def _row(label: str, *fields: widgets.Widget) -> widgets.HBox:
    made = widgets.HBox([paragraph(label, "alignment-owed"), widgets.HBox(fields)])
    made.add_class("alignment-level")
    return made
