"""Closing the loop: what came of the leads by source and campaign, and the reasons given."""

import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.costs import campaign_costs, lead_costs
from alignment.measures.journeys import Journeys, sql_text
from alignment.measures.rates import counted, percent, with_rate
from alignment.period import Period

MONTH = pd.offsets.MonthEnd(1)
NOT_RECORDED = "(not recorded)"
"""Stands for a missing source, campaign or reason, so that its leads stay in every sum."""


def group_words(by: str) -> str:
    """The words for a column that leads are grouped by: `campaign_id` → `campaign`."""
    return by.removesuffix("_id").replace("_", " ")


def closed_loop(
    journeys: Journeys, period: Period, by: str = "source", campaigns: pd.DataFrame | None = None
) -> Finding:
    """What came of the leads created in `period`, by source, campaign, owner or an attribute.

    Parameters
    ----------
    by : str
        A column of the journeys; `campaign_id` also shows campaigns without leads.
    campaigns : DataFrame or None
        campaign_id, name, cost_amount, currency. A campaign's cost is spread evenly over all
        its leads, so that a group's cost is what its own leads cost; costs in another currency
        than the agreed one are left out.

    Returns
    -------
    Finding
        One row a group, most leads first, the unrecorded last: group, label, n_leads, n_mql,
        n_sql, n_opportunity (where recorded), n_won, won_amount, cost_amount (missing: none known),
        return_amount (won less cost), currency, n_mature, n_immature, n_unrecorded (the three
        make n_leads), n_converted, rate, rate_low, rate_high, is_enough. The rate is n_converted
        ÷ n_mature within the agreed horizon; n_won counts every win so far.
    """
    label = group_words(by)
    name = f"closed_loop_by_{label.replace(' ', '_')}"
    leads = journeys.table[period.holds(journeys.table["created_at"])]
    if leads.empty or leads[by].isna().all():
        return unanswered(name, f"what came of leads by {label}", f"the {label} of its leads")
    counts = _marks(journeys, leads, by).groupby("group").sum()
    if leads["won_amount"].isna().all():
        counts["won_amount"] = float("nan")
    counts["cost_amount"] = _costs(journeys, leads, by, campaigns).reindex(counts.index)
    if by == "campaign_id":
        counts = pd.concat([counts, _silent_campaigns(journeys, period, campaigns, counts)])
    table = counts.rename_axis("group").reset_index()
    table.insert(1, "label", _labels(table["group"], by, campaigns))
    table["return_amount"] = table["won_amount"] - table["cost_amount"]
    table["currency"] = journeys.currency
    table = with_rate(table, "n_converted", "n_mature", journeys.least_count)
    table["is_last"] = table["label"] == NOT_RECORDED
    order = ["is_last", "n_leads", "label"]
    table = table.sort_values(order, ascending=[True, False, True], ignore_index=True)
    table = table.drop(columns="is_last")
    n_leads, n_won = int(table["n_leads"].sum()), int(table["n_won"].sum())
    is_whole = not table["n_immature"].any()
    if journeys.outcome_at.isna().all():
        table[["rate", "rate_low", "rate_high"]] = float("nan")
        table["is_enough"] = False
    return Finding(
        table,
        _loop_sentence(journeys, table, label, period),
        tuple(_loop_caveats(journeys, table, by, _n_foreign(journeys, campaigns))),
        name,
        {
            "n_leads": n_leads,
            "n_won": n_won,
            "won_share": n_won / n_leads if is_whole else None,
            "won_amount": _total(table["won_amount"]),
            "cost_amount": _total(table["cost_amount"]),
        },
    )


def _marks(journeys: Journeys, leads: pd.DataFrame, by: str) -> pd.DataFrame:
    created = journeys.table["created_at"]
    is_recorded = journeys.is_recorded(created)
    is_mature = journeys.is_mature(created) & is_recorded
    is_converted = is_mature & journeys.is_converted(created)
    rows = leads.index
    stages = [s for s in ("mql", "sql", "opportunity") if s in journeys.stages]
    return pd.DataFrame(
        {
            "group": leads[by].astype("string").fillna(NOT_RECORDED),
            "n_leads": 1,
            **{f"n_{stage}": journeys.reached(stage).loc[rows].astype(int) for stage in stages},
            "n_won": journeys.reached("customer").loc[rows].astype(int),
            "won_amount": leads["won_amount"].fillna(0.0),
            "n_mature": is_mature.loc[rows].astype(int),
            "n_immature": (~journeys.is_mature(created) & is_recorded).loc[rows].astype(int),
            "n_unrecorded": (~is_recorded).loc[rows].astype(int),
            "n_converted": is_converted.loc[rows].astype(int),
        }
    )


def _costs(
    journeys: Journeys, leads: pd.DataFrame, by: str, campaigns: pd.DataFrame | None
) -> pd.Series:
    """What the leads of each group cost; missing for a group without a costed campaign."""
    if campaigns is None or campaigns.empty:
        return pd.Series(dtype=float)
    group = leads[by].astype("string").fillna(NOT_RECORDED)
    return lead_costs(journeys, campaigns).loc[leads.index].groupby(group).sum(min_count=1)


