"""What speaks against buying, as Sales wrote it down: why leads came back and deals were lost."""

from collections.abc import Iterator

import pandas as pd

from alignment.agreement import Agreement
from alignment.finding import Finding, unanswered
from alignment.history import History
from alignment.measures.journeys import Journeys, sql_text
from alignment.measures.loop import NOT_RECORDED
from alignment.measures.rates import counted, percent, wilson, with_rate
from alignment.measures.service.episodes import Episodes
from alignment.period import Period

NAME = "objections"
GIVEN_BACK, LOST = "given back", "lost"
KINDS = {GIVEN_BACK: ("lead", "given back by Sales"), LOST: ("deal", "lost")}
"""What each kind counts, and what befell it."""


def objections(
    history: History,
    agreement: Agreement,
    journeys: Journeys,
    period: Period,
    beside: Journeys | None = None,
) -> Finding:
    """Why Sales gave leads back in `period`, and why deals were lost, among some leads.

    What Marketing itself took back is no objection; a lead given back twice counts twice.

    Parameters
    ----------
    journeys : Journeys
        Of the leads asked about.
    beside : Journeys or None
        Of all leads, of whom those not asked about are compared; None: all that `journeys` is
        narrowed from.

    Returns
    -------
    Finding
        One row a kind (given back, lost) and reason, most frequent first within the kind, the
        unrecorded last: kind, reason, n, n_of (all given back, all lost, whether a reason is
        recorded or not), rate (n ÷ n_of), rate_low, rate_high, rate_elsewhere (the same among the
        other leads; missing: too few of them), compared (more or less often than
        elsewhere, where the intervals lie apart; else alike; missing: not known), is_enough.
    """
    every = journeys.everybody if beside is None else beside
    told = _told(history, agreement, every, period)
    # ten times as fast as isin, where the ids are a million texts
    is_own = pd.Index(journeys.table["lead_id"]).get_indexer(told["lead_id"]) >= 0
    own, others = told[is_own], told[~is_own]
    if own.empty:
        needs = f"leads given back by Sales or lost deals {period.when}"
        return unanswered(NAME, "what speaks against buying", needs)
    table = _compared(_counted(own), others, journeys.least_count)
    return Finding(
        table,
        _sentence(table, period, journeys.least_count),
        tuple(_caveats(table)),
        NAME,
        {
            "n_given_back": int((own["kind"] == GIVEN_BACK).sum()),
            "n_lost": int((own["kind"] == LOST).sum()),
        },
    )


def _told(
    history: History, agreement: Agreement, journeys: Journeys, period: Period
) -> pd.DataFrame:
    """One row a lead given back and a deal lost: kind, lead_id, reason."""
    course = Episodes.of(history, agreement, journeys).course
    back = course.ends[period.holds(course.ends["settled_at"])]
    moved = course.moves(back, history)
    back = back.assign(reason=moved["reason"], kind=GIVEN_BACK)
    parts = [back.loc[~moved["team"].eq("marketing").fillna(False), ["lead_id", "reason", "kind"]]]
    ends = {"start_at": period.start_at, "end_at": period.end_at, "as_of": journeys.as_of}
    lost = history.query(sql_text("campaign/lost_deals"), settings=pd.DataFrame([ends]))
    parts.append(lost.assign(kind=LOST))
    told = pd.concat(parts, ignore_index=True)
    return told.assign(reason=told["reason"].astype("string").fillna(NOT_RECORDED))


def _counted(told: pd.DataFrame) -> pd.DataFrame:
    """One row a kind and reason, in the order of the finding."""
    found = told.groupby(["kind", "reason"]).size().rename("n").reset_index()
    found["n_of"] = found.groupby("kind")["n"].transform("sum")
    found["is_bare"] = found["reason"] == NOT_RECORDED
    order = ["kind", "is_bare", "n", "reason"]
    found = found.sort_values(order, ascending=[True, True, False, True], ignore_index=True)
    return found.drop(columns="is_bare")


def _compared(table: pd.DataFrame, others: pd.DataFrame, least_count: int) -> pd.DataFrame:
    """With the rates, and those of the other leads."""
    table = with_rate(table, "n", "n_of", least_count)
    n_of = table["kind"].map(others["kind"].value_counts()).fillna(0)
    pairs = pd.MultiIndex.from_frame(table[["kind", "reason"]])
    n = others.groupby(["kind", "reason"]).size().reindex(pairs, fill_value=0).to_numpy()
    n_of = n_of.where(n_of >= max(least_count, 1))
    low, high = wilson(pd.Series(n, table.index), n_of)
    is_known = table["is_enough"] & n_of.notna()
    compared = pd.Series("alike", table.index, dtype=object)
    compared = compared.mask(table["rate_low"] > high, "more often")
    compared = compared.mask(table["rate_high"] < low, "less often").where(is_known, None)
    return table.assign(rate_elsewhere=n / n_of, compared=compared)[
        [name for name in table if name != "is_enough"]
        + ["rate_elsewhere", "compared", "is_enough"]
    ]


def _sentence(table: pd.DataFrame, period: Period, least_count: int) -> str:
    parts = [
        _said(table[table["kind"] == kind], *words, least_count)
        for kind, words in KINDS.items()
        if (table["kind"] == kind).any()
    ]
    when = period.when[:1].upper() + period.when[1:]
    return f"{when}: {'; '.join(parts)}."


def _said(rows: pd.DataFrame, noun: str, befell: str, least_count: int) -> str:
    """How many of a kind there were, and the reason named most."""
    n = int(rows["n_of"].iloc[0])
    verb = "was" if n == 1 else "were"
    start = f"{counted(n, noun)} {verb} {befell}"
    top = rows.iloc[0]
    if top["reason"] == NOT_RECORDED:
        return f"{start}, none with a reason"
    named = f"{start}, most often for “{top['reason']}”"
    if not top["is_enough"]:
        return f"{named} ({top['n']:,}; a share takes {least_count:,})"
    share = f"{percent(top['rate'])}, 95% interval {percent(top['rate_low'])} to "
    return f"{named} ({share}{percent(top['rate_high'])}{_elsewhere(top)})"


def _elsewhere(row: pd.Series) -> str:
    if pd.isna(row["rate_elsewhere"]):
        return ""
    rate = percent(row["rate_elsewhere"])
    if row["compared"] == "alike":
        return f"; of the other leads {rate}, which cannot be told apart"
    return f"; {row['compared']} than of the other leads, {rate}"


def _caveats(table: pd.DataFrame) -> Iterator[str]:
    yield (
        "Reasons are those that Sales wrote down: what kept a lead from buying may have been "
        "another."
    )
    bare = table[table["reason"] == NOT_RECORDED]
    for row in bare.to_dict("records"):
        noun, befell = KINDS[row["kind"]]
        n = f"{row['n']:,} of {counted(row['n_of'], noun)} {befell}"
        yield f"No reason is recorded for {n}: they stand in every share."
    for kind, (noun, befell) in KINDS.items():
        if not (table["kind"] == kind).any():
            yield f"No {noun} was {befell} in that time, or none is recorded."
    if n_compared := int(table["compared"].notna().sum()):
        yield (
            f"{counted(n_compared, 'reason')} can be compared with the other leads; more or less "
            "often is said where the 95% intervals do not touch, which may happen by chance."
        )
