"""What to mend first: where the teams differ, both are low, or what was agreed is not kept."""

import pandas as pd

from alignment import terms
from alignment.finding import Finding
from alignment.measures.audit.fact import FALLS_SHORT, shortfall
from alignment.measures.audit.gap import LOW
from alignment.measures.audit.questions import QUESTIONS
from alignment.measures.rates import counted

BEST = 5
SHORT, DESPITE = 2, 1
"""What a shortfall weighs, and what it weighs besides where a team believed that all was well."""
WELL = 4
"""A team that rates so, or higher, believes that all is well."""
PARTS = ("weight_gap", "weight_low", "weight_short", "weight_despite")


def fix_first(gaps: Finding, evidence: Finding) -> Finding:
    """The questions by how much they need mending, most first.

    Weight = gap between the ratings (0 to 4) + distance of the lower rating from 5 (0 to 4) + 2
    where the evidence falls short of what was agreed + 1 where it does so though a team rated it
    4 or 5. A gap or rating that is missing adds nothing. Of the same weight, the question that is
    asked first comes first. Left out is a question that gives no reason: nobody rated it below
    4, and the evidence does not fall short.

    Parameters
    ----------
    gaps, evidence : Finding
        Of the same audit.

    Returns
    -------
    Finding
        One row a question: rank, id, label, question, why, weight, and its parts weight_gap,
        weight_low, weight_short, weight_despite. Without both teams' ratings no row.
    """
    if not gaps.is_answered:
        return Finding(pd.DataFrame(), gaps.sentence, name="fix_first")
    facts = evidence.table.set_index("id") if evidence.is_answered else pd.DataFrame()
    found = [_row(rated, facts) for _, rated in gaps.table.iterrows()]
    rows = [row for row in found if row["why"]]
    n_rated = int(gaps.table[list(terms.TEAMS)].notna().any(axis=1).sum())
    if not rows:
        said = "Nothing needs mending first: no question is rated low, and nothing falls short."
        return Finding(pd.DataFrame(), said, name="fix_first")
    table = pd.DataFrame(rows).sort_values("weight", ascending=False, kind="stable")
    table = table.reset_index(drop=True)
    table.insert(0, "rank", range(1, len(table) + 1))
    return Finding(
        table,
        _sentence(table, n_rated),
        (
            "The weight adds up: the gap between the ratings, the distance of the lower one from "
            f"5, {SHORT} where what was agreed is not kept, {DESPITE} more where a team believed "
            "it was. It orders what to talk about; it is no measure of damage.",
        ),
        "fix_first",
        {"n_to_fix": len(table), "first": str(table["id"].iloc[0])},
    )


def _row(rated: pd.Series, facts: pd.DataFrame) -> dict[str, object]:
    fact = facts.loc[rated["id"]] if rated["id"] in facts.index else None
    known = [int(rated[team]) for team in terms.TEAMS if pd.notna(rated[team])]
    is_short = fact is not None and fact["verdict"] == FALLS_SHORT
    is_despite = is_short and max(known, default=0) >= WELL
    parts = dict(
        zip(
            PARTS,
            (
                0 if pd.isna(rated["gap"]) else int(rated["gap"]),
                BEST - min(known, default=BEST),
                SHORT * is_short,
                DESPITE * is_despite,
            ),
            strict=True,
        )
    )
    why = [*_rated(rated, known), *([shortfall(fact)] if is_short else [])]
    return {
        **{name: rated[name] for name in ("id", "label", "question")},
        "why": "; ".join(why),
        "weight": sum(parts.values()),
        **parts,
    }


def _rated(rated: pd.Series, known: list[int]) -> list[str]:
    """What the ratings say against it, in words; empty where they say nothing."""
    if not known or min(known) >= WELL:
        return []
    if len(known) == 1:
        said = [
            "did not answer" if pd.isna(rated[team]) else f"says {rated[team]}"
            for team in terms.TEAMS
        ]
        return [f"Marketing {said[0]}, Sales {said[1]}"]
    if max(known) <= LOW:
        return [f"both low ({known[0]} and {known[1]})"]
    return [f"Marketing says {known[0]}, Sales {known[1]}"]


def _sentence(table: pd.DataFrame, n_rated: int) -> str:
    first = [f"“{row.label}” ({row.why})" for row in table.head(3).itertuples()]
    rated = "" if n_rated == len(QUESTIONS) else f" ({n_rated} rated)"
    verb = "needs" if len(table) == 1 else "need"
    said = f"Of {counted(len(QUESTIONS), 'question')}{rated}, {len(table)} {verb} mending."
    return f"{said} First {'; then '.join(first)}."
