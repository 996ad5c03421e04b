"""A page of questions: each rated from 1 to 5 and answered in words, and numbers to guess."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any, Protocol

import ipywidgets as widgets

from alignment.agreement.rule import joined
from alignment.measures.vocabulary import worded
from alignment.show import meanings
from alignment.show.number_box import SHARE, Quantity, Range
from alignment.show.sheet import dressed

NO_ANSWER = 0
HIGHEST = 5
UNITS = {"share": "per cent", "rate": "per cent"}
"""What is written for a unit; others are written as they are called."""


class Asked(Protocol):
    """A question: `asked`, rated from `low` (1) to `high` (5); `hint` is what to write."""

    @property
    def id(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def asked(self) -> str: ...
    @property
    def low(self) -> str: ...
    @property
    def high(self) -> str: ...
    @property
    def hint(self) -> str: ...


class Guessed(Protocol):
    """A number: `unit` says how it is written (a share as per cent, kept from 0 to 1)."""

    @property
    def name(self) -> str: ...
    @property
    def asked(self) -> str: ...
    @property
    def unit(self) -> str: ...


class RatingGrid(widgets.VBox):
    """Every question in a row, under its topic; then the numbers, each in a box.

    A question left out is not answered, which is no 3; a blank box is no guess, which is no 0.

    Parameters
    ----------
    questions : sequence of Question
        Those of a topic stand together.
    numbers : sequence of Number
    given : content or None
        What the grid holds at first; None: nothing. Answers to what is not asked here stay as
        they are, and are named.
    """

    def __init__(
        self,
        questions: Sequence[Asked],
        numbers: Sequence[Guessed] = (),
        given: Mapping[str, Any] | None = None,
    ) -> None:
        topics = list(dict.fromkeys(question.topic for question in questions))
        ordered = sorted(questions, key=lambda question: topics.index(question.topic))
        rated, guessed = (dict((given or {}).get(field, {})) for field in ("ratings", "guesses"))
        self._ratings = {each.id: _Rated(each, rated.pop(each.id, {})) for each in ordered}
        self._guesses = {each.name: _Guess(each, guessed.pop(each.name, None)) for each in numbers}
        self._beyond: dict[str, dict] = {"ratings": rated, "guesses": guessed}
        super().__init__()
        shown: list[widgets.Widget] = []
        for topic, asked in groupby(ordered, key=lambda question: question.topic):
            shown += [heading(topic), *(self._ratings[question.id] for question in asked)]
        if numbers:
            shown += [heading("What do you expect the data to say?"), *self._guesses.values()]
        if rated or guessed:
            kept = joined([worded(name) for name in (*rated, *guessed)], "and")
            shown.append(paragraph(f"Kept as said before: {kept}.", "alignment-quiet"))
        self.children = tuple(shown)
        dressed(self)

    @property
    def content(self) -> dict[str, dict]:
        """{"ratings": {id: {"rating", "note"}}, "guesses": {name: number}}; only what was said."""
        rated = {key: row.content for key, row in self._ratings.items() if row.content}
        guessed = {key: row.guess for key, row in self._guesses.items() if row.guess is not None}
        beyond = self._beyond
        return {
            "ratings": {**rated, **beyond["ratings"]},
            "guesses": {**guessed, **beyond["guesses"]},
        }

    @property
    def problems(self) -> tuple[str, ...]:
        """What cannot be taken as it stands, each as a sentence."""
        return tuple(row.problem for row in self._rows if row.problem)

    def clear(self) -> None:
        """Take every answer away."""
        for row in self._rows:
            row.clear()
        self._beyond = {"ratings": {}, "guesses": {}}

    @property
    def _rows(self) -> "list[_Rated | _Guess]":
        return [*self._ratings.values(), *self._guesses.values()]


class _Rated(widgets.HBox):
    def __init__(self, question: Asked, given: Mapping[str, Any]) -> None:
        self._asked = question.asked
        self._rating = widgets.ToggleButtons(
            options=[("no answer", NO_ANSWER), *((str(n), n) for n in range(1, HIGHEST + 1))],
            value=given.get("rating", NO_ANSWER),
        )
        ends = paragraph(f"1: {question.low}\n{HIGHEST}: {question.high}", "alignment-quiet")
        scale = widgets.VBox([self._rating, ends])
        scale.add_class("alignment-scale")
        self._note = meanings.written(question.hint, 2, given.get("note", ""))
        asked = paragraph(question.asked, "alignment-asked")
        super().__init__(children=(asked, scale, self._note))
        self.add_class("alignment-question")

    @property
    def content(self) -> Mapping[str, object]:
        if self._rating.value == NO_ANSWER:
            return {}
        return {"rating": self._rating.value, "note": self._note.value.strip()}

    @property
    def problem(self) -> str:
        if self._rating.value != NO_ANSWER or not self._note.value.strip():
            return ""
        return f"“{self._asked}” is answered in words: choose a number from 1 to {HIGHEST} too."

    def clear(self) -> None:
        self._rating.value, self._note.value = NO_ANSWER, ""


class _Guess(widgets.HBox):
    def __init__(self, number: Guessed, given: object) -> None:
        self._asked, unit = number.asked, UNITS.get(number.unit, number.unit)
        within = SHARE if unit == UNITS["share"] else Range()
        self._box = Quantity(given, within, placeholder="no guess")
        asked = paragraph(number.asked, "alignment-asked")
        super().__init__(children=(asked, self._box, widgets.Label(unit)))
        self.add_class("alignment-question")
        self.add_class("alignment-guess")

    @property
    def guess(self) -> float | None:
        return self._box.quantity

    @property
    def problem(self) -> str:
        return f"“{self._asked}”: {self._box.problem}." if self._box.problem else ""

    def clear(self) -> None:
        self._box.hold(None)


def heading(text: str) -> widgets.HTML:
    """A line above what belongs together."""
    return paragraph(text, "alignment-topic")


def paragraph(text: str, kind: str) -> widgets.HTML:
    """Lines of text, escaped, dressed as a kind (a class of the sheet)."""
    lines = "<br>".join(escape(line) for line in text.splitlines())
    made = widgets.HTML(f"<p>{lines}</p>")
    made.add_class(kind)
    return made
