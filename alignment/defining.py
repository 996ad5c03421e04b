"""What a good lead is: what each team says, opened together, compared, proposed as one rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from alignment import terms
from alignment.agreement import AllOf, AnyOf, Definition, Definitions, Rule
from alignment.answers import awaiting
from alignment.errors import Problem, ReportError, nearest
from alignment.finding import Finding
from alignment.measures import definitions
from alignment.measures.rules import Qualifying
from alignment.measures.vocabulary import Vocabulary
from alignment.proposals import NOTHING, propose
from alignment.sealing import Round
from alignment.workspace import Asking

STAGES = ("mql", "sql")
BEGINNINGS = ("agreed", "marketing", "sales", "both", "either")
"""What a common rule can begin with: the agreed one, a team's, both at once, or one of the two."""


@dataclass(frozen=True)
class Stage:
    """What makes an MQL, or an SQL: what each team proposes, and what is agreed so far.

    Every finding names who is awaited, and nothing else, until both teams are in.

    Parameters
    ----------
    stage : str
        ``mql`` or ``sql``.
    round : Round
        Of the definitions.
    agreed : Rule or None
        None: nothing is agreed yet.
    """

    stage: str
    qualifying: Qualifying
    round: Round
    agreed: Rule | None

    def rule(self, team: str) -> Rule | None:
        """What a team proposes; None: nothing, or not opened yet."""
        answers = self.round.answers.get(team)
        return getattr(answers.rules, self.stage) if answers else None

    @property
    def pair(self) -> tuple[Rule | None, Rule | None]:
        """What Marketing and what Sales propose."""
        return self.rule("marketing"), self.rule("sales")

    @property
    def words(self) -> Finding:
        """Each team's own words, and its rule."""
        name = f"{self.stage}_words"
        return self._held_back(name) or definitions.words(self.round.answers, self.stage, name)

    @property
    def passing(self) -> Finding:
        """Whom each proposal and the agreed rule pass, and what became of them."""
        name = f"passing_{self.stage}"
        return self._held_back(name) or definitions.passing(self.qualifying, self._beside, name)

    @property
    def monthly(self) -> Finding:
        """The same month by month."""
        name = f"monthly_{self.stage}"
        return self._held_back(name) or definitions.monthly(self.qualifying, self._beside, name)

    @property
    def overlap(self) -> Finding:
        """The leads that both pass, only one, or neither; and how far the rates are apart."""
        name = f"overlap_{self.stage}"
        return self._held_back(name) or definitions.overlap(self.qualifying, *self.pair, name)

    @property
    def disputed(self) -> Finding:
        """The leads that one team passes and the other never does."""
        name = f"disputed_{self.stage}"
        return self._held_back(name) or definitions.disputed(self.qualifying, *self.pair, name=name)

    @property
    def timelines(self) -> Finding:
        """What these did, and what was done with them."""
        name = f"timelines_{self.stage}"
        return self._held_back(name) or definitions.timelines(
            self.qualifying, self.disputed, self.pair, name
        )

    def composed(self, new: Rule | None) -> Finding:
        """A rule beside both proposals and the agreed one."""
        name = f"composed_{self.stage}"
        return self._held_back(name) or definitions.composed(
            self.qualifying, new, *self.pair, self.agreed, name
        )

    @property
    def beginnings(self) -> dict[str, Rule]:
        """The rules that a common one can begin with, by a name of `BEGINNINGS`."""
        marketing, sales = self.pair
        found = {"agreed": self.agreed, "marketing": marketing, "sales": sales}
        if marketing is not None and sales is not None and marketing != sales:
            found |= {
                "both": AllOf(all=(marketing, sales)),
                "either": AnyOf(any=(marketing, sales)),
            }
        return {name: rule for name, rule in found.items() if rule is not None}

    def beginning(self, name: str) -> Rule | None:
        """One of `beginnings`; None: nobody stated what it takes.

        Raises
        ------
        ReportError
            Where it is none of `BEGINNINGS`.
        """
        if name not in BEGINNINGS:
            expected = f"one of {', '.join(BEGINNINGS)}"
            advice = nearest(str(name), BEGINNINGS)
            problem = Problem("parameters", repr(name), expected, advice, column="begin_with")
            raise ReportError("The parameters make no sense.", [problem])
        return self.beginnings.get(name)

    @property
    def _beside(self) -> dict[str, Rule | None]:
        marketing, sales = self.pair
        agreed = {"Agreed": self.agreed} if self.agreed is not None else {}
        return {"Marketing": marketing, "Sales": sales, **agreed}

    def _held_back(self, name: str) -> Finding | None:
        awaited = self.round.awaited
        if not awaited:
            return None
        said = f"Shown once both teams are in: {awaiting(awaited)}."
        return Finding(pd.DataFrame(), said, name=name)


