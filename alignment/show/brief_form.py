"""What a team answers to the nine questions of a brief, and whom the campaign is for as a rule."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from alignment import terms
from alignment.agreement import Rule, rule_of
from alignment.finding import Finding
from alignment.measures.vocabulary import Vocabulary
from alignment.show.bound_lines import AS_AGREED, bound_lines
from alignment.show.condition import ATTRIBUTES
from alignment.show.meanings import said, written
from alignment.show.rating_grid import heading, paragraph
from alignment.show.rule_builder import RuleBuilder
from alignment.show.sheet import dressed

BY_AGREEMENT = ("mql", "sql", "marketing", "sales", "metrics")
"""Questions that the agreement alone may answer."""
TARGETED = "audience"
"""The question below which the target stands."""
AS_A_RULE = "The same as a rule on what they are, so that they can be counted:"
LEAST_ROWS, MOST_ROWS, SIGNS_A_ROW = 4, 16, 80


class BriefForm(widgets.VBox):
    """A text for each question, beside what the agreement says of it; a rule for the target.

    Parameters
    ----------
    vocabulary : Vocabulary
        What leads are; what they did is no part of a target.
    bound : mapping of question to lines, or None
        What the agreement says, by the keys of `terms.BRIEF_QUESTIONS`.
    follow : function of Rule → Finding, or None
        Shown under the target.
    given : content or None
        What the form holds at first; None: nothing.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        bound: Mapping[str, Sequence[str]] | None = None,
        follow: Callable[[Rule], Finding] | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        given, bound = given or {}, bound or {}
        own, target = given.get("brief", {}), given.get("target")
        self._answers = {key: _box(own.get(key, "")) for key in terms.BRIEF_QUESTIONS}
        opened = rule_of(target) if target else None
        self._target = RuleBuilder(vocabulary, opened, follow, about=ATTRIBUTES)
        shown: list[widgets.Widget] = []
        for n, (key, asked) in enumerate(terms.BRIEF_QUESTIONS.items(), start=1):
            shown += [heading(f"{n}. {asked}"), _answering(key, self._answers[key], bound)]
            if key == TARGETED:
                shown += [paragraph(AS_A_RULE, "alignment-quiet"), self._target]
        super().__init__(children=tuple(shown))
        dressed(self)

    @property
    def content(self) -> dict[str, Any]:
        """{"brief": {question: text}, "target": rule as plain data}; only what was said."""
        rule = self._target.rule
        target = {"target": _plain(rule)} if rule else {}
        return {"brief": said(self._answers), **target}

    @property
    def problems(self) -> tuple[str, ...]:
        """What the target still lacks, each as a sentence."""
        return tuple(f"The target, {each[:1].lower()}{each[1:]}" for each in self._target.problems)


def _box(text: str) -> widgets.Textarea:
    """A box as high as its text, within reason."""
    n_lines = sum(1 + len(line) // SIGNS_A_ROW for line in text.splitlines())
    return written("", min(max(LEAST_ROWS, n_lines + 1), MOST_ROWS), text)


def _answering(key: str, box: widgets.Textarea, bound: Mapping[str, Sequence[str]]) -> widgets.HBox:
    """A box, beside what the agreement says of its question."""
    lines = bound.get(key, ())
    agreeing = (_agreeing(box),) if lines and key in BY_AGREEMENT else ()
    made = widgets.HBox([bound_lines(lines), widgets.VBox([box, *agreeing])])
    made.add_class("alignment-answering")
    return made


def _agreeing(box: widgets.Textarea) -> widgets.Button:
    """A button that begins the answer with the agreement; what was typed stays below."""
    made = widgets.Button(description="As agreed", tooltip=f"Begin the answer with “{AS_AGREED}”")
    made.add_class("alignment-adding")

    def begin(_: object) -> None:
        typed = box.value.strip()
        if not typed.startswith(AS_AGREED):
            box.value = "\n".join([AS_AGREED, typed]).strip()

    made.on_click(begin)
    return made


def _plain(rule: Rule) -> dict[str, object]:
    return rule.model_dump(mode="json", by_alias=True, exclude_none=True)
