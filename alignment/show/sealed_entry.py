"""Each team answers on its own: its form is its own alone, and gone once it is sealed."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Protocol

import ipywidgets as widgets

from alignment.agreement.rule import joined
from alignment.errors import AlignmentError
from alignment.show.question import Question
from alignment.show.sheet import dressed
from alignment.show.signature_line import told
from alignment.show.widget_tree import discard

Content = Mapping[str, object]


class Form(Protocol):
    """A widget that holds answers."""

    @property
    def content(self) -> Content:
        """What was answered, as plain data."""

    @property
    def problems(self) -> Sequence[str]:
        """What cannot be taken as it stands, each as a sentence."""


class SealedEntry(widgets.VBox):
    """Who answers, the form of that team, and the button that seals it.

    Nothing of a team is left in the page once it has sealed its answers or another is chosen,
    nor in a notebook saved from then on. The settings in ``templates/lab`` keep JupyterLab from
    saving what stands in widgets; where a room turns that on and saves while somebody types, the
    next save by hand takes it out of the notebook and of ``.ipynb_checkpoints``. From a copy made
    in between (version control, a backup) nothing can take it back.

    Parameters
    ----------
    teams : mapping of team to label
        Marketing first: its button is blue, the second one's orange.
    form : function of (team, content or None) → Form
        A form that holds the content, empty for None; a widget, made anew for each entry.
    seal : function of (team, person, role, content) → str
        Keeps the answers and says so; an AlignmentError is shown, and nothing is lost.
    standing : function → str
        Who is in and who is awaited.
    begins_anew : function of (team, content) → bool, or None
        Whether sealing this would begin a new round: that is asked first.
    given : function of team → content or None, or None
        What a team itself said before, where both teams see it already; it may start from that.
    """

    def __init__(
        self,
        teams: Mapping[str, str],
        form: Callable[[str, Content | None], Form],
        seal: Callable[[str, str, str, Content], str],
        standing: Callable[[], str],
        begins_anew: Callable[[str, Content], bool] | None = None,
        given: Callable[[str], Content | None] | None = None,
    ) -> None:
        self._make, self._seal, self._standing_of, self._labels = form, seal, standing, dict(teams)
        self._begins_anew, self._given = begins_anew, given
        self._form: Form | None = None
        self._blank: object = None
        self._team: str | None = None
        self._chooser = widgets.ToggleButtons(
            options=[(label, team) for team, label in teams.items()], value=None
        )
        self._chooser.add_class("alignment-teams")
        self._standing, self._said, self._wrong = (widgets.HTML() for _ in range(3))
        self._standing.add_class("alignment-quiet")
        self._wrong.add_class("alignment-wrong")
        self._discarding, self._beginning = Question(), Question()
        self._place = widgets.VBox()
        self._place.add_class("alignment-form")
        asked = widgets.HBox([widgets.Label("Who answers?"), self._chooser])
        self._end = widgets.VBox([self._said])
        above = (asked, self._standing, self._discarding)
        super().__init__(children=(*above, self._place, self._beginning, self._wrong, self._end))
        self._sheet = dressed(self)
        self._chooser.observe(self._chosen, "value")
        self._tell_standing()

    @property
    def team(self) -> str | None:
        """Who answers now; None: nobody."""
        return self._team

    def _chosen(self, _: object) -> None:
        wanted = self._chooser.value
        if wanted == self._team:
            self._discarding.drop()
        else:
            self._unless_typed(lambda: self._open(wanted))

    def _unless_typed(self, act: Callable[[], None]) -> None:
        """Do what discards the form; ask first, once, where somebody typed into it."""
        if not self._is_touched:
            act()
            return
        self._choose(self._team)
        typed = f"Discard what {self._labels.get(str(self._team), '')} typed?"
        self._discarding.ask(typed, {"Discard": act, "Keep writing": lambda: None})

    @property
    def _is_touched(self) -> bool:
        return self._form is not None and self._held() != self._blank

    def _held(self) -> object:
        if self._form is None:
            return None
        return self._person.value, self._role.value, self._form.content, self._form.problems

    def _open(self, team: str | None, given: Content | None = None) -> None:
        """A form for a team, with what is given or empty; None: no form."""
        self._close()
        self._said.value = ""
        try:
            form = self._make(team, given) if team else None
            earlier = self._given(team) if team and self._given and given is None else None
        except AlignmentError as error:
            self._tell(str(error))
            team = form = None
        self._team, self._form = team, form
        self._choose(team)
        if form is not None and team is not None:
            self._place.children = (*self._around(team, earlier), form, self._sealing(team))
            self._blank = self._held()

    def _around(self, team: str, earlier: Content | None) -> list[widgets.Widget]:
        """What stands above a team's form."""
        self._person, self._role = _line("Your name"), _line("Your role")
        who = widgets.HBox([self._person, self._role])
        who.add_class("alignment-who")
        if not earlier:
            return [who]
        label = f"Start from {whose(self._labels[team])} earlier answers"
        return [
            _button(label, lambda: self._unless_typed(lambda: self._open(team, earlier)), ""),
            who,
        ]

    def _sealing(self, team: str) -> widgets.Button:
        return _button(f"Seal {whose(self._labels[team])} answers", self._press, "primary")

    def _close(self) -> None:
        within, self._place.children = self._place.children, ()
        self._form = self._blank = None
        self._wrong.value = ""
        for widget in within:
            discard(widget)
        self._discarding.drop()
        self._beginning.drop()

    def _press(self) -> None:
        self._beginning.drop()
        if self._lacks():
            return
        if not self._is_to_be_asked:
            self._put()
            return
        self._tell("")
        others = joined(
            [label for team, label in self._labels.items() if team != self._team], "and"
        )
        begins = f"This begins a new round: {others} must answer again."
        self._beginning.ask(begins, {"Begin": self._put, "Keep as it is": lambda: None})

    @property
    def _is_to_be_asked(self) -> bool:
        form, team = self._form, self._team
        if self._begins_anew is None or form is None or team is None:
            return False
        try:
            return self._begins_anew(team, form.content)
        except AlignmentError:
            return False  # what cannot be opened is mended by sealing again

    def _lacks(self) -> bool:
        """Whether something is missing or wrong; tells it."""
        if self._form is None:
            return True
        named = {"Your name": self._person.value, "Your role": self._role.value}
        problems = [f"{name} is missing." for name, held in named.items() if not held.strip()]
        problems += self._form.problems
        if problems:
            self._tell("\n".join(["Not sealed yet:", *problems]))
        return bool(problems)

    def _put(self) -> None:
        form, team = self._form, self._team
        if form is None or team is None or self._lacks():
            return
        person, role = self._person.value.strip(), self._role.value.strip()
        try:
            said = self._seal(team, person, role, form.content)
        except AlignmentError as error:
            self._tell(str(error))
            return
        self._open(None)
        self._say(said)
        self._tell_standing()
        self._sheet.bring_into_view()

    def _choose(self, team: str | None) -> None:
        self._chooser.unobserve(self._chosen, "value")
        self._chooser.value = team
        self._chooser.observe(self._chosen, "value")

    def _tell(self, text: str) -> None:
        self._wrong.value = escape(text)

    def _say(self, text: str) -> None:
        """Show what was done, in a widget made anew.

        Where JupyterLab saves widgets' state, only a new one makes it save the notebook by
        itself, and so overwrite what it saved while somebody typed.
        """
        old, self._said = self._said, widgets.HTML(f"<p><bdi>{escape(text)}</bdi></p>")
        self._end.children = (self._said,)
        discard(old)

    def _tell_standing(self) -> None:
        try:
            said = self._standing_of()
        except AlignmentError as error:
            said = str(error)
        self._standing.value = told(said)


def whose(team: str) -> str:
    """`Marketing’s`, `Sales’`."""
    return f"{team}’" if team.endswith("s") else f"{team}’s"


def _line(label: str) -> widgets.Text:
    return widgets.Text(
        description=label, continuous_update=False, style={"description_width": "initial"}
    )


def _button(label: str, act: Callable[[], None], style: str) -> widgets.Button:
    made = widgets.Button(description=label, button_style=style)
    made.on_click(lambda _: act())
    return made
