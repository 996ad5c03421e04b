"""Thresholds that cannot be told apart by what they are worth."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from alignment.agreement import Score
from alignment.agreement.rule import number
from alignment.finding import Finding, unanswered
from alignment.measures.between import Between
from alignment.measures.rates import number as figure
from alignment.measures.rates import points
from alignment.measures.replay import Replay, told
from alignment.measures.replay.points import unknown
from alignment.measures.worth import Worth, net_benefit
from alignment.period import DAY, day_words

FULL_VALUE = (
    "Every conversion counts in full, also one that would have come without a follow-up; what a "
    "won deal brought is revenue, not margin."
)
LATER_COLUMNS = [
    "period",
    "threshold",
    "is_best",
    "is_own",
    "n_mature",
    "n_converted",
    "precision",
    "precision_low",
    "precision_high",
    "per_week",
    "net_amount",
    "net_low_amount",
    "net_high_amount",
]


def plateau(
    replay: Replay,
    score: Score,
    worth: Worth | None,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
) -> Finding:
    """The threshold that would have brought most, and those that cannot be told apart from it.

    Whoever reaches the higher of two thresholds reaches the lower one too, so they differ by the
    leads between: handed over at the lower, never at the higher. The lower pays if those convert
    more often than the break-even, cost ÷ value. A threshold is told apart from the best only where
    the exact 95 % interval of the leads between does not hold the break-even, and there are the
    least count of them; the range reaches to the furthest that is not. Leads that both hand over,
    one of them sooner, count for neither, and the best is itself picked from the same hand-offs:
    see `out_of_time`.

    Parameters
    ----------
    worth : Worth or None
        None where nobody has said: then there is no answer.
    since, until : Timestamp or None
        Only hand-offs from `since` (None: from when outcomes were recorded) to before `until`.

    Returns
    -------
    Finding
        One row a threshold: threshold, net_amount, net_low_amount, net_high_amount (a week; their
        interval is that of the precision), per_week, precision, currency, is_best, is_alike (the
        best and all that cannot be told apart from it).
    """
    if worth is None:
        return _unknown("plateau")
    since = replay.judged_from if since is None else since
    asked = Between(replay, score, worth, since, until)
    table = net_benefit(replay.crossed(score, since=asked.since, until=until).table(), worth)
    table = table[table["net_amount"].notna()].reset_index(drop=True)
    if not table["n_converted"].any():
        return _too_few(replay, "plateau")
    thresholds = table["threshold"].to_numpy(dtype=float)
    place, best = np.arange(len(table)), int(table["net_amount"].idxmax())
    low, high = asked.alike(thresholds, best)
    shown = ["threshold", "net_amount", "net_low_amount", "net_high_amount", "per_week"]
    return Finding(
        table[[*shown, "precision"]].assign(
            currency=worth.currency,
            is_best=place == best,
            is_alike=(place >= low) & (place <= high),
        ),
        _plateau_words(asked, table.iloc[best], thresholds[low], thresholds[high]),
        (
            *_caveats(replay, score),
            "The best is picked from the very hand-offs that it is judged on, which flatters it.",
            *_recorded(asked),
        ),
        "plateau",
        {
            "best_threshold": figure(thresholds[best]),
            "lowest_alike": figure(thresholds[low]),
            "highest_alike": figure(thresholds[high]),
            "net_amount": figure(table["net_amount"][best]),
            "break_even_share": worth.break_even,
            "currency": worth.currency,
        },
    )


def out_of_time(
    replay: Replay, score: Score, worth: Worth | None, chosen_at: pd.Timestamp | None = None
) -> Finding:
    """The plateau of the earlier months, held against the later ones.

    Chosen on hand-offs whose horizon had ended by `chosen_at`, with nothing that was not known
    then; reported on hand-offs from `chosen_at` on.

    Parameters
    ----------
    chosen_at : Timestamp or None
        UTC without zone; None: half way through the time in which outcomes were recorded.

    Returns
    -------
    Finding
        One row a period (``earlier``, ``later``) and threshold (the best of the earlier months, the
        lowest and highest that could not be told apart from it, and the score's own): period,
        threshold, is_best, is_own, n_mature, n_converted, precision, precision_low, precision_high,
        per_week, net_amount, net_low_amount, net_high_amount.
    """
    if worth is None:
        return _unknown("out_of_time")
    if replay.leads.table.empty:
        return _too_few(replay, "out_of_time")
    first = replay.leads.first_at if replay.judged_from is None else replay.judged_from
    chosen_at = first + (replay.as_of - first) / 2 if chosen_at is None else chosen_at
    known_until = chosen_at - replay.horizon_days * DAY
    then = replay.as_known_at(chosen_at)
    early = plateau(then, score, worth, until=known_until)
    if not early.is_answered:
        return _too_few(replay, "out_of_time")
    keys = ("best_threshold", "lowest_alike", "highest_alike")
    best, low, high = (float(early.figures[key]) for key in keys)  # type: ignore[arg-type]
    spans = {
        "earlier": (then, then.judged_from, known_until),
        "later": (replay, chosen_at, None),
    }
    parts = [
        net_benefit(
            known.crossed(score, [best, low, high], since=since, until=until).table(), worth
        ).assign(period=period)
        for period, (known, since, until) in spans.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    table["is_best"] = table["threshold"] == best
    table["is_own"] = table["threshold"] == score.hand_off_at
    later = Between(replay, score, worth, chosen_at, None)
    return Finding(
        table[LATER_COLUMNS],
        _later_words(later, table, early, known_until),
        tuple(_caveats(replay, score)),
        "out_of_time",
        {
            "chosen_at": f"{chosen_at:%Y-%m-%d}",
            **{key: early.figures[key] for key in keys},
            "net_amount": figure(_at(table, "later", best)["net_amount"]),
            "own_net_amount": figure(_at(table, "later", score.hand_off_at)["net_amount"]),
        },
    )


def _plateau_words(asked: Between, best: pd.Series, low: float, high: float) -> str:
    at, own = best["threshold"], asked.score.hand_off_at
    amount = _amount(best["net_amount"], asked.worth)
    if best["net_amount"] <= 0:
        return f"No threshold pays; least is lost from {points(at)} on: {amount} a week."
    worth = asked.worth
    said = [
        f"If a conversion is worth {_amount(worth.value_amount, worth)} and a follow-up costs "
        f"{_amount(worth.cost_amount, worth)}, hand-offs from {points(at)} on, "
        f"{best['per_week']:.1f} a week, would have brought most: {amount} a week."
    ]
    if low == high:
        said.append("Every other threshold is told apart from it.")
    else:
        said.append(f"{number(low)} to {number(high)} cannot be told apart.")
    if not low <= own <= high:
        said.append(asked.versus_own(at))
    elif own != at:
        said.append(f"This score's {number(own)} is among them.")
    return " ".join(said)


def _later_words(
    asked: Between, table: pd.DataFrame, early: Finding, known_until: pd.Timestamp
) -> str:
    zone, own = asked.replay.zone, asked.score.hand_off_at
    best, low, high = (
        float(early.figures[key])  # type: ignore[arg-type]
        for key in ("best_threshold", "lowest_alike", "highest_alike")
    )
    alike = "" if low == high else f", {number(low)} to {number(high)} alike"
    then, as_own = (
        _amount(_at(table, "later", threshold)["net_amount"], asked.worth)
        for threshold in (best, own)
    )
    said = (
        f"Chosen on hand-offs before {day_words(known_until, zone)}: {points(best)}{alike}. "
        f"On those from {day_words(asked.since, zone)} on that would bring {then} a week"
    )
    if best == own:
        return f"{said}."
    return f"{said}; {points(own)} would bring {as_own}. {asked.versus_own(best)}"


def _at(table: pd.DataFrame, period: str, threshold: float) -> pd.Series:
    return table[(table["period"] == period) & (table["threshold"] == threshold)].iloc[0]


def _amount(amount: float, worth: Worth) -> str:
    if pd.isna(amount):
        return "an unknown amount (not enough data)"
    return f"{amount:,.0f} {worth.currency}".strip()


def _caveats(replay: Replay, score: Score) -> Iterator[str]:
    yield from unknown(score, replay.activities.kinds, replay.leads.table)
    yield told.OLDER_POLICY
    yield FULL_VALUE
    yield from told.todays([line.when for line in score.fit])


def _recorded(asked: Between) -> Iterator[str]:
    if asked.since is not None:
        day = day_words(asked.since, asked.replay.zone)
        yield f"Only hand-offs from {day} on are judged: outcomes were recorded from then."


def _unknown(name: str) -> Finding:
    needs = "what a conversion is worth: say it, or import won deals with amounts in that currency"
    return unanswered(name, "which threshold brings most", needs)


def _too_few(replay: Replay, name: str) -> Finding:
    sentence = (
        f"There is not enough data to say what any threshold is worth: too few hand-offs are old "
        f"enough to judge, or none of them is {replay.outcome_words}."
    )
    return Finding(pd.DataFrame(), sentence, name=name)
