"""How many leads entered each stage, month by month."""

import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.funnel.words import staged
from alignment.measures.journeys import REACHED, Journeys, entry_column
from alignment.period import Period, first_unfinished


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
    is_over = is_whole(journeys, period)
    parts = [_compared(stage, wide, period.months, is_over) for stage in entered]
    caveats = [
        "A lead that comes back counts again in each stage it enters again.",
        "Each month counts what happened in it, whichever leads it happened to: one stage's count "
        "divided by another's is no conversion rate.",
    ]
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


def is_whole(journeys: Journeys, period: Period) -> bool:
    """Whether all months of the period are over."""
    return period.last < first_unfinished(journeys.as_of, journeys.zone)


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
    return f"{staged(now, stage)}{before}"
