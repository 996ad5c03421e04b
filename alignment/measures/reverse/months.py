"""By when everything has to come, for each month's revenue."""

import math
from dataclasses import replace
from datetime import date

import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.reverse.funnel import Funnel
from alignment.measures.reverse.needed import amount
from alignment.measures.reverse.needs import WON, Need, needs
from alignment.period import Period, first_unfinished, local_day, month_of, months_before

DAYS_A_MONTH = 365.25 / 12
OVER, RUNNING, AHEAD = "over", "running", "ahead"


def by_month(funnel: Funnel, goal_amount: float, first_month: str, n_months: int = 6) -> Finding:
    """What has to come in which month, so that each month from `first_month` brings the goal.

    Each stage comes as many whole months before the win as half of the customers took from it
    to the win. What months already over really brought stands beside. Spend falls into the month in
    which the leads come: campaigns bring them, and are paid then. A team's touches fall into the
    month in which the leads enter the stage where its work on them begins: by then it needs the
    people, and though work on a lead goes on for weeks, in an even run of months as much is left
    over from earlier leads as goes over into the next.

    Parameters
    ----------
    goal_amount : float
        Revenue a month, in the agreed currency.
    first_month : str
        YYYY-MM; the first month whose revenue is planned.

    Returns
    -------
    Finding
        One row a need and month of revenue: for_month, stage (`touches_TEAM` and `spend` too),
        label, lag_months, month (in which it has to come), n_needed, n_low, n_high, unit (leads,
        touches or amount), time (over, running, ahead), n_came (leads; missing for months ahead,
        of the running one so far). What has no number or lag is left out.

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
    begins = _begins(funnel)
    known = [
        need
        for need in _by_stage(needs(funnel, goal_amount))
        if begins.get(need.name, need.name) in lags
    ]
    if not known:
        return unanswered("needed_by_month", "by when what has to come", "enough won deals")
    rows = [
        _row(funnel, need, lags[begins.get(need.name, need.name)], months_before(first, -place))
        for place in range(n_asked)
        for need in known
    ]
    table = pd.DataFrame(rows)
    return Finding(
        table,
        _sentence(table, goal_amount, funnel.currency) + _behind(table),
        tuple(_caveats(funnel, table)),
        "needed_by_month",
        {f"{row['stage']}_lag_months": row["lag_months"] for row in rows[: len(known)]},
    )


def _begins(funnel: Funnel) -> dict[str, str]:
    """The stage whose entry tells the month of what is no stage itself."""
    return {"spend": "lead"} | {
        f"touches_{team}": stage for team, (stage, _) in funnel.touches.items()
    }


def _by_stage(found: list[Need]) -> list[Need]:
    """The known needs, won deals as customers: they are, where each customer has one."""
    has_customers = any(need.name == "customer" for need in found)
    known = [need for need in found if need.is_known]
    return [
        replace(need, name="customer") if need.name == WON else need
        for need in known
        if need.name != WON or not has_customers
    ]


def _time(month: date, as_of: pd.Timestamp, zone: str) -> str:
    """Whether a month is over at an instant, known in part, or not at all."""
    if month < first_unfinished(as_of, zone):
        return OVER
    return RUNNING if local_day(as_of, zone) >= month else AHEAD


def _row(funnel: Funnel, need: Need, lag: int, for_month: date) -> dict[str, object]:
    month = months_before(for_month, lag)
    time = _time(month, funnel.as_of, funnel.period.zone)
    is_counted = time != AHEAD and need.name in funnel.stages
    came = funnel.came.get(need.name, pd.Series(dtype=int)).get(f"{month:%Y-%m}", 0)
    return {
        "for_month": f"{for_month:%Y-%m}",
        "stage": need.name,
        "label": need.label if need.unit != "amount" else f"{need.label}, {funnel.currency}",
        "lag_months": lag,
        "month": f"{month:%Y-%m}",
        "n_needed": need.value,
        "n_low": need.low,
        "n_high": need.high,
        "unit": "leads" if need.unit == "deals" else need.unit,
        "time": time,
        "n_came": float(came) if is_counted else float("nan"),
    }


def _sentence(table: pd.DataFrame, goal_amount: float, currency: str) -> str:
    first = table[table["for_month"] == table["for_month"].iloc[0]]
    is_stage = first["unit"] == "leads"
    said = [
        f"{amount(row.n_needed)} {terms.STAGE_PLURALS[row.stage]} in {Period.of(row.month).label}"
        for row in first[is_stage].iloc[::-1].itertuples()
    ]
    goal = f"{currency} {goal_amount:,.0f}"
    month = Period.of(first["for_month"].iloc[0]).label
    work = [
        f"{_worked(row, currency)} in {Period.of(row.month).label}"
        for row in first[~is_stage].itertuples()
    ]
    takes = f" That takes {_listed(work)}." if work else ""
    return f"For {goal} in {month} there must come {_listed(said)}.{takes}"


def _worked(row, currency: str) -> str:  # type: ignore[no-untyped-def]
    """Touches or spend, in words: `1,205 touches by Sales`, `EUR 30,000 for leads`."""
    if row.unit == "amount":
        return f"{currency} {row.n_needed:,.0f} for leads"
    return f"{amount(row.n_needed)} {row.label[:1].lower()}{row.label[1:]}"


def _listed(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _behind(table: pd.DataFrame) -> str:
    """The months already over that brought fewer than even the low end, in words."""
    over = table[(table["time"] == OVER) & table["n_came"].notna()]
    if over.empty:
        return ""
    short = over[over["n_came"] < over["n_low"]]
    if short.empty:
        return " What the months already over brought is enough."
    worst = short.loc[(short["n_came"] / short["n_needed"]).idxmin()]
    return (
        f" Some of it is over and was too little: {Period.of(worst['month']).label} brought "
        f"{worst['n_came']:,.0f} {terms.STAGE_PLURALS[worst['stage']]} where "
        f"{amount(worst['n_needed'])} were needed for {Period.of(worst['for_month']).label}."
    )


def _caveats(funnel: Funnel, table: pd.DataFrame) -> list[str]:
    said = [
        "The lag is the median of those won "
        f"{funnel.period.when}: half of them took longer, so some of each month's leads are won "
        "later.",
        f"What came is known until {local_day(funnel.as_of, funnel.period.zone):%d %B %Y}.",
    ]
    if (table["unit"] == "touches").any():
        said.append(
            "Touches stand in the month in which work on the leads begins; some of it is done in "
            "the months after."
        )
    return said
