"""Rules by their definitions, slow and plain: what the spells are held against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alignment import terms
from alignment.agreement import ActivityRule, AllOf, AnyOf, Rule, Score, ScoreRule, StageRule
from tests.replay_oracle import MOMENT, NEVER, Lead, exact, is_met, score_at

PLACES = [*terms.STAGES, *terms.DETOURS]


@dataclass(frozen=True)
class Judge:
    """One lead, the stages that it entered, and what is known when."""

    lead: Lead
    changes: Sequence[tuple[datetime, str]]
    as_of: datetime
    score: Score

    def is_observed(self, x: datetime) -> bool:
        won_at = self.lead.converted_at or NEVER
        return self.lead.created_at <= x < won_at and x <= self.as_of

    def holds(self, rule: Rule, x: datetime) -> bool:
        """Whether the lead meets a rule at an instant, counted afresh."""
        if not self.is_observed(x):
            return False
        match rule:
            case AllOf():
                return all(self.holds(part, x) for part in rule.all)
            case AnyOf():
                return any(self.holds(part, x) for part in rule.any)
            case ActivityRule():
                days = timedelta(days=rule.within_days or 40_000)
                times = [at for at, what in self.lead.activities if what == rule.activity]
                return sum(x - days < at <= x for at in times) >= rule.at_least
            case ScoreRule():
                return score_at(self.score, self.lead, x) >= exact(rule.score.at_least)
            case StageRule():
                return rule.stage in self.stages(x)
        return is_met(rule, self.lead.attributes)

    def stages(self, x: datetime) -> set[str]:
        """The stage that the lead is in, and at the instant of a change those that it leaves.

        A stage recorded twice in a row was entered once.
        """
        changes = sorted(self.changes, key=_in_order)
        was = ["", *(stage for _, stage in changes)]
        entered = [
            change for change, before in zip(changes, was, strict=False) if change[1] != before
        ]
        if not entered or entered[0][0] >= self.lead.created_at:
            entered = [(self.lead.created_at, "lead"), *entered]
        known = [(at, stage) for at, stage in entered if at <= x]
        before = [stage for at, stage in known if at < x][-1:]
        now = [stage for at, stage in known if at == x]
        return {*before, *now}

    def instants(self, rule: Rule) -> list[datetime]:
        """Every instant around which anything could change, in order."""
        return sorted({x + n * MOMENT for x in self._turns(rule) for n in (-1, 0, 1)})

    def first(self, rule: Rule) -> datetime | None:
        """The first instant at which the lead meets the rule."""
        return next((x for x in self.instants(rule) if self.holds(rule, x)), None)

    def _turns(self, rule: Rule) -> Iterator[datetime]:
        yield self.lead.created_at
        yield from (at for at, _ in self.changes)
        spans = {leaf.within_days for leaf in rule.leaves() if isinstance(leaf, ActivityRule)}
        for at, _ in self.lead.activities:
            yield at
            for days in (spans | {self.score.window_days}) - {None}:
                yield at + timedelta(days=days)


def _in_order(change: tuple[datetime, str]) -> tuple[datetime, int]:
    return change[0], PLACES.index(change[1])
