"""The rules that both teams compose together, beside what each proposed, and the words they use."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

import ipywidgets as widgets

from alignment import terms
from alignment.agreement import Rule
from alignment.finding import Finding
from alignment.measures.vocabulary import Vocabulary
from alignment.show.meanings import Meanings
from alignment.show.rule_builder import RuleBuilder, lacking
from alignment.show.sheet import dressed

BEGINNINGS = {
    "agreed": "As agreed",
    "marketing": "Marketing’s",
    "sales": "Sales’",
    "both": "Both at once",
    "either": "Either",
}
"""What is written on the button of each rule that a common one can begin with."""

TOLD = (
    *("label", "n_passed", "per_week", "rate", "rate_low", "rate_high", "recall"),
    *("n_gained", "n_lost"),
)
"""Of what a rule comes to, the columns that stand under it."""


class Stage(Protocol):
    """What a rule is composed for; `alignment.defining.Stage` is one."""

    @property
    def stage(self) -> str: ...
    @property
    def beginnings(self) -> Mapping[str, Rule]: ...
    def composed(self, new: Rule | None) -> Finding: ...


class Definable(Protocol):
    """Where it is composed; `alignment.defining.Defining` is one."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def meanings(self) -> Mapping[str, str]: ...
    def stage(self, stage: str) -> Stage: ...
    def propose(
        self, rules: Mapping[str, Rule | None], glossary: Mapping[str, str] | None = None
    ) -> str: ...


class Composing(widgets.VBox):
    """A tab for the rule of each stage, which shows live what it would bring, and one for words.

    Parameters
    ----------
    defining : Definable
    stages : tuple of str
        Those that a rule is composed for.
    begin_with : str
        The rule to begin with, where somebody stated it: a key of `BEGINNINGS`; else none.
    """

    def __init__(
        self,
        defining: Definable,
        begin_with: str = "agreed",
        stages: tuple[str, ...] = ("mql", "sql"),
    ) -> None:
        self._defining = defining
        self._builders = {
            stage: _builder(defining.vocabulary, defining.stage(stage), begin_with)
            for stage in stages
        }
        self._meanings = Meanings(defining.meanings, is_filled=True)
        tabs = widgets.Tab((*self._builders.values(), self._meanings))
        tabs.titles = (*(terms.STAGE_LABELS[stage] for stage in stages), "Words")
        super().__init__(children=(tabs,))
        dressed(self)

    @property
    def rules(self) -> dict[str, Rule | None]:
        """The rule of each stage; None: no condition is complete."""
        return {stage: builder.rule for stage, builder in self._builders.items()}

    def propose(self) -> str:
        """Propose what stands there, and say so; nothing while a condition is incomplete."""
        if problems := lacking(self._builders):
            return " ".join(["Not proposed yet:", *problems])
        return self._defining.propose(self.rules, self._meanings.content)


def _builder(vocabulary: Vocabulary, stage: Stage, begin_with: str) -> RuleBuilder:
    beginnings = stage.beginnings
    offered = {BEGINNINGS[name]: rule for name, rule in beginnings.items()}

    def follow(rule: Rule) -> Finding:
        found = stage.composed(rule)
        shown = [name for name in TOLD if name in found.table]
        return replace(found, table=found.table[shown])

    return RuleBuilder(vocabulary, beginnings.get(begin_with), follow, offered)
