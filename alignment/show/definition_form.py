"""What a team understands by an MQL and an SQL, in words and as a rule, and by other words."""

from collections.abc import Callable, Mapping
from html import escape

import ipywidgets as widgets

from alignment.agreement import Rule
from alignment.finding import Finding
from alignment.measures.vocabulary import Vocabulary
from alignment.show.rating_grid import heading
from alignment.show.rule_builder import RuleBuilder
from alignment.show.sheet import dressed

STAGES = {
    "mql": "When is a lead marketing qualified (MQL)?",
    "sql": "When is a lead sales qualified (SQL)?",
}


class DefinitionForm(widgets.VBox):
    """For MQL and SQL a text and a rule; for each word of the glossary a text.

    Parameters
    ----------
    vocabulary : Vocabulary
        What a rule can be made of.
    glossary : mapping of word to what it usually means
        Shown where nothing is typed; it is then not part of the content.
    follow : function of Rule → Finding, or None
        Shown under each rule.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        glossary: Mapping[str, str] | None = None,
        follow: Callable[[Rule], Finding] | None = None,
    ) -> None:
        self._words = {stage: _text("In your own words", 3) for stage in STAGES}
        self._rules = {stage: RuleBuilder(vocabulary, follow=follow) for stage in STAGES}
        self._glossary = {word: _text(usual, 2) for word, usual in (glossary or {}).items()}
        shown: list[widgets.Widget] = []
        for stage, asked in STAGES.items():
            shown += [heading(asked), self._words[stage]]
            shown += [widgets.Label("The same as a rule:"), self._rules[stage]]
        if self._glossary:
            shown += [heading("What do these words mean to you? Leave what you agree with.")]
            shown += [_term(word, text) for word, text in self._glossary.items()]
        super().__init__(children=tuple(shown))
        dressed(self)

    @property
    def content(self) -> dict[str, dict]:
        """{"definitions": {mql, sql}, "rules": {mql, sql}, "glossary": {word: meaning}}.

        Rules as plain data; only what was said.
        """
        rules = {stage: _plain(builder.rule) for stage, builder in self._rules.items()}
        return {
            "definitions": _said(self._words),
            "rules": {stage: rule for stage, rule in rules.items() if rule},
            "glossary": _said(self._glossary),
        }

    @property
    def problems(self) -> tuple[str, ...]:
        """What the rules still lack, each as a sentence."""
        return tuple(
            f"{stage.upper()}, {problem[:1].lower()}{problem[1:]}"
            for stage, builder in self._rules.items()
            for problem in builder.problems
        )


def _said(texts: Mapping[str, widgets.Textarea]) -> dict[str, str]:
    return {name: text.value.strip() for name, text in texts.items() if text.value.strip()}


def _plain(rule: Rule | None) -> dict[str, object]:
    return rule.model_dump(mode="json", by_alias=True, exclude_none=True) if rule else {}


def _text(placeholder: str, rows: int) -> widgets.Textarea:
    made = widgets.Textarea(placeholder=placeholder, rows=rows, continuous_update=False)
    made.add_class("alignment-words")
    return made


def _term(word: str, text: widgets.Textarea) -> widgets.HBox:
    made = widgets.HBox([widgets.HTML(f"<p>{escape(word)}</p>"), text])
    made.add_class("alignment-term")
    return made
