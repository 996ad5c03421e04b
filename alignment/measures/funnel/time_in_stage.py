"""How long leads stay in each stage, those that are still there among them."""

import numpy as np
import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.funnel.stays import in_use, lasted_days, stays
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted, days, number
from alignment.measures.survival import Survival
from alignment.period import Period

ENDS = ("customer", "disqualified")
"""Who is there has arrived, or is out: how long it stays says nothing."""


def time_in_stage(journeys: Journeys, period: Period, known: pd.DataFrame | None = None) -> Finding:
    """How many days the stays that began in `period` last, by stage.

    A lead that comes back stays again. One that is still there counts as longer than it has been
    there so far (Kaplan–Meier), so that slow leads are not left out of the median.

    Parameters
    ----------
    known : DataFrame or None
        The `stays` of the journeys, where they are at hand.

    Returns
    -------
    Finding
        One row a stage, customers and disqualified leads apart: stage, label, n_entered = n_left
        + n_in_it, median_days, median_low_days, median_high_days (95 % interval), p25_days,
        p75_days, is_enough. Missing: fewer stays than the least count, or so many are still there
        that it is not known yet. Days of the company's own clock.
    """
    held = stays(journeys) if known is None else known
    began = held[period.holds(held["entered_at"])]
    stages = [stage for stage in in_use(began) if stage not in ENDS]
    if not stages:
        return unanswered("time_in_stage", "how long leads stay in a stage", "leads of that time")
    marks = began.assign(took=lasted_days(journeys, began))
    rows = [_row(stage, marks[marks["stage"] == stage], journeys.least_count) for stage in stages]
    table = pd.DataFrame(rows)
    return Finding(
        table,
        _sentence(table, period),
        tuple(_caveats(table)),
        "time_in_stage",
        {f"{row.stage}_median_days": number(row.median_days) for row in table.itertuples()},
    )


def _row(stage: str, marks: pd.DataFrame, least_count: int) -> dict[str, object]:
    is_over = marks["left_at"].notna().to_numpy()
    waits = Survival.of(marks["took"].to_numpy(dtype=float), is_over)
    is_enough = waits.n >= max(least_count, 1)
    low, high = waits.bounds(0.5)
    found = {
        "median_days": waits.quantile(0.5),
        "median_low_days": low,
        "median_high_days": high,
        "p25_days": waits.quantile(0.25),
        "p75_days": waits.quantile(0.75),
    }
    return {
        "stage": stage,
        "label": terms.STAGE_LABELS[stage],
        "n_entered": waits.n,
        "n_left": waits.n_over,
        "n_in_it": waits.n - waits.n_over,
        **{name: value if is_enough else np.nan for name, value in found.items()},
        "is_enough": is_enough,
    }


def _sentence(table: pd.DataFrame, period: Period) -> str:
    known = table[table["median_days"].notna()]
    if known.empty:
        return f"There is not enough data to say how long the stages entered {period.when} take."
    parts = [f"{days(row.median_days)} as {row.label}" for row in known.itertuples()]
    slow = known.loc[known["median_days"].idxmax()]
    return (
        f"Of the stays that began {period.when}, half lasted no longer than {', '.join(parts)}; "
        f"the longest wait is that as {slow['label']}."
    )


def _caveats(table: pd.DataFrame) -> list[str]:
    caveats = [
        "A stay ends with the next change of stage, forward, back or out; a lead that comes back "
        "stays again."
    ]
    n_open = int(table["n_in_it"].sum())
    if n_open:
        caveats.append(
            f"{counted(n_open, 'stay')} {'is' if n_open == 1 else 'are'} not over: each counts as "
            "longer than it has lasted so far."
        )
    unknown = table[table["is_enough"] & table["median_days"].isna()]
    if len(unknown):
        caveats.append(
            f"More than half are still there of: {', '.join(unknown['label'])}. Their median is "
            "not known yet."
        )
    return caveats
