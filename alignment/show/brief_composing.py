"""What both teams say of a campaign together: composed in one place, kept when it is saved."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Protocol

import ipywidgets as widgets

from alignment import terms
from alignment.agreement import Agreement, AllOf, AnyOf, Rule
from alignment.agreement.rule import joined
from alignment.agreement.wording import target_words
from alignment.briefs import Brief
from alignment.finding import Finding
from alignment.measures.vocabulary import Vocabulary
from alignment.show.campaign_form import LABELS, CampaignForm
from alignment.show.common_answers import CommonAnswers
from alignment.show.composing import BEGINNINGS
from alignment.show.condition import ATTRIBUTES
from alignment.show.metric_list import MetricList
from alignment.show.model_check import problems_of
from alignment.show.persona_list import PersonaList
from alignment.show.rating_grid import heading, paragraph
from alignment.show.rule_builder import RuleBuilder
from alignment.show.sheet import dressed

TABS = ("Campaign", "Whom it is for", "Questions")
NOT_SAVED = "What stands here is not saved yet."
NO_PART = "What was written above and is not saved is no part of it."
_OTHERS = {"target": "Target", "personas": "Personas", "answers": "Answers", "metrics": "Metrics"}


class Answered(Protocol):
    """What a team answered; `alignment.answers.Answers` is one."""

    @property
    def brief(self) -> Mapping[terms.BriefQuestion, str]: ...


class Standing(Protocol):
    """Both teams' answers once both are in; `alignment.sealing.Round` is one."""

    @property
    def answers(self) -> Mapping[str, Answered]: ...


class Composable(Protocol):
    """Where a brief is composed; `alignment.briefing.Briefing` is one."""

    @property
    def brief(self) -> Brief: ...
    @property
    def under(self) -> Agreement: ...
    @property
    def bound(self) -> Mapping[str, Sequence[str]]:
        """What the agreement says, by question."""

    @property
    def round(self) -> Standing: ...
    @property
    def targets(self) -> Mapping[str, Rule]:
        """Whom each team has in mind, by "Marketing" and "Sales"."""

    @property
    def channels(self) -> Sequence[str]:
        """Those of the history's campaigns."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    def size(self, target: Rule) -> Finding:
        """How many a target reaches."""

    def compose(self, parts: Mapping[str, object], seen: str) -> str: ...


class ComposingBrief(widgets.VBox):
    """A tab for the campaign, one for whom it is for, and one for the nine questions.

    It opens with the brief as it is saved; nothing is kept before `compose`.

    Parameters
    ----------
    briefing : Composable
    """

    def __init__(self, briefing: Composable) -> None:
        self._briefing, self._opened = briefing, briefing.brief
        brief, under = self._opened, briefing.under
        told = {name: target_words(under, metric) for name, metric in under.metrics.items()}
        self._campaign = CampaignForm(brief, briefing.channels, under.currency, self._follow)
        self._target = _builder(briefing, brief.target)
        self._personas = PersonaList(brief.personas, self._follow)
        self._metrics = MetricList(told, brief.metrics, self._follow)
        self._answers = CommonAnswers(
            brief.answers,
            {team: said.brief for team, said in briefing.round.answers.items()},
            briefing.bound,
            {"metrics": self._metrics},
            self._follow,
        )
        self._wrong = widgets.HTML()
        self._wrong.add_class("alignment-wrong")
        self._unsaved = paragraph("", "alignment-quiet")
        super().__init__(children=(self._tabs(), self._wrong, self._unsaved))
        dressed(self)
        self._target.observe(lambda _: self._follow(), "rule")
        self._follow()

    @property
    def parts(self) -> dict[str, object]:
        """The parts of a brief that stand there, by their names, as `Brief` reads them."""
        return {
            **self._campaign.content,
            "target": self._target.rule,
            "personas": tuple(self._personas.content),
            "answers": self._answers.content,
            "metrics": self._metrics.chosen,
        }

    @property
    def problems(self) -> tuple[str, ...]:
        """What is missing or wrong in any tab, each as a sentence."""
        lacking = [f"Target, {each[:1].lower()}{each[1:]}" for each in self._target.problems]
        found = (*self._campaign.problems, *lacking, *self._personas.problems)
        values = {**dict(self._opened), **self.parts}
        return found or problems_of(Brief, values, {**LABELS, **_OTHERS})

    def compose(self) -> str:
        """Save what stands there, and say so; nothing while something is missing or wrong."""
        self._follow()
        if problems := self.problems:
            return " ".join(["Not saved yet:", *problems])
        said = self._briefing.compose(self.parts, self._seen)
        self._opened = self._briefing.brief
        self._follow()
        return said

    def unsaved(self) -> str:
        """That something stands here which is not saved, to be told elsewhere; empty: nothing."""
        return NO_PART if self.problems or self._told_unsaved() else ""

    @property
    def _seen(self) -> str:
        """The digest of the brief that was opened; under another agreement it is still that one."""
        now = self._briefing.brief
        moved = self._opened.model_copy(update={"written_under": now.written_under})
        return now.digest if moved.digest == now.digest else self._opened.digest

    def _tabs(self) -> widgets.Tab:
        whom = widgets.VBox([heading("Target"), self._target, heading("Personas"), self._personas])
        tabs = widgets.Tab((self._campaign, whom, self._answers))
        tabs.titles = TABS
        return tabs

    def _follow(self) -> None:
        """Tell what is missing or wrong, and what saving would do."""
        problems = self.problems
        self._wrong.value = escape("\n".join(problems))
        said = "" if problems else self._told_unsaved()
        self._unsaved.value = f"<p><bdi>{escape(said)}</bdi></p>" if said else ""

    def _told_unsaved(self) -> str:
        if self._opened.changed(**self.parts).digest == self._opened.digest:
            return ""
        void = [each.person for each in self._opened.approved_by.values()]
        return (
            f"{NOT_SAVED} Saving voids what {joined(void, 'and')} approved." if void else NOT_SAVED
        )


def _builder(briefing: Composable, target: Rule | None) -> RuleBuilder:
    """The target, to be begun with either team's, and what it comes to."""
    own = {team: briefing.targets.get(team.capitalize()) for team in terms.TEAMS}
    marketing, sales = own.values()
    if marketing is not None and sales is not None and marketing != sales:
        own |= {"both": AllOf(all=(marketing, sales)), "either": AnyOf(any=(marketing, sales))}
    offered = {BEGINNINGS[name]: rule for name, rule in own.items()}
    return RuleBuilder(briefing.vocabulary, target, briefing.size, offered, ATTRIBUTES)
