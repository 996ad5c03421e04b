"""What each team guessed before it saw the number."""

from collections.abc import Mapping, Sequence

import pandas as pd

from alignment import terms
from alignment.answers import Answers, awaiting
from alignment.finding import Finding, unanswered
from alignment.measures.rates import counted

QUESTIONS = {
    "conversion_rate": ("Share of leads that convert", "share"),
    "first_contact_share": ("Share of hand-offs touched within the limit", "share"),
    "median_response_hours": ("Working hours to the first touch, median", "hours"),
    "median_days_to_win": ("Days to the outcome, median", "days"),
}
"""The guesses that a monthly review can answer: the words for each, and its unit."""


HAND_OFFS = {
    "hand_offs_per_week": ("Leads that go to Sales a week", "leads"),
    "hand_off_conversion_rate": ("Share of those that go to Sales that converts", "share"),
    "found_share": ("Share of all converted that were handed over before", "share"),
}
"""The guesses that a replay of the score can answer."""


def guesses(
    answers: Mapping[str, Answers],
    measured: Mapping[str, float | None] | None = None,
    questions: Mapping[str, tuple[str, str]] = QUESTIONS,
    awaited: Sequence[str] = (),
) -> Finding:
    """Each team's guesses side by side, with the measured figure where one is given.

    Parameters
    ----------
    answers : mapping of team to Answers
    measured : mapping of question to number or None
        None for all: the room has not seen them yet.
    questions : mapping of str to (words, unit)
        The name of each guess.
    awaited : sequence of team
        Who has not answered yet, where that is why there are no answers.

    Returns
    -------
    Finding
        One row a question: question, unit (share from 0 to 1, hours, days), marketing, sales,
        and measured where it is given. Missing: not guessed, or not measurable.
    """
    rows = []
    for key, (question, unit) in questions.items():
        sides = {team: _guess(answers.get(team), key) for team in terms.TEAMS}
        if any(value is not None for value in sides.values()):
            seen = {} if measured is None else {"measured": measured.get(key)}
            rows.append({"question": question, "unit": unit, **sides, **seen})
    name = "guesses" if measured is None else "guesses_and_figures"
    if not rows and awaited:
        said = f"What the teams expect is shown once both have said it: {awaiting(awaited)}."
        return Finding(pd.DataFrame(), said, name=name)
    if not rows:
        return unanswered(name, "what the teams expected", "their guesses (answers/TEAM.yml)")
    return Finding(pd.DataFrame(rows), _sentence(rows, measured is not None), name=name)


def measured(cohorts: Finding, response: Finding, days: Finding) -> dict[str, float | None]:
    """The figures that answer the guesses, out of the review's findings; None: not measurable."""
    found = {
        "conversion_rate": cohorts.figures.get("rate"),
        "first_contact_share": response.figures.get("rate"),
        "median_response_hours": response.figures.get("median_hours"),
        "median_days_to_win": days.figures.get("median_days"),
    }
    return {key: value if isinstance(value, float) else None for key, value in found.items()}


def handed_over(thresholds: Finding) -> dict[str, float | None]:
    """The figures that answer `HAND_OFFS`, out of a replay's thresholds; None: not measurable."""
    names = {
        "hand_offs_per_week": "per_week",
        "hand_off_conversion_rate": "precision",
        "found_share": "recall",
    }
    found = {key: thresholds.figures.get(name) for key, name in names.items()}
    return {key: float(v) if isinstance(v, int | float) else None for key, v in found.items()}


def _guess(answer: Answers | None, key: str) -> float | None:
    guess = answer.guesses.get(key) if answer else None
    return guess if isinstance(guess, float) else None


def _sentence(rows: list[dict], is_measured: bool) -> str:
    if not is_measured:
        return "Before you read on: what do you expect? This is what each team wrote down."
    pairs = [row for row in rows if row["measured"] is not None]
    if not pairs:
        return "There is no figure yet to hold the guesses against."
    nearer = dict.fromkeys(terms.TEAMS, 0)
    n_ties = 0
    for row in pairs:
        gaps = {team: abs(row[team] - row["measured"]) for team in nearer if row[team] is not None}
        best = [team for team, gap in gaps.items() if gap == min(gaps.values())]
        if len(gaps) > 1 and len(best) == 1:
            nearer[best[0]] += 1
        n_ties += len(best) > 1
    ties = f", both equally near in {n_ties}" if n_ties else ""
    return (
        f"Of {counted(len(pairs), 'guess', 'guesses')} that the data can judge, Marketing was "
        f"nearer in {nearer['marketing']}, Sales in {nearer['sales']}{ties}."
    )
