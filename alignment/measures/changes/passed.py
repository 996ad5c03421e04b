"""How many leads the agreed rule of each of two agreements would have passed in a month."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from alignment.agreement import Agreement, Rule, ScoreRule
from alignment.measures.hand_off.narrowing import hand_off_rule
from alignment.measures.service import Episodes
from alignment.period import Period

if TYPE_CHECKING:
    from alignment.measures.replay import Replay

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
    """Rules asked of the recorded activities, of leads up to their conversion or as-of."""

    episodes: Episodes
    month: Period

    def n_passed(self, agreement: Agreement, stage: str) -> int | None:
        """How many leads first met the agreed rule in the month; None: no rule is agreed."""
        from alignment.measures.rules import Qualifying  # compiled: only where a rule changed

        rule = rule_of(agreement, stage)
        if rule is None:
            return None
        if self.episodes.journeys.table.empty:
            return 0
        qualifying = Qualifying.of(self.episodes.history, self._replay, agreement.score)
        return int(self.month.holds(pd.Series(qualifying.qualified_at(rule))).sum())

    @cached_property
    def _replay(self) -> "Replay":
        from alignment.measures.replay import prepare

        as_of, outcome = self.episodes.journeys.as_of, self.episodes.agreement.outcome
        return prepare(self.episodes.history, as_of, outcome=outcome)
