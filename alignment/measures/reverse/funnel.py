"""What a history says of every rate, mean and lag that a revenue goal is reckoned back by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from alignment import terms
from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.funnel import cohort_rates, money
from alignment.measures.funnel.steps import entered
from alignment.measures.funnel.touches import recorded, touches
from alignment.measures.journeys import Journeys
from alignment.measures.reverse.estimate import N_DRAWS, Estimate
from alignment.period import DAY, Period

SEED = 20_260_930
CHAIN = ("lead", "mql", "sql", "opportunity", "customer")
"""The stages that are reckoned through; a history without one of them steps over it."""


@dataclass(frozen=True, eq=False)
class Funnel:
    """Draws of all that leads from a lead to revenue.

    Parameters
    ----------
    stages : tuple of str
        Those of `CHAIN` that the history records, in order.
    rates : mapping of stage to Estimate
        Of the leads that enter it, the share that reaches the next within the horizon.
    deal_amount, deals_per_customer : Estimate
        What a won deal brings, and how many a won lead has.
    touches : mapping of team to (stage, Estimate)
        How often it acts on one that enters that stage.
    cost_amount : Estimate
        Of a lead.
    lags : mapping of stage to float
        Median days from its entry to the win, of those won in the period; missing: too few.
    came : mapping of stage to Series
        How many entered it, by month.
    """

    stages: tuple[str, ...]
    rates: Mapping[str, Estimate]
    deal_amount: Estimate
    deals_per_customer: Estimate
    touches: Mapping[str, tuple[str, Estimate]]
    cost_amount: Estimate
    period: Period
    as_of: pd.Timestamp
    within_days: int
    currency: str = "EUR"
    lags: Mapping[str, float] = field(default_factory=dict)
    came: Mapping[str, pd.Series] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        history: History,
        agreement: Agreement,
        journeys: Journeys,
        period: Period,
        has_touches: bool = True,
    ) -> "Funnel":
        """The funnel of a history: rates of those that entered a stage in `period`, deals won and
        leads created in it. Always the same draws of the same history.

        Parameters
        ----------
        has_touches : bool
            Whether what both teams do is counted, which takes a scan of the activities.
        """
        rng = np.random.default_rng(SEED)
        stages = tuple(stage for stage in CHAIN if stage in journeys.stages)
        deal, per_customer = _deals(history, journeys, period, rng)
        sales_stage = _sales_stage(agreement, stages)
        return cls(
            stages,
            _rates(journeys, period, stages, rng),
            deal,
            per_customer,
            _touches(history, journeys, period, sales_stage, rng) if has_touches else {},
            _cost(history, journeys, period, rng),
            period,
            journeys.as_of,
            journeys.within_days,
            journeys.currency,
            {stage: _lag(journeys, period, stage) for stage in stages},
            {stage: _came(journeys, stage) for stage in stages},
        )

    def moved(self, changes: Mapping[str, float]) -> "Funnel":
        """The funnel with some numbers as a room sets them.

        Parameters
        ----------
        changes : mapping of str to float
            `deal_amount`, `cost_amount`, `touches TEAM` or `rate STAGE` → the new middle.
        """
        return replace(
            self,
            rates={
                stage: held.moved_rate(changes[f"rate {stage}"])
                if f"rate {stage}" in changes
                else held
                for stage, held in self.rates.items()
            },
            touches={
                team: (stage, _set(held, changes, f"touches {team}"))
                for team, (stage, held) in self.touches.items()
            },
            deal_amount=_set(self.deal_amount, changes, "deal_amount"),
            cost_amount=_set(self.cost_amount, changes, "cost_amount"),
        )


def _set(held: Estimate, changes: Mapping[str, float], name: str) -> Estimate:
    return held.moved(changes[name]) if name in changes else held


def _rates(
    journeys: Journeys, period: Period, stages: tuple[str, ...], rng: np.random.Generator
) -> dict[str, Estimate]:
    found = cohort_rates(journeys, period, stages).table
    counts = {row.stage: (row.n_converted, row.n_mature) for row in found.itertuples()}
    return {
        start: Estimate.of_rate(
            *counts.get(start, (0, 0)), journeys.least_count, terms.STAGE_PLURALS[start], rng
        )
        for start, _ in pairwise(stages)
    }


def _deals(
    history: History, journeys: Journeys, period: Period, rng: np.random.Generator
) -> tuple[Estimate, Estimate]:
    """The mean deal and the deals of a won lead, drawn together by lead."""
    won = money.won_deals(history, journeys, period)
    n_priced = int(won["amount"].notna().sum())
    rested = f"{n_priced:,} won deals"
    if n_priced < max(journeys.least_count, 1):
        nothing = Estimate(note=f"not enough data ({rested})")
        return nothing, nothing
    amounts, n_deals = money.mean_deals(won, rng, N_DRAWS)
    customers = f"{won['lead_id'].nunique():,} customers"
    return Estimate(amounts, rested, n_priced), Estimate(n_deals, customers)


def _sales_stage(agreement: Agreement, stages: tuple[str, ...]) -> str:
    """Where Sales takes over, among the stages that are reckoned through."""
    handed = agreement.hand_off_stage
    return handed if handed in stages else "mql" if "mql" in stages else "lead"


def _touches(
    history: History,
    journeys: Journeys,
    period: Period,
    sales_stage: str,
    rng: np.random.Generator,
) -> dict[str, tuple[str, Estimate]]:
    """What each team does for a lead within the horizon, until it is won: old enough ones."""
    stages = {"marketing": "lead", "sales": sales_stage}
    spans = [_working_spans(journeys, period, stage) for stage in stages.values()]
    found = {}
    for (team, stage), held in zip(stages.items(), touches(history, journeys, *spans), strict=True):
        values = held[f"n_{team}"].to_numpy(dtype=float)
        if not values.any() and team not in recorded(history, journeys):
            found[team] = (stage, Estimate(note=f"no touch by {team.capitalize()} is recorded"))
            continue
        noun = terms.STAGE_PLURALS[stage]
        found[team] = (stage, Estimate.of_mean(values, journeys.least_count, noun, rng))
    return found


def _working_spans(journeys: Journeys, period: Period, stage: str) -> pd.DataFrame:
    """Of those old enough that entered a stage: until the horizon is over, or they were won."""
    since = entered(journeys, stage)
    since = since[period.holds(since) & journeys.is_mature(since)]
    ends = since + journeys.within_days * DAY
    leads = journeys.table.loc[since.index]
    until = ends.where(~(leads["customer_at"] < ends), leads["customer_at"])
    return pd.DataFrame({"lead_id": leads["lead_id"], "until_at": until})


def _cost(
    history: History, journeys: Journeys, period: Period, rng: np.random.Generator
) -> Estimate:
    costs = money.costs(history, journeys, period)
    if costs.empty:
        return Estimate(note="no campaign's cost is known")
    return Estimate.of_mean(costs.to_numpy(dtype=float), journeys.least_count, "leads", rng)


def _lag(journeys: Journeys, period: Period, stage: str) -> float:
    won_at = journeys.table["customer_at"]
    took = ((won_at - entered(journeys, stage)) / DAY)[period.holds(won_at)]
    is_enough = len(took) >= max(journeys.least_count, 1)
    return max(float(took.median()), 0.0) if is_enough else float("nan")


def _came(journeys: Journeys, stage: str) -> pd.Series:
    at = entered(journeys, stage).dropna()
    months = Period(journeys.as_of.date(), journeys.as_of.date(), journeys.zone).month_of(at)
    return months.value_counts()
