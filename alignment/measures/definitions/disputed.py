"""The leads that one rule passes and the other never does, one by one."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from alignment.agreement import AllOf, AttributeRule, Rule
from alignment.agreement.rule import joined
from alignment.finding import Finding
from alignment.measures.definitions.overlap import LABELS
from alignment.measures.definitions.qualified import Qualified, compared
from alignment.measures.definitions.told import caveats
from alignment.measures.handed import Handed, is_judged, named_of, of_both
from alignment.measures.rates import counted
from alignment.measures.rules import Qualifying


@dataclass(frozen=True)
class Side:
    """The leads that the rule `one` passes and `other` never does.

    Parameters
    ----------
    n : int
        How many there are.
    judged : Handed
        Those who passed when outcomes were already recorded.
    """

    one: Qualified
    other: Qualified
    n: int
    judged: Handed

    @classmethod
    def of(cls, one: Qualified, other: Qualified) -> "Side":
        """All that the first passes and the other never does."""
        replay, which = one.qualifying.replay, one.passed & ~other.passed
        judged = Handed.of(replay, one.at, which & is_judged(one.at, replay), "leads")
        return cls(one, other, int(which.sum()), judged)

    @property
    def told(self) -> str:
        """How many there are, how many of them can be judged, and what became of these."""
        what, n = f"only {self.one.label} passes", len(self.judged)
        if n == self.n:
            return self.judged.told(what)
        start = f"Of {counted(self.n, 'lead')} that {what}, "
        if not n:
            return f"{start}none can be judged: they passed before outcomes were recorded."
        words = self.judged.replay.outcome_words
        return f"{start}{n:,} can be judged; {words}: {self.judged.spoken}."

    def figures(self, name: str) -> dict[str, float | int | None]:
        """n_NAME, n_NAME_unjudged, and of the others those of `Handed.figures`."""
        counts = {f"n_{name}": self.n, f"n_{name}_unjudged": self.n - len(self.judged)}
        return self.judged.figures(name) | counts

    def table(self, named: Handed) -> pd.DataFrame:
        """The rows of `disputed`, of some of the leads."""
        table = named.named()
        converted = table.pop("converted")
        table.insert(0, "side", f"Only {self.one.label}")
        table["speaks_for"] = _speaking_for(named, self.one)
        table["lacks"] = [_lacking(self.other, int(lead)) for lead in named.who]
        text = dict.fromkeys(("side", "speaks_for", "lacks"), "str")
        return table.assign(converted=converted).astype(text)


def disputed(
    qualifying: Qualifying,
    marketing: Rule | None,
    sales: Rule | None,
    most: int = 12,
    name: str = "disputed",
    labels: tuple[str, str] = LABELS,
) -> Finding:
    """The leads that one rule passes and the other never does.

    Returns
    -------
    Finding
        Up to `most` of those that can be judged, half of each side where both have as many, as
        many converted as not where there are (`Handed.telling`): side (``Only Marketing``, ``Only
        Sales``), lead_id, name (where leads have one), at (the instant of passing), speaks_for
        (the conditions of the passing rule that held then), lacks (what the other rule asks that
        never held, or never at once), converted (``yes``, ``no``, ``too young``). Figures of both
        (``marketing_only``, ``sales_only``): n_…, n_…_unjudged (passed before outcomes were
        recorded: in no rate, and not named), n_…_mature, n_…_converted, …_rate.
    """
    proposals = dict(zip(labels, (marketing, sales), strict=True))
    found = compared(qualifying, proposals, name, "whom two rules dispute", len(labels))
    if isinstance(found, Finding):
        return found
    one, other = found
    sides = Side.of(one, other), Side.of(other, one)
    if not any(side.n for side in sides):
        return Finding(pd.DataFrame(), _undisputed(one, other), name=name)
    shown = of_both(sides[0].judged, sides[1].judged, most)
    tables = [side.table(part) for side, part in zip(sides, shown, strict=True) if len(part)]
    n = sum(len(side.judged) for side in sides)
    return Finding(
        pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(),
        " ".join(side.told for side in sides if side.n),
        caveats(qualifying, {each.label: each.rule for each in found}) + named_of(shown, n),
        name,
        sides[0].figures("marketing_only") | sides[1].figures("sales_only"),
    )


def _undisputed(one: Qualified, other: Qualified) -> str:
    if not (one.n_passed or other.n_passed):
        return f"No lead is disputed: neither {one.label} nor {other.label} passes any."
    return f"No lead is disputed: {one.label} and {other.label} pass the same ones."


def _speaking_for(part: Handed, one: Qualified) -> list[str]:
    """The conditions of the rule that each lead met at its instant of passing."""
    leaves = {leaf.sentence(): leaf for leaf in one.rule.leaves()}
    held = [one.qualifying.spells(leaf).hold_at(part.who, part.at) for leaf in leaves.values()]
    return [
        joined([said for said, is_held in zip(leaves, row, strict=True) if is_held], "and")
        for row in np.array(held).T
    ]


def _lacking(other: Qualified, lead: int) -> str:
    missing = list(dict.fromkeys(_never(other.qualifying, other.rule, lead)))
    if missing:
        return f"never: {'; '.join(missing)}"
    return "each condition at some time, never all at once"


def _never(qualifying: Qualifying, rule: Rule, lead: int) -> Iterator[str]:
    """The parts of a rule that a lead never met; nothing where it met each, only not at once."""
    if lead in qualifying.spells(rule).lead:
        return
    if isinstance(rule, AllOf):
        for part in rule.all:
            yield from _never(qualifying, part, lead)
    elif isinstance(rule, AttributeRule) and _is_unknown(qualifying, rule.attribute, lead):
        yield f"{rule.sentence()} (not known)"
    else:
        yield rule.sentence()


def _is_unknown(qualifying: Qualifying, attribute: str, lead: int) -> bool:
    table = qualifying.replay.leads.table
    return attribute in table and bool(pd.isna(table[attribute].iloc[lead]))
