"""How far leads get: stages reached, entries a month, converting cohorts, days until then."""

from datetime import timedelta

import numpy as np
import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.journeys import REACHED, Journeys, entry_column
from alignment.measures.rates import counted, days, number, percent, spoken_rate, with_rate
from alignment.period import DAY, Period, local_day, months_before

MARKS = (7, 14, 30, 60, 90, 120, 180, 365)
"""The days at which `days_to_convert` counts."""


def waterfall(journeys: Journeys, period: Period) -> Finding:
    """How far the leads created in `period` have come by now.

    Returns
    -------
    Finding
        One row a stage that the history knows: stage, label, n_reached (entered it or a later
        one), n_stopped (this is the furthest, and no customer), and of those n_recycled and
        n_disqualified (where they are now) and n_open. Counts, no rates: the younger leads may
        still go on.
    """
    leads = journeys.table[period.holds(journeys.table["created_at"])]
    if leads.empty:
        return unanswered("waterfall", f"how far leads of {period.label} came", "such leads")
    stages = journeys.stages
    reached = {stage: journeys.reached(stage).loc[leads.index] for stage in stages}
    rows = []
    for stage, following in zip(stages, [*stages[1:], None], strict=True):
        is_end = stage == "customer"
        stopped = reached[stage] & (~reached[following] if following else not is_end)
        rows.append(
            {
                "stage": stage,
                "label": terms.STAGE_LABELS[stage],
                "n_reached": int(reached[stage].sum()),
                "n_stopped": int(stopped.sum()),
                "n_recycled": int((stopped & (leads["last_stage"] == "recycled")).sum()),
                "n_disqualified": int((stopped & (leads["last_stage"] == "disqualified")).sum()),
            }
        )
    table = pd.DataFrame(rows)
    table["n_open"] = table["n_stopped"] - table["n_recycled"] - table["n_disqualified"]
    steps = ", ".join(_staged(row.n_reached, row.stage) for row in table.iloc[1:].itertuples())
    n_young = int((~journeys.is_mature(leads["created_at"])).sum())
    n_early = int((~journeys.is_recorded(leads["created_at"])).sum())
    caveats = ["A lead that skipped a stage counts as having passed it."]
    if n_young:
        caveats.append(f"{n_young:,} of them came less than {journeys.within_days} days ago.")
    if n_early:
        caveats.append(f"{n_early:,} of them came before outcomes began to be recorded.")
    unknown = [terms.STAGE_PLURALS[s] for s in REACHED if s not in stages]
    if unknown:
        caveats.append(f"This history records no {', '.join(unknown)}.")
    return Finding(
        table,
        f"Of {counted(len(leads), 'lead')} created {period.when}: {steps or 'none went further'}.",
        tuple(caveats),
        "waterfall",
        {f"n_{row.stage}": row.n_reached for row in table.itertuples()},
    )


def period_counts(journeys: Journeys, period: Period) -> Finding:
    """How many leads entered each stage, month by month.

    A lead that comes back counts again in each stage it enters again; it becomes a lead, an
    opportunity and a customer once.

    Returns
    -------
    Finding
        One row a month and stage: month, stage, label, n_entered. The sentence compares the
        last month with the one before, unless it is not over. A period count is no conversion
        rate.
    """
    entered = {stage: times for stage, times in _entered(journeys).items() if times.notna().any()}
    if not entered:
        return unanswered("period_counts", f"what came {period.when}", "any lead by that time")
    rows = []
    for stage, times in entered.items():
        counts = period.month_of(times[period.holds(times)]).value_counts()
        for month in period.months:
            rows.append((month, stage, terms.STAGE_LABELS[stage], int(counts.get(month, 0))))
    table = pd.DataFrame(rows, columns=["month", "stage", "label", "n_entered"])
    wide = table.pivot_table(index="stage", columns="month", values="n_entered", sort=False)
    last = wide[period.months[-1]]
    known_on = local_day(journeys.as_of, journeys.zone)
    is_over = known_on >= months_before(period.last, -1) - timedelta(days=1)
    parts = [_compared(stage, wide, period.months, is_over) for stage in entered]
    caveats = ["A lead that comes back counts again in each stage it enters again."]
    if not is_over:
        caveats.append(
            f"{Period(period.last, period.last).label} is known until "
            f"{journeys.day(journeys.as_of)} only: it cannot be compared with a whole month."
        )
    return Finding(
        table,
        f"In {Period(period.last, period.last).label}: {', '.join(parts)}.",
        tuple(caveats),
        "period_counts",
        {f"n_{stage}": int(last[stage]) for stage in entered},
    )


def _entered(journeys: Journeys) -> dict[str, pd.Series]:
    """The instants at which leads entered each stage."""
    again = journeys.entries
    times = {stage: journeys.table[entry_column(stage)] for stage in REACHED}
    for stage in ("mql", "sal", "sql", *terms.DETOURS):
        times[stage] = again.loc[again["stage"] == stage, "entered_at"]
    return times


def _compared(stage: str, wide: pd.DataFrame, months: list[str], is_over: bool) -> str:
    now = int(wide.at[stage, months[-1]])
    has_before = is_over and len(months) > 1
    before = f" (month before: {int(wide.at[stage, months[-2]]):,})" if has_before else ""
    return f"{_staged(now, stage)}{before}"


def _staged(n: int, stage: str) -> str:
    """A count of a stage in words: `1 MQL`, `2 opportunities`, `3 recycled`."""
    one = terms.STAGE_LABELS[stage] if stage in ("mql", "sal", "sql") else stage
    return counted(n, one, terms.STAGE_PLURALS[stage])


