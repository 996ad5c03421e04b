"""A question that stands in the way of a step until it is answered."""

from collections.abc import Callable, Mapping
from html import escape

import ipywidgets as widgets

from alignment.show.widget_tree import discard


class Question(widgets.HBox):
    """Nothing, until something is asked; nothing again once a button is pressed."""

    def ask(self, text: str, answers: Mapping[str, Callable[[], None]]) -> None:
        """Ask in place of what was asked before.

        Parameters
        ----------
        answers : mapping of label to function
            What each button does; the first goes on, and stands out.
        """
        self.drop()
        buttons = [self._answer(label, act) for label, act in answers.items()]
        buttons[0].button_style = "warning"
        asked = widgets.HTML(escape(text))  # a label would cut a long text off
        self.children = (asked, *buttons)

    def drop(self) -> None:
        """Ask nothing any more."""
        asked, self.children = self.children, ()
        for widget in asked:
            discard(widget)

    def _answer(self, label: str, act: Callable[[], None]) -> widgets.Button:
        made = widgets.Button(description=label, layout={"width": "auto", "flex": "0 0 auto"})

        def press(_: object) -> None:
            self.drop()
            act()

        made.on_click(press)
        return made
