"""Where the two teams differ: their ratings side by side."""

from collections.abc import Mapping, Sequence

import pandas as pd

from alignment import terms
from alignment.agreement.rule import joined
from alignment.answers import Answers, awaiting
from alignment.errors import nearest
from alignment.finding import Finding
from alignment.measures.audit.questions import IDS, QUESTIONS, Question
from alignment.measures.rates import counted

FAR = 2
"""Points between two ratings that are far apart."""
LOW = 2
"""A rating so low, or lower, is a low one."""
READINGS = ("far apart", "both low", "one did not answer", "close", "nobody answered")


def gaps(answers: Mapping[str, Answers], awaited: Sequence[str] = ()) -> Finding:
    """Both teams' ratings of each question, and how far they lie apart.

    Parameters
    ----------
    answers : mapping of team to Answers
        Of both teams; of one alone nothing is shown.
    awaited : sequence of team
        Who is awaited, where the caller knows better: answers that are not open yet are in no
        mapping.

    Returns
    -------
    Finding
        One row a question, in their order: id, label, topic, question, marketing, sales (1 to 5;
        missing: not answered), gap (absolute), mean (of those given), reading (one of
        `READINGS`), marketing_note, sales_note. Without both teams: who is awaited, and no row.
    """
    if (waiting := waited_for(answers, awaited)) is not None:
        return Finding(pd.DataFrame(), waiting, name="gaps")
    table = pd.DataFrame([_row(question, answers) for question in QUESTIONS]).astype(_TYPES)
    n_far, n_low = (int((table["reading"] == reading).sum()) for reading in READINGS[:2])
    return Finding(
        table,
        _sentence(table, n_far, n_low),
        tuple(_strange(answers)),
        "gaps",
        {
            "n_far_apart": n_far,
            "n_both_low": n_low,
            "mean_gap": float(table["gap"].mean()) if table["gap"].notna().any() else None,
        },
    )


_TYPES = {**dict.fromkeys(("marketing", "sales", "gap"), "Int64"), "mean": "float64"}


def waited_for(answers: Mapping[str, Answers], awaited: Sequence[str] = ()) -> str | None:
    """Whose ratings and guesses are not there yet, as a sentence; None where both teams' are."""
    missing = [team for team in terms.TEAMS if not _has_answered(answers.get(team))]
    if not missing:
        return None
    both = "Both teams' answers are shown together, once both are in"
    if not awaited and len(missing) == len(terms.TEAMS):
        return f"{both}; they are not."
    return f"{both}: {awaiting(awaited or missing)}."


def _has_answered(answer: Answers | None) -> bool:
    return answer is not None and bool(answer.ratings or answer.guesses)


def _row(question: Question, answers: Mapping[str, Answers]) -> dict[str, object]:
    given = {team: answers[team].ratings.get(question.id) for team in terms.TEAMS}
    ratings = {team: rated.rating if rated else None for team, rated in given.items()}
    known = [rating for rating in ratings.values() if rating is not None]
    return {
        "id": question.id,
        "label": question.label,
        "topic": question.topic,
        "question": question.asked,
        **ratings,
        "gap": max(known) - min(known) if len(known) == len(terms.TEAMS) else None,
        "mean": sum(known) / len(known) if known else None,
        "reading": _reading(known),
        **{f"{team}_note": rated.note if rated else "" for team, rated in given.items()},
    }


def _reading(known: list[int]) -> str:
    if not known:
        return "nobody answered"
    if len(known) < len(terms.TEAMS):
        return "one did not answer"
    if max(known) - min(known) >= FAR:
        return "far apart"
    return "both low" if max(known) <= LOW else "close"


def _sentence(table: pd.DataFrame, n_far: int, n_low: int) -> str:
    n_both = int(table["gap"].notna().sum())
    if not n_both:
        return "There is no question that both teams have rated."
    said = f"Of {counted(n_both, 'question')} that both teams rated, they are far apart in {n_far}"
    said += f" and both low in {n_low}."
    widest = table[table["gap"] == table["gap"].max()]
    if n_far:
        names = joined([f"“{label}”" for label in widest["label"].head(3)], "and")
        points = counted(int(widest["gap"].iloc[0]), "point")
        said += f" The widest gap, {points}, is in {names}."
    n_silent = len(table) - n_both
    verb = "lacks" if n_silent == 1 else "lack"
    return f"{said} {counted(n_silent, 'question')} {verb} an answer." if n_silent else said


def _strange(answers: Mapping[str, Answers]) -> list[str]:
    return [
        f"{team.capitalize()} rated {name!r}, which is no question of the audit, so it counts "
        f"nowhere. {nearest(name, IDS)}"
        for team in terms.TEAMS
        for name in answers[team].ratings
        if name not in IDS
    ]