@dataclass(frozen=True)
class Defining(Asking):
    """The definition of a good lead in a workspace; opened by `Workspace.at`."""

    part: ClassVar[str] = "definitions"

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What a rule can be made of."""
        return Vocabulary.of(self.history, self.replay, self.agreement.score)

    def stage(self, stage: str) -> Stage:
        """What makes an MQL (``mql``) or an SQL (``sql``)."""
        agreed = getattr(self.agreement.rules, stage).agreed
        return Stage(stage, self.qualifying, self.round, agreed)

    @property
    def glossary(self) -> Finding:
        """Every word as agreed, and as each team understands it, disagreements first."""
        round = self.round
        own = {team: answers.glossary for team, answers in round.answers.items()}
        found = definitions.glossary(self.agreement.glossary, own)
        if not round.awaited:
            return found
        return Finding(found.table, round.finding.sentence, found.caveats, found.name)

    @property
    def meanings(self) -> dict[str, str]:
        """What every word means here: as agreed, else as it usually does."""
        return {**terms.GLOSSARY, **self.agreement.glossary}

    def propose(
        self, rules: Mapping[str, Rule | None], glossary: Mapping[str, str] | None = None
    ) -> str:
        """Propose rules for MQL and SQL, with what each team proposed beside them, and say so.

        While a team is awaited, and where neither an agreed rule nor a word changes, nothing is.

        Parameters
        ----------
        rules : mapping of stage to Rule or None
            None: the agreed one stays.
        glossary : mapping of word to meaning, or None
            None: the agreed one stays.

        Raises
        ------
        AgreementError
            Where the workspace is the sample, or the parts make no agreement.
        """
        if awaited := self.round.awaited:
            return f"Definitions are proposed once both teams are in: {awaiting(awaited)}."
        held = self.agreement.rules
        made = {stage: self._definition(stage, rules.get(stage)) for stage in STAGES}
        words = self.agreement.glossary if glossary is None else self._worded(glossary)
        is_as_agreed = all(made[stage].agreed == getattr(held, stage).agreed for stage in STAGES)
        if is_as_agreed and words == self.agreement.glossary:
            return NOTHING
        return propose(
            self.workspace, self.agreement, "rules", rules=Definitions(**made), glossary=words
        )

    def _definition(self, stage: str, rule: Rule | None) -> Definition:
        own, before = self.stage(stage), getattr(self.agreement.rules, stage)
        marketing, sales = own.pair
        return Definition(
            marketing=marketing or before.marketing,
            sales=sales or before.sales,
            agreed=rule or before.agreed,
        )

    def _worded(self, glossary: Mapping[str, str]) -> dict[str, str]:
        """Meanings as they are kept: a default that nobody changed is not agreed by being shown."""
        held = self.agreement.glossary
        return {
            word: held[word] if word in held and held[word].strip() == meaning else meaning
            for word, meaning in glossary.items()
            if word in held or meaning != terms.GLOSSARY.get(word)
        }
