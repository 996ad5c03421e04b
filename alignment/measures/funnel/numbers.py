"""The numbers of the funnel that everybody should know, in one table."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from alignment.finding import Finding
from alignment.history import History
from alignment.measures.funnel import money
from alignment.measures.funnel.balance import stage_balance
from alignment.measures.funnel.market import market
from alignment.measures.funnel.number import N_DRAWS, SEED, TOO_FEW, Number, mean_of
from alignment.measures.funnel.stays import stays
from alignment.measures.funnel.steps import cohort_rates
from alignment.measures.funnel.time_in_stage import time_in_stage
from alignment.measures.funnel.touched import touched
from alignment.measures.journeys import Journeys
from alignment.measures.rates import days, number, percent
from alignment.period import Period


def numbers(
    journeys: Journeys,
    history: History,
    period: Period,
    target_accounts: float = 0,
    in_market_share: float = 0.0,
) -> Finding:
    """Market, touches, stages, steps, times and money of `period`.

    Parameters
    ----------
    journeys : Journeys
        Of that history.
    target_accounts : float
        How many companies the target market has; only the room can say. 0: nobody has.
    in_market_share : float
        The share of them that is buying now, 0 to 1; 0: nobody has said.

    Returns
    -------
    Finding
        One row a number: about, number, value, low, high (95 % interval, where it has one), unit
        (accounts, share, touches, leads, days or amount, the last in the agreed currency), n (what
        it rests on), note. A missing value is not known, and the note says why.

    Raises
    ------
    AlignmentError
        Where a number that the room gave makes no sense.
    """
    held = stays(journeys)
    rows = [
        *market(history, journeys, target_accounts, in_market_share),
        *touched(history, journeys, period),
        *_standing(journeys, period, held),
        *_steps(journeys, period),
        *_times(journeys, period, held),
        *_money(history, journeys, period),
    ]
    known = {row.key: row for row in rows if row.key}
    table = pd.DataFrame([asdict(row) for row in rows]).drop(columns="key")
    return Finding(
        table,
        _sentence(journeys, known, period),
        tuple(_caveats(history, journeys, period, known)),
        "funnel_numbers",
        {key: number(row.value) for key, row in known.items()},
    )


def _standing(journeys: Journeys, period: Period, held: pd.DataFrame) -> list[Number]:
    found = stage_balance(journeys, Period(period.last, period.last, period.zone), held).table
    return [
        Number(
            f"{row.stage}_leads",
            "Stages",
            f"{row.label} at the end of {period.months[-1]}",
            row.n_at_end,
            unit="leads",
            n=row.n_at_end,
        )
        for row in found.itertuples()
    ]


def _steps(journeys: Journeys, period: Period) -> list[Number]:
    found = cohort_rates(journeys, period).table
    return [
        Number(
            f"{row.stage}_to_{row.next_stage}_rate",
            "Steps",
            f"{row.label} within {journeys.within_days} days",
            row.rate,
            row.rate_low,
            row.rate_high,
            "share",
            row.n_mature,
            _step_note(row),
        )
        for row in found.itertuples()
    ]


def _step_note(row) -> str:  # type: ignore[no-untyped-def]
    said = [] if row.is_enough else [TOO_FEW]
    if row.n_immature:
        said.append(f"{row.n_immature:,} too young, apart")
    if row.n_unrecorded:
        said.append(f"{row.n_unrecorded:,} before it was recorded, apart")
    return "; ".join(said)


def _times(journeys: Journeys, period: Period, held: pd.DataFrame) -> list[Number]:
    found = time_in_stage(journeys, period, held).table
    return [
        Number(
            f"{row.stage}_median_days",
            "Time",
            f"Days as {row.label}, median",
            row.median_days,
            row.median_low_days,
            row.median_high_days,
            "days",
            row.n_entered,
            _time_note(row),
        )
        for row in found.itertuples()
    ]


def _time_note(row) -> str:  # type: ignore[no-untyped-def]
    if not row.is_enough:
        return TOO_FEW
    if pd.isna(row.median_days):
        return "more than half are still there: not known yet"
    return f"{row.n_in_it:,} still there" if row.n_in_it else ""


def _money(history: History, journeys: Journeys, period: Period) -> list[Number]:
    won, costs = money.won_deals(history, journeys, period), money.costs(history, journeys, period)
    n_deals, least = int(won["amount"].notna().sum()), max(journeys.least_count, 1)
    deal = _deal(won) if n_deals >= least else None
    cost = mean_of(costs.to_numpy(dtype=float)) if len(costs) >= least else None
    few = TOO_FEW if len(costs) else "no campaign's cost is known"
    ours = journeys.currency
    return [
        Number.found(
            "deal_amount", "Money", "Average deal won", deal, "amount", n_deals,
            ours if deal else TOO_FEW,
        ),
        Number.found(
            "cost_amount", "Money", "Cost of a lead", cost, "amount", len(costs),
            ours if cost else few,
        ),
    ]  # fmt: skip


def _deal(won: pd.DataFrame) -> tuple[float, float, float]:
    """The mean deal with the interval that the reverse funnel has it with."""
    drawn, _ = money.mean_deals(won, np.random.default_rng(SEED), N_DRAWS)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(won["amount"].mean()), float(low), float(high)


def _sentence(journeys: Journeys, known: dict[str, Number], period: Period) -> str:
    told = [
        words
        for key, said in _SAID.items()
        if key in known and not pd.isna(known[key].value)
        for words in [said(known[key].value, journeys.currency)]
    ]
    if not told:
        return f"There is not enough data for the numbers of the funnel {period.when}."
    begun = period.when[:1].upper() + period.when[1:]
    return f"{begun}: {', '.join(told)}."


_SAID = {
    "lead_to_mql_rate": lambda value, _: f"{percent(value)} of the leads became MQLs",
    "opportunity_to_customer_rate": lambda value, _: f"{percent(value)} of opportunities were won",
    "opportunity_median_days": lambda value, _: f"half of them decided within {days(value)}",
    "mean_marketing_touches_before_win": lambda value, _: (
        f"Marketing touched a lead {value:.1f} times on average before it was won"
    ),
    "mean_sales_touches_before_win": lambda value, _: f"Sales {value:.1f} times",
    "deal_amount": lambda value, unit: f"a deal brought {unit} {value:,.0f} on average",
    "cost_amount": lambda value, unit: f"a lead cost {unit} {value:,.0f}",
}
"""The few numbers that are read aloud, in this order."""


def _caveats(
    history: History, journeys: Journeys, period: Period, known: dict[str, Number]
) -> list[str]:
    caveats = [
        "The market is as the room says; no history can tell it.",
        "Those touched until won are leads that were won: the others may have had more or fewer.",
    ]
    caveats += money.few_deals(known["deal_amount"].n) + money.only_won(journeys)
    n_running = money.n_running(history, journeys, period)
    if n_running and not pd.isna(known["cost_amount"].value):
        caveats.append(
            f"A campaign's whole cost is spread over the leads it has brought so far; {n_running:,}"
            " had not ended, so a lead may look dearer than it will."
        )
    return caveats
