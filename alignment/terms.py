"""The field's words: teams, stages, reasons, units. Nothing here is computed."""

from typing import Literal, get_args

Team = Literal["marketing", "sales"]
Actor = Literal["marketing", "sales", "lead"]
Stage = Literal[
    "subscriber",
    "lead",
    "mql",
    "sal",
    "sql",
    "opportunity",
    "customer",
    "recycled",
    "disqualified",
]
Outcome = Literal["won", "opportunity", "sql"]
BriefQuestion = Literal[
    "problem",
    "difference",
    "audience",
    "goals",
    "mql",
    "sql",
    "marketing",
    "sales",
    "metrics",
]

TEAMS: tuple[str, ...] = get_args(Team)
ACTORS: tuple[str, ...] = get_args(Actor)
OUTCOMES: tuple[str, ...] = get_args(Outcome)

DETOURS: tuple[str, ...] = ("recycled", "disqualified")
"""Stages off the straight way: a recycled lead may come back, a disqualified one is out."""

STAGES: tuple[str, ...] = tuple(s for s in get_args(Stage) if s not in DETOURS)
"""The straight way from subscriber to customer, in order."""

STAGE_LABELS: dict[str, str] = {
    "subscriber": "Subscriber",
    "lead": "Lead",
    "mql": "MQL",
    "sal": "SAL",
    "sql": "SQL",
    "opportunity": "Opportunity",
    "customer": "Customer",
    "recycled": "Recycled",
    "disqualified": "Disqualified",
}

STAGE_PLURALS: dict[str, str] = {
    "subscriber": "subscribers",
    "lead": "leads",
    "mql": "MQLs",
    "sal": "SALs",
    "sql": "SQLs",
    "opportunity": "opportunities",
    "customer": "customers",
    "recycled": "recycled",
    "disqualified": "disqualified",
}

OUTCOME_LABELS: dict[str, str] = {
    "won": "won",
    "opportunity": "made an opportunity",
    "sql": "sales qualified",
}

RECYCLE_REASONS: tuple[str, ...] = (
    "no budget",
    "no response",
    "bad timing",
    "evaluating",
    "no interest",
    "product limitation",
)
DISQUALIFY_REASONS: tuple[str, ...] = (
    "competitor",
    "no authority",
    "personal use",
    "left the company",
    "bad data",
    "duplicate",
)

WEEKDAY_LABELS: dict[str, str] = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}

GLOSSARY: dict[str, str] = {
    "lead": "A person at a company who has given us a way to reach them.",
    "mql": "Marketing qualified lead: meets the rule that both teams agreed for handing over.",
    "sal": "Sales accepted lead: Sales has taken it and owes it a first contact.",
    "sql": "Sales qualified lead: Sales has spoken with the lead and sees a need it can serve.",
    "opportunity": "A deal with an expected amount, opened by Sales.",
    "customer": "A lead with a won deal.",
    "recycled": "Given back to Marketing with a reason; may qualify again.",
    "disqualified": "Out, with a reason that time will not mend.",
    "hand-off": "The moment a lead passes from Marketing to Sales.",
    "first contact": "The first touch by Sales after the hand-off.",
    "conversion": "The agreed outcome, reached within the agreed number of days.",
    "mature": "Old enough for the outcome's days to have passed; only mature leads enter a rate.",
}

BRIEF_QUESTIONS: dict[str, str] = {
    "problem": "Which pain or problem does it solve?",
    "difference": "What sets us apart?",
    "audience": "Which target accounts and personas have that problem?",
    "goals": "What are its goals?",
    "mql": "How is a marketing qualified lead defined, handed over, and by whom?",
    "sql": "How is a sales qualified lead defined, and by whom?",
    "marketing": "What does Marketing do to drive and nurture?",
    "sales": "What does Sales do to nurture and close?",
    "metrics": "Which metrics track success, revenue before vanity?",
}
"""What both teams answer before every campaign, in the order of asking."""
