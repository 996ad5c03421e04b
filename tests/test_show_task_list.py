"""The checklists of both teams: what is ticked, changed, added and taken away."""

import pytest

from alignment.agreement import Agreement, Task
from alignment.files import SAMPLE
from alignment.show.task_line import TaskLine
from alignment.show.task_list import TaskList

CALL = Task(task="Call the lead", team="sales", within_hours=4, when="now", on="hand_off")
NURTURE = Task(task="Nurture it", team="marketing", when="on a full moon", done_by=("email", "sql"))


def made() -> TaskList:
    return TaskList({"call": CALL, "nurture": NURTURE}, {"sales": ["call"], "marketing": ["email"]})


def line(tasks: TaskList, team: str, n: int = -1) -> TaskLine:
    return tasks._lines[team][n]


def test_the_tasks_of_the_sample_come_back_as_they_were() -> None:
    tasks = Agreement.open(SAMPLE).tasks
    opened = TaskList(tasks)
    assert (opened.tasks, opened.problems) == (dict(tasks), ())
    assert list(opened.content) == list(tasks)


def test_only_ticked_tasks_are_in_it_and_the_others_stay_in_sight() -> None:
    tasks = made()
    line(tasks, "sales")._agreed.value = False
    assert list(tasks.content) == ["nurture"]
    assert "alignment-left-out" in line(tasks, "sales")._dom_classes
    line(tasks, "sales")._agreed.value = True
    assert tasks.tasks == {"call": CALL, "nurture": NURTURE}


def test_a_changed_task_keeps_its_key() -> None:
    tasks = made()
    line(tasks, "sales")._text.value = "Write to the lead"
    line(tasks, "sales")._owner.value = " Head of Sales "
    line(tasks, "sales")._unit.value = "within_days"
    changed = tasks.tasks["call"]
    assert (changed.task, changed.owner) == ("Write to the lead", "Head of Sales")
    assert (changed.within_hours, changed.within_days) == (None, 4)


def test_another_occasion_brings_its_own_words() -> None:
    tasks = made()
    assert tasks.content["call"]["when"] == "now"  # as it was written
    line(tasks, "sales")._on.value = "month_end"
    assert tasks.content["call"]["when"] == "a month has ended"
    line(tasks, "marketing")._when.value = "on Mondays"
    assert tasks.content["nurture"]["when"] == "on Mondays"
    assert "on" not in tasks.content["nurture"]


def test_a_new_task_is_called_after_its_text_and_no_key_stands_twice() -> None:
    tasks = made()
    for text in ("Call, at once!", "Call at once", "日本 <b>"):
        tasks._add("sales")
        line(tasks, "sales")._text.value = text
    assert list(tasks.content) == ["call", "nurture", "call_at_once", "call_at_once_2", "日本_b"]
    tasks._add("sales")
    line(tasks, "sales")._text.value = "Nurture"
    assert "nurture_2" in tasks.content  # nor that of a task that is there already


def test_a_new_task_can_be_taken_away_and_one_that_was_agreed_is_unticked() -> None:
    tasks = made()
    tasks._add("marketing")
    assert line(tasks, "marketing")._remove is not None
    line(tasks, "marketing")._remove.click()
    assert len(tasks._lists["marketing"].children) == 1
    assert line(tasks, "marketing")._remove is None
    assert tasks.problems == ()


@pytest.mark.parametrize(
    ("unit", "typed", "told"),
    [
        ("within_hours", "", "write within how many working hours, or choose no limit"),
        ("within_hours", "0", "expected a number of hours from 0.01 to 10,000, not 0"),
        ("within_days", "1.5", "expected a whole number of days from 1 to 3,650, not 1.5"),
        ("within_days", "soon", "“soon” is no number"),
    ],
)
def test_a_limit_that_makes_no_sense_is_named_with_its_place(
    unit: str, typed: str, told: str
) -> None:
    tasks = made()
    line(tasks, "sales")._unit.value = unit
    line(tasks, "sales")._limit.value = typed
    assert tasks.problems[0].startswith(f"Sales, task 1: {told}")
    assert tasks.tasks is None
    line(tasks, "sales")._unit.value = ""
    assert tasks.problems == ()


def test_a_task_without_words_is_a_problem_while_it_is_ticked() -> None:
    tasks = made()
    tasks._add("marketing")
    assert tasks.problems == ("Marketing, task 2: say what is done.",)
    line(tasks, "marketing")._agreed.value = False
    assert (tasks.problems, list(tasks.content)) == ((), ["call", "nurture"])


def test_what_shows_a_task_can_be_an_activity_or_a_stage_and_what_is_unknown_stays() -> None:
    tasks = TaskList({"call": CALL.model_copy(update={"done_by": ("<b>fax",)})}, {})
    entries = [label for label, _ in line(tasks, "sales")._done_by._entries]
    assert "stage SQL" in entries
    assert entries[-1] == "<b>fax (not in the history)"
    assert tasks.content["call"]["done_by"] == ["<b>fax"]
