"""What each team answers to a brief's questions, beside what both say together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from alignment import terms
from alignment.agreement import AllOf, AnyOf, AttributeRule, Rule
from alignment.agreement.rule import joined
from alignment.agreement.wording import label
from alignment.answers import Answers, awaiting
from alignment.briefs.brief import Brief
from alignment.finding import Finding

NAME = "brief_beside"
ALIKE = (
    "Alike means the same words, whatever their capitals, spaces and final stop: what is worded "
    "otherwise may mean the same."
)


def beside(brief: Brief, answers: Mapping[str, Answers], awaited: Sequence[str] = ()) -> Finding:
    """The nine questions with Marketing's, Sales' and the common answer.

    Beside the audience stand the targets, as sentences; beside the metrics, those chosen
    together. Answers are alike where their words are, whatever their capitals, spaces and final
    stop; targets, whatever the order of their conditions.

    Parameters
    ----------
    answers : mapping of team to Answers
        Of both teams.
    awaited : sequence of str
        Teams that have not answered: nothing is shown before they have.

    Returns
    -------
    Finding
        One row a question, in the order of asking: question (with its number), marketing, sales,
        together (missing: left open), is_same (missing: not both teams answered). Figures:
        n_alike, n_differing, n_open.
    """
    missing = tuple(awaited) or [team for team in terms.TEAMS if team not in answers]
    if missing:
        said = f"Shown once both teams are in: {awaiting(missing)}."
        return Finding(pd.DataFrame(), said, name=NAME)
    sides = {team: answers[team] for team in terms.TEAMS}
    rows = [
        {
            "question": f"{n}. {asked}",
            **{team: _said(own, key) for team, own in sides.items()},
            "together": _together(brief, key),
            "is_same": _is_same(sides["marketing"], sides["sales"], key),
        }
        for n, (key, asked) in enumerate(terms.BRIEF_QUESTIONS.items(), start=1)
    ]
    text = dict.fromkeys(("question", *terms.TEAMS, "together"), "str")
    table = pd.DataFrame(rows).astype({**text, "is_same": "boolean"})
    figures = {
        "n_alike": int(table["is_same"].eq(True).sum()),
        "n_differing": int(table["is_same"].eq(False).sum()),
        "n_open": int(table["is_same"].isna().sum()),
    }
    said = " ".join([*_sentences(table, figures), *_targets(sides)])
    return Finding(table, said, (ALIKE,) if figures["n_differing"] else (), NAME, figures)


def compared(text: str) -> str:
    """A text as it is compared: without regard to capitals, spaces and a final stop."""
    return " ".join(text.split()).casefold().removesuffix(".").rstrip()


def _said(own: Answers, key: str) -> str | None:
    return _lines(own.brief, key, own.target)


def _together(brief: Brief, key: str) -> str | None:
    said = _lines(brief.answers, key, brief.target)
    if key != "metrics" or not brief.metrics:
        return said
    chosen = f"Judged by: {', '.join(label(name) for name in brief.metrics)}."
    return f"{said}\n{chosen}" if said else chosen


def _lines(said: Mapping[Any, str], key: str, target: Rule | None) -> str | None:
    """An answer; below the audience's, the target in words."""
    lines = [said[key]] if key in said else []
    if key == "audience" and target is not None:
        lines.append(f"As a rule: {target.sentence()}.")
    return "\n".join(lines) or None


def _is_same(marketing: Answers, sales: Answers, key: str) -> bool | None:
    sides = marketing, sales
    if any(_said(own, key) is None for own in sides):
        return None
    words: list[Mapping[Any, str]] = [own.brief for own in sides]
    is_worded_alike = len({compared(each.get(key, "")) for each in words}) == 1
    return is_worded_alike and (key != "audience" or _is_one_target(sides))


def _is_one_target(sides: Iterable[Answers]) -> bool:
    return len({_unordered(own.target) for own in sides}) == 1


def _unordered(rule: Rule | None) -> str:
    """A rule's sentence to compare by, whatever the order of its conditions and values."""
    match rule:
        case None:
            return ""
        case AllOf(all=parts) | AnyOf(any=parts) if len(parts) > 1:
            word = " and " if isinstance(rule, AllOf) else " or "
            return f"({word.join(sorted({_unordered(part) for part in parts}))})"
        case AllOf(all=parts) | AnyOf(any=parts):
            return _unordered(parts[0])
        case AttributeRule(one_of=values) if values:
            ordered = tuple(sorted(values, key=str))
            return rule.model_copy(update={"one_of": ordered}).sentence()
    return rule.sentence()


def _sentences(table: pd.DataFrame, figures: Mapping[str, int]) -> Iterator[str]:
    alike, differing = (figures[name] or "none" for name in ("n_alike", "n_differing"))
    yield f"Of {len(table)} questions, both teams answer {alike} alike and {differing} differently."
    for team in terms.TEAMS:
        left = [str(n) for n in table.index[table[team].isna()] + 1]
        if left:
            word = "question" if len(left) == 1 else "questions"
            yield f"{team.capitalize()} left open {word} {joined(left, 'and')}."


def _targets(sides: Mapping[str, Answers]) -> Iterator[str]:
    named = [team.capitalize() for team, own in sides.items() if own.target is not None]
    if len(named) == 1:
        yield f"Only {named[0]} names a target as a rule."
    elif named:
        is_one = _is_one_target(sides.values())
        yield f"Their targets are {'the same' if is_one else 'not the same'}."
