"""What stands out of the hand-offs beyond chance, as lines of feedback."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from alignment.measures.attainment import BREACH
from alignment.measures.feedback.acts import act
from alignment.measures.feedback.apart import apart
from alignment.measures.feedback.line import Line
from alignment.measures.feedback.reasons_by_source import pair_words, telling
from alignment.measures.journeys import Journeys
from alignment.measures.loop import NOT_RECORDED
from alignment.measures.names import quoted
from alignment.measures.rates import counted, percent, spoken_rate, with_rate
from alignment.measures.service.episodes import Episodes
from alignment.measures.service.promises import accepted, first_contact, given_back
from alignment.measures.working import spoken_hours
from alignment.period import Period

MOST_REASONS = 3
MOST_NAMED = 3
"""Reasons that nobody agreed on are named up to so many."""
LESS = "Look through ten of these with Sales, and wait for one more sign before the hand-off."
MORE = "See whether more like these can be had, and at what cost."
TOUCH = "Settle who takes a new hand-off, and by when; begin with those not touched yet."
NAME_IT = "Name one of the agreed reasons whenever a lead goes back."
AGREE = "Agree on these reasons at the review, or stop using them."


def of_reasons(
    table: pd.DataFrame, journeys: Journeys, month: Period, n_months: int
) -> Iterator[Line]:
    """Reasons that come more often from one source, of the table of `reasons_by_source`.

    Those of sources that still bring leads come first.
    """
    rows = telling(table)
    if rows.empty:
        return
    rows = rows.assign(is_past=_is_past(rows["source"], journeys, month))
    rows = rows.sort_values("is_past", kind="stable")
    for _, row in rows.head(MOST_REASONS).iterrows():
        reason, source = quoted(row["reason"]), quoted(row["source"])
        yield Line(
            "marketing",
            "reason",
            f"{reason} comes from {source} more often than from other sources",
            f"{pair_words(row, journeys.least_count)}{_since(row, month)}",
            act(row["reason"], row["kind"]),
            int(row["n_handed"]),
            float(row["n_more"]) / n_months,
            bool(row["is_past"]),
        )


def _is_past(source: pd.Series, journeys: Journeys, month: Period) -> pd.Series:
    """Whether no lead came from each source in the month."""
    leads = journeys.table
    return ~source.isin(leads.loc[month.holds(leads["created_at"]), "source"].unique())


def _since(row: pd.Series, month: Period) -> str:
    return f"; no lead came from there {month.when}" if row["is_past"] else ""


def of_sources(episodes: Episodes, month: Period, period: Period) -> Iterator[Line]:
    """Sources of which Sales accepts fewer, or more, than of the others: the largest of each.

    One that still brings leads comes before one that does not.
    """
    levels = episodes.agreement.service_levels
    judged = accepted(episodes, levels, period).rows
    if judged.empty:
        return
    least_count, n_months = episodes.journeys.least_count, len(period.months)
    table = _by_source(judged, least_count)
    table = table[table["is_clear"] & (table["source"] != NOT_RECORDED)]
    more = (table["n_met"] - table["rate_elsewhere"] * table["n"]) / n_months
    is_past = _is_past(table["source"], episodes.journeys, month)
    table = table.assign(more=more, far=more.abs(), is_past=is_past)
    table = table.sort_values(["is_past", "far"], ascending=[True, False], kind="stable")
    ends = (table[table["more"] < 0], "fewer", LESS), (table[table["more"] > 0], "more", MORE)
    for rows, word, advice in ends:
        if rows.empty:
            continue
        row = rows.iloc[0]
        rate = spoken_rate(int(row["n_met"]), int(row["n"]), least_count, "hand-offs")
        within = levels.sales.qualification_within_days
        yield Line(
            "marketing",
            "source",
            f"Sales accepts {word} of the leads from {quoted(row['source'])} than of the others",
            f"{rate} within {within} days, elsewhere {percent(row['rate_elsewhere'])}"
            f"{_since(row, month)}",
            advice,
            int(row["n"]),
            float(row["far"]),
            bool(row["is_past"]),
        )


def _by_source(judged: pd.DataFrame, least_count: int) -> pd.DataFrame:
    place, sources = pd.factorize(judged["source"].astype("string").fillna(NOT_RECORDED), sort=True)
    is_met = judged["is_met"].to_numpy(dtype=bool)
    table = pd.DataFrame(
        {
            "source": np.asarray(sources, dtype=object),
            "n": np.bincount(place),
            "n_met": np.bincount(place, is_met).astype(np.int64),
        }
    )
    table = with_rate(table, "n_met", "n", least_count)
    n_met = np.full(len(table), int(is_met.sum()))
    return apart(table, "n_met", "n", n_met, len(judged), least_count)


def of_first_contact(episodes: Episodes, month: Period) -> Iterator[Line]:
    """That Sales touched too few of the month's hand-offs in time, where that is a breach."""
    levels = episodes.agreement.service_levels
    kept = first_contact(episodes, levels, month)
    if kept.verdict != BREACH:
        return
    within = spoken_hours(levels.sales.first_contact_within_hours)
    n_untouched = int(kept.rows["first_touch_at"].isna().sum())
    untouched = f"; {n_untouched:,} not touched at all so far" if n_untouched else ""
    rate = spoken_rate(kept.n_met, kept.n, kept.least_count, "hand-offs")
    yield Line(
        "sales",
        "first_contact",
        "Too few of Marketing's leads are touched in time",
        f"{rate} within {within}, {percent(kept.target)} promised{untouched}",
        TOUCH,
        kept.n,
        kept.target * kept.n - kept.n_met,
    )


def of_bare_ends(episodes: Episodes, month: Period) -> Iterator[Line]:
    """Leads given back in the month without a reason, or for one that nobody agreed on."""
    if episodes.hand_offs.empty:
        return
    back = given_back(episodes, month)
    is_bare = back["reason"].isna()
    other = back.loc[~is_bare & ~back["is_met"], "reason"]
    least_count = episodes.journeys.least_count
    found = (
        ("no_reason", "Leads come back without a reason", int(is_bare.sum()), "", NAME_IT),
        (
            "other_reason",
            "Reasons are named that nobody agreed on",
            len(other),
            _named(other),
            AGREE,
        ),
    )
    for about, what, n, named, advice in found:
        if n:
            rate = spoken_rate(n, len(back), least_count, "given back")
            yield Line("sales", about, what, f"{rate}{named}", advice, len(back), float(n))


def _named(reasons: pd.Series) -> str:
    counts = reasons.groupby(reasons).size().sort_values(ascending=False, kind="stable")
    told = [f"{quoted(reason)} ({n:,})" for reason, n in counts.head(MOST_NAMED).items()]
    more = len(counts) - len(told)
    return f": {', '.join(told)}" + (f" and {counted(more, 'other')}" if more else "")
