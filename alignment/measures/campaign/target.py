"""How many leads each target has, and how they converted."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.agreement import Rule
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.attributes import meets, read
from alignment.measures.campaign.segment import ALL_LEADS, COMPANY, company_counts, unsure, values
from alignment.measures.journeys import Journeys
from alignment.measures.paired import NONE, Difference, difference
from alignment.measures.rates import counted, number, percent, spoken_rate, with_rate
from alignment.period import Period

EVERYBODY_ELSE = "Everybody else"
Flags = NDArray[np.bool_]


def sized(
    history: History, journeys: Journeys, targets: Mapping[str, Rule], period: Period
) -> Finding:
    """How many leads each target has, and what came of those created in `period`.

    Parameters
    ----------
    journeys : Journeys
        Of all leads.
    targets : mapping of label to Rule
        Rules on attributes; a lead may be in several.

    Returns
    -------
    Finding
        One row a target, then “Everybody else” (in none of them) and “All leads”: label, n_leads
        (all that are known), n_companies (by name as written; missing where leads have no company),
        n_new = n_mature + n_immature + n_unrecorded (created in the period; what follows is of
        these), n_mql, n_won (so far; missing where such stages are not recorded), n_immature,
        n_unrecorded (from before outcomes were recorded), n_mature, n_converted (of the mature,
        within the horizon), rate, rate_low, rate_high (Wilson, 95 %), is_enough, won_amount,
        currency.
    """
    if journeys.table.empty:
        return unanswered("target", "how many leads a target has", "leads")
    leads = values(history, journeys, [COMPANY, *read(targets.values())])
    groups = _groups(targets, leads)
    marks = _marks(journeys, period)
    rows = [_row(label, which, marks, leads) for label, which in groups.items()]
    table = with_rate(_counted(rows), "n_converted", "n_mature", journeys.least_count)
    table = table.assign(won_amount=table.pop("won_amount"), currency=journeys.currency)
    return Finding(
        table,
        " ".join(_told(journeys, table, groups, marks, period)),
        (*unsure(history, list(targets.values()), leads), *_caveats(journeys, table, period)),
        "target",
        _figures(table),
    )


def _groups(targets: Mapping[str, Rule], leads: pd.DataFrame) -> dict[str, Flags]:
    """Which leads stand in each row."""
    everybody = np.ones(len(leads), dtype=bool)
    if not targets:
        return {ALL_LEADS: everybody}
    groups = {label: meets(rule, leads) for label, rule in targets.items()}
    rest = ~np.logical_or.reduce(list(groups.values()))
    return {**groups, EVERYBODY_ELSE: rest, ALL_LEADS: everybody}


def _marks(journeys: Journeys, period: Period) -> dict[str, NDArray]:
    """What each lead counts towards, by column; missing: nothing such is recorded."""
    created = journeys.table["created_at"]
    is_new, is_old = period.holds(created), journeys.is_mature(created)
    has_outcome = journeys.outcome_at.notna().any()
    is_known = journeys.is_recorded(created) & has_outcome
    is_mature = is_new & is_old & is_known
    marks = {
        "n_new": is_new,
        "n_immature": is_new & ~is_old & is_known,
        "n_unrecorded": is_new & ~is_known,
        "n_mature": is_mature,
        "n_converted": is_mature & journeys.is_converted(created),
    }
    for name, stage in (("n_mql", "mql"), ("n_won", "customer")):
        if stage in journeys.stages:
            marks[name] = is_new & journeys.reached(stage)
    found = {name: held.to_numpy(dtype=bool) for name, held in marks.items()}
    amounts = journeys.table["won_amount"]
    if amounts.notna().any():
        found["won_amount"] = amounts.where(is_new).fillna(0.0).to_numpy(dtype=float)
    return found


def _row(
    label: str, which: Flags, marks: Mapping[str, NDArray], leads: pd.DataFrame
) -> dict[str, object]:
    counts = {name: held[which].sum() for name, held in marks.items()}
    n_companies = company_counts(leads, which)
    return {"label": label, "n_leads": int(which.sum()), "n_companies": n_companies, **counts}


_COLUMNS = (
    "label", "n_leads", "n_companies", "n_new", "n_mql", "n_won", "n_immature", "n_unrecorded",
    "n_mature", "n_converted", "won_amount",
)  # fmt: skip


def _counted(rows: list[dict[str, object]]) -> pd.DataFrame:
    table = pd.DataFrame(rows).reindex(columns=list(_COLUMNS))
    may_lack = ["n_companies", "n_mql", "n_won"]
    return table.astype(dict.fromkeys(may_lack, "Int64") | {"won_amount": float})


def _told(
    journeys: Journeys,
    table: pd.DataFrame,
    groups: Mapping[str, Flags],
    marks: Mapping[str, NDArray],
    period: Period,
) -> list[str]:
    """A sentence a target; of all leads, where there is none."""
    by_label = {row["label"]: row for row in table.to_dict("records")}
    targets = [label for label in groups if label not in (EVERYBODY_ELSE, ALL_LEADS)]
    gaps = {label: _gap(groups[label], groups[EVERYBODY_ELSE], marks) for label in targets}
    if len(targets) > 1:
        return _in_short(journeys, by_label, gaps, period) + _shared(groups, targets)
    label = targets[0] if targets else ALL_LEADS
    row = by_label[label]
    said = f"{_named(label)}: {_size(row)}"
    if not row["n_leads"]:
        return [f"{said}."]
    said += f", of them {row['n_new']:,} new {period.when}"
    if not journeys.outcome_at.notna().any():
        return [f"{said}; {_nobody(journeys)}."]
    rate = spoken_rate(row["n_converted"], row["n_mature"], journeys.least_count)
    versus = _versus(row, by_label[EVERYBODY_ELSE], gaps[label]) if targets else ""
    return [f"{said}; {journeys.outcome_words}: {rate}{versus}."]


def _in_short(
    journeys: Journeys,
    by_label: Mapping[str, Mapping],
    gaps: Mapping[str, Difference],
    period: Period,
) -> list[str]:
    """How large each target is and its rate, short enough to be read aloud.

    Of everybody else only where it can be told apart; intervals stand in the table.
    """
    is_recorded = journeys.outcome_at.notna().any()
    lead_in = f"{journeys.outcome_words}, of those new {period.when}: "
    said = []
    for label, gap in gaps.items():
        row = by_label[label]
        n = counted(row["n_leads"], "lead") if row["n_leads"] else "no lead fits"
        rate = "too few for a rate"
        if row["is_enough"]:
            rate = f"{lead_in}{percent(row['rate'])}"
            rest = by_label[EVERYBODY_ELSE]
            rate += _beside(gap, rest) if gap.is_clear and rest["is_enough"] else ""
            lead_in = ""
        has_rate = is_recorded and row["n_leads"]
        said.append(f"{_named(label)}: {n}{f'; {rate}' if has_rate else ''}.")
    if not is_recorded:
        said.append(f"{_nobody(journeys).capitalize()}.")
    return said


def _nobody(journeys: Journeys) -> str:
    return f"nobody is recorded as {terms.OUTCOME_LABELS[journeys.outcome]}"


def _named(label: str) -> str:
    return label if label == ALL_LEADS else f"“{label}”"


def _size(row: Mapping[str, object]) -> str:
    if not row["n_leads"]:
        return "no lead fits"
    said = counted(row["n_leads"], "lead")  # type: ignore[arg-type]
    n = row["n_companies"]
    return said if pd.isna(n) else f"{said} at {counted(n, 'company', 'companies')}"  # type: ignore


def _versus(own: Mapping, rest: Mapping, gap: Difference) -> str:
    """Whether a target can be told apart from everybody else, as the end of a sentence."""
    if not own["is_enough"] or not rest["is_enough"]:
        return "" if not own["is_enough"] else "; of everybody else too few to compare"
    if gap.is_clear:
        return _beside(gap, rest)
    return f", which cannot be told apart from everybody else's {percent(rest['rate'])}"


def _beside(gap: Difference, rest: Mapping) -> str:
    than = "more than" if gap.difference > 0 else "less than"
    return f", {than} everybody else's {percent(rest['rate'])}"


def _gap(one: Flags, other: Flags, marks: Mapping[str, NDArray]) -> Difference:
    """One group's rate minus another's; nobody is in both."""
    is_mature, hits = marks["n_mature"], marks["n_converted"]
    if not (one & is_mature).any() or not (other & is_mature).any():
        return NONE
    return difference(one & is_mature, hits, other & is_mature, hits)


def _shared(groups: Mapping[str, Flags], labels: list[str]) -> list[str]:
    """How many leads are in every target, where there are several and each has some."""
    if len(labels) < 2 or not all(groups[label].any() for label in labels):
        return []
    n = int(np.logical_and.reduce([groups[label] for label in labels]).sum())
    how_many = "both" if len(labels) == 2 else f"all {len(labels)}"
    return [f"In {how_many} targets: {counted(n, 'lead') if n else 'no lead'}."]


def _caveats(journeys: Journeys, table: pd.DataFrame, period: Period) -> list[str]:
    everybody = table.iloc[-1]
    said = [
        "A target is as large as what is known of it, not as its market; leads that came by "
        "themselves and those that campaigns brought are counted alike.",
    ]
    if pd.notna(everybody["n_companies"]):
        said.append("Companies are counted by their names as written.")
    if len(table) > 1 and table["is_enough"].all():
        said.append(
            "A target is told apart from everybody else where the 95% interval of the difference "
            "leaves out none, which may happen by chance."
        )
    if everybody["n_immature"]:
        said.append(
            f"{everybody['n_immature']:,} leads created {period.when} are younger than "
            f"{journeys.within_days} days: they stand in no rate."
        )
    if everybody["n_unrecorded"] and journeys.outcome_recorded_from is not None:
        said.append(
            f"{everybody['n_unrecorded']:,} came before "
            f"{journeys.day(journeys.outcome_recorded_from)}, when outcomes began to be recorded: "
            "they stand in no rate."
        )
    return said


def _figures(table: pd.DataFrame) -> dict[str, object]:
    """n_leads and rate of each row, by its label in small letters."""
    figures: dict[str, object] = {}
    for row in table.to_dict("records"):
        name = "_".join(row["label"].lower().split())
        figures |= {f"{name}_n_leads": int(row["n_leads"]), f"{name}_rate": number(row["rate"])}
    return figures
