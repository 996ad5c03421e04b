"""By when everything has to come, for each month's revenue."""

import math
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.reverse.funnel import Funnel
from alignment.measures.reverse.needed import amount
from alignment.measures.reverse.needs import WON, Need, needs
from alignment.period import Period, local_day, month_of, months_before

DAYS_A_MONTH = 365.25 / 12
OVER, RUNNING, AHEAD = "over", "running", "ahead"


def by_month(funnel: Funnel, goal_amount: float, first_month: str, n_months: int = 6) -> Finding:
    """What has to come in which month, so that each month from `first_month` brings the goal.

    Each stage comes as many whole months before the win as half of the customers took from it
    to the win. What months already over really brought stands beside.

    Parameters
    ----------
    goal_amount : float
        Revenue a month, in the agreed currency.
    first_month : str
        YYYY-MM; the first month whose revenue is planned.

    Returns
    -------
    Finding
        One row a stage and month of revenue: for_month, stage, label, lag_months, month (in which
        it has to come), n_needed, n_low, n_high, time (over, running, ahead), n_came (missing for
        months ahead; of the running one so far). Stages without a number or lag are left out.

    Raises
    ------
    AlignmentError
        Where goal, month or number of months make no sense.
    """
    first = month_of(first_month, "first_month")
    n_asked = len(Period.of(first_month, n_months).months)
    lags = {
        stage: round(days / DAYS_A_MONTH)
        for stage, days in funnel.lags.items()
        if not math.isnan(days)
    }
    known = [need for need in _of_stages(needs(funnel, goal_amount)) if need.name in lags]
    if not known:
        return unanswered("needed_by_month", "by when what has to come", "enough won deals")
    rows = [
        _row(funnel, need, lags[need.name], months_before(first, -place))
        for place in range(n_asked)
        for need in known
    ]
    table = pd.DataFrame(rows)
    return Finding(
        table,
        _sentence(table, goal_amount, funnel.currency) + _behind(table),
        tuple(_caveats(funnel)),
        "needed_by_month",
        {f"{need.name}_lag_months": lags[need.name] for need in known},
    )


def _of_stages(found: list[Need]) -> list[Need]:
    """The needs that are entries into a stage: won deals are, where each customer has one."""
    has_customers = any(need.name == "customer" for need in found)
    known = [need for need in found if need.is_known]
    return [
        replace(need, name="customer") if need.name == WON else need
        for need in known
        if need.name != WON or not has_customers
    ]


def _time(month: date, known_on: date) -> str:
    """Whether a month is known until its last day, in part, or not at all."""
    if known_on >= months_before(month, -1) - timedelta(days=1):
        return OVER
    return RUNNING if known_on >= month else AHEAD


def _row(funnel: Funnel, need: Need, lag: int, for_month: date) -> dict[str, object]:
    month = months_before(for_month, lag)
    time = _time(month, local_day(funnel.as_of, funnel.period.zone))
    came = funnel.came.get(need.name, pd.Series(dtype=int)).get(f"{month:%Y-%m}", 0)
    return {
        "for_month": f"{for_month:%Y-%m}",
        "stage": need.name,
        "label": need.label,
        "lag_months": lag,
        "month": f"{month:%Y-%m}",
        "n_needed": need.value,
        "n_low": need.low,
        "n_high": need.high,
        "time": time,
        "n_came": float("nan") if time == AHEAD else float(came),
    }


def _sentence(table: pd.DataFrame, goal_amount: float, currency: str) -> str:
    first = table[table["for_month"] == table["for_month"].iloc[0]]
    said = [
        f"{amount(row.n_needed)} {terms.STAGE_PLURALS[row.stage]} in {_spoken(row.month)}"
        for row in first.iloc[::-1].itertuples()
    ]
    goal = f"{currency} {goal_amount:,.0f}"
    return f"For {goal} in {_spoken(first['for_month'].iloc[0])} there must come {_listed(said)}."


def _listed(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _spoken(month: str) -> str:
    return f"{month_of(month):%B %Y}"


def _behind(table: pd.DataFrame) -> str:
    """The months already over that brought fewer than even the low end, in words."""
    over = table[table["time"] == OVER]
    if over.empty:
        return ""
    short = over[over["n_came"] < over["n_low"]]
    if short.empty:
        return " What the months already over brought is enough."
    worst = short.loc[(short["n_came"] / short["n_needed"]).idxmin()]
    return (
        f" Some of it is over and was too little: {_spoken(worst['month'])} brought "
        f"{worst['n_came']:,.0f} {terms.STAGE_PLURALS[worst['stage']]} where "
        f"{amount(worst['n_needed'])} were needed for {_spoken(worst['for_month'])}."
    )


def _caveats(funnel: Funnel) -> list[str]:
    return [
        "The lag is the median of those won "
        f"{funnel.period.when}: half of them took longer, so some of each month's leads are won "
        "later.",
        f"What came is known until {local_day(funnel.as_of, funnel.period.zone):%d %B %Y}.",
    ]
