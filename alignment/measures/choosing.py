"""Which threshold: what Sales can take, what a hand-off is worth, and when a lead comes back."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from alignment import terms
from alignment.agreement import Score
from alignment.agreement.rule import joined, number
from alignment.errors import AlignmentError, Problem
from alignment.finding import Finding, unanswered
from alignment.measures.rates import counted, percent, points, with_rate
from alignment.measures.rates import number as figure
from alignment.measures.replay import Replay, told
from alignment.measures.tick import Tick

WEEKS_OF_A_MONTH = 2
"""A month that the history covers for less is not held against a number a week."""


def capacity(replay: Replay, score: Score, per_week: float | None) -> Finding:
    """The lowest threshold whose hand-offs Sales can take, and what it costs in recall.

    Parameters
    ----------
    per_week : float or None
        Hand-offs that Sales can take; None where nobody has said: then there is no answer.

    Returns
    -------
    Finding
        One row a threshold: threshold, per_week, recall, precision, precision_low, precision_high,
        n_months_over (months with more a week, of those that the history covers for two weeks or
        more), is_within (its hand-offs fit, over all).

    Raises
    ------
    AlignmentError
        Where `per_week` is missing or negative.
    """
    if per_week is None:
        needs = "how many hand-offs a week Sales can take"
        return unanswered("capacity", "which threshold Sales can take", needs)
    if not 0 <= per_week < np.inf:
        problem = Problem("per_week", str(per_week), "0 or more hand-offs a week")
        raise AlignmentError("What Sales can take cannot be held against hand-offs.", [problem])
    if replay.leads.table.empty:
        return unanswered("capacity", "how many hand-offs Sales would get", "leads")
    crossed = replay.crossed(score, by="month", since=replay.judged_from)
    whole, months = crossed.table(), crossed.table("month")
    if whole["per_week"].isna().all():
        sentence = "There is not enough data for a number a week: the history covers no week."
        return Finding(pd.DataFrame(), sentence, name="capacity")
    is_long = crossed.n_weeks >= WEEKS_OF_A_MONTH
    a_week = months["per_week"].to_numpy().reshape(len(crossed.periods), -1)[is_long]
    table = whole[
        ["threshold", "per_week", "recall", "precision", "precision_low", "precision_high"]
    ].assign(n_months_over=(a_week > per_week).sum(axis=0), is_within=whole["per_week"] <= per_week)
    caveats = (
        "A lead counts by its first hand-off only; those that come back and qualify again are "
        "more work on top.",
        *told.caveats(replay, score, told.own_row(crossed), since=crossed.since),
    )
    own = table[table["threshold"] == score.hand_off_at].iloc[0]
    fits = table[table["is_within"]]
    first = fits.iloc[0] if len(fits) else None
    is_steady = table["is_within"] & (table["n_months_over"] == 0)
    every = figure(table.loc[is_steady, "threshold"].min())
    sentence = _capacity_words(replay, per_week, own, first, every, len(a_week))
    figures = {
        "threshold": None if first is None else figure(first["threshold"]),
        **{key: None if first is None else figure(first[key]) for key in ("per_week", "recall")},
        "own_per_week": figure(own["per_week"]),
        "own_recall": figure(own["recall"]),
        "n_months_over": None if first is None else int(first["n_months_over"]),
        "n_months": len(a_week),
        "threshold_every_month": every,
    }
    return Finding(table, sentence, caveats, "capacity", figures)


def _capacity_words(
    replay: Replay,
    per_week: float,
    own: pd.Series,
    first: pd.Series | None,
    every: float | None,
    n_months: int,
) -> str:
    takes = f"{number(per_week)} a week"
    if first is None:
        top = "Sales can take nobody" if not per_week else f"Sales can take {takes}"
        return f"{top}: at no threshold would the hand-offs be so few."
    said = [
        f"From {points(first['threshold'])} on the hand-offs fit into the {takes} that Sales can "
        f"take: {first['per_week']:.1f}{_recalled(replay, first)}."
    ]
    if first["threshold"] != own["threshold"]:
        said.append(
            f"At {points(own['threshold'])} it would be {own['per_week']:.1f} a week"
            f"{_recalled(replay, own)}."
        )
    over = int(first["n_months_over"])
    if over:
        steady = (
            "at no threshold would every month have been within"
            if every is None
            else f"{points(every)} is the lowest at which every month would have been within"
        )
        said.append(
            f"In {over:,} of {counted(n_months, 'month')} it would still have been more; {steady}."
        )
    return " ".join(said)


def _recalled(replay: Replay, row: pd.Series) -> str:
    if pd.isna(row["recall"]):
        return ""
    outcome = terms.OUTCOME_LABELS[replay.outcome]
    return f", and {percent(row['recall'])} of all {outcome} handed over before"


def two_thresholds(
    replay: Replay, score: Score, downs: Sequence[float] | None = None, bounce_days: int = 14
) -> Finding:
    """What becomes of stays in Sales as the lower threshold moves.

    Parameters
    ----------
    downs : sequence of float or None
        Values of `return_below`; None: five from well under the agreed one to close under
        `hand_off_at`.
    bounce_days : int
        A stay that ends so soon has bounced.

    Returns
    -------
    Finding
        One row a value, rising: return_below, is_own (the score's), n_episodes, n_leads, n_re_mql
        (stays that are a return to Sales), n_returned, n_converted (in Sales), n_open, n_bounced,
        n_old_enough, rate, rate_low, rate_high (bounced, of the stays begun `bounce_days` ago or
        earlier; missing below the least count), median_days (of the stays that came back).

    Raises
    ------
    AlignmentError
        Where a value is not less than `hand_off_at`; all are named.
    """
    wrong = [value for value in downs or () if not value < score.hand_off_at]
    if wrong:
        expected = f"less than hand_off_at ({number(score.hand_off_at)})"
        problems = [Problem("downs", number(value), expected) for value in wrong]
        raise AlignmentError("A lead cannot come back so.", problems)
    values = _downs(score) if downs is None else sorted({*map(float, downs), score.return_below})
    crossed = replay.crossed(score, at=[score.hand_off_at])
    found = {
        value: replay.episodes(
            score.model_copy(update={"return_below": value}), bounce_days, crossed
        )
        for value in values
    }
    if not any(stays.is_answered for stays in found.values()):
        return Finding(pd.DataFrame(), "No lead would have gone to Sales.", name="two_thresholds")
    rows = [{"return_below": value, **stays.figures} for value, stays in found.items()]
    table = pd.DataFrame(rows).drop(columns="bounce_rate")
    table.insert(1, "is_own", table["return_below"] == score.return_below)
    table = table.astype({"median_days": float})
    table = with_rate(table, "n_bounced", "n_old_enough", replay.least_count)
    return Finding(
        table,
        " ".join(_returning(table, bounce_days)),
        tuple(told.caveats(replay, score)),
        "two_thresholds",
        found[score.return_below].figures,
    )


def _downs(score: Score) -> list[float]:
    gap = score.hand_off_at - score.return_below
    steps = (-2 / 3, -1 / 3, 0, 1 / 3, 2 / 3)
    tried = {float(round(score.return_below + step * gap)) for step in steps}
    kept = {value for value in tried if value < score.hand_off_at}
    return sorted({*kept, score.return_below})


def _returning(table: pd.DataFrame, bounce_days: int) -> Iterator[str]:
    ends = table.iloc[[0, -1]]
    own = table[table["is_own"]].iloc[0]
    rows: Iterable[pd.Series] = [own, *(row for _, row in ends.iterrows() if not row["is_own"])]
    for row in rows:
        rate = percent(row["rate"]) if row["is_enough"] else "not enough data on those"
        yield (
            f"Back below {points(row['return_below'])}: {row['n_returned']:,} of "
            f"{counted(int(row['n_episodes']), 'stay')} come back ({rate} within {bounce_days} "
            f"days), {row['n_re_mql']:,} are a return to Sales."
        )


def spread(tick: Tick) -> Finding:
    """How high leads get: `Tick.spread`, and the share that reaches the score's own threshold."""
    table = tick.spread
    n = int(table[["n_converted", "n_missed", "n_immature"]].to_numpy().sum())
    if not n:
        return Finding(pd.DataFrame(), "No lead has any points.", name="spread")
    reached = tick.curves["n_handed_off"]
    middle = tick.curves.loc[reached >= n / 2, "threshold"].max()
    own = tick.score.hand_off_at
    n_own = int(tick.chosen["n_handed_off"])
    sentence = (
        f"Of {counted(n, 'lead')} with points, half get to {points(middle)} or more; "
        f"{percent(n_own / n)} reach {number(own)}."
    )
    figures = {"n_leads": n, "median_points": figure(middle), "n_reached": n_own}
    caveats = tuple(told.caveats(tick.replay, tick.score, tick.chosen, since=tick.crossed.since))
    return Finding(table, sentence, caveats, "spread", figures)


def steadiness(tick: Tick) -> Finding:
    """Whether the score does as well in every month: `Tick.months`, and the months clearly off.

    A month is off where its 95 % Wilson interval does not hold the precision of the whole.
    """
    table, whole = tick.months, tick.chosen["precision"]
    is_known = table["precision"].notna()
    if pd.isna(whole) or not is_known.any():
        sentence = "There is not enough data to compare months: too few hand-offs are old enough."
        return Finding(table, sentence, name="steadiness")
    known = table[is_known]
    lower = known.loc[known["precision_high"] < whole, "month"]
    higher = known.loc[known["precision_low"] > whole, "month"]
    parts = [
        f"{joined(list(months), 'and')} clearly {side}"
        for months, side in ((lower, "lower"), (higher, "higher"))
        if len(months)
    ]
    off = f": {'; '.join(parts)}" if parts else " clearly lower or higher: none"
    sentence = (
        f"{percent(whole)} of all hand-offs at {points(tick.score.hand_off_at)} are "
        f"{tick.replay.outcome_words}. Of {counted(len(known), 'month')} with enough data{off}."
    )
    caveats = (
        "One month in twenty is off by chance alone.",
        *told.caveats(tick.replay, tick.score, tick.chosen, since=tick.crossed.since),
    )
    figures = {"n_months": len(known), "n_lower": len(lower), "n_higher": len(higher)}
    return Finding(table, sentence, caveats, "steadiness", figures)
