"""Which campaigns the won leads are credited to, under three models named as such."""

import pandas as pd

from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.costs import campaign_costs, lead_costs, within
from alignment.measures.journeys import Journeys
from alignment.measures.loop.credit import NO_TOUCH, credited, summed
from alignment.measures.loop.credit_words import caveats, is_moved, sentence
from alignment.measures.loop.touched import touched, won_leads
from alignment.measures.rates import number
from alignment.period import Period

NAME = "attribution"
SHOWN = (
    *("group", "label", "channel", "n_touched", "first_won", "linear_won", "linear_low_won"),
    *("linear_high_won", "last_won", "first_amount", "linear_amount", "linear_low_amount"),
    *("linear_high_amount", "last_amount", "moved_won", "moved_low_won", "moved_high_won"),
    *("cost_amount", "currency", "is_enough"),
)


def attribution(
    history: History,
    journeys: Journeys,
    period: Period,
    campaigns: pd.DataFrame | None = None,
) -> Finding:
    """Who is credited with the leads first won in `period`: first touch, last touch, linear.

    Parameters
    ----------
    campaigns : DataFrame or None
        campaign_id, name, channel, starts_on, ends_on, cost_amount, currency.

    Returns
    -------
    Finding
        One row a campaign, most linear credit first, `(no campaign touch)` last: group, label,
        channel, n_touched (won leads that met it), first_won, linear_won, last_won
        (parts of leads; each model's add up to the won leads), first_amount, linear_amount,
        last_amount (of the leads' won amounts so far; each add up to their sum; missing: no amount
        is known), intervals of the linear ones and of moved_won (last − first; see
        `alignment.measures.loop.credit.summed`), cost_amount (the whole of it; of some leads,
        their part of those that it brought; missing: not known), currency, is_enough (n_touched
        reaches the least count). Campaigns of the period that no won lead met stand with noughts.
    """
    everybody = journeys.everybody.table
    if everybody["customer_at"].isna().all():
        return unanswered(NAME, "whom the won leads are credited to", "won leads")
    won = won_leads(journeys, period)
    if won.empty:
        said = f"Not enough data: no lead was won {period.when}."
        return Finding(pd.DataFrame(), said, name=NAME)
    touches = touched(history, won)
    if touches.empty and everybody["campaign_id"].isna().all():
        needs = "the campaigns of its leads and activities"
        return unanswered(NAME, "whom the won leads are credited to", needs)
    shares = credited(touches, len(won))
    found = summed(shares, won["amount"].fillna(0.0), journeys.least_count)
    if everybody["won_amount"].isna().all():
        found[[column for column in found if column.endswith("_amount")]] = float("nan")
    table = _table(journeys, period, found, campaigns)
    return Finding(
        table,
        sentence(journeys, period, table, len(won)),
        tuple(caveats(history, journeys, table, won, touches)),
        NAME,
        _figures(table, len(won)),
    )


def _channels(campaigns: pd.DataFrame | None) -> pd.Series:
    """The channel of each campaign, by its id."""
    if campaigns is None or "channel" not in campaigns:
        return pd.Series(dtype="str")
    return campaigns.set_index("campaign_id")["channel"].astype("string")


def _table(
    journeys: Journeys,
    period: Period,
    found: pd.DataFrame,
    campaigns: pd.DataFrame | None,
) -> pd.DataFrame:
    """The sums with names and costs, in order, and the campaigns that nobody met."""
    if campaigns is not None and len(campaigns) and journeys.whole is None:
        ran = campaigns.loc[within(journeys, campaigns, period), "campaign_id"].astype("str")
        found = _with_noughts(found, pd.Index(ran.unique()).difference(found.index))
    table = found.rename_axis("group").reset_index()
    table["label"] = table["group"]
    if campaigns is not None:
        table["label"] = table["group"].map(_names(campaigns)).fillna(table["group"])
    table = table.assign(
        channel=table["group"].map(_channels(campaigns)),
        cost_amount=table["group"].map(_costs(journeys, campaigns)).astype(float),
        currency=journeys.currency,
        is_none=table["group"] == NO_TOUCH,
    )
    keys = ["is_none", "linear_amount", "linear_won", "label", "group"]
    table = table.sort_values(keys, ascending=[True, False, False, True, True], ignore_index=True)
    return table[[column for column in SHOWN if column in table]]


def _names(campaigns: pd.DataFrame) -> pd.Series:
    return campaigns.set_index("campaign_id")["name"].astype("string")


def _costs(journeys: Journeys, campaigns: pd.DataFrame | None) -> pd.Series:
    """What each campaign cost; of some leads, what those that it brought did."""
    if campaigns is None or campaigns.empty:
        return pd.Series(dtype=float)
    if journeys.whole is None:
        return campaign_costs(journeys, campaigns)
    own = journeys.table["campaign_id"]
    return lead_costs(journeys, campaigns).groupby(own).sum(min_count=1)


def _with_noughts(found: pd.DataFrame, groups: pd.Index) -> pd.DataFrame:
    """Rows of noughts for groups that no won lead met; they are not enough for an interval."""
    rows = pd.DataFrame(0, groups, found.columns).astype(found.dtypes)
    is_lacking = [name for name in found if found[name].isna().all() or "_low_" in name]
    rows[[*is_lacking, *(name for name in found if "_high_" in name)]] = float("nan")
    return pd.concat([found, rows.assign(is_enough=False)])


def _figures(table: pd.DataFrame, n_won: int) -> dict[str, object]:
    alone = table.loc[table["group"] == NO_TOUCH, "n_touched"].sum()
    return {
        "n_won": n_won,
        "n_touched": n_won - int(alone),
        "touched_share": (n_won - int(alone)) / n_won,
        "won_amount": number(table["linear_amount"].sum(min_count=1)),
        "n_moved": int(is_moved(table).sum()),
    }
