"""What would make the figures of rules wrong, and what they look at too late."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from alignment.agreement import ActivityRule, Rule, ScoreRule, StageRule
from alignment.agreement.rule import in_words, joined
from alignment.measures.replay import told
from alignment.measures.rules import Qualifying

if TYPE_CHECKING:
    from alignment.measures.definitions.qualified import Qualified

BEFORE_SALES = ("subscriber", "lead")
"""Stages that a lead is in before anybody hands it over."""


def caveats(
    qualifying: Qualifying, proposals: Mapping[str, Rule], found: "Sequence[Qualified]" = ()
) -> tuple[str, ...]:
    """What would make the figures of some rules wrong, each rule under its label.

    Parameters
    ----------
    found : sequence of Qualified
        Whose immature leads stand beside a rate.
    """
    said = [*_by_whom(proposals, qualifying.unknown)]
    said += _by_whom(proposals, lambda rule: hindsight(qualifying, rule))
    young = [
        f"{one.label} {len(one.handed) - one.handed.n_mature:,}"
        for one in found
        if one.handed.n_mature < len(one.handed)
    ]
    replay = qualifying.replay
    said += told.of_history(replay, replay.judged_from, too_young=", ".join(young))
    said += _by_whom(proposals, qualifying.todays)
    return tuple(dict.fromkeys(said))


def _by_whom(
    proposals: Mapping[str, Rule], told_of: Callable[[Rule], Iterable[str]]
) -> Iterator[str]:
    for labels, words in by_label(proposals, told_of):
        yield f"{labels}: {words[:1].lower()}{words[1:]}"


def by_label(
    rules: Mapping[str, Rule], told_of: Callable[[Rule], Iterable[str]]
) -> Iterator[tuple[str, str]]:
    """The labels of all rules that something is told of, joined, and that sentence; each once."""
    whose: dict[str, list[str]] = {}
    for label, rule in rules.items():
        for words in told_of(rule):
            whose.setdefault(words, []).append(label)
    for words, labels in whose.items():
        yield joined(labels, "and"), words


def hindsight(qualifying: Qualifying, rule: Rule) -> Iterator[str]:
    """What a rule looks at that comes only with the hand-off or after it."""
    for leaf in rule.leaves():
        match leaf:
            case ActivityRule() if qualifying.teams.get(leaf.activity) == "sales":
                name = in_words(leaf.activity)
                yield f"“{name}” is what Sales does: it comes after the hand-off."
            case StageRule() if leaf.stage not in BEFORE_SALES:
                yield (
                    f"“{leaf.sentence()}” looks at what the teams did: it comes with the "
                    "hand-off or after it."
                )
            case ScoreRule():
                counted = [
                    in_words(name)
                    for name in qualifying.score.engagement
                    if qualifying.teams.get(name) == "sales"
                ]
                if counted:
                    yield (
                        f"“{leaf.sentence()}” counts what Sales did ({joined(counted, 'and')}): "
                        "that comes after the hand-off."
                    )
