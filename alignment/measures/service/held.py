"""The leads that Sales holds without a deal, against the agreed limit."""

import numpy as np
import pandas as pd

from alignment.finding import Finding, unanswered
from alignment.measures.loop import NOT_RECORDED
from alignment.measures.rates import counted, days, percent
from alignment.measures.service.episodes import Episodes
from alignment.period import DAY


def held(episodes: Episodes, limit_days: int | None = None) -> Finding:
    """Every lead that Sales holds as of then: handed off, not given back, without a deal.

    Parameters
    ----------
    limit_days : int or None
        Days, weekends too; None: the agreed nurture limit.

    Returns
    -------
    Finding
        One row a lead, the longest held first: lead_id, owner, source, handed_off_at, held_days,
        over_days (beyond the limit; missing: within it), is_over, first_touch_at (missing: none).
    """
    name, question = "held", "which leads Sales holds"
    every = episodes.decisions
    if every.empty:
        return unanswered(name, question, "hand-offs (stage changes)")
    agreed = episodes.agreement.service_levels.nurture_limit_days
    limit = agreed if limit_days is None else limit_days
    table = _table(episodes, every, limit)
    n, n_over = len(table), int(table["is_over"].sum())
    if not n:
        said = "Sales holds no lead without a deal: each has one, or was given back."
        return Finding(pd.DataFrame(), said, name=name, figures={"n_held": 0, "n_over": 0})
    longest = days(np.floor(float(table["held_days"].max())))
    return Finding(
        table,
        f"Sales holds {counted(n, 'lead')} without a deal, {n_over:,} ({percent(n_over / n)}) of "
        f"them for more than the {limit} days agreed; the longest for {longest}.{_most(table)}",
        (
            "A deal lost after the hand-off counts as a deal: its lead is not among these.",
            "Owners are today's: who held the lead before is not recorded.",
        ),
        name,
        {"n_held": n, "n_over": n_over, "longest_days": float(table["held_days"].max())},
    )


def _table(episodes: Episodes, every: pd.DataFrame, limit: int) -> pd.DataFrame:
    last = every.drop_duplicates("lead_id", keep="last")
    leads = episodes.journeys.table.set_index("lead_id")
    is_won = leads.loc[last["lead_id"], "customer_at"].notna().to_numpy()
    mine = last[last["returned_at"].isna() & last["deal_at"].isna() & ~is_won]
    held_days = (episodes.journeys.as_of - mine["handed_off_at"]) / DAY
    over = held_days - limit
    columns = ["lead_id", "owner", "source", "handed_off_at"]
    table = mine[columns].assign(
        held_days=held_days,
        over_days=over.where(over > 0),
        is_over=over > 0,
        first_touch_at=mine["first_touch_at"],
    )
    order = ["held_days", "lead_id"]
    return table.sort_values(order, ascending=[False, True], ignore_index=True)


def _most(table: pd.DataFrame) -> str:
    """Who holds most of those beyond the limit, in words; empty where nobody is known to."""
    owner = table.loc[table["is_over"], "owner"].astype("string").fillna(NOT_RECORDED)
    counts = owner.value_counts()
    if not len(counts) or counts.index[0] == NOT_RECORDED:
        return ""
    return f" Most of them are with {counts.index[0]}: {counts.iloc[0]:,}."
