"""Each team answers on its own: its form is empty when it opens, and gone once it is sealed."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Protocol

import ipywidgets as widgets

from alignment.errors import AlignmentError
from alignment.show.sheet import dressed
from alignment.show.widget_tree import discard


class Form(Protocol):
    """A widget that holds answers."""

    @property
    def content(self) -> Mapping[str, object]:
        """What was answered, as plain data."""

    @property
    def problems(self) -> Sequence[str]:
        """What cannot be taken as it stands, each as a sentence."""


class SealedEntry(widgets.VBox):
    """Who answers, the form of that team, and the button that seals it.

    Nothing of a team is left in the page, nor in what a saved notebook keeps, once it has sealed
    its answers or another is chosen.

    Parameters
    ----------
    teams : mapping of team to label
        Marketing first: its button is blue, the second one's orange.
    form : function of team → Form
        An empty form, a widget; made anew for each entry.
    seal : function of (team, person, role, content) → str
        Keeps the answers and says so; an AlignmentError is shown, and nothing is lost.
    standing : function → str
        Who is in and who is awaited.
    """

    def __init__(
        self,
        teams: Mapping[str, str],
        form: Callable[[str], Form],
        seal: Callable[[str, str, str, Mapping[str, object]], str],
        standing: Callable[[], str],
    ) -> None:
        self._make, self._seal, self._standing_of, self._labels = form, seal, standing, dict(teams)
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
        self._question = widgets.HBox()
        self._place = widgets.VBox()
        self._place.add_class("alignment-form")
        asked = widgets.HBox([widgets.Label("Who answers?"), self._chooser])
        super().__init__(
            children=(asked, self._standing, self._question, self._place, self._wrong, self._said)
        )
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
            self._ask_nothing()
        elif self._is_touched:
            self._choose(self._team)
            self._ask(wanted)
        else:
            self._open(wanted)

    def _ask(self, wanted: str) -> None:
        """Once, before what was typed is lost."""
        self._ask_nothing()
        whose = self._labels.get(str(self._team), "")
        discarding = _button("Discard", lambda: self._open(wanted), "warning")
        keeping = _button("Keep writing", self._ask_nothing, "")
        question = widgets.Label(f"Discard what {whose} typed?")
        self._question.children = (question, discarding, keeping)

    def _ask_nothing(self) -> None:
        asked, self._question.children = self._question.children, ()
        for widget in asked:
            discard(widget)

    @property
    def _is_touched(self) -> bool:
        return self._form is not None and self._held() != self._blank

    def _held(self) -> object:
        if self._form is None:
            return None
        return self._person.value, self._role.value, self._form.content, self._form.problems

    def _open(self, team: str | None) -> None:
        """An empty form for a team; None: no form."""
        self._close()
        self._said.value = ""
        try:
            form = self._make(team) if team else None
        except AlignmentError as error:
            self._tell(str(error))
            team = form = None
        self._team, self._form = team, form
        self._choose(team)
        if form is not None and team is not None:
            self._person, self._role = _line("Your name"), _line("Your role")
            who = widgets.HBox([self._person, self._role])
            who.add_class("alignment-who")
            label = f"Seal {self._labels[team]}’s answers"
            sealing = _button(label, self._press, "primary")
            self._place.children = (who, form, sealing)
            self._blank = self._held()

    def _close(self) -> None:
        within, self._place.children = self._place.children, ()
        self._form = self._blank = None
        self._wrong.value = ""
        for widget in within:
            discard(widget)
        self._ask_nothing()

    def _press(self) -> None:
        form, team = self._form, self._team
        if form is None or team is None:
            return
        named = {"Your name": self._person.value, "Your role": self._role.value}
        problems = [f"{name} is missing." for name, held in named.items() if not held.strip()]
        problems += form.problems
        if problems:
            self._tell("\n".join(["Not sealed yet:", *problems]))
            return
        person, role = self._person.value.strip(), self._role.value.strip()
        try:
            said = self._seal(team, person, role, form.content)
        except AlignmentError as error:
            self._tell(str(error))
            return
        self._open(None)
        self._said.value = f"<p><bdi>{escape(said)}</bdi></p>"
        self._tell_standing()
        self._sheet.bring_into_view()

    def _choose(self, team: str | None) -> None:
        self._chooser.unobserve(self._chosen, "value")
        self._chooser.value = team
        self._chooser.observe(self._chosen, "value")

    def _tell(self, text: str) -> None:
        self._wrong.value = escape(text)

    def _tell_standing(self) -> None:
        try:
            said = self._standing_of()
        except AlignmentError as error:
            said = str(error)
        self._standing.value = f'<p style="white-space:pre-line"><bdi>{escape(said)}</bdi></p>'


def _line(label: str) -> widgets.Text:
    return widgets.Text(
        description=label, continuous_update=False, style={"description_width": "initial"}
    )


def _button(label: str, act: Callable[[], None], style: str) -> widgets.Button:
    made = widgets.Button(description=label, button_style=style)
    made.on_click(lambda _: act())
    return made
