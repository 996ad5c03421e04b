"""Which reasons for giving leads back come from which source."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.feedback.apart import apart
from alignment.measures.loop import NOT_RECORDED
from alignment.measures.names import quoted
from alignment.measures.rates import counted, number, percent, spoken_rate, with_rate
from alignment.measures.service.episodes import Episodes
from alignment.measures.service.rejections import marked
from alignment.period import Period

NAME, QUESTION = "reasons_by_source", "which reasons come from which source"
MOST = 30
"""So many sources and so many reasons are held against each other, the most frequent ones."""
READ = ["handed_off_at", "returned_at", "returned_to", "is_taken_back", "reason", "source"]
KINDS = [*terms.DETOURS, *terms.STAGES]


def reasons_by_source(episodes: Episodes, period: Period) -> Finding:
    """Why Sales gave back hand-offs of `period` within its days to qualify, by source.

    Only hand-offs as old as those days count; what Marketing itself took back is no rejection.

    Returns
    -------
    Finding
        One row a source, kind (``recycled``, ``disqualified``, or the earlier stage that the lead
        was moved to) and reason, sources with most hand-offs first, the unrecorded last: source,
        kind, reason, n, n_handed (of the source, old enough), rate (n ÷ n_handed), rate_low,
        rate_high, is_enough, rate_elsewhere (of all other sources; missing: too few here or
        there), is_clear (the two can be told apart, of all rows compared: see
        `alignment.measures.feedback.apart`). A reason that a source never had stands at 0.
    """
    handed = episodes.decisions
    handed = handed[period.holds(handed["handed_off_at"])] if len(handed) else handed
    if handed.empty:
        return unanswered(NAME, QUESTION, f"hand-offs {period.when} (stage changes)")
    marks = marked(episodes, handed[READ])
    judged, least_count = marks[marks["is_mature"]], episodes.journeys.least_count
    table = _table(judged, least_count)
    found = telling(table)
    return Finding(
        table,
        _sentence(table, found, judged, period, least_count),
        tuple(_caveats(episodes, table, judged, len(marks) - len(judged))),
        NAME,
        _figures(table, found),
    )


def telling(table: pd.DataFrame) -> pd.DataFrame:
    """The pairs that come more often than elsewhere, with n_more: how many leads beyond that share,
    most first. What is not recorded tells nothing."""
    if table.empty:
        return table
    is_known = (table["source"] != NOT_RECORDED) & (table["reason"] != NOT_RECORDED)
    rows = table[table["is_clear"] & is_known & (table["rate"] > table["rate_elsewhere"])]
    more = rows["n"] - rows["rate_elsewhere"] * rows["n_handed"]
    return rows.assign(n_more=more).sort_values("n_more", ascending=False, kind="stable")


def pair_words(row: pd.Series, least_count: int) -> str:
    """How often a pair comes, with its interval, and elsewhere."""
    own = spoken_rate(int(row["n"]), int(row["n_handed"]), least_count, "hand-offs")
    return f"{own}, elsewhere {percent(row['rate_elsewhere'])}"


def _table(judged: pd.DataFrame, least_count: int) -> pd.DataFrame:
    back = judged["is_back"].to_numpy(dtype=bool)
    if not back.any():
        return pd.DataFrame()
    source, sources = pd.factorize(judged["source"].astype("string").fillna(NOT_RECORDED))
    end, ends = _ends(judged[back])
    n_handed, given = np.bincount(source), np.bincount(end)
    hits = np.zeros((len(sources), len(ends)), dtype=np.int64)
    np.add.at(hits, (source[back], end), 1)
    own, why = _shown_sources(sources, n_handed), _shown_ends(ends, given)
    shown = [ends[place] for place in why]
    table = pd.DataFrame(
        {
            "source": np.repeat(np.asarray(sources[own], dtype=object), len(why)),
            "kind": [kind for kind, _ in shown] * len(own),
            "reason": [reason for _, reason in shown] * len(own),
            "n": hits[np.ix_(own, why)].ravel(),
            "n_handed": np.repeat(n_handed[own], len(why)),
        }
    )
    table = with_rate(table, "n", "n_handed", least_count)
    return apart(table, "n", "n_handed", np.tile(given[why], len(own)), len(judged), least_count)


def _ends(back: pd.DataFrame) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """The kind and reason by which each was given back: places in the list beside it."""
    kind, kinds = pd.factorize(back["returned_to"])
    reason, reasons = pd.factorize(back["reason"])
    known, end = np.unique(kind * len(reasons) + reason, return_inverse=True)
    pairs = (divmod(int(code), len(reasons)) for code in known)
    return end, [(str(kinds[k]), str(reasons[r])) for k, r in pairs]


def _shown_sources(sources: pd.Index, n_handed: np.ndarray) -> list[int]:
    """The places of the largest sources, in the order of the table."""
    most = sorted(range(len(sources)), key=lambda place: (-n_handed[place], sources[place]))[:MOST]
    return sorted(most, key=lambda place: sources[place] == NOT_RECORDED)


def _shown_ends(ends: list[tuple[str, str]], given: np.ndarray) -> list[int]:
    """The same of the most frequent reasons, kind by kind."""
    most = sorted(range(len(ends)), key=lambda place: (-given[place], ends[place]))[:MOST]
    return sorted(most, key=lambda place: KINDS.index(ends[place][0]))


def _sentence(
    table: pd.DataFrame,
    found: pd.DataFrame,
    judged: pd.DataFrame,
    period: Period,
    least_count: int,
) -> str:
    n_back = int(judged["is_back"].sum())
    begun = f"Of {counted(len(judged), 'hand-off')} {period.when} old enough to judge"
    if not n_back:
        return f"{begun}, Sales gave none back in time."
    n_compared = int(table["rate_elsewhere"].notna().sum())
    if not n_compared:
        return f"{begun}, {n_back:,} were given back: not enough data to compare the sources."
    begun = f"{begun}, {n_back:,} were given back. Of {counted(n_compared, 'pair')} of source and"
    if found.empty:
        return f"{begun} reason, none can be told to come more often than from the other sources."
    top = found.iloc[0]
    told = f"{quoted(top['reason'])} from {quoted(top['source'])}: {pair_words(top, least_count)}"
    if len(found) == 1:
        return f"{begun} reason, one comes more often than from the other sources, {told}."
    return (
        f"{begun} reason, {len(found):,} come more often than from the other sources; most of all "
        f"{told}."
    )


def _caveats(
    episodes: Episodes, table: pd.DataFrame, judged: pd.DataFrame, n_young: int
) -> Iterator[str]:
    days = episodes.agreement.service_levels.sales.qualification_within_days
    yield (
        f"Given back within {days} days of the hand-off; a reason given later is not counted. A "
        "lead handed off again counts again."
    )
    yield "Reasons are those that Sales wrote down: owners may use them differently."
    if n_young:
        verb = "is" if n_young == 1 else "are"
        yield f"{counted(n_young, 'hand-off')} {verb} younger than that and in no share."
    if len(table) and table["is_clear"].any():
        yield (
            "A pair is told apart where chance would find any such at most once in twenty reviews, "
            "however many are compared (Fisher's exact test, Bonferroni)."
        )
    n_sources = judged["source"].nunique()
    back = judged[judged["is_back"]]
    n_reasons = len(back[["returned_to", "reason"]].drop_duplicates())
    if max(n_sources, n_reasons) > MOST:
        yield (
            f"Of {counted(n_sources, 'source')} and {counted(n_reasons, 'reason')} the {MOST} most "
            "frequent are shown; the others count as elsewhere."
        )


def _figures(table: pd.DataFrame, found: pd.DataFrame) -> dict[str, object]:
    if table.empty:
        return {"n_compared": 0, "n_clear": 0}
    top = found.iloc[0] if len(found) else None
    return {
        "n_compared": int(table["rate_elsewhere"].notna().sum()),
        "n_clear": len(found),
        "top_source": None if top is None else str(top["source"]),
        "top_reason": None if top is None else str(top["reason"]),
        "top_rate": None if top is None else number(top["rate"]),
        "top_rate_elsewhere": None if top is None else number(top["rate_elsewhere"]),
    }
