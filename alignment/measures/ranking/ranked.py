"""Who can be told apart from the rest, and between which ranks each lies."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from alignment.finding import Finding, unanswered
from alignment.measures.attainment import NO_TARGET, NOT_ENOUGH
from alignment.measures.names import short
from alignment.measures.ranking.intervals import from_others, ranks, widened
from alignment.measures.ranking.words import is_total, spoken
from alignment.measures.rates import counted

OF_A_METRIC = ["metric", "label", "unit", "better"]
OF_RANKS = [
    *("rank", "rank_low", "rank_high"),
    *("others", "difference", "difference_low", "difference_high", "overall"),
]
_MOST_NAMED, _MOST_FEW = 3, 6


def ranked(rows: pd.DataFrame, label: str, least_count: int) -> Finding:
    """Segments ranked by each metric, with what chance leaves open.

    The true rank of a segment is at least 1 + how many intervals lie wholly on the better side of
    its own, and at most how many do not lie wholly on the worse side. That holds for all segments
    of a metric at once, at 95 %, since each interval is widened to Šidák's level for so many: a
    share's by Wilson's formula, any other about its value in proportion to the normal quantiles,
    and never to less than that. Segments share no leads, so they are independent. A difference
    from all others pooled is put together of those intervals (MOVER), the others weighted by their
    n. Sources: M. Klein, T. Wright and J. Wieczorek, A joint confidence region for an overall
    ranking of populations, JRSS C 69 (2020); Z. Šidák, Rectangular confidence regions for the means
    of multivariate normal distributions, JASA 62 (1967); G. Zou and A. Donner, Statistics in
    Medicine 27 (2008).

    Parameters
    ----------
    rows : DataFrame
        One row a segment and metric: segment, metric, label, unit (count, share, amount, hours,
        days), better (higher or lower), value, low, high (its 95 % interval), n, and verdict (one
        of `alignment.measures.attainment.VERDICTS`; `NO_TARGET` or missing: none). Missing value
        or interval: not known.
    label : str
        What the segments are by, as ``region``.
    least_count : int
        A figure of fewer cases is neither shown nor ranked, nor is one that its verdict calls too
        few; a count that is held against no target is ranked however small.

    Returns
    -------
    Finding
        One row a metric and segment, best first, those unranked last: metric, label, unit, better,
        segment, n, value, low, high, verdict, is_enough, rank (1: best; equals share one; missing:
        none, or nobody to be ranked with), rank_low, rank_high (the best and the worst rank it may
        have), others (all other ranked ones pooled), difference (from those), difference_low,
        difference_high, is_apart (that interval leaves out zero), overall (all ranked ones pooled).
        A total (a count, or an amount that is no ratio) grows with the segment: it is ranked, and
        compared with nothing.
    """
    if rows.empty:
        return unanswered("ranking", f"how they compare by {label}", "segments with figures")
    of_numbers = {name: pd.to_numeric(rows[name]) for name in ("n", "value", "low", "high")}
    by_metric = rows.assign(**of_numbers).groupby("metric", sort=False)
    parts = [_of_metric(held, max(least_count, 1)) for _, held in by_metric]
    table = pd.concat(parts, ignore_index=True)
    compared = table[table["difference"].notna()]
    return Finding(
        table,
        f"By {label}, {_sentence(table, compared)}",
        tuple(_caveats(table, compared)),
        "ranking",
        {
            "n_segments": int(rows["segment"].nunique()),
            "n_ranked": int(table.loc[table["is_enough"], "segment"].nunique()),
            "n_apart": int(table.loc[table["is_apart"], "segment"].nunique()),
        },
    )


def _of_metric(held: pd.DataFrame, least: int) -> pd.DataFrame:
    """One metric's rows of the finding."""
    metric, _, unit, better = held[OF_A_METRIC].iloc[0]
    is_enough = (held["n"] >= least) & (held["verdict"] != NOT_ENOUGH)
    if unit == "count":
        is_enough |= held["verdict"].isna() | (held["verdict"] == NO_TARGET)
    is_enough &= held[["value", "low", "high"]].notna().all(axis=1)
    shown = held[[*OF_A_METRIC, "segment", "n", "value", "low", "high", "verdict"]].assign(
        is_enough=is_enough, verdict=held["verdict"].where(is_enough, NOT_ENOUGH)
    )
    of_few = ["low", "high"] if is_total(metric, unit) else ["value", "low", "high"]
    shown[of_few] = shown[of_few].where(is_enough)
    known = shown[is_enough]
    n, value, low, high = known[["n", "value", "low", "high"]].to_numpy(dtype=float).T
    low, high = widened(unit, n, value, low, high)
    found = ranks(value, low, high, better == "higher") if len(known) > 1 else {}
    if found and not is_total(metric, unit):
        found |= from_others(unit, n, value, low, high)
    shown = shown.join(pd.DataFrame(found, known.index))
    for name in OF_RANKS:
        shown[name] = shown.get(name, np.nan)
    shown["is_apart"] = (shown["difference_low"] > 0) | (shown["difference_high"] < 0)
    order = shown.assign(is_last=~is_enough).sort_values(["is_last", "rank", "segment"])
    return order.drop(columns="is_last")


