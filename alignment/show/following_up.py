"""What became of earlier decisions: a line each, settled by a click."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Protocol

import ipywidgets as widgets

from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.period import date_words
from alignment.show.widget_tree import discard

SETTLED = {"done": "Carried out", "dropped": "Dropped"}
"""What a button says, by the state it settles a decision as."""
ASKED = "What came of it"
NOTHING = "There is nothing to follow up."

Row = dict[str, Any]
Settle = Callable[[str, str, str], None]
"""Called with a reference, a state and what came of it."""


class Followed(Protocol):
    """Where decisions are settled; `alignment.review.Review` is one."""

    @property
    def followed_up(self) -> Finding:
        """reference, choice, owner, due_on, state, came_of_it and others; read anew each time."""

    def settle(self, reference: str, state: str, came_of_it: str) -> str: ...


def following_up(review: Followed) -> widgets.VBox:
    """Every earlier decision that is looked at again: what came of it, or a form to say so.

    What cannot be kept is told, and what was typed stays; after a click the lines are read anew.
    """
    return _FollowingUp(review)


class _FollowingUp(widgets.VBox):
    def __init__(self, review: Followed) -> None:
        self._review = review
        self._lines: dict[str, _Line] = {}
        self._first: str | None = None
        self._at = widgets.VBox()
        self._at.add_class("alignment-parts")
        self._wrong, self._said, self._now = _wrong(), widgets.HTML(), widgets.HTML()
        super().__init__([self._at, self._wrong, self._said, self._now])
        self._show()
        if self._lines:  # only then there is something to type or to click
            from alignment.show.sheet import dressed

            dressed(self)

    def _settle(self, reference: str, state: str, came_of_it: str) -> None:
        self._wrong.value = self._said.value = ""
        line = self._lines[reference]
        try:
            said = self._review.settle(reference, state, came_of_it)
        except AlignmentError as error:
            self._show(is_after_refusal=True)
            self._refuse(line, reference, error, came_of_it)
        else:
            self._show()
            self._said.value = _paragraph(said)

    def _refuse(self, line: "_Line", reference: str, error: AlignmentError, typed: str) -> None:
        """Say it at the decision's line, with what was typed where the line is another by now;
        below where the decision is no more."""
        now = self._lines.get(reference)
        rest = f"\nWhat was typed: {typed}" if typed and now is not line else ""
        (now.wrong if now else self._wrong).value = escape(f"{error}{rest}")

    def _show(self, is_after_refusal: bool = False) -> None:
        """The lines as the decisions stand now; one that says what it said stays as it is."""
        try:
            found = self._review.followed_up
        except AlignmentError as error:
            if not is_after_refusal:  # else it is told at the line
                self._wrong.value = escape(str(error))
            return
        rows: dict[str, Row] = {row["reference"]: row for row in found.table.to_dict("records")}
        old, self._lines = self._lines, {}
        for name, row in rows.items():
            kept = old.pop(name, None)
            if kept is not None and kept.row != row:
                old[name], kept = kept, None
            self._lines[name] = kept or _Line(row, self._settle)
        self._at.children = tuple(self._lines.values())
        for line in old.values():
            discard(line)
        # the page shows the sentence beside the control: it is told anew once it has changed
        self._first = found.sentence if self._first is None else self._first
        is_new = not rows or found.sentence != self._first
        self._now.value = _paragraph(found.sentence if rows else NOTHING) * is_new


class _Line(widgets.VBox):
    """One decision: what, whose, due when; then what came of it, or what there is to click."""

    def __init__(self, row: Row, settle: Settle) -> None:
        self.row, self._settle, self.wrong = row, settle, _wrong()
        is_open = row["state"] in {"open", "overdue"}
        below = self._asking() if is_open else self._settled()
        super().__init__([_told(row), below, self.wrong])
        self.add_class("alignment-group")

    def _asking(self) -> widgets.HBox:
        text = widgets.Text(
            value=self.row["came_of_it"],
            placeholder="in a sentence; or why it is dropped",
            description=ASKED,
            style={"description_width": "initial"},
        )
        text.add_class("alignment-wide")
        done, dropped = (
            self._button(label, state, lambda: text.value) for state, label in SETTLED.items()
        )
        done.button_style = "primary"
        return widgets.HBox([text, done, dropped])

    def _settled(self) -> widgets.HBox:
        came = self.row["came_of_it"]
        said = self.row["state"] + (f": {came}" if came else "")
        shown = widgets.HTML(_paragraph(f"✓ {said[:1].upper()}{said[1:]}"))
        again = self._button("Open again", "open", lambda: came)
        again.add_class("alignment-remove")
        return widgets.HBox([shown, again])

    def _button(self, label: str, state: str, came_of_it: Callable[[], str]) -> widgets.Button:
        def press(_: object) -> None:
            self.wrong.value = ""
            self._settle(self.row["reference"], state, came_of_it())

        made = widgets.Button(description=label, tooltip=f"{label}: {self.row['choice']}")
        made.on_click(press)
        return made


def _told(row: Mapping[str, Any]) -> widgets.HTML:
    """What was decided, in bold, above `Ann · due on 15 September 2026 · overdue`."""
    facts = [row["owner"], f"due on {date_words(row['due_on'])}"]
    facts = [*filter(None, [row.get("segment", "")]), *facts]
    facts += ["overdue"] * (row["state"] == "overdue")
    below = " · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts)
    choice = f"<b><bdi>{escape(row['choice'])}</bdi></b>"
    return widgets.HTML(
        f'<p class="tex2jax_ignore mathjax_ignore" style="white-space:pre-line">'
        f"{choice}<br>{below}</p>"
    )


def _paragraph(text: str) -> str:
    return f'<p class="tex2jax_ignore mathjax_ignore"><bdi>{escape(text)}</bdi></p>'


def _wrong() -> widgets.HTML:
    made = widgets.HTML()
    made.add_class("alignment-wrong")
    return made