def cohorts(journeys: Journeys, period: Period, start: str = "lead") -> Finding:
    """Of the leads that entered `start` each month, how many converted within the horizon.

    Returns
    -------
    Finding
        One row a month: month, n_entered = n_mature + n_immature + n_unrecorded, n_converted
        (of the mature), rate, rate_low, rate_high (Wilson, 95 %), is_enough. Immature leads
        stand in no rate, whether they converted or not; nor do leads that came before
        outcomes were recorded.
    """
    entered = journeys.table[entry_column(start)]
    within = period.holds(entered)
    noun = terms.STAGE_PLURALS[start]
    if not within.any():
        return unanswered("cohorts", f"how {noun} of {period.label} converted", f"such {noun}")
    if journeys.outcome_at.isna().all():
        needs = f"anything {terms.OUTCOME_LABELS[journeys.outcome]} (deals, or stage changes)"
        return unanswered("cohorts", f"how many {noun} convert", needs)
    is_mature = journeys.is_mature(entered)
    is_recorded = journeys.is_recorded(entered)
    is_converted = journeys.is_converted(entered)
    if start != "lead":  # a lead may be entered late, a later stage after the outcome is no cause
        is_converted &= journeys.outcome_at >= entered
    marks = pd.DataFrame(
        {
            "month": period.month_of(entered),
            "n_entered": 1,
            "n_mature": is_mature & is_recorded,
            "n_immature": ~is_mature & is_recorded,
            "n_unrecorded": ~is_recorded,
            "n_converted": is_mature & is_recorded & is_converted,
        }
    )[within]
    table = marks.groupby("month").sum().reindex(period.months, fill_value=0).astype(int)
    table = with_rate(table.reset_index(), "n_converted", "n_mature", journeys.least_count)
    n_mature, n_converted = int(table["n_mature"].sum()), int(table["n_converted"].sum())
    n_immature, n_unrecorded = int(table["n_immature"].sum()), int(table["n_unrecorded"].sum())
    said = spoken_rate(n_converted, n_mature, journeys.least_count, noun)
    return Finding(
        table,
        f"Of the mature {noun} of {period.label}, {journeys.outcome_words}: {said}.",
        tuple(_cohort_caveats(journeys, n_immature, n_unrecorded, noun)),
        "cohorts",
        {
            "n_entered": int(table["n_entered"].sum()),
            "n_mature": n_mature,
            "n_converted": n_converted,
            "n_immature": n_immature,
            "n_unrecorded": n_unrecorded,
            "rate": n_converted / n_mature if n_mature >= journeys.least_count else None,
        },
    )


def _cohort_caveats(journeys: Journeys, n_immature: int, n_unrecorded: int, noun: str) -> list[str]:
    caveats = []
    if n_immature:
        caveats.append(
            f"{n_immature:,} of the {noun} are younger than {journeys.within_days} days: "
            "they are counted apart and stand in no rate."
        )
    if n_unrecorded:
        caveats.append(
            f"{n_unrecorded:,} of the {noun} came before "
            f"{journeys.day(journeys.outcome_recorded_from)}, "
            "when outcomes began to be recorded: what became of them is known in part, so they "
            "stand in no rate."
        )
    return caveats


def days_to_convert(journeys: Journeys, period: Period) -> Finding:
    """How long it took the leads created in `period` that reached the outcome, however late.

    Returns
    -------
    Finding
        One row a mark: within_days, n_converted (in so many days or fewer), share (of all that
        reached the outcome). Marks count elapsed days, as the horizon does; median and
        quartiles count days of the company's own clock, so that a date is a whole local day.
    """
    leads = period.holds(journeys.table["created_at"])
    took = journeys.days_taken[leads].dropna()
    elapsed = (journeys.outcome_at - journeys.table["created_at"])[leads].dropna() / DAY
    words = terms.OUTCOME_LABELS[journeys.outcome]
    if took.empty:
        return unanswered("days_to_convert", f"how long it takes until {words}", "any such lead")
    marks = sorted({*MARKS, journeys.within_days})
    counts = [int((elapsed <= mark).sum()) for mark in marks]
    table = pd.DataFrame({"within_days": marks, "n_converted": counts})
    table["share"] = table["n_converted"] / len(took)
    caveats = ["Leads that will get there later are not in it yet, which makes it look faster."]
    n_unrecorded = int((~journeys.is_recorded(journeys.table["created_at"]))[took.index].sum())
    if n_unrecorded:
        caveats.append(
            f"{n_unrecorded:,} of them came before outcomes began to be recorded: of those leads "
            "only the late ones are known, which makes it look slower."
        )
    n_before = int((took < 0).sum())
    if n_before:
        caveats.append(f"{n_before:,} reached it before the lead was created; they count as such.")
    quarter, median, three, late = np.percentile(took, [25, 50, 75, 95])
    is_enough = len(took) >= journeys.least_count
    words = (
        f"Half of the {len(took):,} leads {words} took {days(median)} or fewer (mean "
        f"{days(took.mean())}), the middle half {days(quarter)} to {days(three)}; one in twenty "
        f"took {days(late)} or more. {percent((elapsed <= journeys.within_days).mean())} came "
        f"within {journeys.within_days} days."
        if is_enough
        else f"There is not enough data to say how long it takes: {counted(len(took), 'lead')} "
        f"{words}, and it takes {journeys.least_count:,}."
    )
    return Finding(
        table,
        words,
        tuple(caveats),
        "days_to_convert",
        {
            "n_converted": len(took),
            "median_days": number(median) if is_enough else None,
            "mean_days": number(took.mean()) if is_enough else None,
            "p25_days": number(quarter) if is_enough else None,
            "p75_days": number(three) if is_enough else None,
            "p95_days": number(late) if is_enough else None,
            "n_before_created": n_before,
        },
    )
