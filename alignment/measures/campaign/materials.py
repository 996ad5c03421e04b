"""What leads had seen before the hand-off, and how those who had seen it converted."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from alignment.agreement.rule import in_words
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.journeys import Journeys, sql_text
from alignment.measures.rates import counted, percent, with_rate
from alignment.period import DAY, Period, local_days

NAME = "materials"
QUESTION = "what leads had seen before they were handed off"
MOST = 200
"""Pieces in the table; a site's addresses run into thousands, each seen by a few."""
INSTANT = pd.Timedelta("1us")
RATES = ("rate", "rate_unseen", "converter_share")


def materials(history: History, journeys: Journeys, period: Period) -> Finding:
    """What the leads first handed off in `period` had seen by then, and what became of them.

    Of those old enough for the agreed outcome, that had not converted before. What a lead did at
    the very instant of its hand-off counts as seen.

    Parameters
    ----------
    journeys : Journeys
        Of the leads asked about.

    Returns
    -------
    Finding
        One row an asset and kind of activity, that which most converters had seen first, at most
        `MOST`: label (the asset), kind (the lead's activity, in words), n_seen, n_converted_seen,
        n_converters (all), converter_share (of the converters, who had seen it), rate (converted,
        of those who had seen it), rate_unseen (of those who had not), each with _low and _high
        (missing: too few), is_apart (the intervals of the two rates lie apart), is_enough (both
        can be told).
    """
    handed = _handed(journeys, period)
    old = handed[handed["is_mature"]]
    if old.empty:
        return unanswered(
            NAME, QUESTION, f"hand-offs {period.when} that are old enough (stage changes)"
        )
    seen = _seen(history, journeys, old)
    if seen.empty:
        return unanswered(NAME, QUESTION, "assets of the leads' own activities")
    converted, n_handed = int(old["is_converted"].sum()), len(old)
    table = _table(seen, converted, n_handed, journeys.least_count)
    return Finding(
        table.head(MOST).reset_index(drop=True),
        _sentence(journeys, table, period, converted, n_handed),
        tuple(_caveats(journeys, table, handed)),
        NAME,
        {"n_handed_off": n_handed, "n_converters": converted, "n_pieces": len(table)},
    )


def _handed(journeys: Journeys, period: Period) -> pd.DataFrame:
    """The first hand-off of each lead, of those in the period and before a conversion."""
    if journeys.hand_offs.empty:
        return pd.DataFrame({"is_mature": pd.Series(dtype=bool)})
    first = journeys.hand_offs.drop_duplicates("lead_id")
    first = first.loc[period.holds(first["handed_off_at"]), ["lead_id", "handed_off_at"]]
    outcome = journeys.outcome_at.set_axis(journeys.table["lead_id"])
    at, ends = first["handed_off_at"], first["lead_id"].map(outcome)
    is_open = ~(ends <= at)
    first, at, ends = first[is_open], at[is_open], ends[is_open]
    return first.assign(
        is_recorded=journeys.is_recorded(at),
        is_mature=journeys.is_mature(at) & journeys.is_recorded(at),
        is_converted=(ends <= at + journeys.within_days * DAY).astype(int),
    )


def _seen(history: History, journeys: Journeys, handed: pd.DataFrame) -> pd.DataFrame:
    at = handed["handed_off_at"]
    days = local_days(at.min(), at.max(), history.zone)["starts_at"].to_numpy()
    asked = handed[["lead_id", "is_converted"]].assign(
        n_lead=np.arange(len(handed)),
        until_at=at + INSTANT,
        day_at=days[np.searchsorted(days, at.to_numpy(), "right") - 1],
    )
    settings = pd.DataFrame({"as_of": [journeys.as_of]})
    return history.query(sql_text("campaign/seen"), handed=asked, settings=settings)


def _table(seen: pd.DataFrame, converted: int, n_handed: int, least_count: int) -> pd.DataFrame:
    """Every piece with its rates."""
    made = seen.assign(n_converters=converted, kind=seen["kind"].map(in_words))
    others = pd.DataFrame(
        {"n": n_handed - made["n_seen"], "n_hits": converted - made["n_converted_seen"]}
    )
    share = with_rate(made, "n_converted_seen", "n_converters", least_count)
    made = with_rate(made, "n_converted_seen", "n_seen", least_count)
    unseen = with_rate(others, "n_hits", "n", least_count)
    for end in ("", "_low", "_high"):
        made[f"rate_unseen{end}"] = unseen[f"rate{end}"]
        made[f"converter_share{end}"] = share[f"rate{end}"]
    made["is_enough"] &= unseen["is_enough"]
    made["is_apart"] = (made["rate_low"] > made["rate_unseen_high"]) | (
        made["rate_high"] < made["rate_unseen_low"]
    )
    counts = ["label", "kind", "n_seen", "n_converted_seen", "n_converters"]
    rates = [f"{name}{end}" for name in RATES[::-1] for end in ("", "_low", "_high")]
    return made[[*counts, *rates, "is_apart", "is_enough"]]


def _sentence(
    journeys: Journeys, table: pd.DataFrame, period: Period, converted: int, n_handed: int
) -> str:
    said = (
        f"Of {counted(n_handed, 'lead')} first handed off {period.when} and old enough, "
        f"{converted:,} {'was' if converted == 1 else 'were'} {journeys.outcome_words}"
    )
    top = table.iloc[0]
    if pd.isna(top["converter_share"]):
        return f"{said}: not enough data to say what they had seen."
    share = percent(top["converter_share"])
    said += f"; {share} of them had seen {_named(top)}, more than anything else"
    apart = table[table["is_apart"] & (table["rate"] > table["rate_unseen"])]
    if apart.empty:
        return f"{said}. No piece is told apart: those who had seen it did as the others."
    best = apart.loc[apart["rate"].idxmax()]
    return (
        f"{said}. The highest rate, of those told apart, is that of {_named(best)}: "
        f"{percent(best['rate'])} of those who had seen it, {percent(best['rate_unseen'])} of the "
        "others."
    )


def _named(row: pd.Series) -> str:
    return f"“{row['label']}” ({row['kind']})"


def _caveats(journeys: Journeys, table: pd.DataFrame, handed: pd.DataFrame) -> Iterator[str]:
    yield (
        "Seeing is not causing: those who want to buy look at more, and each piece stands beside "
        "all the others that the same leads saw."
    )
    if n_compared := int(table["is_enough"].sum()):
        yield (
            f"{counted(n_compared, 'piece')} can be compared; two rates are told apart where their "
            "95% intervals do not touch, which may happen by chance."
        )
    if n_few := len(table) - n_compared:
        yield f"{counted(n_few, 'piece')} too few had seen, or nearly all: no rate is told."
    if len(table) > MOST:
        yield f"The table has the first {MOST:,} of {len(table):,} pieces."
    n_young = int((handed["is_recorded"] & ~handed["is_mature"]).sum())
    if n_young:
        verb = "is" if n_young == 1 else "are"
        yield (
            f"{counted(n_young, 'lead')} handed off in that time {verb} younger than "
            f"{journeys.within_days} days and left out."
        )
    if n_before := int((~handed["is_recorded"]).sum()):
        yield f"{counted(n_before, 'hand-off')} from before outcomes were recorded: left out."
