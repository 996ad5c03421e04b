"""What Sales asks Marketing to make: what stands, one more, and what became of one."""

from collections.abc import Callable
from html import escape
from typing import Protocol

import ipywidgets as widgets

from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.show.display import LAB_STYLE, as_html
from alignment.show.rating_grid import heading
from alignment.show.request_forms import Asking, Settling, suggestions
from alignment.show.sheet import dressed
from alignment.show.widget_tree import discard


class Requestable(Protocol):
    """Where content is asked for; `alignment.briefing.Briefing` is one."""

    @property
    def requests(self) -> Finding:
        """number, content, because, asked_by, owner, due_on, state, note; one row a request."""

    @property
    def objections(self) -> Finding:
        """kind, reason, n, n_of; why leads were given back and deals lost."""

    def ask(self, **values: object) -> str: ...
    def settle(self, number: int, **values: object) -> str: ...


class RequestList(widgets.VBox):
    """A form to ask for one more, and one to settle one; once one was, the list as it then stands.

    Parameters
    ----------
    briefing : Requestable
    """

    def __init__(self, briefing: Requestable) -> None:
        self._briefing = briefing
        self._shown, self._said, self._wrong = (widgets.HTML() for _ in range(3))
        self._shown.add_class("alignment-listed")
        self._wrong.add_class("alignment-wrong")
        self._asking = Asking(_reasons(briefing), self._ask)
        self._settling: Settling | None = None
        self._at = widgets.VBox()
        super().__init__(
            children=(
                *(self._shown, heading("Ask for one more"), self._asking, self._at),
                *(self._wrong, self._said),
            )
        )
        dressed(self)
        self._show()

    def _ask(self) -> None:
        if self._do(self._asking.problems, lambda: self._briefing.ask(**self._asking.content)):
            self._asking.clear()

    def _settle(self) -> None:
        form = self._settling
        if form is not None and form.number is not None:
            number, changes = form.number, form.changes
            self._do(form.problems, lambda: self._briefing.settle(number, **changes))

    def _do(self, problems: tuple[str, ...], act: Callable[[], str]) -> bool:
        """Do it, say so and show the list anew; else tell why not, and lose nothing."""
        self._said.value, self._wrong.value = "", escape("\n".join(problems))
        if problems:
            return False
        try:
            said = act()
        except AlignmentError as error:
            self._wrong.value = escape(str(error))
            return False
        self._show(is_changed=True)
        self._said.value = f"<p><bdi>{escape(said)}</bdi></p>"
        return True

    def _show(self, is_changed: bool = False) -> None:
        """The list once it has changed; before, the page shows it. Where it cannot be read, why."""
        try:
            found = self._briefing.requests
        except AlignmentError as error:
            self._wrong.value = escape(str(error))
            return
        self._shown.value = LAB_STYLE + as_html(found, is_open=True) if is_changed else ""
        old, self._at.children = self._at.children, ()
        for widget in old:
            discard(widget)
        self._settling = None
        if found.is_answered:
            self._settling = Settling(found.table, self._settle)
            self._at.children = (heading("What became of one"), self._settling)


def _reasons(briefing: Requestable) -> dict[str, str]:
    """Why something could be asked for; nothing where the history cannot say."""
    try:
        return suggestions(briefing.objections)
    except AlignmentError:
        return {}  # what cannot be read is told where it is shown
