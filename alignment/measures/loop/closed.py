"""What came of the leads by source, campaign, owner or an attribute: counts, rates and money."""

from dataclasses import replace

import pandas as pd

from alignment.finding import Finding, unanswered
from alignment.measures.costs import campaign_costs, is_running, lead_costs, within
from alignment.measures.journeys import Journeys
from alignment.measures.loop import told
from alignment.measures.loop.groups import folded, group_words, grouped
from alignment.measures.loop.money import with_money
from alignment.measures.marks import marks
from alignment.measures.rates import number, with_rate
from alignment.period import Period

SHOWN = (
    *("group", "label", "n_groups", "n_leads", "n_mql", "n_sql", "n_opportunity", "n_won"),
    *("won_amount", "won_low_amount", "won_high_amount", "cost_amount"),
    *("return_amount", "return_low_amount", "return_high_amount", "roi", "roi_low", "roi_high"),
    *(f"cost_per_{stage}{end}_amount" for stage in ("mql", "won") for end in ("", "_low", "_high")),
    *("currency", "n_mature", "n_immature", "n_unrecorded", "n_converted"),
    *("rate", "rate_low", "rate_high", "is_enough"),
)


def closed_loop(
    journeys: Journeys, period: Period, by: str = "source", campaigns: pd.DataFrame | None = None
) -> Finding:
    """What came of the leads created in `period`, by source, campaign, owner or an attribute.

    Parameters
    ----------
    by : str
        A column of the journeys; `campaign_id` also shows campaigns without leads.
    campaigns : DataFrame or None
        campaign_id, name, starts_on, ends_on, cost_amount, currency. A campaign's cost is spread
        evenly over all its leads, so that a group's cost is what its own leads cost; costs in
        another currency than the agreed one are left out.

    Returns
    -------
    Finding
        One row a group, most leads first, the unrecorded last: group, label, n_groups (more than
        1: that many small ones together, see `alignment.measures.loop.groups.folded`), n_leads,
        n_mql, n_sql, n_opportunity (where recorded), n_won, won_amount, cost_amount (missing: none
        known), return_amount (won less cost), roi (return ÷ cost), cost_per_mql_amount,
        cost_per_won_amount, each but the cost with its low and high end, currency, n_mature,
        n_immature, n_unrecorded (the three make n_leads), n_converted, rate, rate_low, rate_high,
        is_enough. The rate is n_converted ÷ n_mature within the agreed horizon; n_won and money
        count all so far. Without `is_enough` there is no rate, roi or cost of one. Intervals of
        money: see `alignment.measures.loop.money.with_money`.
    """
    label = group_words(by)
    name = f"closed_loop_by_{label.replace(' ', '_')}"
    if by not in journeys.table or journeys.everybody.table[by].isna().all():
        return unanswered(name, f"what came of leads by {label}", f"the {label} of its leads")
    held = journeys.table[period.holds(journeys.table["created_at"])]
    if held.empty:
        return Finding(
            pd.DataFrame(), f"Not enough data: no lead was created {period.when}.", name=name
        )
    chosen = replace(journeys, table=held, whole=journeys.everybody)
    sums = folded(_sums(journeys, chosen, period, by, campaigns), journeys.least_count)
    table = with_rate(sums, "n_converted", "n_mature", journeys.least_count)
    if journeys.everybody.outcome_at.isna().all():
        table[["rate", "rate_low", "rate_high"]] = float("nan")
        table["is_enough"] = False
    table = with_money(table, journeys.least_count).assign(currency=journeys.currency)
    is_last = table["is_unrecorded"]
    named = table[~is_last & (table["n_groups"] == 1)]
    return Finding(
        table[[column for column in SHOWN if column in table]],
        told.sentence(journeys, table, named, label, period),
        tuple(told.caveats(chosen, table, named, by, campaigns)),
        name,
        _figures(table),
    )


