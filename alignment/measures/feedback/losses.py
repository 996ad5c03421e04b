"""Why deals are lost, month by month."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.closed_deals import closed_deals
from alignment.measures.feedback.apart import apart
from alignment.measures.journeys import Journeys
from alignment.measures.loop import NOT_RECORDED
from alignment.measures.names import quoted
from alignment.measures.rates import counted, number, percent, spoken_rate, with_rate
from alignment.period import Period

NAME = "losses"
MOST = 6
"""So many reasons are told by name."""
OTHER = "(other reasons)"


def losses(history: History, journeys: Journeys, period: Period) -> Finding:
    """The deals lost in each month of `period`, by the reason that Sales wrote down.

    Returns
    -------
    Finding
        One row a month and reason (the most frequent ones, then ``(other reasons)`` and ``(not
        recorded)``): month, reason, n, n_lost and n_closed (of the month, lost and won together),
        lost_share (n ÷ n_lost; missing: fewer lost than the least count), lost_amount (agreed
        currency; missing: none is known), is_enough.
    """
    closed = _closed(history, journeys, period)
    lost = closed[~closed["is_won"]]
    if lost.empty:
        return unanswered(NAME, f"why deals were lost {period.when}", "lost deals of that time")
    named = lost.loc[lost["reason"] != NOT_RECORDED, "reason"].value_counts().sort_index()
    given = named.sort_values(ascending=False, kind="stable")
    counts = _counts(closed, lost, given, period)
    halves = _halves(counts, int(given.sum()), journeys.least_count)
    changed = _changed(halves)
    return Finding(
        _table(counts, journeys.least_count),
        _sentence(closed, given, halves, changed, period, journeys.least_count),
        tuple(_caveats(lost, given, halves)),
        NAME,
        _figures(counts, lost, given, changed),
    )


@dataclass(frozen=True, eq=False)
class _Counts:
    """Deals lost by month and reason.

    Parameters
    ----------
    months, reasons : list of str
    n, amount : array, (n months, n reasons)
        How many, and what they came to; missing: not known of any.
    n_closed : array of int, (n months,)
        Lost and won.
    """

    months: list[str]
    reasons: list[str]
    n: NDArray[np.int64]
    amount: NDArray[np.float64]
    n_closed: NDArray[np.int64]


def _closed(history: History, journeys: Journeys, period: Period) -> pd.DataFrame:
    """The deals of these leads closed in the period: month, is_won, reason, amount."""
    found = closed_deals(history, journeys, period)
    return found.assign(
        month=period.month_of(found["closed_at"]),
        reason=found["reason"].astype("string").fillna(NOT_RECORDED),
    )


def _counts(closed: pd.DataFrame, lost: pd.DataFrame, given: pd.Series, period: Period) -> _Counts:
    months, top = period.months, [str(reason) for reason in given.index[:MOST]]
    bare = [NOT_RECORDED] if (lost["reason"] == NOT_RECORDED).any() else []
    reasons = [*top, *([OTHER] if len(given) > MOST else []), *bare]
    place = pd.Index(reasons).get_indexer(lost["reason"])
    place[place < 0] = min(MOST, len(reasons) - 1)
    cell = pd.Index(months).get_indexer(lost["month"]) * len(reasons) + place
    shape, size = (len(months), len(reasons)), len(months) * len(reasons)
    amount = lost["amount"].to_numpy(dtype=float)
    known = ~np.isnan(amount)
    sums = np.bincount(cell[known], amount[known], size).astype(float)
    sums[np.bincount(cell[known], minlength=size) == 0] = np.nan
    ended = pd.Index(months).get_indexer(closed["month"])
    return _Counts(
        months,
        reasons,
        np.bincount(cell, minlength=size).reshape(shape),
        sums.reshape(shape),
        np.bincount(ended, minlength=len(months)),
    )


def _table(counts: _Counts, least_count: int) -> pd.DataFrame:
    n_reasons, n_lost = len(counts.reasons), counts.n.sum(axis=1)
    is_enough = n_lost >= max(least_count, 1)
    share = counts.n / np.where(is_enough, n_lost, np.nan)[:, None]
    return pd.DataFrame(
        {
            "month": np.repeat(counts.months, n_reasons),
            "reason": counts.reasons * len(counts.months),
            "n": counts.n.ravel(),
            "n_lost": np.repeat(n_lost, n_reasons),
            "n_closed": np.repeat(counts.n_closed, n_reasons),
            "lost_share": share.ravel(),
            "lost_amount": counts.amount.ravel(),
            "is_enough": np.repeat(is_enough, n_reasons),
        }
    )


def _halves(counts: _Counts, n_named: int, least_count: int) -> pd.DataFrame:
    """One row a reason with a name: its share in the later half of the period against the earlier.

    Of the losses with a reason: n, n_tries, rate … of the later half, rate_elsewhere of the
    earlier, is_clear. Of an odd number of months the later half has one more.
    """
    names = [name for name in counts.reasons[:MOST] if name not in (OTHER, NOT_RECORDED)]
    named = counts.n[:, : len(counts.reasons) - (NOT_RECORDED in counts.reasons)]
    late = named[len(counts.months) // 2 :]
    table = pd.DataFrame({"reason": names, "n": late.sum(axis=0)[: len(names)]})
    table = with_rate(table.assign(n_tries=int(late.sum())), "n", "n_tries", least_count)
    return apart(table, "n", "n_tries", named.sum(axis=0)[: len(names)], n_named, least_count)


def _changed(halves: pd.DataFrame) -> pd.DataFrame:
    """The reasons whose share changed, the largest change first."""
    rows = halves[halves["is_clear"]]
    gap = (rows["rate"] - rows["rate_elsewhere"]).abs()
    return rows.assign(gap=gap).sort_values("gap", ascending=False, kind="stable")


def _sentence(
    closed: pd.DataFrame,
    given: pd.Series,
    halves: pd.DataFrame,
    changed: pd.DataFrame,
    period: Period,
    least_count: int,
) -> str:
    n, n_lost = len(closed), int((~closed["is_won"]).sum())
    share = spoken_rate(n_lost, n, least_count, "deals")
    begun = f"Of the deals closed {period.when}, lost: {share}"
    if given.empty:
        return f"{begun}; none has a reason recorded."
    named = int(given.sum())
    top = f"{quoted(given.index[0])} ({int(given.iloc[0]):,} of {named:,} with a reason)"
    return f"{begun}; most often for {top}. {_change_words(halves, changed)}"


def _change_words(halves: pd.DataFrame, changed: pd.DataFrame) -> str:
    if halves["rate_elsewhere"].isna().all():
        return "There is not enough data to compare the later half of that time with the earlier."
    if changed.empty:
        return "No reason's share in the later half can be told from that in the earlier."
    row = changed.iloc[0]
    verb = "grew" if row["rate"] > row["rate_elsewhere"] else "shrank"
    interval = f"95% interval {percent(row['rate_low'])} to {percent(row['rate_high'])}"
    more = f"; {len(changed) - 1} more changed" if len(changed) > 1 else ""
    return (
        f"{quoted(row['reason'])} {verb} from {percent(row['rate_elsewhere'])} of the losses with "
        f"a reason in the earlier half to {percent(row['rate'])} in the later ({row['n']:,} of "
        f"{row['n_tries']:,}; {interval}){more}."
    )


def _caveats(lost: pd.DataFrame, given: pd.Series, halves: pd.DataFrame) -> Iterator[str]:
    yield "A deal counts in the month in which it was closed; open deals are in no share."
    if n_bare := int((lost["reason"] == NOT_RECORDED).sum()):
        yield f"{n_bare:,} of {counted(len(lost), 'lost deal')} have no reason recorded."
    if len(given) > MOST:
        yield f"{counted(len(given) - MOST, 'rarer reason')} stand together as {OTHER}."
    if n := int(halves["rate_elsewhere"].notna().sum()):
        yield (
            f"A change is told where chance would find any among the {n} compared at most once in "
            "twenty reviews (Fisher's exact test, Bonferroni)."
        )
    if n_unknown := int(lost["amount"].isna().sum()):
        yield (
            f"The amount of {n_unknown:,} lost deals is not known, or in another currency: what "
            "was lost is at least what stands here."
        )


def _figures(
    counts: _Counts, lost: pd.DataFrame, given: pd.Series, changed: pd.DataFrame
) -> dict[str, object]:
    top = changed.iloc[0] if len(changed) else None
    return {
        "n_lost": len(lost),
        "n_closed": int(counts.n_closed.sum()),
        "lost_amount": number(float(lost["amount"].sum(min_count=1))),
        "top_reason": str(given.index[0]) if len(given) else None,
        "changed_reason": None if top is None else str(top["reason"]),
        "changed_rate": None if top is None else number(top["rate"]),
        "changed_rate_before": None if top is None else number(top["rate_elsewhere"]),
    }
