"""The leads that meet a rule, from when, and what became of them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Rule
from alignment.finding import Finding, unanswered
from alignment.measures.handed import Handed, is_judged
from alignment.measures.paired import Flags
from alignment.measures.replay.crossings import NEVER
from alignment.measures.replay.observed import instants
from alignment.measures.replay.points import MICROS_A_DAY
from alignment.measures.replay.spans import Spans
from alignment.measures.rules import Qualifying

Proposals = Mapping[str, Rule | None]
"""Rules by the label under which they stand; None: that team has stated none."""


@dataclass(frozen=True, eq=False)
class Qualified:
    """The leads that meet a rule; made by `Qualified.of`.

    Parameters
    ----------
    label : str
        Whose rule it is.
    at : array of datetime64
        The first instant at which each lead of the replay meets it; NaT: never.
    handed : Handed
        Those who met it when outcomes were already recorded, as if handed over then.
    """

    label: str
    rule: Rule
    at: NDArray[np.datetime64]
    handed: Handed
    qualifying: Qualifying = field(repr=False)

    @classmethod
    def of(cls, qualifying: Qualifying, rule: Rule, label: str) -> "Qualified":
        """The leads that ever meet `rule`, each from the first instant on."""
        at, replay = qualifying.qualified_at(rule), qualifying.replay
        handed = Handed.of(replay, at, is_judged(at, replay), "leads")
        return cls(label, rule, at, handed, qualifying)

    @property
    def passed(self) -> Flags:
        """Which leads ever meet it."""
        return ~np.isnat(self.at)

    @property
    def n_passed(self) -> int:
        """How many those are."""
        return int(self.passed.sum())

    @property
    def is_everybody(self) -> bool:
        """Whether every lead meets it at some time."""
        return 0 < self.n_passed == n_looked_at(self.qualifying)

    @cached_property
    def days_to_pass(self) -> NDArray[np.float64]:
        """Days from its creation, of each lead that meets it."""
        at = instants(pd.Series(self.at))[self.passed]
        return (at - self.qualifying.replay.leads.created[self.passed]) / MICROS_A_DAY

    @property
    def median_days_to_pass(self) -> float:
        """The median of those; nan: too few meet it."""
        is_enough = self.n_passed >= max(self.qualifying.replay.least_count, 1)
        return float(np.median(self.days_to_pass)) if is_enough else math.nan

    @property
    def recall(self) -> float:
        """Of the leads that converted, the share that met it before; nan: too few converted."""
        replay = self.qualifying.replay
        since = replay.judged_from
        converted = replay.leads.converted
        has = (converted != NEVER) & (since is None or converted >= instants(pd.Series([since]))[0])
        n = int(has.sum())
        return float(self.passed[has].mean()) if n >= max(replay.least_count, 1) else math.nan

    @property
    def per_week(self) -> float:
        """How many meet it a week, since outcomes are recorded; nan: not a whole week yet."""
        replay = self.qualifying.replay
        spans = Spans.of("", replay.leads.first_at, replay.as_of, replay.zone, replay.judged_from)
        weeks = float(spans.weeks[0])
        return len(self.handed) / weeks if weeks >= 1 else math.nan

    @property
    def row(self) -> dict[str, object]:
        """The columns of `passing` but for the rate."""
        replay, n_leads = self.qualifying.replay, n_looked_at(self.qualifying)
        is_enough = n_leads >= max(replay.least_count, 1)
        return {
            "label": self.label,
            "rule": self.rule.sentence(),
            "n_leads": n_leads,
            "n_passed": self.n_passed,
            "passed_share": self.n_passed / n_leads if is_enough else math.nan,
            "per_week": self.per_week,
            "n_unjudged": self.n_passed - len(self.handed),
            "n_mature": self.handed.n_mature,
            "n_converted": self.handed.n_converted,
            "n_immature": len(self.handed) - self.handed.n_mature,
            "recall": self.recall,
            "median_days_to_pass": self.median_days_to_pass,
        }

    @property
    def fates(self) -> tuple[Flags, Flags]:
        """Which leads stand in its rate, and which of them converted; one entry a lead each."""
        is_in, has_converted = np.zeros((2, len(self.at)), dtype=bool)
        is_in[self.handed.who[self.handed.is_mature]] = True
        has_converted[self.handed.who[self.handed.is_converted]] = True
        return is_in, has_converted


def n_looked_at(qualifying: Qualifying) -> int:
    """How many leads a rule can be asked of: all but those that converted before creation."""
    leads = qualifying.replay.leads
    return int((leads.created < leads.until).sum())


def stated(qualifying: Qualifying, proposals: Proposals) -> list[Qualified]:
    """Those of some rules that are stated."""
    return [
        Qualified.of(qualifying, rule, label)
        for label, rule in proposals.items()
        if rule is not None
    ]


def compared(
    qualifying: Qualifying, proposals: Proposals, name: str, question: str, at_least: int = 1
) -> list[Qualified] | Finding:
    """Those of some rules that are stated; where these or leads are too few, the finding `name`
    that says so, naming whose rules are missing."""
    if qualifying.replay.leads.table.empty:
        return unanswered(name, question, "leads")
    found = stated(qualifying, proposals)
    if len(found) >= at_least:
        return found
    waiting = [label for label, rule in proposals.items() if rule is None]
    whose = " and ".join(waiting) or "anybody"
    return Finding(pd.DataFrame(), f"There is no rule of {whose} yet to compare.", name=name)
