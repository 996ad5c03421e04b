"""Whom a campaign is for: the leads that meet a rule on attributes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Rule
from alignment.agreement.rule import in_words
from alignment.engine import quoted
from alignment.history import History
from alignment.measures.attributes import kind_of, meets, read, todays, unknown_attributes
from alignment.measures.journeys import Journeys
from alignment.measures.rates import percent

ALL_LEADS, TARGET = "All leads", "Target"
COMPANY = "company"
"""The attribute that tells companies apart, where there is one."""
OWN = ("source", "campaign_id", "owner")
"""What every lead has beside its attributes, and a rule may read too."""


@dataclass(frozen=True, eq=False)
class Segment:
    """The leads of a target.

    Parameters
    ----------
    label : str
        Whose target it is, or what it is called.
    rule : Rule or None
        On attributes; None: all leads.
    journeys : Journeys
        Of these leads; `journeys.everybody` has those of all.
    caveats : tuple of str
        What the rule asks for that no lead has, what is not known of some, and that attributes
        are today's values.
    """

    label: str
    rule: Rule | None
    journeys: Journeys
    caveats: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, history: History, journeys: Journeys, rule: Rule | None, label: str = ""
    ) -> "Segment":
        """The leads of `journeys` that meet a rule on attributes; all of them for None."""
        if rule is None:
            return cls(label or ALL_LEADS, None, journeys)
        leads = values(history, journeys, read([rule]))
        narrowed = journeys.narrowed(meets(rule, leads))
        return cls(label or TARGET, rule, narrowed, tuple(unsure(history, [rule], leads)))

    @property
    def n_leads(self) -> int:
        """How many there are."""
        return len(self.journeys.table)

    @property
    def words(self) -> str:
        """Whose leads they are: `all leads`, `the target's leads`, `the leads of “Marketing”`."""
        if self.rule is None:
            return "all leads"
        return "the target's leads" if self.label == TARGET else f"the leads of “{self.label}”"


def values(history: History, journeys: Journeys, names: Iterable[str]) -> pd.DataFrame:
    """Today's values of some attributes, one row a lead of the journeys, in their order.

    Returns
    -------
    DataFrame
        lead_id, and each of `names` that leads have at all.
    """
    named = list(dict.fromkeys(names))
    table = journeys.table[["lead_id", *(name for name in OWN if name in named)]]
    asked = [name for name in named if name in history.attributes and name not in OWN]
    if not asked:
        return table
    columns = ", ".join(quoted(name) for name in asked)
    held = history.query(f"SELECT lead_id, {columns} FROM leads")
    return table.merge(held, on="lead_id", how="left")


def unsure(history: History, rules: Sequence[Rule], leads: pd.DataFrame) -> Iterator[str]:
    """What would make the size of some targets wrong, each as a sentence.

    Parameters
    ----------
    leads : DataFrame
        Of `values`, with all that the rules read.
    """
    if leads.empty:
        return
    others = [name for name in (*OWN, *history.attributes) if name not in leads]
    known = leads.reindex(columns=[*leads, *others])
    for rule in rules:
        yield from unknown_attributes(rule, known)
    for name in read(rules):
        yield from _missing(name, leads)
    yield from todays(rules, "Who belongs to a target")


def _missing(name: str, leads: pd.DataFrame) -> Iterator[str]:
    n = int(leads[name].isna().sum()) if name in leads else 0
    if 0 < n < len(leads) and kind_of(leads[name]) != "nothing":
        spoken = in_words(name.removeprefix("n_").removesuffix("_id"))
        share = percent(n / len(leads))
        yield f"{share} of all leads have no value of {spoken}: they meet nothing that asks for it."


def company_counts(leads: pd.DataFrame, which: NDArray[np.bool_]) -> int | None:
    """How many companies some leads belong to, by name as written; None: no name is known."""
    if COMPANY not in leads or leads[COMPANY].isna().all():
        return None
    return int(leads.loc[which, COMPANY].nunique())
