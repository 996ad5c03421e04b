"""What each team says in its own words, and the rule that it makes of them."""

from collections.abc import Mapping

import pandas as pd

from alignment import terms
from alignment.agreement import Rule
from alignment.answers import Answers
from alignment.finding import Finding


def words(answers: Mapping[str, Answers], stage: str, name: str = "words") -> Finding:
    """What each team answers to "what makes a lead an MQL (or an SQL)?".

    Parameters
    ----------
    answers : mapping of team to Answers
    stage : str
        ``mql`` or ``sql``.

    Returns
    -------
    Finding
        One row a team that answered: team, person, in_its_own_words, as_a_rule (missing: it gave
        none).
    """
    label = terms.STAGE_LABELS[stage]
    rows = [
        {
            "team": team.capitalize(),
            "person": answers[team].person,
            "in_its_own_words": getattr(answers[team].definitions, stage) or None,
            "as_a_rule": rule.sentence() if rule else None,
        }
        for team in terms.TEAMS
        if team in answers
        for rule in [getattr(answers[team].rules, stage)]
    ]
    if not rows:
        return Finding(pd.DataFrame(), f"Nobody has said what makes an {label}.", name=name)
    table = pd.DataFrame(rows).astype("str")
    said = [
        _told(team, getattr(answers[team].rules, stage), label)
        for team in terms.TEAMS
        if team in answers
    ]
    return Finding(table, " ".join(said), name=name)


def _told(team: str, rule: Rule | None, label: str) -> str:
    if rule is None:
        return f"{team.capitalize()} gives no rule for an {label}."
    return f"To {team.capitalize()}, an {label} is a lead with: {rule.spoken()}."
