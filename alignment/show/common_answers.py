"""What both teams answer together, question by question, begun with what each said alone."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

import ipywidgets as widgets

from alignment import terms
from alignment.show.bound_lines import AS_AGREED, bound_lines
from alignment.show.meanings import said, written
from alignment.show.question import Question
from alignment.show.rating_grid import heading, paragraph
from alignment.show.sealed_entry import whose
from alignment.show.sheet import dressed

NOT_IN = "Answers to start from stand here once both teams have given theirs."

Said = Mapping[terms.BriefQuestion, str]
"""Answers by question."""
Own = Mapping[str, str]
"""What each team answered to one question; blank: it left it open."""


class CommonAnswers(widgets.VBox):
    """A box a question, with what the agreement binds and what each team said above it.

    A button puts what a team said into the box; what somebody typed there is replaced only once
    that is confirmed.

    Parameters
    ----------
    answers : mapping of question to str
        What it opens with.
    own : mapping of team to (mapping of question to str)
        What each team said; empty until both are in.
    bound : mapping of question to lines
        What the agreement says of it.
    beside : mapping of question to widget, or None
        What stands above the box besides.
    changed : function or None
        Called after every change.
    """

    def __init__(
        self,
        answers: Said,
        own: Mapping[str, Said],
        bound: Mapping[str, Sequence[str]],
        beside: Mapping[str, widgets.Widget] | None = None,
        changed: Callable[[], None] | None = None,
    ) -> None:
        held, each = _plain(answers), {team: _plain(given) for team, given in own.items()}
        self._answers = {
            asked: _CommonAnswer(
                f"{n}. {terms.BRIEF_QUESTIONS[asked]}",
                held.get(asked, ""),
                {team: given.get(asked, "").strip() for team, given in each.items()},
                bound.get(asked, ()),
                (beside or {}).get(asked),
            )
            for n, asked in enumerate(terms.BRIEF_QUESTIONS, start=1)
        }
        for answer in self._answers.values():
            answer.box.observe(lambda _: changed() if changed else None, "value")
        awaited = () if own else (paragraph(NOT_IN, "alignment-quiet"),)
        super().__init__(children=(*awaited, *self._answers.values()))
        dressed(self)

    @property
    def content(self) -> dict[str, str]:
        """What stands in each box; a blank one is left out."""
        return said({asked: answer.box for asked, answer in self._answers.items()})


class _CommonAnswer(widgets.VBox):
    """A question, what is known of it, the buttons to start from, and the box."""

    def __init__(
        self,
        title: str,
        text: str,
        own: Own,
        bound: Sequence[str],
        beside: widgets.Widget | None,
    ) -> None:
        starts = beginnings(own, bool(bound))
        self.box = written("Both teams’ answer", _rows(text, *starts.values()), text)
        self._asking = Question()
        self._began_with = ""
        shown: list[widgets.Widget] = [heading(title)]
        if bound:
            shown.append(bound_lines(bound))
        if any(own.values()):
            shown.append(_told(own))
        if beside is not None:
            shown.append(beside)
        if starts:
            buttons = [self._start(label, words) for label, words in starts.items()]
            shown.append(widgets.HBox([widgets.Label("Start from"), *buttons, self._asking]))
        super().__init__(children=(*shown, self.box))
        self.add_class("alignment-parts")
        self.box.observe(lambda _: self._asking.drop(), "value")

    def _start(self, label: str, words: str) -> widgets.Button:
        made = widgets.Button(description=label, tooltip="Put it into the box below")
        made.on_click(lambda _: self._begin(label, words))
        return made

    def _begin(self, label: str, words: str) -> None:
        """Put words into the box; ask first where that replaces what somebody typed."""
        typed = self.box.value.strip()
        if typed in {"", self._began_with, words}:
            self._put(words)
            return
        go = f"Replace it with: {label}"
        asked = {go: lambda: self._put(words), "Keep it": lambda: None}
        self._asking.ask("Something stands in the box.", asked)

    def _put(self, words: str) -> None:
        self._began_with = self.box.value = words


def beginnings(own: Own, is_bound: bool) -> dict[str, str]:
    """What a common answer can start from, by what is written on the button.

    Parameters
    ----------
    own : mapping of team to str
    is_bound : bool
        Whether the agreement says something of it.
    """
    given = {team.capitalize(): text for team, text in own.items() if text}
    found = {f"{whose(team)} answer": text for team, text in given.items()}
    if len(set(given.values())) > 1:
        found["Both answers"] = "\n\n".join(f"{team}: {text}" for team, text in given.items())
    elif len(given) > 1:
        found = {"What both say": next(iter(given.values()))}
    return {**found, **({"As agreed": AS_AGREED} if is_bound else {})}


def _plain(answers: Said) -> dict[str, str]:
    return {str(asked): text for asked, text in answers.items()}


def _told(own: Own) -> widgets.HTML:
    """What each team answered, folded away."""
    lines = "".join(
        f"<p><b>{escape(team.capitalize())}</b></p>"
        f'<p dir="auto">{escape(text) if text else "<i>left open</i>"}</p>'
        for team, text in own.items()
    )
    told = f"<summary>What each team answered</summary>{lines}"
    made = widgets.HTML(f'<details class="tex2jax_ignore mathjax_ignore">{told}</details>')
    made.add_class("alignment-own")
    return made


def _rows(*texts: str) -> int:
    """Rows of the box, so that the longest text that may stand in it is mostly in sight."""
    n_lines = max(sum(1 + len(line) // 90 for line in text.splitlines()) for text in texts)
    return min(max(3, n_lines + 1), 12)
