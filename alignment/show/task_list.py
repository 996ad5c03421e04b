"""The checklist of each team: what it does, upon what, by when, and what shows that it did."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from html import escape

import ipywidgets as widgets
import traitlets

from alignment import terms
from alignment.agreement import Task
from alignment.show.rating_grid import heading, paragraph
from alignment.show.sealed_entry import whose
from alignment.show.sheet import dressed
from alignment.show.task_line import TaskLine
from alignment.show.widget_tree import discard

MOST_WORDS = 4
"""Of a task's text that make its key."""


class TaskList(widgets.VBox):
    """Tasks to tick, change and add, team by team; an unticked one stays in sight, struck out.

    Parameters
    ----------
    tasks : mapping of key to Task
        What it opens with, each ticked.
    activities : mapping of team to names
        What each team does in the history, any of which can show that a task was done.

    Attributes
    ----------
    tasks : mapping of key to Task, or None
        What is ticked; None while something is missing or wrong. Observable.
    """

    tasks = traitlets.Any(None, allow_none=True, read_only=True)

    def __init__(
        self,
        tasks: Mapping[str, Task] | None = None,
        activities: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._activities = dict(activities or {})
        self._lines: dict[str, list[TaskLine]] = {team: [] for team in terms.TEAMS}
        self._keys: dict[TaskLine, str] = {}
        self._order = list(tasks or {})
        for key, task in (tasks or {}).items():
            self._keys[self._line(task.team, task)] = key
        self._lists = {team: widgets.VBox(lines) for team, lines in self._lines.items()}
        for shown in self._lists.values():
            shown.add_class("alignment-parts")
        self._wrong = widgets.HTML()
        self._wrong.add_class("alignment-wrong")
        told = paragraph("Only ticked tasks are part of what is proposed.", "alignment-quiet")
        parts = [widget for team in terms.TEAMS for widget in self._part(team)]
        super().__init__(children=(told, *parts, self._wrong))
        dressed(self)
        self._refresh()

    @property
    def content(self) -> dict[str, dict[str, object]]:
        """The ticked tasks by key, as plain data that `Task` reads.

        A task that was opened keeps its key and its place; a new one is called after its text.
        """
        ticked = [line for lines in self._lines.values() for line in lines if line.is_agreed]
        made = {self._keys[line]: line.content for line in ticked if line in self._keys}
        held = {key: made[key] for key in self._order if key in made}
        for line in ticked:
            if line not in self._keys:
                held[_key(line.text, [*self._order, *held])] = line.content
        return held

    @property
    def problems(self) -> tuple[str, ...]:
        """What ticked tasks lack, each as a sentence."""
        return tuple(
            f"{team.capitalize()}, task {n}: {problem}."
            for team, lines in self._lines.items()
            for n, line in enumerate(lines, start=1)
            for problem in line.problems
        )

    def _part(self, team: str) -> list[widgets.Widget]:
        add = widgets.Button(description=f"Add a task of {team.capitalize()}")
        add.add_class("alignment-adding")
        add.on_click(lambda _: self._add(team))
        return [heading(f"{whose(team.capitalize())} tasks"), self._lists[team], add]

    def _line(self, team: str, task: Task | None = None) -> TaskLine:
        """A line for a task that is there, which can be unticked; or for a new one."""
        away = None if task else partial(self._take_away, team)
        line = TaskLine(team, task, self._activities.get(team, ()), self._refresh, away)
        self._lines[team].append(line)
        return line

    def _add(self, team: str) -> None:
        self._line(team)
        self._show(team)

    def _take_away(self, team: str, line: TaskLine) -> None:
        self._lines[team].remove(line)
        self._show(team)
        discard(line)

    def _show(self, team: str) -> None:
        self._lists[team].children = tuple(self._lines[team])
        self._refresh()

    def _refresh(self) -> None:
        problems = self.problems
        self._wrong.value = escape("\n".join(problems))
        made = {key: Task(**task) for key, task in self.content.items()} if not problems else None
        self.set_trait("tasks", made)


def _key(text: str, taken: Sequence[str]) -> str:
    """A key made of the first words of a task's text; one that is not taken."""
    words = re.findall(r"\w+", text.lower())[:MOST_WORDS]
    base = "_".join(words) or "task"
    key, n = base, 1
    while key in taken:
        n += 1
        key = f"{base}_{n}"
    return key
