"""Are both teams on the same page? Their ratings, the evidence beside them, what to mend first."""

from alignment.measures.audit.beside import beside
from alignment.measures.audit.contacts import Contacts, full_months
from alignment.measures.audit.evidence import evidence
from alignment.measures.audit.figures import known, numbers
from alignment.measures.audit.fix_first import fix_first
from alignment.measures.audit.gap import gaps
from alignment.measures.audit.questions import NUMBERS, QUESTIONS, Number, Question
from alignment.measures.audit.since import since

__all__ = [
    "NUMBERS",
    "QUESTIONS",
    "Contacts",
    "Number",
    "Question",
    "beside",
    "evidence",
    "fix_first",
    "full_months",
    "gaps",
    "known",
    "numbers",
    "since",
]
