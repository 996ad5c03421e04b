"""The steps from one stage to the next, as cohort rates that chain."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.funnel.money import only_won
from alignment.measures.journeys import REACHED, Journeys, entry_column
from alignment.measures.rates import number, percent, with_rate
from alignment.measures.recording import recording_start
from alignment.measures.survival import Survival
from alignment.period import DAY, Period


def entered(journeys: Journeys, stage: str) -> pd.Series:
    """When each lead first entered `stage` or, having skipped it, a later one; missing: not yet.

    A lead entered the first stage when it was created.
    """
    if stage == "lead":
        return journeys.table["created_at"]
    later = REACHED[REACHED.index(stage) :]
    return journeys.table[[entry_column(name) for name in later]].min(axis=1)


def cohort_rates(journeys: Journeys, period: Period, stages: Sequence[str] = REACHED) -> Finding:
    """Of the leads that entered each stage in `period`, how many reached the next in time.

    In time: within the agreed horizon after the entry, its end included. Whoever skipped a stage
    has passed it, so that every lead in a step's numerator stands in the next one's denominator.

    Parameters
    ----------
    stages : sequence of str
        In order; one that the history does not record is stepped over.

    Returns
    -------
    Finding
        One row a step: stage (where it starts), next_stage, label, n_entered = n_mature +
        n_immature + n_unrecorded, n_converted (of the mature), rate, rate_low, rate_high (Wilson,
        95 %), is_enough, median_days (by when half of all that entered had got there,
        Kaplan–Meier; missing where fewer than half do, or too few entered). Immature leads stand
        in no rate, nor do those from before the next stage was recorded.
    """
    known = [stage for stage in stages if stage in journeys.stages]
    if len(known) < 2:
        needs = "any stage after the first (stage changes, or deals)"
        return unanswered("cohort_rates", f"how leads went on {period.when}", needs)
    rows = [_row(journeys, period, start, end) for start, end in pairwise(known)]
    table = with_rate(pd.DataFrame(rows), "n_converted", "n_mature", journeys.least_count)
    table["median_days"] = table.pop("median_days")
    table.loc[~table["is_enough"], "median_days"] = np.nan
    if not table["n_entered"].any():
        return unanswered("cohort_rates", f"how leads went on {period.when}", "such leads")
    return Finding(
        table,
        _sentence(journeys, table, period),
        tuple(_caveats(journeys, table, [s for s in stages if s not in known])),
        "cohort_rates",
        {f"{row.stage}_to_{row.next_stage}_rate": number(row.rate) for row in table.itertuples()},
    )


def _row(journeys: Journeys, period: Period, start: str, end: str) -> dict[str, object]:
    """A step's counts; whoever reached the end before the start was made has reached it."""
    every, reached = entered(journeys, start), entered(journeys, end)
    recorded_from = recording_start(every, reached, journeys.as_of)
    is_in = period.holds(every)
    since, until = every[is_in], reached[is_in]
    is_recorded = since >= (recorded_from or pd.Timestamp.min)
    is_mature = journeys.is_mature(since)
    horizon = journeys.within_days * DAY
    is_hit = until <= since + horizon
    ends = until.fillna(journeys.as_of)
    took = ((ends - since) / DAY).clip(0)[is_recorded].to_numpy(dtype=float)
    waits = Survival.of(took, until.notna()[is_recorded].to_numpy())
    label = f"{terms.STAGE_LABELS[start]} → {terms.STAGE_LABELS[end]}"
    return {
        "stage": start,
        "next_stage": end,
        "label": label,
        "n_entered": int(is_in.sum()),
        "n_mature": int((is_mature & is_recorded).sum()),
        "n_immature": int((~is_mature & is_recorded).sum()),
        "n_unrecorded": int((~is_recorded).sum()),
        "n_converted": int((is_mature & is_recorded & is_hit).sum()),
        "median_days": waits.quantile(0.5),
    }


def _sentence(journeys: Journeys, table: pd.DataFrame, period: Period) -> str:
    told = table[table["is_enough"]]
    begun = f"Of the leads that entered each stage {period.when} and are old enough"
    if told.empty:
        return f"{begun}, there are too few for a rate of any step."
    parts = [
        f"{percent(row.rate)} from {terms.STAGE_LABELS[row.stage]} to "
        f"{terms.STAGE_LABELS[row.next_stage]}"
        for row in told.itertuples()
    ]
    weak = told.loc[told["rate"].idxmin()]
    words = f"{begun}, within {journeys.within_days} days went on: {', '.join(parts)}."
    return words if len(told) == 1 else f"{words} Most stay behind at {weak['label']}."


def _caveats(journeys: Journeys, table: pd.DataFrame, unknown: list[str]) -> list[str]:
    caveats = ["A lead that skipped a stage has passed it; one that comes back counts once."]
    caveats += only_won(journeys)
    n_young, n_early = int(table["n_immature"].max()), int(table["n_unrecorded"].max())
    if n_young:
        caveats.append(
            f"Up to {n_young:,} leads a step entered less than {journeys.within_days} days ago: "
            "they are counted apart and stand in no rate."
        )
    if n_early:
        caveats.append(
            f"Up to {n_early:,} a step entered before the next stage began to be recorded: they "
            "stand in no rate."
        )
    if unknown:
        names = ", ".join(terms.STAGE_PLURALS[stage] for stage in unknown)
        caveats.append(f"This history records no {names}: they are stepped over.")
    return caveats
