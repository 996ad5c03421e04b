"""A rule that both teams compose, beside what each proposed and what is agreed so far."""

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from alignment.agreement import Rule
from alignment.finding import Finding, unanswered
from alignment.measures.definitions.overlap import apart, rates_apart
from alignment.measures.definitions.passing import figures, rows, told
from alignment.measures.definitions.qualified import Qualified, stated
from alignment.measures.definitions.told import caveats
from alignment.measures.paired import Difference
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
        new rule passes them, the other never does), n_lost (the other way round), rate_difference
        (the new rate − its rate), rate_difference_low, rate_difference_high (95 %,
        `paired.difference`). Missing in the row of the new rule itself. Figures: those of
        `passing`; these columns against the agreed rule (None: none is agreed).
    """
    if qualifying.replay.leads.table.empty:
        return unanswered(name, "whom a new rule would pass", "leads")
    if new is None:
        return Finding(pd.DataFrame(), "There is no new rule yet.", name=name)
    proposals = {NEW: new, "Marketing": marketing, "Sales": sales, AGREED: current}
    found = stated(qualifying, proposals)
    own, others = found[0], {one.label: one for one in found[1:]}
    beside = {label: Beside.of(own, one) for label, one in others.items()}
    held = pd.DataFrame([NOTHING, *beside.values()]).astype(dict.fromkeys(_COUNTS, "Int64"))
    table = pd.concat([rows(found), held], axis=1)
    against = beside.get(AGREED, NOTHING)._asdict()
    return Finding(
        table,
        " ".join([*told([own]), *_compared(own, others, beside)]),
        caveats(qualifying, {one.label: one.rule for one in found}, found[:1]),
        name,
        figures(table) | {key: figure(value) for key, value in against.items()},
    )


class Beside(NamedTuple):
    """A new rule against another one; the columns of that name."""

    n_both: int | None
    n_gained: int | None
    n_lost: int | None
    rate_difference: float
    rate_difference_low: float
    rate_difference_high: float

    @classmethod
    def of(cls, new: Qualified, one: Qualified) -> "Beside":
        """The leads of both, and how far their rates are apart."""
        return cls(
            int((new.passed & one.passed).sum()),
            int((new.passed & ~one.passed).sum()),
            int((one.passed & ~new.passed).sum()),
            *rates_apart(new, one),
        )

    @property
    def gap(self) -> Difference:
        """How far the rates are apart."""
        return Difference(self.rate_difference, self.rate_difference_low, self.rate_difference_high)


NOTHING = Beside(None, None, None, math.nan, math.nan, math.nan)
_COUNTS = ["n_both", "n_gained", "n_lost"]


def _compared(
    new: Qualified, others: Mapping[str, Qualified], beside: Mapping[str, Beside]
) -> Iterator[str]:
    for label, row in beside.items():
        yield f"Against {label}: {row.n_gained:,} more, {row.n_lost:,} fewer."
    if AGREED in others:
        yield from apart(new, others[AGREED], beside[AGREED].gap)
