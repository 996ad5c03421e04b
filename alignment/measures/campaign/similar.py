"""What campaigns of one channel brought and cost."""

from collections.abc import Iterator

import pandas as pd

from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.campaign.brought import brought
from alignment.measures.campaign.channel import is_of, plain
from alignment.measures.cost_per import FEWEST_CAMPAIGNS, cost_per_in_all, costs_per, rests_on
from alignment.measures.costs import has_begun, is_running
from alignment.measures.journeys import Journeys, sql_text
from alignment.measures.marks import STAGES, is_by_now
from alignment.measures.rates import counted, number, spoken_rate, with_rate

ALL = "All of them"
NAME = "similar_campaigns"
AMOUNTS = ("cost_amount", "won_amount", "return_amount")


def similar(
    history: History, journeys: Journeys, campaigns: pd.DataFrame, channel: str = ""
) -> Finding:
    """What the campaigns of a channel that have begun brought, and what they cost.

    Parameters
    ----------
    journeys : Journeys
        Of all leads: a campaign's cost is that of all it brought.
    campaigns : DataFrame
        campaign_id, name, channel, starts_on, ends_on, cost_amount, currency. One without a first
        day has begun, one without a last day is over.
    channel : str
        As the campaigns have it, capitals and spare spaces apart; empty, or that of none: all
        campaigns count.

    Returns
    -------
    Finding
        One row a campaign, newest first, the last row all of them: label, channel, starts_on,
        ends_on (days; missing: not known), is_running, cost_amount (missing: not known in the
        agreed currency), n_leads (whose first campaign it was), n_mql, n_sql, n_won (so far;
        missing: nobody's is recorded), n_mature, n_immature, n_converted, rate, rate_low,
        rate_high, is_enough (of the mature, within the agreed horizon), won_amount (so far),
        return_amount (won less cost, where that is known), cost_per_lead_amount,
        cost_per_mql_amount, cost_per_won_amount, each with its low and high end (see
        `alignment.measures.cost_per`; missing for a campaign that still runs), currency.
    """
    begun = _begun(journeys, campaigns)
    if begun.empty:
        return unanswered(NAME, "what such a campaign brought", "campaigns that have begun")
    chosen = begun[is_of(begun, channel)].reset_index(drop=True)
    is_all = chosen.empty
    rows = brought(journeys, begun if is_all else chosen)
    table = _table(journeys, rows)
    outside = _n_took_part(history, journeys, rows["campaign_id"])
    last = table.iloc[-1]
    return Finding(
        table,
        _sentence(journeys, table, channel, is_all),
        tuple(_caveats(journeys, rows, table, outside)),
        NAME,
        {
            "n_campaigns": len(rows),
            "n_leads": int(last["n_leads"]),
            "rate": number(last["rate"]),
            "cost_per_lead_amount": number(last["cost_per_lead_amount"]),
            "cost_per_won_amount": number(last["cost_per_won_amount"]),
        },
    )


def _begun(journeys: Journeys, campaigns: pd.DataFrame) -> pd.DataFrame:
    """Those that had begun by the day of as-of, newest first."""
    if campaigns.empty:
        return campaigns
    days = {name: pd.to_datetime(campaigns[name]) for name in ("starts_on", "ends_on")}
    held = campaigns.assign(**days, is_running=is_running(journeys, campaigns))
    held = held[has_begun(journeys, campaigns)]
    order = ["starts_on", "name", "campaign_id"]
    return held.sort_values(order, ascending=[False, True, True], ignore_index=True)


def _table(journeys: Journeys, rows: pd.DataFrame) -> pd.DataFrame:
    own = costs_per(rows, journeys.least_count)
    sums = [name for name in rows if name.startswith("n_")]
    whole = {name: rows[name].sum(min_count=1) for name in [*sums, *AMOUNTS]}
    whole |= cost_per_in_all(rows, journeys.least_count)
    every = {"label": ALL, "is_running": bool(rows["is_running"].any()), **whole}
    labels = rows["name"].fillna(rows["campaign_id"])
    table = pd.concat([rows.assign(label=labels, **own), pd.DataFrame([every])], ignore_index=True)
    table = with_rate(table, "n_converted", "n_mature", journeys.least_count)
    if journeys.outcome_at.isna().all():
        table[["rate", "rate_low", "rate_high"]] = float("nan")
        table["is_enough"] = False
    for day in ("starts_on", "ends_on"):
        table[day] = table[day].dt.date.astype(object).where(table[day].notna(), None)
    shown = ["label", "channel", "starts_on", "ends_on", "is_running", "cost_amount", "n_leads"]
    shown += ["n_mql", "n_sql", "n_won", "n_mature", "n_immature", "n_converted", "rate"]
    shown += ["rate_low", "rate_high", "is_enough", "won_amount", "return_amount", *own]
    return table[shown].assign(currency=journeys.currency)


