"""What changed in who comes and in what leads do, this month against the months before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from alignment.agreement import Score
from alignment.agreement.rule import in_words, joined, number
from alignment.measures.attributes import kind_of, meets, read
from alignment.measures.journeys import Journeys
from alignment.measures.loop import NOT_RECORDED
from alignment.measures.score_check.scored import Scored
from alignment.measures.score_check.shares import Shares, family_z, minus
from alignment.period import Period, month_of, starts_at

MOST_VALUES = 20
NOT_ATTRIBUTES = {
    *("lead_id", "created_at", "source", "campaign_id", "owner", "last_stage", "won_amount"),
    *("mql_at", "sal_at", "sql_at", "opportunity_at", "customer_at"),
    *("n_deals", "n_deals_won", "n_deals_lost"),
}
"""Columns of every journey."""


@dataclass(frozen=True, eq=False)
class Counted:
    """How many of each month's cases have a value; the last month is the one under review.

    Parameters
    ----------
    kind : str
        ``source``, ``attribute`` or ``activity``.
    n, of : array
        One entry a month.
    points : array
        Of an activity: the points that it brought in each month; empty for the others.
    """

    kind: str
    name: str
    value: str
    n: np.ndarray
    of: np.ndarray
    points: np.ndarray = field(default_factory=lambda: np.array([]))


def compared(counts: Sequence[Counted], least_count: int) -> pd.DataFrame:
    """Every share now beside what it was in the months before, all with one family of intervals.

    Returns
    -------
    DataFrame
        One row each, the clear ones and then the largest first: kind, name, value, n_now, of_now,
        n_before, of_before, share_now, share_before, difference, low, high (together 95 %),
        is_clear, lowest_before and highest_before (of single months with the least count; missing:
        none), points_now and points_before (for each active lead; missing: no activity).
    """
    rows = [_row(each, least_count) for each in counts]
    if not rows:
        return pd.DataFrame()
    table = pd.DataFrame(rows)
    z = family_z(len(table))
    now, before = (
        Shares(table[f"of_{when}"].to_numpy(), table[f"n_{when}"].to_numpy(), np.ones(len(table)))
        for when in ("now", "before")
    )
    gap = minus(now.rates(z), before.rates(z))
    is_clear = (gap.low > 0) | (gap.high < 0)
    table = table.assign(
        share_now=now.rates().value,
        share_before=before.rates().value,
        difference=gap.value,
        low=np.maximum(gap.low, -1),
        high=np.minimum(gap.high, 1),
        is_clear=is_clear,
    )
    order = np.lexsort((table["value"], table["name"], -np.abs(gap.value), ~is_clear))
    return table.iloc[order].reset_index(drop=True)


def _row(each: Counted, least_count: int) -> dict[str, object]:
    enough = each.of[:-1] >= max(least_count, 1)
    shares = each.n[:-1][enough] / each.of[:-1][enough]
    n, of = int(each.n[:-1].sum()), int(each.of[:-1].sum())
    has_points = len(each.points) > 0
    return {
        "kind": each.kind,
        "name": each.name,
        "value": each.value,
        "n_now": int(each.n[-1]),
        "of_now": int(each.of[-1]),
        "n_before": n,
        "of_before": of,
        "lowest_before": shares.min(initial=1) if len(shares) else np.nan,
        "highest_before": shares.max(initial=0) if len(shares) else np.nan,
        "points_now": each.points[-1] / each.of[-1] if has_points else np.nan,
        "points_before": each.points[:-1].sum() / of if has_points else np.nan,
    }


def of_new_leads(
    journeys: Journeys, score: Score, known: pd.DataFrame, period: Period
) -> list[Counted]:
    """New leads of each month of `period` by source, by segment and by what the fit reads.

    Parameters
    ----------
    known : DataFrame
        `alignment.measures.score_check.scored.known_of`.
    """
    edges = [starts_at(month_of(name), period.zone) for name in period.months] + [period.end_at]
    created = journeys.table["created_at"].to_numpy()
    slot = np.searchsorted(np.array(edges, dtype="datetime64[us]"), created, side="right") - 1
    rows = np.flatnonzero((slot >= 0) & (slot < len(edges) - 1))
    segments = [name for name in journeys.table if name not in {*NOT_ATTRIBUTES, *known.columns}]
    held = journeys.table[["source", *segments]].iloc[rows]
    fit, slot = known.iloc[rows], slot[rows]
    of = np.bincount(slot, minlength=len(edges) - 1)
    if not of[-1] or not of[:-1].sum():
        return []
    found = list(_by_value("source", "source", held["source"], slot, of))
    for name, values in [*held[segments].items(), *fit.items()]:
        if name not in ("source", "campaign_id", "owner"):
            found += _by_value("attribute", str(name), values, slot, of)
    for line in score.fit:
        names = read([line.when])
        if any(name in fit and kind_of(fit[name]) == "numbers" for name in names):
            is_met = meets(line.when, fit)
            n = np.bincount(slot[is_met], minlength=len(of))
            name = joined([in_words(each) for each in names], "and")
            found.append(Counted("attribute", name, line.when.sentence(), n, of))
    return found


def _by_value(
    kind: str, name: str, held: pd.Series, slot: np.ndarray, of: np.ndarray
) -> Iterator[Counted]:
    """The commonest values of a text or a flag; nothing of numbers, nor of what no lead has."""
    if held.isna().all() or kind_of(held) == "numbers":
        return
    codes, values = pd.factorize(held, sort=True)
    names = [number(value) for value in values.tolist()]
    codes, names = np.where(codes < 0, len(names), codes), [*names, NOT_RECORDED]
    n = np.bincount(codes * len(of) + slot, minlength=len(names) * len(of)).reshape(-1, len(of))
    for place in np.argsort(-n.sum(axis=1), kind="stable")[:MOST_VALUES]:
        if n[place].any():
            yield Counted(kind, in_words(name), names[place], n[place], of)


def of_activities(scored: Scored, score: Score) -> list[Counted]:
    """Active leads that did each activity that has points, at the last instant and those before.

    Instants whose windows overlap the last one's are left out.
    """
    moments = scored.moments
    until, last = moments["until_at"], len(moments) - 1
    used = np.array([*np.flatnonzero(until <= moments["from_at"].iloc[last]), last])
    of = scored.n_active[used]
    if not of[-1] or not of[:-1].sum():
        return []
    found = []
    for activity, line in score.engagement.items():
        own = scored.kinds[scored.kinds["activity"] == activity]
        n, units = np.zeros((2, len(moments)), dtype=np.int64)
        n[own["n_moment"]], units[own["n_moment"]] = own["n_leads"], own["units"]
        if line.points and n[used].any():
            points = units[used] / scored.units_a_point
            name = in_words(activity)
            found.append(Counted("activity", "activity", name, n[used], of, points))
    return found
