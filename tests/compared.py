"""Two rules and eight leads whose fates under them can be followed by eye.

As of 1 March 2026; converted means won within ten days.
"""

from alignment.agreement import rule_of
from alignment.measures.rules import Qualifying
from tests.replayed import SCORE, Lead, replayed

PAPER = rule_of({"activity": "paper"})
"""What Marketing asks for."""
WEBINAR = rule_of({"activity": "webinar"})
"""What Sales asks for."""
TEAMS = {"paper": "lead", "webinar": "lead", "visit": "lead", "call": "sales"}

LEADS = (
    Lead(("01-05 paper", "01-08 webinar"), won="01-15"),  # a: both by the 8th, converted
    Lead(("01-05 paper",)),  # b: only Marketing's, not converted
    Lead(("01-05 paper",), won="01-20"),  # c: only Marketing's, converted too late
    Lead(("01-10 webinar",), won="01-12"),  # d: only Sales', converted
    Lead(won="01-09"),  # e: neither, converted
    Lead(("01-02 visit",)),  # f: neither
    Lead(("02-25 paper",)),  # g: only Marketing's, too young
    Lead(("01-01 paper",), won="01-01"),  # h: won when it was created, so never looked at
)


def ready(*leads: Lead, **asked: object) -> Qualifying:
    """Any rule can be asked of these leads, or of `LEADS`."""
    return Qualifying(replayed(*(leads or LEADS), **asked), SCORE, {}, TEAMS)
