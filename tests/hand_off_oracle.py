"""Who changes hands on a day, lead by lead and by the definitions: what the lists are held against.

Every lead is asked with all that ever happened to it; nothing is narrowed, nothing is in SQL.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from alignment import terms
from alignment.agreement import Agreement, Rule
from tests.replay_cases import ZONE, Case
from tests.replay_oracle import Lead, exact, score_at
from tests.rules_oracle import Judge

PLACES = [*terms.STAGES, *terms.DETOURS]
DETOURS = set(terms.DETOURS)


@dataclass(frozen=True)
class One:
    """One lead at an instant."""

    lead: Lead
    case: Case
    agreement: Agreement
    rule: Rule
    as_of: datetime

    @cached_property
    def trail(self) -> list[tuple[datetime, str]]:
        """The stages entered, in order; one recorded twice in a row was entered once."""
        own = [(at, stage) for who, at, stage in self.case.changes if who == self.lead.lead_id]
        own.sort(key=lambda change: (change[0], PLACES.index(change[1])))
        return [change for n, change in enumerate(own) if not n or own[n - 1][1] != change[1]]

    def is_sales(self, stage: str) -> bool:
        first = PLACES.index(self.agreement.hand_off_stage)
        return stage not in DETOURS and PLACES.index(stage) >= first

    @cached_property
    def stays(self) -> list[list[tuple[datetime, str]]]:
        """Each stay in Sales: the stages entered from a hand-off on, and the one that ended it."""
        found: list[list[tuple[datetime, str]]] = []
        inside = False
        for change in self.trail:
            if not inside and change[1] == self.agreement.hand_off_stage:
                found.append([])
                inside = True
            if inside:
                found[-1].append(change)
            inside = inside and self.is_sales(change[1])
        return found

    @cached_property
    def left(self) -> list[datetime]:
        """When it left Sales' stages, handed off or Sales' own."""
        pairs = zip(self.trail, self.trail[1:], strict=False)
        return [at for (_, one), (at, other) in pairs if self.is_sales(one) > self.is_sales(other)]

    @property
    def is_held(self) -> bool:
        """Whether a stay is under way."""
        return bool(self.stays) and self.is_sales(self.stays[-1][-1][1])

    @property
    def stage(self) -> str:
        return self.trail[-1][1] if self.trail else "lead"

    @property
    def has_won(self) -> bool:
        deals = [row for row in self.case.deals if row[0] == self.lead.lead_id]
        return self.stage == "customer" or any(row[3] for row in deals)

    def has_deal(self, since: datetime | None = None) -> bool:
        """Open or won; or any at all that was opened since an instant."""
        own = [row for row in self.case.deals if row[0] == self.lead.lead_id]
        if since is None:
            return any(row[3] is not False for row in own)
        return any(row[1] >= since for row in own)

    @cached_property
    def meets(self) -> bool:
        judge = Judge(self.lead, self.trail, self.as_of, self.agreement.score)
        return judge.holds(self.rule, self.as_of)

    @property
    def goes(self) -> bool:
        score = self.agreement.score
        if self.is_sales(self.stage) or self.stage == "disqualified" or self.has_deal():
            return False
        back = [*self.left, *(at for at, stage in self.trail if stage == "recycled")]
        cools = back and max(back) + timedelta(days=score.cooldown_days) > self.as_of
        return not cools and self.meets

    @property
    def why_back(self) -> str:
        """Why it goes back to Marketing; empty: it does not."""
        if self.goes:
            return ""
        if not self.is_sales(self.stage):
            days = [at.replace(tzinfo=ZoneInfo("UTC")) for at in (*self.left[-1:], self.as_of)]
            *left, now = (day.astimezone(ZoneInfo(ZONE)).date() for day in days)
            return "given back" if left == [now] else ""
        if not self.is_held:
            return ""
        stay = self.stays[-1]
        stages = {stage for _, stage in stay}
        has_deal = self.has_deal() or self.has_deal(stay[0][0]) or "opportunity" in stages
        if has_deal or "customer" in stages or self.has_won:
            return ""
        limit = timedelta(days=self.agreement.service_levels.nurture_limit_days)
        if stay[0][0] + limit < self.as_of:
            return "limit"
        is_cold = score_at(self.agreement.score, self.lead, self.as_of) < exact(
            self.agreement.score.return_below
        )
        is_free = self.lead.converted_at is None and "sql" not in stages
        return "score" if is_cold and is_free and not self.meets else ""


def each(case: Case, agreement: Agreement, rule: Rule, as_of: datetime) -> Iterator[One]:
    """Every lead known at an instant."""
    then = case.by(as_of)
    for lead in case.known(as_of):
        yield One(lead, then, agreement, rule, as_of)
