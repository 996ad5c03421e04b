"""How many days it takes from creation to the outcome."""

import numpy as np
import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted, days, number, percent
from alignment.period import DAY, Period

MARKS = (7, 14, 30, 60, 90, 120, 180, 365)
"""The days at which `days_to_convert` counts."""


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
