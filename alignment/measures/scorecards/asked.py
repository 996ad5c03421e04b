"""One agreed metric, and how it is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from alignment.agreement import Metric
from alignment.agreement.wording import label as named
from alignment.errors import nearest
from alignment.measures.attainment import NO_TARGET, NOT_ENOUGH
from alignment.measures.paired import Difference
from alignment.measures.scorecards.begun import Begun
from alignment.measures.scorecards.ground import Ground
from alignment.measures.scorecards.known import KNOWN, Known
from alignment.measures.scorecards.measured import Measured
from alignment.measures.scorecards.tally import Ratio, Tally, Total

MONTHS_BEFORE = 3
"""So many months are what a month is held against."""
BETTER, WORSE, STEADY, UNTOLD = "better", "worse", "steady", "not enough data"

UNRECORDED = "NOT RECORDED"


@dataclass(frozen=True, eq=False)
class Asked:
    """A metric of the agreement on some ground.

    Parameters
    ----------
    key : str
    metric : Metric
    ground : Ground
    """

    key: str
    metric: Metric
    ground: Ground

    @property
    def known(self) -> Known | None:
        """How it is measured; None where it is not, or not in the unit agreed."""
        found = KNOWN.get(self.key)
        return found if found is not None and found.unit == self.metric.unit else None

    @property
    def label(self) -> str:
        """Its name in words."""
        return KNOWN[self.key].label if self.key in KNOWN else named(self.key)

    @property
    def problem(self) -> str:
        """Why it cannot be measured as it is agreed, in a sentence; empty: it can."""
        found = KNOWN.get(self.key)
        if found is None:
            return f"the product measures no such figure. {nearest(self.key, KNOWN)}"
        if found.unit != self.metric.unit:
            return (
                f"it is agreed as {_UNITS[self.metric.unit]} and measured as {_UNITS[found.unit]}: "
                "change its unit in the agreement."
            )
        return ""

    @cached_property
    def tally(self) -> Tally | None:
        """What was counted of it, month by month."""
        return None if self.known is None else self.known.measure(self.ground)

    @property
    def noun(self) -> str:
        """What its cases are, as a plural."""
        return "" if self.tally is None else self.tally.noun

    def over(self, months: Sequence[int]) -> Measured:
        """Its figure over some months."""
        if self.tally is None:
            return Measured(note=self.problem, is_enough=False)
        return self.tally.over(months)

    @cached_property
    def now(self) -> Measured:
        """That of the month under review, the last one."""
        return self.over([len(self.ground.months.names) - 1])

    @cached_property
    def n_before(self) -> int:
        """How many months before there are to hold it against, all of them wholly known."""
        n_known = len(self.ground.months.names) - 1 - self.begun.n_cut
        return max(min(MONTHS_BEFORE, n_known), 0)

    @property
    def begun(self) -> Begun:
        """Since when what it counts is recorded; of a rate, since when there are leads."""
        return self.tally.begun if isinstance(self.tally, Total | Ratio) else self.ground.begun

    @cached_property
    def before(self) -> Measured:
        """That of the months before: of all their cases together, or their mean."""
        last = len(self.ground.months.names) - 1
        if not self.n_before:
            return Measured(is_enough=False)
        return self.over(range(last - self.n_before, last))

    @cached_property
    def change(self) -> Difference:
        """The month's figure minus that of the months before; nan: not known."""
        return self.now.less(self.before)

    @property
    def trend(self) -> str:
        """``better``, ``worse``, ``steady`` (the interval of the change holds zero) or ``not enough
        data``."""
        change = self.change
        if not change.low <= change.high:
            return UNTOLD
        if not change.is_clear:
            return STEADY
        return BETTER if (change.difference > 0) == (self.metric.better == "higher") else WORSE

    @property
    def unjudged(self) -> str:
        """Why the month's figure is held against no target, in a few words; empty: it is."""
        if not self.now.is_enough:
            return self.now.note
        return "" if self._has_target else "the target is agreed for all leads together"

    @property
    def _has_target(self) -> bool:
        """Of a segment, a count or an amount has none."""
        return self.ground.is_for_all or not isinstance(self.tally, Total)

    def verdict_words(self, verdict: str) -> str:
        """A verdict in the month's words: what is not recorded at all lacks more than cases."""
        return UNRECORDED if self.now.lacks and verdict == NOT_ENOUGH else verdict

    @property
    def figure(self) -> float | int | None:
        """The month's value as JSON holds it: a count is whole."""
        value = self.now.value
        return int(value) if value is not None and self.metric.unit == "count" else value

    def verdict(self, found: Measured) -> str:
        """What is said of a figure of it: one of `alignment.measures.attainment.VERDICTS`, or
        `NO_TARGET`."""
        if not self._has_target:
            return NO_TARGET
        return found.verdict(self.metric.target, self.metric.better, self.metric.warn)


_UNITS = {
    "count": "a count",
    "share": "a share",
    "amount": "an amount",
    "hours": "hours",
    "days": "days",
}
