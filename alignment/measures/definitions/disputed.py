"""The leads that one rule passes and the other never does, one by one."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from alignment.agreement import AllOf, AttributeRule, Rule
from alignment.agreement.rule import joined
from alignment.finding import Finding, unanswered
from alignment.measures.definitions.overlap import LABELS
from alignment.measures.definitions.qualified import Qualified, stated, unstated
from alignment.measures.definitions.told import caveats
from alignment.measures.handed import Handed, is_judged, named_of, of_both
from alignment.measures.rules import Qualifying


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
        Up to `most` of them, half of each side where both have as many, as many converted as
        not (`Handed.telling`): side (``Only Marketing``, ``Only Sales``), lead_id, name (where
        leads have one), at (the instant of passing), speaks_for (the conditions of the passing
        rule that held then), lacks (what the other rule asks that never held, or never at once),
        converted (``yes``, ``no``, ``too young``). Figures of both (``marketing_only``,
        ``sales_only``): n_…, n_…_mature, n_…_converted, …_rate.
    """
    if qualifying.replay.leads.table.empty:
        return unanswered(name, "whom two rules dispute", "leads")
    proposals = dict(zip(labels, (marketing, sales), strict=True))
    found = stated(qualifying, proposals)
    if len(found) < len(labels):
        return unstated(name, proposals)
    one, other = found
    sides = only(one, other), only(other, one)
    if not any(map(len, sides)):
        said = f"No lead is disputed: {one.label} and {other.label} pass the same ones."
        return Finding(pd.DataFrame(), said, name=name)
    shown = of_both(*sides, most)
    table = pd.concat(
        [
            _named(part, *pair)
            for part, pair in zip(shown, ((one, other), (other, one)), strict=True)
            if len(part)
        ],
        ignore_index=True,
    )
    n = sum(map(len, sides))
    return Finding(
        table,
        " ".join(
            part.told(f"only {each.label} passes")
            for part, each in zip(sides, found, strict=True)
            if len(part)
        ),
        caveats(qualifying, {each.label: each.rule for each in found}) + named_of(len(table), n),
        name,
        sides[0].figures("marketing_only") | sides[1].figures("sales_only"),
    )


def only(one: Qualified, other: Qualified) -> Handed:
    """The leads that the first passes, where it can be judged, and the other never does."""
    replay = one.qualifying.replay
    return Handed.of(replay, one.at, ~other.passed & is_judged(one.at, replay), "leads")


def _named(part: Handed, one: Qualified, other: Qualified) -> pd.DataFrame:
    table = part.named()
    converted = table.pop("converted")
    table.insert(0, "side", f"Only {one.label}")
    table["speaks_for"] = _speaking_for(part, one)
    table["lacks"] = [_lacking(other, int(lead)) for lead in part.who]
    text = dict.fromkeys(("side", "speaks_for", "lacks"), "str")
    return table.assign(converted=converted).astype(text)


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
