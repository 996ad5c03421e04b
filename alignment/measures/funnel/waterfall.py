"""How far leads of some months have come."""

import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.funnel.words import staged
from alignment.measures.journeys import REACHED, Journeys
from alignment.measures.rates import counted
from alignment.period import Period


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
    steps = ", ".join(staged(row.n_reached, row.stage) for row in table.iloc[1:].itertuples())
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
