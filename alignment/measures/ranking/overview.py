"""Segments beside each other, a line each, as an index of their pages needs them."""

from collections.abc import Mapping

import pandas as pd

from alignment.finding import Finding, unanswered
from alignment.measures.attainment import AT_RISK, BREACH, NOT_ENOUGH, PASS
from alignment.measures.names import short
from alignment.measures.ranking.words import is_total, spoken
from alignment.measures.rates import counted

VERDICTS = {
    "n_pass": PASS,
    "n_at_risk": AT_RISK,
    "n_breach": BREACH,
    "n_not_enough_data": NOT_ENOUGH,
}
SIZES = {"n_leads": "n_leads_looked_back_on", "n_won": "n_won_looked_back_on"}
"""Of a segment, in all the months that its own page looks back on."""
_MOST_NAMED = 5


def ranking_table(rows: pd.DataFrame) -> Finding:
    """One line a segment: its size, its verdicts and its figures as text.

    Parameters
    ----------
    rows : DataFrame
        As `alignment.measures.ranking.ranked` takes them; of a segment's n_leads and n_won, in
        all months looked back on, where there are such columns, the first is taken.

    Returns
    -------
    Finding
        One row a segment, the largest first: segment, n_leads_looked_back_on, n_won_looked_back_on
        (where they are given), n_pass, n_at_risk, n_breach, n_not_enough_data (of its figures with
        a verdict), and a column a
        metric, named by its key: `64% (58% to 70%)`, or `not enough data (7)`, of how many cases;
        of a total without enough the figure alone. Missing: the segment has no such figure.
    """
    if rows.empty:
        return unanswered("segments", "how segments compare", "segments with figures")
    sizes = [name for name in SIZES if name in rows]
    table = rows.groupby("segment", sort=False)[sizes].first().rename(columns=SIZES)
    for name, verdict in VERDICTS.items():
        of_each = (rows["verdict"] == verdict).groupby(rows["segment"], sort=False).sum()
        table[name] = of_each.astype(int)
    counts = table.reset_index()
    if (n := SIZES["n_leads"]) in counts:
        counts = counts.sort_values([n, "segment"], ascending=[False, True], kind="stable")
    table = counts.set_index("segment")
    texts = pd.Series([_written(row) for row in rows.to_dict("records")], dtype=object)
    for metric in rows["metric"].unique():
        own = (rows["metric"] == metric).to_numpy()
        table[metric] = pd.Series(texts[own].to_numpy(), rows.loc[own, "segment"])
    table = table.reset_index()
    figures = {name: int(counts[name].sum()) for name in VERDICTS}
    return Finding(
        table,
        _sentence(counts),
        ("Every segment is held against the same targets, those agreed for all leads.",),
        "segments",
        {"n_segments": len(table), **figures},
    )


def _written(row: Mapping) -> str:
    unit, known = row["unit"], pd.notna(row["value"])
    if row["verdict"] == NOT_ENOUGH or not known:
        if known and is_total(row["metric"], unit):
            return spoken(unit, row["value"])
        return f"not enough data ({row['n']:,.0f})" if pd.notna(row["n"]) else "not known"
    value = spoken(unit, row["value"])
    if pd.isna(row["low"]) or pd.isna(row["high"]):
        return value
    return f"{value} ({spoken(unit, row['low'])} to {spoken(unit, row['high'])})"


def _sentence(table: pd.DataFrame) -> str:
    of = f"{counted(len(table), 'segment')}"
    if (n := SIZES["n_leads"]) in table:
        of += f" with {counted(int(table[n].sum()), 'lead')} in the months looked back on"
    broken = table[table["n_breach"] > 0].sort_values("n_breach", ascending=False, kind="stable")
    if not table[["n_pass", "n_at_risk", "n_breach"]].to_numpy().any():
        return f"{of}: none has enough data to be judged by any target."
    if broken.empty:
        return f"{of}: none that can be judged surely misses a target."
    named = [
        f"{short(row.segment)} ({row.n_breach})" for row in broken.head(_MOST_NAMED).itertuples()
    ]
    more = len(broken) - len(named)
    named += [f"{more:,} more"] if more else []
    verb = "misses" if len(broken) == 1 else "miss"
    return f"{of}: {len(broken):,} surely {verb} a target: {', '.join(named)}."
