"""What both teams owe each other, composed in one place, with what it would have come to."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Protocol

import ipywidgets as widgets

from alignment.agreement import Agreement, ServiceLevels
from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.show.achieved import achieved
from alignment.show.calendar_form import CalendarForm
from alignment.show.display import as_html
from alignment.show.level_form import LevelForm
from alignment.show.sheet import dressed
from alignment.show.task_list import TaskList

TABS = ("Levels", "Tasks", "Calendar")
MEASURED = ("service_levels", "calendar")
"""The parts on which it depends what the past months would have come to."""

COUNTING = "alignment-counting"
INCOMPLETE = "What this would have come to is shown once nothing is missing or wrong."


class Agreeable(Protocol):
    """Where levels are agreed; `alignment.agreeing.Agreeing` is one."""

    @property
    def agreement(self) -> Agreement: ...
    @property
    def beginnings(self) -> Mapping[str, ServiceLevels]:
        """Levels to begin with, by what is written on their button."""

    @property
    def activities(self) -> Mapping[str, Sequence[str]]:
        """What each team does in the history."""

    def composed(self, parts: Mapping[str, object]) -> Finding: ...
    def propose(self, parts: Mapping[str, object]) -> str: ...


class ComposingLevels(widgets.VBox):
    """A tab for the levels, one for the tasks and one for the calendar.

    Under them stands what the levels, on that calendar, would have come to in the past months.

    Parameters
    ----------
    agreeing : Agreeable
    """

    def __init__(self, agreeing: Agreeable) -> None:
        agreed, done = agreeing.agreement, agreeing.activities
        self._agreeing = agreeing
        self._levels = LevelForm(
            agreed.service_levels,
            activities=done.get("sales", ()),
            start_from=agreeing.beginnings,
        )
        self._tasks = TaskList(agreed.tasks, done)
        self._calendar = CalendarForm(agreed.calendar, agreed.review_day)
        tabs = widgets.Tab((self._levels, self._tasks, self._calendar))
        tabs.titles = TABS
        self._found = widgets.HTML()
        self._found.add_class("alignment-found")
        super().__init__(children=(tabs, self._found))
        dressed(self)
        self._levels.observe(self._follow, "levels")
        self._calendar.observe(self._follow, "calendar")
        self._follow()

    @property
    def parts(self) -> dict[str, object]:
        """The parts of an agreement that stand there: service_levels, tasks, calendar, review_day.

        One with something missing or wrong is left out.
        """
        found: dict[str, object] = {
            "service_levels": self._levels.levels,
            "tasks": self._tasks.tasks,
            "calendar": self._calendar.calendar,
            "review_day": self._calendar.content["review_day"],
        }
        return {name: part for name, part in found.items() if part is not None}

    @property
    def problems(self) -> tuple[str, ...]:
        """What is missing or wrong in any tab, each as a sentence."""
        forms = (self._levels, self._tasks, self._calendar)
        return tuple(problem for form in forms for problem in form.problems)

    def propose(self) -> str:
        """Propose what stands there, and say so; nothing while something is missing or wrong."""
        if problems := self.problems:
            return " ".join(["Not proposed yet:", *problems])
        return self._agreeing.propose(self.parts)

    def _follow(self, _: object = None) -> None:
        """Tell what the levels that stand there would have come to."""
        parts = self.parts
        wanted = {name: part for name, part in parts.items() if name in MEASURED}
        if len(wanted) < len(MEASURED):
            self._levels.tell({})
            self._found.value = f"<p>{escape(INCOMPLETE)}</p>"
            return
        self.add_class(COUNTING)  # a million leads take seconds, and what is shown is old by then
        try:
            found = self._agreeing.composed(wanted)
            self._levels.tell(achieved(found))
            self._found.value = as_html(found)
        except AlignmentError as error:
            self._levels.tell({})
            self._found.value = f'<pre style="white-space:pre-wrap">{escape(str(error))}</pre>'
        finally:
            self.remove_class(COUNTING)
