"""What each team answers to a question, and what history and agreement say to it."""

from dataclasses import replace

import pandas as pd

from alignment import terms
from alignment.finding import Finding


def beside(gaps: Finding, evidence: Finding) -> Finding:
    """Each question with both teams' answers and the evidence, in the order of the questions.

    Parameters
    ----------
    gaps, evidence : Finding
        Of `gaps` and `evidence`.

    Returns
    -------
    Finding
        One row a question: question, marketing, sales (the rating, and what the team wrote),
        evidence (in words; missing: nobody looked). While a team is awaited: no row.
    """
    if not gaps.is_answered:
        return replace(gaps, name="answers_and_evidence")
    said = {row["id"]: row["said"] for row in evidence.table.to_dict("records")}
    rows = [
        {
            "question": row["question"],
            **{team: _answer(row[team], row[f"{team}_note"]) for team in terms.TEAMS},
            "evidence": said.get(row["id"]),
        }
        for row in gaps.table.to_dict("records")
    ]
    n = int(evidence.table["is_answer"].sum()) if evidence.is_answered else 0
    return Finding(
        pd.DataFrame(rows).astype("str"),
        f"What both teams answered, and what history and agreement say to {n} of the "
        f"{len(rows)} questions.",
        name="answers_and_evidence",
    )


def _answer(rating: object, note: object) -> str | None:
    """`4: It is on the intranet.`"""
    if pd.isna(rating):
        return None
    written = "" if pd.isna(note) else str(note).strip()
    return f"{rating}: {written}" if written else str(rating)
