"""A rule that both teams compose, beside what each proposed and what is agreed so far."""

import math
from typing import Any

import pandas as pd

from alignment.agreement import Rule
from alignment.finding import Finding, unanswered
from alignment.measures.definitions.overlap import apart, rates_apart
from alignment.measures.definitions.passing import figures, rows, told
from alignment.measures.definitions.qualified import Qualified, stated
from alignment.measures.definitions.told import caveats
from alignment.measures.rates import number as figure
from alignment.measures.rules import Qualifying

NEW, AGREED = "New", "Agreed"


def composed(
    qualifying: Qualifying,
    new: Rule | None,
    marketing: Rule | None,
    sales: Rule | None,
    current: Rule | None,
    name: str = "composed",
) -> Finding:
    """A new rule beside both proposals and the agreed one, quick enough to follow a control.

    Returns
    -------
    Finding
        The columns of `passing`, one row a rule that is stated (``New``, ``Marketing``,
        ``Sales``, ``Agreed``), and of each other rule against the new one: n_both, n_gained (the
        new rule passes them, the other never does), n_lost (the other way round), difference (the
        new rate − its rate), difference_low, difference_high (95 %, `paired.difference`).
        Missing in the row of the new rule itself. Figures: those of `passing`; n_gained, n_lost,
        difference, difference_low, difference_high against the agreed rule (None: none is agreed).
    """
    if qualifying.replay.leads.table.empty:
        return unanswered(name, "whom a new rule would pass", "leads")
    if new is None:
        return Finding(pd.DataFrame(), "There is no new rule yet.", name=name)
    proposals = {NEW: new, "Marketing": marketing, "Sales": sales, AGREED: current}
    found = stated(qualifying, proposals)
    own, others = found[0], {one.label: one for one in found[1:]}
    beside = {one.label: _beside(own, one) for one in found}
    table = pd.concat(
        [rows(found), pd.DataFrame(beside.values()).astype(dict.fromkeys(_COUNTS, "Int64"))], axis=1
    )
    against = beside.get(AGREED, dict.fromkeys([*_COUNTS, *_DIFFERENCE], math.nan))
    return Finding(
        table,
        _sentence(own, others, beside),
        caveats(qualifying, {one.label: one.rule for one in found}, found[:1]),
        name,
        figures(table) | {key: figure(value) for key, value in against.items()},
    )


Row = dict[str, Any]
_COUNTS = ["n_both", "n_gained", "n_lost"]
_DIFFERENCE = ["difference", "difference_low", "difference_high"]


def _beside(new: Qualified, one: Qualified) -> Row:
    if new is one:
        return {**dict.fromkeys(_COUNTS), **dict.fromkeys(_DIFFERENCE, math.nan)}
    counts = (
        int((new.passed & one.passed).sum()),
        int((new.passed & ~one.passed).sum()),
        int((one.passed & ~new.passed).sum()),
    )
    return dict(zip((*_COUNTS, *_DIFFERENCE), (*counts, *rates_apart(new, one)), strict=True))


def _sentence(new: Qualified, others: dict[str, Qualified], beside: dict[str, Row]) -> str:
    said = [*told([new])]
    for label in others:
        row = beside[label]
        said.append(f"Against {label}: {row['n_gained']:,} more, {row['n_lost']:,} fewer.")
    if AGREED in others:
        said.append(apart(new, others[AGREED], rates_apart(new, others[AGREED])))
    return " ".join(said)
