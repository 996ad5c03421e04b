"""How many leads the agreed rule of each of two agreements would have passed in a month."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from alignment.agreement import Agreement, Rule, Score, ScoreRule
from alignment.measures.journeys import sql_text
from alignment.measures.narrowing import SLACK_DAYS, hand_off_rule
from alignment.measures.service import Episodes
from alignment.period import DAY, Period

if TYPE_CHECKING:
    from alignment.measures.rules import Qualifying

STAGES = {"n_mql": "mql", "n_sql": "sql"}
"""The counts that follow a rule, and the stage it is for."""
MIXED = {
    "mql": (
        *("lead_to_mql_rate", "mql_acceptance_rate", "mql_rejection_rate", "recycle_rate"),
        *("mql_to_sql_rate", "cost_per_mql", "n_sal", "n_sql"),
    ),
    "sql": ("mql_to_sql_rate", "sql_to_opportunity_rate", "cost_per_sql", "n_opportunity"),
}
"""The metrics that a stage's rule moves too, by the mix of the leads that it lets through."""


def rule_of(agreement: Agreement, stage: str) -> Rule | None:
    """The agreed rule for a stage; for an MQL the score's threshold where there is none."""
    return hand_off_rule(agreement) if stage == "mql" else agreement.rules.sql.agreed


def is_ruled_alike(one: Agreement, other: Agreement, stage: str) -> bool:
    """Whether two agreements let the same leads into a stage."""
    rules = [rule_of(each, stage) for each in (one, other)]
    reads_score = any(
        isinstance(leaf, ScoreRule) for rule in rules if rule for leaf in rule.leaves()
    )
    counted = ("window_days", "engagement", "fit")
    is_scored_alike = all(
        getattr(one.score, part) == getattr(other.score, part) for part in counted
    )
    return rules[0] == rules[1] and (is_scored_alike or not reads_score)


@dataclass(frozen=True, eq=False)
class Passed:
    """Rules asked of what was recorded by the month's end, of leads up to their conversion."""

    episodes: Episodes
    month: Period

    def n_passed(self, agreement: Agreement, stage: str) -> int | None:
        """How many leads first met the agreed rule in the month; None: no rule is agreed."""
        rule = rule_of(agreement, stage)
        if rule is None:
            return None
        if self.episodes.journeys.table.empty:
            return 0
        qualifying = self._asking(agreement.score)
        return int(self.month.holds(pd.Series(qualifying.qualified_at(rule))).sum())

    def _asking(self, score: Score) -> "Qualifying":
        """The leads that can come into question for a score's window, ready for any rule."""
        from alignment.measures.replay import prepare  # compiled: only where a rule changed
        from alignment.measures.rules import Qualifying

        held = self._held
        if score.window_days not in held:
            # what leaves the window can raise a score too; a bare date counts a day later
            span = (score.window_days + SLACK_DAYS) * DAY
            asked = {"since_at": self.month.start_at - span, "until_at": self._until}
            journeys, history = self.episodes.journeys, self.episodes.history
            active = history.query(sql_text("changes/active"), settings=pd.DataFrame([asked]))
            replay = prepare(
                history.narrowed(active["lead_id"]), self._until, outcome=journeys.outcome
            )
            held[score.window_days] = Qualifying.of(history, replay, score)
        ready = held[score.window_days]
        return Qualifying(ready.replay, score, ready.stages, ready.teams)

    @property
    def _until(self) -> pd.Timestamp:
        return min(self.month.end_at - pd.Timedelta("1us"), self.episodes.journeys.as_of)

    @cached_property
    def _held(self) -> "dict[int, Qualifying]":
        return {}
