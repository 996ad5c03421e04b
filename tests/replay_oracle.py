"""The replay by its definitions, slow and plain: what the compiled loops are held against.

A lead's score is counted afresh at every instant at which it could change; nothing is carried from
one instant to the next, and points are fractions.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pandas as pd
from scipy.stats import binomtest

from alignment.agreement import AllOf, AnyOf, Rule, Score

MOMENT = timedelta(microseconds=1)
WEEK = timedelta(weeks=1)
BEFORE, NEVER = datetime(1900, 1, 1), datetime(2200, 1, 1)

PERIODS = {"month": 1, "quarter": 3}

Line = tuple[str, int | None, int | None, Fraction]
HandOffs = Mapping[tuple[str, float], datetime | None]
"""By lead and threshold: the first instant with so many points or more."""


@dataclass(frozen=True)
class Lead:
    """One lead and all of it that was known at an instant; `converted_at` None: not by then."""

    lead_id: str
    created_at: datetime
    converted_at: datetime | None = None
    activities: tuple[tuple[datetime, str], ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)


def exact(points: float) -> Fraction:
    """What a person wrote: 0.1 is one tenth."""
    return Fraction(str(points))


def lines(score: Score, lead: Lead, x: datetime) -> list[Line]:
    """Every line of the sum at `x`: its name, how many, how many of them counted, points."""
    window = timedelta(days=score.window_days)
    found = Counter(
        activity
        for at, activity in lead.activities
        if x - window < at <= x and at < (lead.converted_at or NEVER)
    )
    said: list[Line] = []
    for activity, line in score.engagement.items():
        n = found[activity]
        n_counted = n if line.at_most is None else min(n, line.at_most)
        if n and line.points:
            said.append((activity, n, n_counted, n_counted * exact(line.points)))
    for fit in score.fit:
        if is_met(fit.when, lead.attributes):
            said.append((fit.when.sentence(), None, None, exact(fit.points)))
    return said


def score_at(score: Score, lead: Lead, x: datetime) -> Fraction:
    return sum((points for *_, points in lines(score, lead, x)), Fraction(0))


def is_met(rule: Rule, attributes: Mapping[str, object]) -> bool:
    if isinstance(rule, AllOf):
        return all(is_met(part, attributes) for part in rule.all)
    if isinstance(rule, AnyOf):
        return any(is_met(part, attributes) for part in rule.any)
    held = attributes.get(rule.attribute)
    is_number = isinstance(held, int | float) and not isinstance(held, bool)
    if rule.at_least is not None or rule.at_most is not None:
        above = is_number and (rule.at_least is None or held >= rule.at_least)
        return above and (rule.at_most is None or held <= rule.at_most)
    wanted = rule.one_of if rule.one_of is not None else (rule.is_,)
    return any(type(held) is type(value) and held == value for value in wanted)


@dataclass(frozen=True)
class Judged:
    """Leads, and how what became of them is judged."""

    leads: Sequence[Lead]
    as_of: datetime
    horizon_days: int
    least_count: int = 1
    zone: str = "UTC"

    def is_observed(self, lead: Lead, x: datetime) -> bool:
        return lead.created_at <= x < (lead.converted_at or NEVER) and x <= self.as_of

    def turns(self, score: Score, lead: Lead) -> list[datetime]:
        """Every instant, while the lead is observed, at which its score could change."""
        window = timedelta(days=score.window_days)
        times = [at for at, _ in lead.activities]
        found = {lead.created_at, *times, *(at + window for at in times)}
        return sorted(x for x in found if self.is_observed(lead, x))

    def peak(self, score: Score, lead: Lead) -> Fraction:
        """The highest score while the lead is observed; zero for one that never is."""
        return max((score_at(score, lead, x) for x in self.turns(score, lead)), default=Fraction(0))

    def handed_off(self, score: Score, grid: Sequence[float]) -> HandOffs:
        found: dict[tuple[str, float], datetime | None] = {}
        for lead in self.leads:
            scores = [(x, score_at(score, lead, x)) for x in self.turns(score, lead)]
            for q in grid:
                first = next((x for x, points in scores if points >= exact(q)), None)
                found[lead.lead_id, q] = first
        return found

    def fate(self, lead: Lead, x: datetime) -> str:
        """What became of a hand-off at `x`."""
        if x + self._horizon > self.as_of:
            return "n_immature"
        is_converted = (lead.converted_at or NEVER) <= x + self._horizon
        return "n_converted" if is_converted else "n_missed"

    def stays(self, score: Score) -> list[tuple]:
        """The rows of `Replay.episodes`; None where something is missing."""
        return [row for lead in self.leads for row in self._stays(score, lead)]

    def _stays(self, score: Score, lead: Lead) -> Iterator[tuple]:
        free_from = lead.created_at
        while True:
            turns = self.turns(score, lead)
            if self.is_observed(lead, free_from):  # the cooldown's end is an instant to look at too
                turns = sorted({free_from, *turns})
            scores = [(x, score_at(score, lead, x)) for x in turns]
            up, limit = exact(score.hand_off_at), exact(score.return_below)
            start = next((held for held in scores if held[0] >= free_from and held[1] >= up), None)
            if start is None:
                return
            at, points = start
            back_at = next((x for x, points in scores if x > at and points < limit), None)
            won_at = None if back_at else lead.converted_at
            outcome = "returned" if back_at else "converted" if won_at else "open"
            yield lead.lead_id, at, float(points), back_at, outcome, won_at
            if back_at is None:
                return
            free_from = back_at + timedelta(days=score.cooldown_days)

    def thresholds(
        self,
        score: Score,
        at: Iterable[float] | None = None,
        by: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> pd.DataFrame:
        """The table of `Replay.thresholds`."""
        highest = max(self.peak(score, lead) for lead in self.leads)
        asked = range(1, max(int(highest), 0) + 1) if at is None else at
        grid = sorted({*map(float, asked), score.hand_off_at})
        handed = self.handed_off(score, grid)
        rows = []
        for name, leads, span, n_weeks in self._cells(by, since, until):
            base = self._base(self.leads if by in PERIODS else leads)
            for q in grid:
                row = self._row(leads, handed, q, span, base)
                per_week = row["n_handed_off"] / n_weeks if n_weeks >= 1 else None
                rows.append(({by: name} if by else {}) | row | {"per_week": per_week})
        table = pd.DataFrame(rows)
        is_seen = (table["n_handed_off"] > 0) | (table["n_found"] > 0)
        seen = {*table["threshold"][is_seen], score.hand_off_at} if at is None else grid
        return table[table["threshold"].isin(seen)].drop(columns="n_found").reset_index(drop=True)

    def _cells(
        self, by: str, since: datetime | None, until: datetime | None
    ) -> Iterator[tuple[str, Sequence[Lead], tuple[datetime, datetime], float]]:
        """Of every row of the split: its name, leads, first instant and end, and weeks covered."""
        first = min(lead.created_at for lead in self.leads)
        start, end = max(since or first, first), min(until or NEVER, self.as_of + MOMENT)
        opens = since or BEFORE  # conversions from before the first lead belong somewhere
        if by in PERIODS:
            begins = [start, *self._begins(start, end, PERIODS[by])]
            for one, next_one in pairwise([*begins, max(start, end)]):
                name = self._period_name(one, by) if start < end else ""
                yield name, self.leads, (opens, next_one), (next_one - one) / WEEK
                opens = next_one
            return
        values = {lead.attributes.get(by) for lead in self.leads}
        for value in sorted(values, key=lambda value: (value is None, value)):
            leads = [lead for lead in self.leads if lead.attributes.get(by) == value]
            name = value if isinstance(value, str) else f"{value:g}" if value else "(not recorded)"
            yield name, leads, (opens, end), (end - start) / WEEK

    def _begins(self, start: datetime, end: datetime, n_months: int) -> Iterator[datetime]:
        """Every beginning of a local month (quarter) after `start`, before `end`."""
        for year in range(start.year - 1, end.year + 2):
            for month in range(1, 13, n_months):
                local = datetime(year, month, 1, tzinfo=ZoneInfo(self.zone))
                begins = local.astimezone(UTC).replace(tzinfo=None)
                if start < begins < end:
                    yield begins

    def _period_name(self, x: datetime, by: str) -> str:
        local = x.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone))
        quarter = f"{local.year}-Q{1 + (local.month - 1) // 3}"
        return quarter if by == "quarter" else f"{local.year}-{local.month:02}"

    def _base(self, leads: Sequence[Lead]) -> float | None:
        """The share that converts of all leads within the horizon from their creation."""
        ends = {lead.lead_id: lead.created_at + self._horizon for lead in leads}
        old = [
            lead
            for lead in leads
            if ends[lead.lead_id] <= self.as_of and self.is_observed(lead, lead.created_at)
        ]
        n_won = sum((lead.converted_at or NEVER) <= ends[lead.lead_id] for lead in old)
        return self._share(n_won, len(old))

    def _row(
        self,
        leads: Sequence[Lead],
        handed: HandOffs,
        q: float,
        span: tuple[datetime, datetime],
        base: float | None,
    ) -> dict[str, float | None]:
        at = {lead.lead_id: handed[lead.lead_id, q] for lead in leads}
        ours = [lead for lead in leads if span[0] <= (at[lead.lead_id] or NEVER) < span[1]]
        fates = Counter(self.fate(lead, at[lead.lead_id]) for lead in ours)
        n_converted, n_immature = fates["n_converted"], fates["n_immature"]
        n_mature = len(ours) - n_immature
        won = [lead for lead in leads if span[0] <= (lead.converted_at or NEVER) < span[1]]
        n_found = sum(at[lead.lead_id] is not None for lead in won)
        precision = self._share(n_converted, n_mature)
        low, high = (None, None)
        if precision is not None:
            low, high = binomtest(n_converted, n_mature).proportion_ci(method="wilson")
        return {
            "threshold": q,
            "n_handed_off": len(ours),
            "n_mature": n_mature,
            "n_converted": n_converted,
            "n_immature": n_immature,
            "precision": precision,
            "precision_low": low,
            "precision_high": high,
            "recall": self._share(n_found, len(won)),
            "lift": precision / base if base and precision is not None else None,
            "n_found": n_found,
        }

    @property
    def _horizon(self) -> timedelta:
        return timedelta(days=self.horizon_days)

    def _share(self, hits: int, tries: int) -> float | None:
        return hits / tries if tries >= max(self.least_count, 1) else None