def _figures(table: pd.DataFrame) -> dict[str, object]:
    n_leads, n_won = int(table["n_leads"].sum()), int(table["n_won"].sum())
    won, cost = (table[name].sum(min_count=1) for name in ("won_amount", "cost_amount"))
    return {
        "n_leads": n_leads,
        "n_won": n_won,
        "won_share": None if table["n_immature"].any() else n_won / n_leads,
        "won_amount": number(won),
        "cost_amount": number(cost),
    }


def _sums(
    journeys: Journeys,
    chosen: Journeys,
    period: Period,
    by: str,
    campaigns: pd.DataFrame | None,
) -> pd.DataFrame:
    """One row a group: all that adds up, with its id, label and whether it is the unrecorded."""
    codes, names = grouped(chosen.table[by])
    added = _added(chosen, campaigns)
    sums = added.groupby(codes).sum(min_count=1)
    sums["group"] = [names[code] for code in sums.index]
    sums["is_unrecorded"] = sums.index == len(names) - 1
    if by == "campaign_id":
        silent = _silent(journeys, period, campaigns, added.columns)
        sums = pd.concat([sums, silent], ignore_index=True) if len(silent) else sums
    counts = [name for name in sums if name.startswith("n_")]
    return sums.astype(dict.fromkeys(counts, int)).assign(
        label=_labels(sums["group"], by, campaigns)
    )


def _added(chosen: Journeys, campaigns: pd.DataFrame | None) -> pd.DataFrame:
    """Every lead's marks, amounts and costs, and those of which a cost of one can be told.

    Those are the mature leads, but for leads of a campaign that still runs, whose cost is for the
    whole of it, or whose cost is not known; one that no campaign brought cost nothing.
    """
    rows, cost = marks(chosen), lead_costs(chosen, campaigns)
    amount = rows.get("won_amount", pd.Series(float("nan"), rows.index))
    has_cost = cost.notna() | chosen.table["campaign_id"].isna()
    is_paid = rows["n_mature"].astype(bool) & has_cost & ~_runs(chosen, campaigns)
    for stage in ("mql", "won"):
        if f"n_mature_{stage}" in rows:
            rows[f"n_paid_{stage}"] = rows[f"n_mature_{stage}"] * is_paid
    return rows.assign(
        n_won=rows.get("n_won", 0),
        n_paying=(amount > 0).astype(int),
        won_amount=amount,
        won_2=amount**2,
        won_3=amount**3,
        cost_amount=cost,
        paid_amount=cost.where(is_paid),
        n_paid=is_paid.astype(int),
    )


def _runs(chosen: Journeys, campaigns: pd.DataFrame | None) -> pd.Series:
    """Whether the campaign of each lead is still running."""
    own = chosen.table["campaign_id"]
    if campaigns is None or "ends_on" not in campaigns:
        return pd.Series(False, own.index)
    return own.isin(campaigns.loc[is_running(chosen, campaigns), "campaign_id"])


def _silent(
    journeys: Journeys, period: Period, campaigns: pd.DataFrame | None, columns: pd.Index
) -> pd.DataFrame:
    """A row of noughts, with its whole cost, for each campaign of the period that brought nobody.

    None where the leads are some of all: nobody knows for whom among them it was.
    """
    if campaigns is None or campaigns.empty or journeys.whole is not None:
        return pd.DataFrame()
    is_silent = ~campaigns["campaign_id"].isin(journeys.table["campaign_id"].unique())
    silent = campaigns[is_silent & within(journeys, campaigns, period)]
    unpaid = {"paid_amount": float("nan"), "cost_amount": campaign_costs(journeys, silent)}
    if journeys.table["won_amount"].isna().all():
        unpaid |= dict.fromkeys(("won_amount", "won_2", "won_3"), float("nan"))
    rows = pd.DataFrame(0, index=pd.Index(silent["campaign_id"], name="group"), columns=columns)
    return rows.assign(**unpaid, is_unrecorded=False).reset_index()


def _labels(groups: pd.Series, by: str, campaigns: pd.DataFrame | None) -> pd.Series:
    if by != "campaign_id" or campaigns is None:
        return groups
    names = campaigns.set_index("campaign_id")["name"].astype("string")
    return groups.map(names).astype("string").fillna(groups)
