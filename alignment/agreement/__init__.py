"""What both teams agreed: read, checked, compared, signed and saved."""

from alignment.agreement.agreement import FILE, Agreement
from alignment.agreement.parts import (
    Definition,
    Definitions,
    Goal,
    Metric,
    Parties,
    Reasons,
    Stages,
)
from alignment.agreement.rule import (
    ActivityRule,
    AllOf,
    AnyOf,
    AnyRule,
    AtLeast,
    AttributeRule,
    OnAttributes,
    Rule,
    ScoreRule,
    StageRule,
    rule_of,
)
from alignment.agreement.score import Engagement, Fit, Score
from alignment.agreement.service import Calendar, MarketingLevels, SalesLevels, ServiceLevels, Task
from alignment.agreement.signing import Signer, SignOff, SignOffs, digest_of
from alignment.agreement.wording import Statement, amendments, differences, statements

__all__ = [
    "FILE",
    "ActivityRule",
    "Agreement",
    "AllOf",
    "AnyOf",
    "AnyRule",
    "AtLeast",
    "AttributeRule",
    "Calendar",
    "Definition",
    "Definitions",
    "Engagement",
    "Fit",
    "Goal",
    "MarketingLevels",
    "Metric",
    "OnAttributes",
    "Parties",
    "Reasons",
    "Rule",
    "SalesLevels",
    "Score",
    "ScoreRule",
    "ServiceLevels",
    "SignOff",
    "SignOffs",
    "Signer",
    "StageRule",
    "Stages",
    "Statement",
    "Task",
    "amendments",
    "differences",
    "digest_of",
    "rule_of",
    "statements",
]