def _sentence(table: pd.DataFrame, compared: pd.DataFrame) -> str:
    if compared.empty:
        return "too few have enough data to be compared."
    n = compared["segment"].nunique()
    apart = compared[compared["is_apart"]]
    if apart.empty:
        return f"none of {n:,} can be told apart from the others: what differs may be chance."
    parts = [_told(held) for _, held in apart.groupby("metric", sort=False)]
    more = len(parts) - _MOST_NAMED
    rest = f" So can some by {counted(more, 'more figure')}." if more > 0 else ""
    alike = compared.loc[~compared["metric"].isin(apart["metric"]), "label"].unique()
    rest += f" By {_listed(alike)} none can be told apart." if len(alike) else ""
    return (
        f"these can be told apart from the others. {'; '.join(parts[:_MOST_NAMED])}.{rest} "
        "Where no segment is named, what differs may be chance."
    )


def _listed(names: Sequence[str], most: int = _MOST_NAMED) -> str:
    shown = list(names[:most])
    more = len(names) - len(shown)
    return ", ".join([*map(short, shown), f"{more:,} more"] if more else map(short, shown))


def _told(apart: pd.DataFrame) -> str:
    """Who is better and who is worse by one metric, the furthest from the others first."""
    first = apart.iloc[0]
    is_better = (apart["difference"] > 0) == (first["better"] == "higher")
    said = []
    for word, held in (("better", apart[is_better]), ("worse", apart[~is_better])):
        if len(held):
            far = held.loc[held["difference"].abs().sort_values(ascending=False).index]
            names = [_named(row) for row in far.head(_MOST_NAMED).to_dict("records")]
            names += [f"{len(far) - _MOST_NAMED:,} more"] if len(far) > _MOST_NAMED else []
            said.append(f"{word} in {', '.join(names)}")
    return f"{first['label']}: {', '.join(said)}"


def _named(row: dict) -> str:
    value, others = (spoken(row["unit"], row[name]) for name in ("value", "others"))
    return f"{short(row['segment'])} ({value} of {row['n']:,.0f}; the others {others})"


def _caveats(table: pd.DataFrame, compared: pd.DataFrame) -> list[str]:
    caveats = []
    if len(compared):
        caveats.append(
            "Ranks and differences hold for all segments of one figure together; over many figures "
            "one may stand out by chance. They say who differs, and not why."
        )
    bare = table.groupby("label", sort=False)["is_enough"].any()
    if not bare.all():
        caveats.append(f"Nobody has enough data for {', '.join(bare.index[~bare])}.")
    totals = table[table["rank"].notna()]
    totals = totals[[is_total(*of) for of in zip(totals["metric"], totals["unit"], strict=True)]]
    if len(totals):
        names = ", ".join(totals["label"].unique())
        caveats.append(f"{names}: they grow with the segment, so they are ranked by size alone.")
    return [*caveats, *_of_few(table[table["label"].isin(bare.index[bare])])]


def _of_few(table: pd.DataFrame) -> Iterator[str]:
    """Who has too few cases, by figures that somebody has enough for; each list of names once."""
    few = table[~table["is_enough"]].sort_values("segment", kind="stable")
    lists = few.groupby("label", sort=False)["segment"].agg(tuple)
    for names, labels in lists.groupby(lists, sort=False):
        yield f"Too few cases for {_listed(list(labels.index))}: {_listed(names, _MOST_FEW)}."
