"""What a team understands by an MQL and an SQL, in words and as a rule, and by other words."""

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from alignment.agreement import Rule, rule_of
from alignment.finding import Finding
from alignment.measures.vocabulary import Vocabulary
from alignment.show.meanings import Meanings, said, written
from alignment.show.rating_grid import heading
from alignment.show.rule_builder import RuleBuilder, lacking
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
    given : content or None
        What the form holds at first; None: nothing.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        glossary: Mapping[str, str] | None = None,
        follow: Callable[[Rule], Finding] | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        given = given or {}
        words, rules = given.get("definitions", {}), given.get("rules", {})
        self._words = {
            stage: written("In your own words", 3, words.get(stage, "")) for stage in STAGES
        }
        opened = {stage: rule_of(rule) for stage, rule in rules.items()}
        self._rules = {
            stage: RuleBuilder(vocabulary, opened.get(stage), follow) for stage in STAGES
        }
        self._meanings = Meanings(glossary or {}, own=given.get("glossary"))
        shown: list[widgets.Widget] = []
        for stage, asked in STAGES.items():
            shown += [heading(asked), self._words[stage]]
            shown += [widgets.Label("The same as a rule:"), self._rules[stage]]
        if glossary:
            shown.append(heading("What do these words mean to you? Leave what you agree with."))
        shown.append(self._meanings)
        super().__init__(children=tuple(shown))
        dressed(self)

    @property
    def content(self) -> dict[str, dict]:
        """{"definitions": {mql, sql}, "rules": {mql, sql}, "glossary": {word: meaning}}.

        Rules as plain data; only what was said.
        """
        rules = {stage: _plain(builder.rule) for stage, builder in self._rules.items()}
        return {
            "definitions": said(self._words),
            "rules": {stage: rule for stage, rule in rules.items() if rule},
            "glossary": self._meanings.content,
        }

    @property
    def problems(self) -> tuple[str, ...]:
        """What the rules still lack, each as a sentence."""
        return lacking(self._rules)


def _plain(rule: Rule | None) -> dict[str, object]:
    return rule.model_dump(mode="json", by_alias=True, exclude_none=True) if rule else {}