def _n_took_part(history: History, journeys: Journeys, campaign_ids: pd.Series) -> int:
    asked = pd.DataFrame({"campaign_id": campaign_ids.astype("str")})
    settings = pd.DataFrame({"as_of": [journeys.as_of]})
    found = history.query(sql_text("campaign/took_part"), asked=asked, settings=settings)
    return int(found["n"][0])


def _sentence(journeys: Journeys, table: pd.DataFrame, channel: str, is_all: bool) -> str:
    every, n = table.iloc[-1], len(table) - 1
    whose = "" if is_all else f" of the channel “{table['channel'].iloc[0]}”"
    said = ""
    if is_all and plain(channel):
        said = f"No campaign of the channel “{channel}” has begun, so all campaigns count. "
    elif is_all:
        said = "No channel is chosen, so all campaigns count. "
    has = "has" if n == 1 else "have"
    brought = counted(int(every["n_leads"]), "lead")
    said += f"{counted(n, 'campaign')}{whose} {has} begun and brought {brought}"
    if journeys.outcome_at.notna().any():
        hits, tries = int(every["n_converted"]), int(every["n_mature"])
        rate = spoken_rate(hits, tries, journeys.least_count)
        said += f"; {journeys.outcome_words}: {rate}"
    won = f"a lead won {_won_when(journeys)}"
    paid = [
        f"{what} {_spent(every, name)}"
        for name, what in (("lead", "A lead cost"), ("mql", "an MQL"), ("won", won))
        if pd.notna(every[f"cost_per_{name}_amount"])
    ]
    if not paid:
        return f"{said}. What a lead cost cannot be told."
    return f"{said}. {', '.join(paid)}."


def _won_when(journeys: Journeys) -> str:
    within = f"within {journeys.within_days} days"
    return "so far" if is_by_now(journeys, STAGES["won"]) else within


def _spent(row: pd.Series, name: str) -> str:
    value, low, high = (row[f"cost_per_{name}{end}_amount"] for end in ("", "_low", "_high"))
    said = f"{row['currency']} {value:,.0f}"
    return said if pd.isna(low) else f"{said} ({low:,.0f} to {high:,.0f})"


def _caveats(
    journeys: Journeys, rows: pd.DataFrame, table: pd.DataFrame, outside: int
) -> Iterator[str]:
    took = ""
    if outside:
        verb = "stands" if outside == 1 else "stand"
        took = (
            f"; {counted(outside, 'lead')} that took part, but came by another way, {verb} in no "
            "figure"
        )
    yield f"A lead and all it brings belong to its first campaign (first touch){took}."
    yield f"The rate counts mature leads {journeys.outcome_words}; stages and wins count so far."
    every = table.iloc[-1]
    if n_immature := int(every["n_immature"]):
        yield f"{counted(n_immature, 'lead')} too young for the rate may still be won."
    if journeys.outcome_recorded_from is not None:
        day = journeys.day(journeys.outcome_recorded_from)
        yield f"Leads created before {day}, the first recorded outcome, stand in no rate."
    yield from _cost_caveats(journeys, rows, every)


def _cost_caveats(journeys: Journeys, rows: pd.DataFrame, every: pd.Series) -> Iterator[str]:
    is_known = rows["cost_amount"].notna()
    if n_running := int((is_known & rows["is_running"]).sum()):
        runs = "campaign still runs: its cost is" if n_running == 1 else "campaigns still run: "
        runs += "" if n_running == 1 else "their costs are"
        yield f"{n_running:,} {runs} for the whole of it, and in no cost of a lead yet."
    n_lacking = int((~is_known).sum())
    if n_lacking:
        yield (
            f"The cost of {counted(n_lacking, 'campaign')} is not recorded, or in another currency "
            "than the agreed one: it is left out."
        )
    if 0 < n_lacking < len(rows) and pd.notna(every["return_amount"]):
        yield (
            f"What “{ALL}” won is that of every campaign, its cost and return only that of those "
            "whose cost is known: won less cost is not the return."
        )
    if pd.notna(every["cost_per_mql_amount"]) or pd.notna(every["cost_per_won_amount"]):
        yield rests_on(journeys)
    if pd.notna(every["cost_per_lead_low_amount"]):
        yield (
            f"“{ALL}” has the 95% interval of how its campaigns differ: another one may lie "
            "outside of it."
        )
    elif pd.notna(every["cost_per_lead_amount"]):
        yield (
            f"An interval of costs takes {FEWEST_CAMPAIGNS} campaigns that are over and whose cost "
            "is known."
        )
