"""What Sales gives back, why, and from where it came."""

from collections.abc import Sequence

import pandas as pd

from alignment import terms
from alignment.finding import Finding, unanswered
from alignment.measures.loop import NOT_RECORDED
from alignment.measures.rates import counted, percent, spoken_rate, with_rate
from alignment.measures.service.episodes import Episodes
from alignment.measures.service.promises import agreed_reasons
from alignment.measures.service.splits import split
from alignment.measures.service.words import taken_back_words
from alignment.period import DAY, Period

GIVEN = "reason"


def rejections(
    episodes: Episodes, period: Period, by: Sequence[str] = ("source", "owner")
) -> Finding:
    """The share of hand-offs in `period` that Sales gave back within its days to qualify.

    What Marketing itself took back is no rejection: it stays among the others, and is told.

    Parameters
    ----------
    by : sequence of str
        Columns of the episodes to split by, or ``weekday`` and ``hour``.

    Returns
    -------
    Finding
        One row for all; one a reason (dimension ``reason``, of all mature hand-offs); then one a
        dimension and value: dimension, value, returned_to (of a reason: ``recycled``,
        ``disqualified`` or a stage before the hand-off), is_agreed (of a reason: both teams agreed
        on it for that end), n_mature, n_immature, n_returned, rate, rate_low, rate_high, is_enough,
        most_often (the reason given most).
    """
    name, question = "rejections", "what Sales gives back"
    handed = episodes.decisions
    handed = handed[period.holds(handed["handed_off_at"])] if len(handed) else handed
    if handed.empty:
        return unanswered(name, question, f"hand-offs {period.when} (stage changes)")
    marks = marked(episodes, handed)
    rows = [_row("all", "all", marks), *_by_reason(episodes, marks)]
    for dimension in by:
        groups = split(marks, dimension, episodes.journeys.zone)
        rows += [_row(dimension, value, own) for value, own in groups]
    least_count = episodes.journeys.least_count
    table = with_rate(pd.DataFrame(rows), "n_returned", "n_mature", least_count)
    return Finding(
        table,
        _sentence(episodes, table, marks, period),
        tuple(_caveats(episodes, table, marks)),
        name,
        {
            "n_mature": int(table["n_mature"].iloc[0]),
            "n_returned": int(table["n_returned"].iloc[0]),
            "rate": _rate(table.iloc[0]),
        },
    )


def marked(episodes: Episodes, handed: pd.DataFrame) -> pd.DataFrame:
    """The hand-offs since decisions were recorded, with is_mature (the days to qualify are over),
    is_back (of those: given back by Sales within them) and reason as text, never missing.

    Parameters
    ----------
    handed : DataFrame
        Of `Episodes.decisions`.
    """
    start = episodes.decided_recorded_from
    known = handed if start is None else handed[handed["handed_off_at"] >= start]
    ends = known["handed_off_at"] + _days(episodes) * DAY
    is_old = ends <= episodes.journeys.as_of
    return known.assign(
        is_mature=is_old,
        is_back=is_old & (known["returned_at"] <= ends) & ~known["is_taken_back"],
        reason=known["reason"].astype("string").fillna(NOT_RECORDED),
    )


def _days(episodes: Episodes) -> int:
    return episodes.agreement.service_levels.sales.qualification_within_days


def _row(dimension: str, value: str, marks: pd.DataFrame) -> dict[str, object]:
    back = marks[marks["is_back"]]
    given = back["reason"].value_counts()
    return {
        "dimension": dimension,
        "value": value,
        "returned_to": None,
        "is_agreed": None,
        "n_mature": int(marks["is_mature"].sum()),
        "n_immature": int((~marks["is_mature"]).sum()),
        "n_returned": len(back),
        "most_often": str(given.index[0]) if len(given) else None,
    }


def _by_reason(episodes: Episodes, marks: pd.DataFrame) -> list[dict[str, object]]:
    back = marks[marks["is_back"]]
    counts = back.groupby(["returned_to", "reason"]).size().sort_values(ascending=False)
    whole = _row(GIVEN, "", marks)
    return [
        {
            **whole,
            "value": reason,
            "returned_to": kind,
            "is_agreed": reason in agreed_reasons(episodes, str(kind)),
            "n_returned": int(n),
            "most_often": None,
        }
        for (kind, reason), n in counts.items()
    ]


def _sentence(episodes: Episodes, table: pd.DataFrame, marks: pd.DataFrame, period: Period) -> str:
    every = table.iloc[0]
    least_count = episodes.journeys.least_count
    said = spoken_rate(int(every["n_returned"]), int(every["n_mature"]), least_count, "hand-offs")
    begun = (
        f"Of the leads handed off {period.when}, given back within {_days(episodes)} days: {said}"
    )
    if not every["n_returned"]:
        return f"{begun}."
    back = marks[marks["is_back"]]
    ends = [(str(kind), own["reason"]) for kind, own in back.groupby("returned_to")]
    parts = [
        f"{len(given):,} {_moved(kind)}, most often for “{given.value_counts().index[0]}”"
        for kind, given in ends
    ]
    n_bare = int((back["reason"] == NOT_RECORDED).sum())
    bare = (
        f" No reason is recorded for {n_bare:,} ({percent(n_bare / len(back))})." if n_bare else ""
    )
    return f"{begun}: {', '.join(parts)}.{bare}"


def _moved(kind: str) -> str:
    return kind if kind in terms.DETOURS else f"moved back to {terms.STAGE_LABELS[kind]}"


def _caveats(episodes: Episodes, table: pd.DataFrame, marks: pd.DataFrame) -> list[str]:
    caveats = [
        "A lead handed off again counts again; one given back later than that counts as kept.",
        *taken_back_words(int(marks["is_taken_back"].sum())),
    ]
    if n_young := int(table["n_immature"].iloc[0]):
        verb = "is" if n_young == 1 else "are"
        caveats.append(
            f"{counted(n_young, 'hand-off')} {verb} younger than {_days(episodes)} days and in no "
            "share."
        )
    if episodes.decided_recorded_from is not None:
        day = episodes.journeys.day(episodes.decided_recorded_from)
        caveats.append(f"Hand-offs from before {day} are left out: decisions were not recorded.")
    return caveats


def _rate(row: pd.Series) -> float | None:
    return float(row["rate"]) if row["is_enough"] else None
