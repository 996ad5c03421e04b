"""What Marketing can do about a reason for which its leads come back."""

ACTS = {
    "no budget": "Ask about the budget before the hand-off, or hand these over later.",
    "no response": "See whether they asked to be contacted, and by which way they can be reached.",
    "bad timing": "Ask when they mean to decide, and hand them over then.",
    "evaluating": "Send what helps to compare, and hand them over once they ask for more.",
    "no interest": "Look at what they were promised, and wait for one more sign of interest.",
    "product limitation": "Say earlier what the product cannot do, and leave out whom it misses.",
    "competitor": "Leave competitors out, by the name of their company, before the hand-off.",
    "no authority": "Ask for their part in the decision, and invite those who decide as well.",
    "personal use": "Leave out students and private buyers before the hand-off.",
    "left the company": "Refresh addresses from there before the hand-off.",
    "bad data": "Check addresses and companies from there before the hand-off.",
    "duplicate": "Look for the same person among known leads before the hand-off.",
}
"""By the reasons that a draft agreement names; teams may agree on others."""
OUT = "Look through ten of these with Sales: what would have kept them out?"
EARLY = "Look through ten of these with Sales: what would have made them ready?"


def act(reason: str, kind: str) -> str:
    """What to do next about leads given back for a reason (kind: the stage they went to)."""
    return ACTS.get(reason.casefold().strip(), OUT if kind == "disqualified" else EARLY)
