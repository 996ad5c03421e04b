"""What a rule and a score look at: how far back, at which activities, and whether at any at all."""

import pandas as pd

from alignment.agreement import (
    ActivityRule,
    Agreement,
    AllOf,
    AnyOf,
    AtLeast,
    AttributeRule,
    Rule,
    Score,
    ScoreRule,
)
from alignment.period import DAY

LATELY_DAYS = 7
"""Who met the rule so lately, and no longer does, is counted."""
SLACK_DAYS = 2
"""A date without a time counts up to so much later than its row stands."""


def hand_off_rule(agreement: Agreement) -> Rule:
    """The agreed rule for an MQL; where there is none, the score's threshold."""
    stated = ScoreRule(score=AtLeast(at_least=agreement.score.hand_off_at))
    return agreement.rules.mql.agreed or stated


def read_since(rule: Rule, score: Score, as_of: pd.Timestamp) -> pd.Timestamp | None:
    """From when activities can count, for the rule or the score, from `LATELY_DAYS` before as-of
    on; None: from ever."""
    spans = [leaf.within_days for leaf in rule.leaves() if isinstance(leaf, ActivityRule)]
    known = [score.window_days, *(days for days in spans if days is not None)]
    n_days = max(known) + LATELY_DAYS + SLACK_DAYS
    is_bounded = len(known) == len(spans) + 1 and n_days * DAY < as_of - pd.Timestamp(0)
    return as_of - n_days * DAY if is_bounded else None


def named_activities(rule: Rule, score: Score) -> list[str]:
    """The activities that the rule or the score counts."""
    asked = [leaf.activity for leaf in rule.leaves() if isinstance(leaf, ActivityRule)]
    return sorted({*asked, *score.engagement})


def named_attributes(rule: Rule, score: Score) -> set[str]:
    """The attributes that the rule or the score reads."""
    leaves = [*rule.leaves(), *(leaf for fit in score.fit for leaf in fit.when.leaves())]
    return {leaf.attribute for leaf in leaves if isinstance(leaf, AttributeRule)}


def takes_deeds(rule: Rule, score: Score) -> bool:
    """Whether nobody can meet a rule without an activity, whatever a lead is."""
    match rule:
        case AllOf():
            return any(takes_deeds(part, score) for part in rule.all)
        case AnyOf():
            return all(takes_deeds(part, score) for part in rule.any)
        case ActivityRule():
            return True
        case ScoreRule():
            return sum(max(fit.points, 0) for fit in score.fit) < rule.score.at_least - 1e-6
    return False
