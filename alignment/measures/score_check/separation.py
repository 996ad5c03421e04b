"""Whether leads above the hand-off threshold still convert more often than all, month by month."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from alignment import terms
from alignment.agreement import Score
from alignment.finding import Finding
from alignment.measures.journeys import Journeys
from alignment.measures.rates import number, points
from alignment.measures.score_check.scored import Scored
from alignment.measures.score_check.shares import Interval, Shares, lift, minus

NAME = "score_separation"
QUARTER = 3


@dataclass(frozen=True, eq=False)
class Lifts:
    """What those above the hand-off threshold convert to, in groups of cases."""

    below: Shares
    above: Shares
    least_count: int

    @classmethod
    def of(cls, scored: Scored, at: float, group: np.ndarray, least_count: int) -> "Lifts":
        """The lifts of groups; `group` has one entry an instant, −1: in none."""
        own = group[scored.moment]
        rows = np.flatnonzero(own >= 0)
        n = int(group.max(initial=-1)) + 1
        is_above = scored.is_above(at)[rows]
        cell = own[rows] + n * is_above
        found = Shares.of(cell, 2 * n, scored.lead[rows], scored.is_converted[rows])
        return cls(found.part(0, n), found.part(n, 2 * n), max(least_count, 1))

    @property
    def is_enough(self) -> np.ndarray:
        """Whether both sides of the threshold have the least count."""
        return np.minimum(self.below.n, self.above.n) >= self.least_count

    @cached_property
    def lifts(self) -> Interval:
        """The rate above ÷ that of all; nan where too few, or none converted."""
        n = np.maximum(self.below.n + self.above.n, 1)
        found = lift(self.above.rates(), self.below.rates(), self.above.n / n)
        return Interval(*(np.where(self.is_enough, each, np.nan) for each in found))


@dataclass(frozen=True, eq=False)
class Separation:
    """The lift by month, and of the earlier against the later half of the months judged."""

    scored: Scored
    score: Score
    journeys: Journeys

    @cached_property
    def halves(self) -> Lifts:
        """Of the earlier and the later half."""
        return self._lifts(self.scored.half)

    @cached_property
    def change(self) -> tuple[float, float, float]:
        """The later half's lift less the earlier's, and its interval; nan: not known."""
        if len(self.halves.lifts.value) < 2:
            return np.nan, np.nan, np.nan
        held = self.halves.lifts
        return minus(held.part(1, 2), held.part(0, 1)).at(0)

    @property
    def verdict(self) -> str:
        """``less``, ``still``, ``not`` (no better than chance), or ``unknown``."""
        if np.isnan(self.change[0]):
            return "unknown"
        if self.change[2] < 0:
            return "less"
        _, low, high = self.halves.lifts.at(1)
        return "still" if low > 1 else "not" if high < 1 else "unknown"

    def finding(self, caveats: tuple[str, ...]) -> Finding:
        """See `ScoreCheck.separation`."""
        spans = self._spans
        table = self._table(spans)
        pooled = len(table) < len(spans)
        said = f" Single months are too thin, so they are pooled by quarter: {len(table):,} rows."
        told = self.sentence + (said if pooled else "")
        figures = {
            "n_active": int(table["n_active"].sum()),
            "n_mature": int(table["n_mature"].sum()),
            "n_converted": int(table["n_converted"].sum()),
            "verdict": self.verdict,
            **self._figures,
        }
        return Finding(table, told, caveats, NAME, figures)

    def _lifts(self, group: np.ndarray) -> Lifts:
        return Lifts.of(self.scored, self.score.hand_off_at, group, self.journeys.least_count)

    @cached_property
    def _monthly(self) -> Lifts:
        judged = self.scored.is_judged
        return self._lifts(np.where(judged, np.arange(len(judged)), -1))

    @cached_property
    def _spans(self) -> pd.DataFrame:
        """Every month's instant and the row it stands in: its own, or its quarter's."""
        held = self.scored.moments
        months = held[held["month"] != ""].reset_index(names="n_moment")
        months["group"], months["label"] = np.arange(len(months)), months["month"]
        enough = self._monthly.is_enough
        n_judged = int(self.scored.is_judged.sum())
        if not n_judged or 2 * int(enough.sum()) >= n_judged:
            return months
        first = pd.to_datetime(months["month"])
        months["label"] = first.dt.year.astype(str) + " Q" + first.dt.quarter.astype(str)
        months["group"] = pd.factorize(months["label"])[0]
        return months

    def _table(self, spans: pd.DataFrame) -> pd.DataFrame:
        scored, own = self.scored, spans["group"].to_numpy()
        n_rows, places = int(own.max()) + 1, spans["n_moment"].to_numpy()
        group = np.full(len(scored.moments), -1)
        group[places] = own
        above = scored.moment[scored.is_above(self.score.hand_off_at)]
        young = ~scored.moments["is_mature"].to_numpy()
        counted = {
            "n_active": scored.n_active,
            "n_above": np.bincount(above, minlength=len(group)),
            "n_immature": scored.n_active * young,
        }
        first = np.searchsorted(own, np.arange(n_rows))
        table = pd.DataFrame(
            {
                "month": spans["month"].to_numpy()[first],
                "label": spans["label"].to_numpy()[first],
                "n_months": np.bincount(own),
                **{name: _summed(own, n[places]) for name, n in counted.items()},
                "is_mature": _summed(own, young[places]) == 0,
            }
        )
        is_pooled = n_rows < len(spans)
        judged = np.where(scored.is_judged, group, -1)
        return _with_rates(table, self._lifts(judged) if is_pooled else self._monthly, n_rows)

    @property
    def _figures(self) -> dict[str, object]:
        made: dict[str, object] = {}
        for place, half in enumerate(("earlier", "later")):
            held = self.halves.lifts
            ends = held.at(place) if place < len(held.value) else (np.nan,) * 3
            for end, value in zip(("", "_low", "_high"), ends, strict=True):
                made[f"lift_{half}{end}"] = number(value)
        return made

    @property
    def sentence(self) -> str:
        """The two halves compared."""
        outcome = terms.OUTCOME_LABELS[self.journeys.outcome]
        if np.isnan(self.change[0]):
            return f"It cannot be told whether the score still separates: {self._lacking(outcome)}."
        spoken = [self._spoken(half) for half in (0, 1)]
        beside = (
            f"leads at {points(self.score.hand_off_at)} or more are {self.journeys.outcome_words} "
            f"{spoken[0]} as often as all active leads {self.scored.named(0)}, and "
            f"{spoken[1]} {self.scored.named(1)}"
        )
        starts = {
            "less": "The score separates less than it did",
            "still": "The score still separates",
            "not": "The score no longer separates",
            "unknown": "It cannot be told whether the score still separates",
        }
        end = {"less": "", "unknown": ""}.get(self.verdict, self._change_words)
        return f"{starts[self.verdict]}: {beside}{end}."

    @property
    def _change_words(self) -> str:
        is_more = self.change[1] > 0
        return ", which is more" if is_more else ", which cannot be told apart"

    def _spoken(self, half: int) -> str:
        value, low, high = self.halves.lifts.at(half)
        n, hits = self.halves.above.n[half], self.halves.above.n_hits[half]
        return f"{value:.1f} times ({low:.1f} to {high:.1f}; {hits:,} of {n:,})"

    def _lacking(self, outcome: str) -> str:
        n_months = int(self.scored.is_judged.sum())
        if n_months < 2:
            many = {0: "no month is", 1: "one month only is"}[n_months]
            return f"{many} old enough to be judged"
        if not self.halves.is_enough.all():
            few = int(np.minimum(self.halves.above.n, self.halves.below.n).min())
            return (
                f"half of the {n_months:,} months that can be judged has {few:,} leads on one side "
                f"of {points(self.score.hand_off_at)}; a rate takes {self.journeys.least_count:,}"
            )
        return f"in one half of the {n_months:,} months that can be judged no lead is {outcome}"


def _summed(group: np.ndarray, n: np.ndarray) -> np.ndarray:
    return np.bincount(group, n).astype(int)


def _with_rates(table: pd.DataFrame, lifts: Lifts, n_rows: int) -> pd.DataFrame:
    """Every row with the counts and rates of its mature leads; quarters may hold younger ones."""
    below, above = lifts.below, lifts.above

    def whole(counts: np.ndarray) -> np.ndarray:
        return np.pad(counts, (0, n_rows - len(counts)))

    def real(values: np.ndarray) -> np.ndarray:
        return np.pad(values.astype(float), (0, n_rows - len(values)), constant_values=np.nan)

    is_enough = whole(lifts.is_enough.astype(int)).astype(bool)
    made = {
        "n_mature": whole(below.n + above.n),
        "n_mature_above": whole(above.n),
        "n_converted": whole(below.n_hits + above.n_hits),
        "n_converted_above": whole(above.n_hits),
    }
    rates = {"rate_above": above.rates(), "rate_below": below.rates(), "lift": lifts.lifts}
    for name, found in rates.items():
        for end, values in zip(("", "_low", "_high"), found, strict=True):
            made[f"{name}{end}"] = np.where(is_enough, real(values), np.nan)
    return table.assign(**made, is_enough=is_enough)
