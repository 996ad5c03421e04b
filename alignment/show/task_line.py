"""One task of the checklist: whether it is agreed, what is done, by whom, by when, on what."""

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from alignment import terms
from alignment.agreement import Task
from alignment.measures.vocabulary import worded
from alignment.show.choice import Entry, Several, with_given
from alignment.show.comparison import STRANGE
from alignment.show.condition import removing
from alignment.show.number_box import DAYS, HOURS, Quantity

OCCASIONS = {
    "hand_off": "a lead is handed off",
    "give_back": "a lead is given back",
    "campaign": "a campaign is planned",
    "month_end": "a month has ended",
    "": "in other words:",
}
"""What a task is done upon, by the name that the agreement has for it."""

LIMITS = {
    "within_hours": ("working hours", HOURS),
    "within_days": ("working days", DAYS),
    "": ("no limit", DAYS),
}
"""What a limit is counted in, by the field of the task."""


class TaskLine(widgets.VBox):
    """A task, opened to be changed.

    Parameters
    ----------
    team : str
        Whose it is.
    task : Task or None
        None: a new one.
    activities : sequence of str
        That team's own, any of which can show that the task was done.
    changed : function
        Called after every change.
    remove : function of this line, or None
        Called when it is taken away; None: it can be unticked, and stays in sight.
    """

    def __init__(
        self,
        team: str,
        task: Task | None,
        activities: Sequence[str],
        changed: Callable[[], None],
        remove: Callable[["TaskLine"], None] | None = None,
    ) -> None:
        self._team, self._given, self._changed = team, task, changed
        opened = task or _blank(team)
        self._agreed = widgets.Checkbox(
            value=True, description="Agreed", indent=False, tooltip="Part of what is proposed"
        )
        self._text = _field(opened.task, placeholder="What is done", tooltip="What is done")
        self._owner = _field(
            opened.owner, description="Owner", placeholder=f"all of {team.capitalize()}"
        )
        self._limit = Quantity(_limit_of(opened)[1], DAYS, tooltip="Within how many")
        limits = [(words, key) for key, (words, _) in LIMITS.items()]
        self._unit = widgets.Dropdown(options=limits, value=_limit_of(opened)[0])
        occasions = [(words, key) for key, words in OCCASIONS.items()]
        self._on = widgets.Dropdown(options=occasions, value=opened.on or "", description="When")
        self._when = _field(opened.when, placeholder="at any time", tooltip="When, in words")
        entries = with_given(_evidence(activities), opened.done_by, STRANGE)
        self._done_by = Several(entries, opened.done_by, self._tell, "nothing in the history")
        super().__init__(children=self._laid_out(remove))
        self.add_class("alignment-task")
        for control in (*self._texts, self._agreed, self._limit, self._unit, self._on):
            control.observe(lambda _: self._tell(), "value")
        self._dress()

    @property
    def is_agreed(self) -> bool:
        """Whether it is ticked."""
        return bool(self._agreed.value)

    @property
    def text(self) -> str:
        """What is done."""
        return self._text.value.strip()

    @property
    def content(self) -> dict[str, object]:
        """The task as plain data that `Task` reads; what is blank is left out."""
        occasion = str(self._on.value)
        made: dict[str, object] = {
            "task": self.text,
            "team": self._team,
            "owner": self._owner.value.strip(),
            "when": self._words(occasion),
            "on": occasion or None,
            "done_by": list(self._done_by.chosen),
        }
        if (limit := self._limit.quantity) is not None and self._unit.value:
            made[self._unit.value] = int(limit) if self._limit.within.is_whole else limit
        return {name: held for name, held in made.items() if held not in ("", None, [])}

    @property
    def problems(self) -> tuple[str, ...]:
        """What a ticked task lacks, each without its place: ``say what is done``."""
        if not self.is_agreed:
            return ()
        found = [] if self.text else ["say what is done"]
        if self._unit.value and self._limit.problem:
            found.append(self._limit.problem)
        elif self._unit.value and not self._limit.value.strip():
            found.append(f"write within how many {LIMITS[self._unit.value][0]}, or choose no limit")
        return tuple(found)

    @property
    def _texts(self) -> tuple[widgets.Text, ...]:
        return self._text, self._owner, self._when

    def _laid_out(self, remove: "Callable[[TaskLine], None] | None") -> tuple[widgets.Widget, ...]:
        for control, kind in (
            (self._agreed, "alignment-agreed"),
            (self._text, "alignment-task-text"),
            (self._owner, "alignment-task-owner"),
            (self._limit, "alignment-quantity"),
        ):
            control.add_class(kind)
        self._on.style.description_width = "initial"
        within = widgets.HBox([widgets.Label("Within"), self._limit, self._unit])
        upon = widgets.HBox([widgets.HBox([self._on, self._when]), within])
        shown = widgets.HBox([widgets.Label("Shown by"), self._done_by])
        shown.add_class("alignment-shown")
        details = widgets.VBox([upon, widgets.HBox([self._owner, shown])])
        details.add_class("alignment-task-details")
        self._remove = removing(lambda: remove(self)) if remove else None
        away = [self._remove] if self._remove else []
        return widgets.HBox([self._agreed, self._text, *away]), details

    def _tell(self) -> None:
        self._dress()
        self._changed()

    def _dress(self) -> None:
        """Show what belongs to the choices made, and that an unticked task is left out."""
        self._limit.within = LIMITS[self._unit.value][1]
        self._limit.layout.display = None if self._unit.value else "none"
        self._when.layout.display = "none" if self._on.value else None
        (self.remove_class if self.is_agreed else self.add_class)("alignment-left-out")

    def _words(self, occasion: str) -> str:
        """The occasion in words; those of the task that was opened, while it is the same."""
        if not occasion:
            return self._when.value.strip()
        is_same = self._given is not None and self._given.on == occasion
        return self._given.when if is_same and self._given else OCCASIONS[occasion]


def _blank(team: str) -> Task:
    """A task of which nothing is written yet."""
    unnamed = Task.model_validate({"task": "unnamed", "team": team})
    return unnamed.model_copy(update={"task": ""})


def _limit_of(task: Task) -> tuple[str, float | None]:
    """The field that limits a task, and its number; a new one has none."""
    if task.within_hours is not None:
        return "within_hours", task.within_hours
    return ("within_days", task.within_days) if task.within_days is not None else ("", None)


def _evidence(activities: Sequence[str]) -> list[Entry]:
    """What can show that a task was done: a team's activities, and the entry of a stage."""
    stages = [*terms.STAGES, *terms.DETOURS]
    entered: list[Entry] = [(f"stage {terms.STAGE_LABELS[stage]}", stage) for stage in stages]
    return [*((worded(name), name) for name in activities if name not in stages), *entered]


def _field(text: str, **traits: str) -> widgets.Text:
    made = widgets.Text(text, continuous_update=False, **traits)
    made.style.description_width = "initial"
    return made
