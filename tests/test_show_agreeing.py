"""Composing levels, tasks and calendar: what stands there, what it comes to, what is proposed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd
import pytest

from alignment.agreement import Agreement, ServiceLevels
from alignment.errors import AgreementError, Problem
from alignment.files import SAMPLE
from alignment.finding import Finding
from alignment.show.agreeing import COUNTING, INCOMPLETE, ComposingLevels

AGREED = Agreement.open(SAMPLE)


@dataclass
class Held:
    """What was asked of the backend, and its answers."""

    agreement: Agreement = AGREED
    asked: list[Mapping] = field(default_factory=list)
    proposed: list[Mapping] = field(default_factory=list)
    watch: Callable[[], object] = tuple

    @property
    def beginnings(self) -> dict[str, ServiceLevels]:
        return {"Sales proposes": ServiceLevels()}

    @property
    def activities(self) -> dict[str, tuple[str, ...]]:
        return {"sales": ("call", "meeting"), "marketing": ("email_sent",)}

    def composed(self, parts: Mapping[str, object]) -> Finding:
        self.asked.append(parts)
        self.watch()
        levels = parts["service_levels"]
        if levels.nurture_limit_days == 13:
            raise AgreementError("No such <level>.", [Problem("levels", "13", "another")])
        hours = levels.sales.first_contact_within_hours
        row = ("first_contact", f"within {hours:g} h", "share", 0.5, 0.4, 0.6, 20, "BREACH")
        names = ["level", "promise", "unit", "value", "low", "high", "n", "verdict"]
        return Finding(pd.DataFrame([row], columns=names), f"Within {hours:g} <hours>: 50%.")

    def propose(self, parts: Mapping[str, object]) -> str:
        self.proposed.append(parts)
        return "Proposed."


@pytest.fixture
def held() -> Held:
    return Held()


def type_hours(made: ComposingLevels, text: str) -> None:
    next(iter(made._levels._rows["first_contact"].boxes.values())).value = text


def test_it_opens_with_what_is_agreed(held: Held) -> None:
    made = ComposingLevels(held)
    assert made.problems == ()
    assert made.parts == {
        "service_levels": AGREED.service_levels,
        "tasks": dict(AGREED.tasks),
        "calendar": AGREED.calendar,
        "review_day": AGREED.review_day,
    }


def test_what_the_levels_would_have_come_to_follows_each_change(held: Held) -> None:
    made = ComposingLevels(held)
    assert "Within 4 &lt;hours&gt;: 50%." in made._found.value
    type_hours(made, "8")
    assert "Within 8 &lt;hours&gt;: 50%." in made._found.value
    assert "✕ BREACH" in made._levels._rows["first_contact"]._achieved.value
    assert len(held.asked) == 2


def test_what_is_shown_is_marked_as_old_while_it_is_counted_anew(held: Held) -> None:
    made = ComposingLevels(held)
    marked: list[bool] = []
    held.watch = lambda: marked.append(COUNTING in made._dom_classes)
    type_hours(made, "8")
    assert (marked, COUNTING in made._dom_classes) == ([True], False)


def test_a_change_of_the_calendar_is_followed_and_one_of_the_tasks_is_not(held: Held) -> None:
    made = ComposingLevels(held)
    made._calendar._days["sat"].value = True
    made._tasks._lines["sales"][0]._owner.value = "Ruben"
    made._calendar._review.value = "9"
    assert [asked["calendar"].days[-1] for asked in held.asked] == ["fri", "sat"]
    assert (made.parts["review_day"], made.parts["tasks"]["first_contact"].owner) == (9, "Ruben")


def test_while_something_is_wrong_nothing_is_counted_or_proposed(held: Held) -> None:
    made = ComposingLevels(held)
    type_hours(made, "soon")
    made._calendar._review.value = "99"
    assert INCOMPLETE in made._found.value
    assert made._levels._rows["first_contact"]._achieved.value == ""
    assert "service_levels" not in made.parts
    said = made.propose()
    assert said.startswith("Not proposed yet: First contact: “soon” is no number")
    assert "Day of the review: " in said
    assert held.proposed == []


def test_what_stands_there_is_proposed_whole(held: Held) -> None:
    made = ComposingLevels(held)
    made._levels.start_over(ServiceLevels())
    assert made.propose() == "Proposed."
    assert held.proposed == [{**made.parts, "service_levels": ServiceLevels()}]


def test_an_error_of_the_measure_is_told_as_text(held: Held) -> None:
    made = ComposingLevels(held)
    made._levels.start_over(AGREED.service_levels.model_copy(update={"nurture_limit_days": 13}))
    assert "No such &lt;level&gt;." in made._found.value
    assert made.problems == ()
