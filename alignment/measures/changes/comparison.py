"""A month beside the frozen one before it: what is measured of both, under which agreement."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from alignment.agreement import Agreement, Metric
from alignment.frozen import FrozenMonth
from alignment.measures.attainment import NO_TARGET
from alignment.measures.changes.change import Change
from alignment.measures.changes.passed import MIXED, STAGES, Passed, is_ruled_alike
from alignment.measures.paired import Difference
from alignment.measures.ranking.words import is_total
from alignment.measures.scorecards import KNOWN, Measured
from alignment.measures.scorecards.months import is_cut
from alignment.measures.service import Episodes
from alignment.period import Period, day_words, months_before

_UNMEASURED = {"version", "parties", "review_day", "glossary", "rules", "score", "tasks", "metrics"}
"""Parts of an agreement that no recorded figure is measured by."""


class Measures(Protocol):
    """What measures an agreed metric of any month: `alignment.measures.scorecards.Scorecards`."""

    def measured(self, key: str, period: Period | None = None) -> Measured:
        """The figure of a metric in a period."""
        ...


@dataclass(frozen=True, eq=False)
class Comparison:
    """A month beside the frozen one before it; made by `Comparison.of`.

    Parameters
    ----------
    month, last : Period
        The month, and the one before it.
    before : FrozenMonth or None
        `last` as it was frozen; None where it is not, or knows more than as-of.
    agreed, old : Agreement
        The one in force, and the one of `before` (the one in force where there is none).
    ours, theirs : Measures
        What measures under either; the same object where both measure alike.
    passed : Passed
    """

    month: Period
    last: Period
    before: FrozenMonth | None
    agreed: Agreement
    old: Agreement
    ours: Measures
    theirs: Measures
    passed: Passed

    @classmethod
    def of(
        cls,
        month: Period,
        before: FrozenMonth | None,
        episodes: Episodes,
        under: Callable[[Agreement], Episodes],
        scorecards_of: Callable[[Episodes, Period], Measures],
    ) -> "Comparison":
        """Both months measured, each under its own agreement."""
        first = months_before(month.first, 1)
        last, agreed = Period(first, first, month.zone), episodes.agreement
        if before is not None and (
            before.known_at > episodes.journeys.as_of or before.month != last.months[0]
        ):
            before = None
        old = agreed if before is None else before.under
        ours = scorecards_of(episodes, month)
        theirs = ours if _measures_alike(agreed, old) else scorecards_of(under(old), last)
        passed = Passed(episodes, last)
        return cls(month, last, before, agreed, old, ours, theirs, passed)

    @property
    def ruled_anew(self) -> list[str]:
        """The stages whose agreed rule is another one."""
        return [s for s in MIXED if not is_ruled_alike(self.agreed, self.old, s)]

    def change(self, key: str, metric: Metric) -> Change:
        """One metric from the frozen month to this one."""
        now = self._measured(self.ours, key, metric, self.month)
        then = self._measured(self.ours, key, metric, self.last)
        found = Change(key, metric, now=now.value, n=now.n, moved=now.less(then))
        found = replace(found, is_recorded=not now.lacks, has_target=self._has_target(key, metric))
        if now.value is None:
            found = found.noted(now.why_not)
        elif then.value is None:
            found = found.noted(f"{self.last.label}: {then.why_not}")
        return self._ruled(self._aged(found, then.value))

    def _has_target(self, key: str, metric: Metric) -> bool:
        """Of a segment, a count or an amount has none."""
        is_for_all = self.passed.episodes.journeys.whole is None
        return is_for_all or not is_total(key, metric.unit)

    def _aged(self, found: Change, then: float | None) -> Change:
        """What the month before was frozen at, and what became of that figure since."""
        if self.before is None:
            return found.noted("not frozen")
        frozen = self.before.metrics.get(found.key)
        if frozen is None:
            return found.noted("new metric")
        if frozen.unit != found.metric.unit:
            return found.noted("measured in another unit then")
        if frozen.unit == "amount" and self.old.currency != self.agreed.currency:
            return found.noted("measured in another currency then")
        if frozen.target != found.metric.target and frozen.verdict != NO_TARGET:
            found = found.noted("the target was another")
        if frozen.value is None:
            return found.noted("not enough data when it was frozen")
        found = replace(found, before=frozen.value)
        old = self._measured(self.theirs, found.key, found.metric, self.last)
        if old.value is None:
            return found.noted(f"{self.last.label} under the earlier agreement: {old.why_not}")
        defined = _less(then, old.value)
        return replace(found, matured=old.value - frozen.value, defined=defined)

    def _measured(self, by: Measures, key: str, metric: Metric, of: Period) -> Measured:
        """A figure that can be set beside another, or none and why."""
        known = KNOWN.get(key)
        if known is None or known.unit != metric.unit:
            return Measured(note="not measured as it is agreed", is_enough=False)
        if of == self.last and (gap := self._unknown):
            return Measured(note=gap, is_enough=False)
        found = by.measured(key, of)
        return found if found.is_enough else replace(found, value=None)

    @property
    def _unknown(self) -> str:
        """Why nothing can be set beside the month before; empty: it is wholly known."""
        first_at = self.passed.episodes.history.first_at
        if not is_cut(first_at, self.last):
            return ""
        return f"known from {day_words(first_at, self.last.zone)} on"

    def _ruled(self, change: Change) -> Change:
        """What the rule of a stage did, where it is another one."""
        for stage in self.ruled_anew:
            if STAGES.get(change.key) == stage:
                return self._split(change, stage)
            if change.key in MIXED[stage]:
                label = stage.upper()
                change = change.noted(f"the {label} rule changed; its share cannot be split")
        return change

    def _split(self, change: Change, stage: str) -> Change:
        """A count of which the other rule's part is taken out of the performance."""
        new, old = (self.passed.n_passed(each, stage) for each in (self.agreed, self.old))
        if new is None or old is None:
            return change.noted(f"no {stage.upper()} rule was agreed, then or now")
        effect = new - old
        moved = Difference(change.moved.difference - effect, math.nan, math.nan)
        note = f"{self.last.when} {old:,} leads met the rule agreed then, {new:,} the one in force"
        defined = None if change.defined is None else change.defined + effect
        return replace(change, defined=defined, moved=moved).noted(note)


def _measures_alike(one: Agreement, other: Agreement) -> bool:
    """Whether two agreements measure the same records alike."""
    shared = [name for name in Agreement.model_fields if name not in {*_UNMEASURED, "sign_offs"}]
    return all(getattr(one, name) == getattr(other, name) for name in shared)


def _less(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else now - then