def _silent_campaigns(
    journeys: Journeys, period: Period, campaigns: pd.DataFrame | None, counts: pd.DataFrame
) -> pd.DataFrame:
    """A row of zeros, with its whole cost, for each campaign of the period that brought nobody."""
    if campaigns is None or campaigns.empty:
        return counts.iloc[:0]
    first, last = pd.Timestamp(period.first), pd.Timestamp(period.last) + MONTH
    is_within = ~(pd.to_datetime(campaigns["starts_on"]) > last)
    if "ends_on" in campaigns:
        is_within &= ~(pd.to_datetime(campaigns["ends_on"]) < first)
    silent = campaigns[is_within & ~campaigns["campaign_id"].isin(journeys.table["campaign_id"])]
    rows = pd.DataFrame(0, index=silent["campaign_id"], columns=counts.columns)
    rows = rows.astype(counts.dtypes).assign(cost_amount=campaign_costs(journeys, silent))
    return rows if counts["won_amount"].notna().any() else rows.assign(won_amount=float("nan"))


def _labels(groups: pd.Series, by: str, campaigns: pd.DataFrame | None) -> pd.Series:
    if by != "campaign_id" or campaigns is None:
        return groups
    names = campaigns.set_index("campaign_id")["name"].astype("string")
    return groups.map(names).astype("string").fillna(groups)


def _loop_sentence(journeys: Journeys, table: pd.DataFrame, label: str, period: Period) -> str:
    n_leads, n_won = int(table["n_leads"].sum()), int(table["n_won"].sum())
    share = f" ({percent(n_won / n_leads)})" if not table["n_immature"].any() else ""
    total = f"Of {counted(n_leads, 'lead')} created {period.when}, {n_won:,}{share} are won so far"
    known = table[table["is_enough"] & (table["group"] != NOT_RECORDED)]
    if journeys.outcome_at.isna().all():
        outcome = terms.OUTCOME_LABELS[journeys.outcome]
        return f"{counted(n_leads, 'lead')} came {period.when}; none is recorded as {outcome}."
    if len(known) < 2:
        return f"{total}; there is not enough data to compare one {label} with another."
    best, largest = known.loc[known["rate"].idxmax()], known.iloc[0]
    said = f"{total}. The highest rate of any named {label} is that of {_rate_of(best)}"
    near = known[(known["rate_high"] >= best["rate_low"]) & (known.index != best.name)]
    if len(near):
        said += f", which cannot be told apart from {_listed(near['label'])}"
    if largest.name in {best.name, *near.index}:
        return f"{said}."
    return (
        f"{said}; the largest {label}, with {largest['n_leads']:,} leads, is {_rate_of(largest)}."
    )


def _listed(names: pd.Series, most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"“{name}”" for name in names.head(most)) + more


def _rate_of(row: pd.Series) -> str:
    interval = f"{percent(row['rate_low'])} to {percent(row['rate_high'])}"
    return f"“{row['label']}”, {percent(row['rate'])} ({interval})"


def _n_foreign(journeys: Journeys, campaigns: pd.DataFrame | None) -> int:
    """How many campaigns have their cost in another currency than the agreed one."""
    if campaigns is None or campaigns.empty:
        return 0
    return int(campaigns["currency"].fillna(journeys.currency).ne(journeys.currency).sum())


def _loop_caveats(journeys: Journeys, table: pd.DataFrame, by: str, n_foreign: int) -> list[str]:
    caveats = [f"The rate counts mature leads {journeys.outcome_words}; wins count whenever."]
    n_immature = int(table["n_immature"].sum())
    if n_immature:
        caveats.append(
            f"{n_immature:,} of the leads are too young for the rate and may still be won."
        )
    if n_foreign:
        caveats.append(
            f"Left out is the cost of {counted(n_foreign, 'campaign')} in another currency."
        )
    start = journeys.outcome_recorded_from
    if start is not None:
        caveats.append(
            f"Leads created before {journeys.day(start)}, the first recorded outcome, stand in "
            "no rate; they make what is won so far look worse than it was."
        )
    if table["cost_amount"].notna().any():
        caveats.append(
            "A campaign's cost is spread evenly over its leads; a lead and all it "
            f"brings belong to its first {group_words(by)}."
        )
    elif table["won_amount"].notna().any():
        caveats.append("No costs are recorded, so no return can be told.")
    return caveats


def _total(amounts: pd.Series) -> float | None:
    return float(amounts.sum()) if amounts.notna().any() else None


def reasons(
    history: History, period: Period, as_of: pd.Timestamp, name: str = "reasons"
) -> Finding:
    """Why leads were recycled or disqualified and deals lost in `period`.

    Returns
    -------
    Finding
        One row a kind (recycled, disqualified, lost) and reason, most frequent first within the
        kind: kind, reason, n. A lead that came back twice counts twice.
    """
    ends = pd.DataFrame(
        {"start_at": [period.start_at], "end_at": [period.end_at], "as_of": [as_of]}
    )
    table = history.query(sql_text("reasons"), period=ends)
    if table.empty:
        what = f"why leads were rejected or deals lost {period.when}"
        return unanswered(name, what, "any rejection or loss in that time")
    table["reason"] = table["reason"].fillna(NOT_RECORDED)
    parts = []
    for kind, rows in table.groupby("kind", sort=False):
        top = rows.iloc[0]
        total = int(rows["n"].sum())
        parts.append(f"{total:,} {kind}, most often for “{top['reason']}” ({int(top['n']):,})")
    when = period.when[:1].upper() + period.when[1:]
    n_bare = int(table.loc[table["reason"] == NOT_RECORDED, "n"].sum())
    caveats = (f"{n_bare:,} have no reason recorded.",) if n_bare else ()
    figures = {f"n_{kind}": int(n) for kind, n in table.groupby("kind")["n"].sum().items()}
    return Finding(table, f"{when}: {'; '.join(parts)}.", caveats, name, figures)
