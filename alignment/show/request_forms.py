"""The form in which Sales asks for content, and the one in which a request is settled."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import ipywidgets as widgets
import pandas as pd

from alignment.content_requests import STATES
from alignment.finding import Finding
from alignment.measures.vocabulary import worded
from alignment.show.choice import Choice, Entry
from alignment.show.question import Question
from alignment.show.rating_grid import paragraph

KINDS = {"lost": "Deals lost", "given back": "Leads given back"}
"""What a reason was given for, by the kind that objections have for it."""
EACH = 4
"""Reasons of a kind that are suggested."""
PASSED = "That day has passed."
ASKED = {"content": "What is wanted", "because": "Because", "asked_by": "Asked by"}
"""What a request cannot be without, as its form names it."""

Values = dict[str, Any]


class Asking(widgets.VBox):
    """What is wanted, why, by whom, from whom and by when; nobody's name stands there at first.

    Parameters
    ----------
    suggested : mapping of label to reason
        Each a button that puts the reason into the form.
    ask : function
        Called when the button is pressed.
    """

    def __init__(self, suggested: Mapping[str, str], ask: Callable[[], None]) -> None:
        self._fields = {
            "content": _text("a page, a sheet, a story of a customer …", wide=True),
            "because": _text("the loss, the rejection or the question it answers", wide=True),
            "asked_by": _text("name, of Sales"),
            "owner": _text("nobody yet"),
        }
        self._due = widgets.DatePicker(tooltip="Wanted by")
        self._replacing, self._began_with = Question(), ""
        asked = _button("Ask Marketing for it", ask)
        buttons = [self._suggesting(label, reason) for label, reason in suggested.items()]
        from_history = widgets.HBox(buttons or [paragraph("no reason yet", "alignment-quiet")])
        super().__init__(
            children=(
                _row(ASKED["content"], self._fields["content"]),
                _row("The history has", from_history, self._replacing),
                _row(ASKED["because"], self._fields["because"]),
                _row(ASKED["asked_by"], self._fields["asked_by"]),
                _making(self._fields["owner"], self._due),
                asked,
            )
        )

    @property
    def content(self) -> Values:
        """The fields of a request by their names."""
        typed = {name: field.value.strip() for name, field in self._fields.items()}
        return {**typed, "due_on": self._due.value}

    @property
    def problems(self) -> tuple[str, ...]:
        """What is missing, each as a sentence."""
        held = self.content
        return tuple(f"“{label}” is missing." for name, label in ASKED.items() if not held[name])

    def clear(self) -> None:
        """Nothing stands there any more, but who asks."""
        for name in ("content", "because", "owner"):
            self._fields[name].value = ""
        self._due.value = None

    def _suggesting(self, label: str, reason: str) -> widgets.Button:
        made = widgets.Button(description=label, tooltip=reason)
        made.add_class("alignment-chip")
        made.on_click(lambda _: self._begin(reason))
        return made

    def _begin(self, reason: str) -> None:
        """Put a reason into the form; ask first where that replaces what somebody typed."""
        self._replacing.drop()
        if self._fields["because"].value.strip() in {"", self._began_with, reason}:
            self._put(reason)
            return
        answers = {"Replace it": lambda: self._put(reason), "Keep it": lambda: None}
        self._replacing.ask("Replace the reason that stands there?", answers)

    def _put(self, reason: str) -> None:
        self._began_with = self._fields["because"].value = reason


class Settling(widgets.VBox):
    """One request of the list, to be given to somebody, done or declined.

    Parameters
    ----------
    requests : DataFrame
        number, content, owner, due_on, state, note; the open ones are offered first.
    settle : function
        Called when the button is pressed.
    """

    def __init__(self, requests: pd.DataFrame, settle: Callable[[], None]) -> None:
        held = sorted(requests.to_dict("records"), key=lambda row: row["state"] != "open")
        self._held: dict[int, Values] = {int(row["number"]): _settled(row) for row in held}
        entries: list[Entry] = [
            (f"{row['number']} · {worded(row['content'])} ({row['state']})", int(row["number"]))
            for row in held
        ]
        self._choice = Choice(entries, asked="choose a request …")
        self._choice.add_class("alignment-wide")
        self._state = widgets.ToggleButtons(options=STATES)
        self._owner, self._note = _text("nobody yet"), _text("where it lies, or why not", wide=True)
        self._due = widgets.DatePicker(tooltip="Wanted by")
        rows = (_row("It is", self._state), _making(self._owner, self._due))
        change = _button("Change it", settle)
        self._fields = widgets.VBox((*rows, _row("Note", self._note), change))
        super().__init__(children=(self._choice, self._fields))
        self.add_class("alignment-parts")
        self._open()
        self._choice.observe(lambda _: self._open(), "value")

    @property
    def number(self) -> int | None:
        """Of the request that is chosen."""
        chosen = self._choice.chosen
        return chosen if isinstance(chosen, int) else None

    @property
    def changes(self) -> Values:
        """The fields of the chosen request that are to be others."""
        held = self._held.get(self.number or 0, {})
        typed = {
            "state": self._state.value,
            "owner": self._owner.value.strip(),
            "due_on": self._due.value,
            "note": self._note.value.strip(),
        }
        return {name: value for name, value in typed.items() if value != held.get(name)}

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it cannot be changed so, each as a sentence."""
        if not self.changes:
            return (f"Nothing of request {self.number} was changed.",)
        if self.changes.get("state") == "declined" and not self._note.value.strip():
            return ("Note: say why it is declined.",)
        return ()

    def _open(self) -> None:
        held = self._held.get(self.number or 0)
        if held is not None:
            self._state.value, self._due.value = held["state"], held["due_on"]
            self._owner.value, self._note.value = held["owner"], held["note"]
        self._fields.layout.display = None if held else "none"


