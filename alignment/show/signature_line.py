"""A team's signature: a line to give it on, and once it is given, who did."""

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from alignment.agreement import SignOff as Signature
from alignment.period import date_words
from alignment.show.rating_grid import paragraph


class SignatureLine(widgets.HBox):
    """A team’s name and role and its button; once it has signed, who did.

    Parameters
    ----------
    sign : function
        Called when the button is pressed.
    words : tuple of str
        What the button does, and what was done by whoever did it.
    """

    def __init__(
        self, sign: Callable[[], None], words: tuple[str, str] = ("Sign", "Signed")
    ) -> None:
        self._does, self._did = words
        self._team: widgets.HTML = paragraph("", "alignment-owed")
        self._person, self._role = _line("Name"), _line("Role")
        self._button = widgets.Button(description=self._does, button_style="primary")
        self._button.on_click(lambda _: sign())
        self._signature = widgets.HTML()
        self.is_signed = False
        super().__init__([self._team])
        self.add_class("alignment-signed")

    @property
    def person(self) -> str:
        """Who signs."""
        return self._person.value.strip()

    @property
    def role(self) -> str:
        """As what."""
        return self._role.value.strip()

    @property
    def problems(self) -> tuple[str, ...]:
        """What is missing, each as a sentence."""
        held = {"The name": self.person, "The role": self.role}
        return tuple(f"{what} is missing." for what, text in held.items() if not text)

    def clear(self) -> None:
        """Nobody's name stands there any more."""
        self._person.value = self._role.value = ""

    def show(self, team: str, signature: Signature | None, is_open: bool) -> None:
        """A signature, or what it takes to give one; nothing where nothing is there to sign."""
        self.is_signed = signature is not None
        self._team.value = f"<p>{escape(team)}</p>"
        self._button.description = f"{self._does} for {team}"
        shown: tuple[widgets.Widget, ...] = ()
        if signature is not None:
            day = date_words(signature.signed_on)
            who = escape(f"{signature.person}, {signature.role}, on {day}")
            self._signature.value = f"<p>✓ {self._did} by <bdi>{who}</bdi></p>"
            shown = (self._team, self._signature)
        elif is_open:
            shown = (self._team, self._person, self._role, self._button)
        self.children = shown


def told(said: str) -> str:
    """What was done, or how it stands, as a paragraph; nothing for nothing."""
    return f'<p style="white-space:pre-line"><bdi>{escape(said)}</bdi></p>' if said else ""


def _line(label: str) -> widgets.Text:
    made = widgets.Text(description=label, continuous_update=False)
    made.style.description_width = "initial"
    return made
