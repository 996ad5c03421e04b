"""Of the leads that entered a stage each month, how many converted within the horizon."""

import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.journeys import Journeys, entry_column
from alignment.measures.rates import spoken_rate, with_rate
from alignment.period import Period


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
    caveats = [
        f"Each month's {noun} are followed: who converts stands in the month of entry, whenever "
        "the conversion came."
    ]
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
