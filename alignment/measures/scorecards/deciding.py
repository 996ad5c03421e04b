"""What both teams have to decide on: what was missed, and what to do next about it."""

from collections.abc import Sequence

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.measures.attainment import AT_RISK, BREACH
from alignment.measures.rates import counted

NAME = "to_decide"


def to_decide(cards: Sequence[Finding], retune: Finding, agreement: Agreement) -> Finding:
    """The metrics and service levels that were missed, each with what to do next.

    Parameters
    ----------
    cards : sequence of Finding
        Of both teams: `Scorecards.card`.
    retune : Finding
        `ScoreCheck.retune`; one that is due is to be decided on too.

    Returns
    -------
    Finding
        One row a thing, what surely missed first: owed_by, about, verdict, achieved, next.
    """
    held = [row for card in cards for row in card.table.to_dict("records")]
    rows = [
        {
            "owed_by": getattr(agreement.parties, str(row["team"])),
            "about": row["label"],
            "verdict": row["verdict"],
            "achieved": row["achieved"],
            "next": row["next"],
        }
        for verdict in (BREACH, AT_RISK)
        for row in held
        if row["verdict"] == verdict
    ]
    n_missed = len(rows)
    if retune.figures.get("is_due"):
        both = f"{agreement.parties.marketing} and {agreement.parties.sales}"
        rows.append({"owed_by": both, "about": "The score", "next": retune.sentence})
    if not rows:
        said = "Nothing that was agreed is missed: there is nothing that has to be decided."
        return Finding(pd.DataFrame(), said, name=NAME, figures={"n_to_decide": 0})
    table = pd.DataFrame(rows, columns=["owed_by", "about", "verdict", "achieved", "next"])
    due = " A re-tune of the score is due." if len(rows) > n_missed else ""
    missed = counted(n_missed, "agreed figure was missed", "agreed figures were missed")
    return Finding(
        table,
        f"To decide now: {missed}.{due}",
        ("What to do next is where to look first, no more: ask why before you decide.",),
        NAME,
        {"n_to_decide": len(rows)},
    )