def suggestions(objections: Finding) -> dict[str, str]:
    """Why something could be asked for: the most frequent losses and rejections.

    Parameters
    ----------
    objections : Finding
        kind (``given back`` or ``lost``), reason, n (of `n_of`).

    Returns
    -------
    dict of label to reason
        What is written on a button, and what it puts into the form; at most `EACH` of a kind.
    """
    if not objections.is_answered:
        return {}
    named = objections.table.dropna(subset=["reason"])
    most = named[named["n"] > 0].sort_values("n", ascending=False, kind="stable")
    found = {}
    for kind, label in KINDS.items():
        for row in most[most["kind"] == kind].head(EACH).to_dict("records"):
            said = f"{label}: {worded(row['reason'])}"
            found[said] = f"{said} ({row['n']:,.0f} of {row['n_of']:,.0f})"
    return found


def _settled(row: Mapping[Any, Any]) -> Values:
    due_on = row["due_on"]
    return {
        "state": row["state"],
        "owner": row["owner"],
        "due_on": None if pd.isna(due_on) else due_on,
        "note": row["note"],
    }


def _text(usual: str, wide: bool = False) -> widgets.Text:
    made = widgets.Text(placeholder=usual, continuous_update=False)
    made.add_class("alignment-wide" if wide else "alignment-task-owner")
    return made


def _button(label: str, act: Callable[[], None]) -> widgets.Button:
    made = widgets.Button(description=label, button_style="primary")
    made.add_class("alignment-adding")
    made.on_click(lambda _: act())
    return made


def _making(owner: widgets.Text, due: widgets.DatePicker) -> widgets.HBox:
    """Who makes it and by when; a day that is over is told, and may stand: lists are taken over."""
    told = paragraph("", "alignment-quiet")

    def tell(_: object) -> None:
        is_over = due.value is not None and due.value < date.today()
        told.value = f"<p>{PASSED}</p>" if is_over else ""

    due.observe(tell, "value")
    return _row("Made by", owner, widgets.Label("wanted by"), due, told)


def _row(label: str, *fields: widgets.Widget) -> widgets.HBox:
    made = widgets.HBox([paragraph(label, "alignment-owed"), widgets.HBox(fields)])
    made.add_class("alignment-level")
    return made
