"""What a live panel shows of one score, and of two beside each other."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.agreement import Score
from alignment.agreement.rule import in_words
from alignment.finding import Finding
from alignment.measures.handed import Handed, is_judged, named_of, of_both
from alignment.measures.rates import counted, days, percent
from alignment.measures.rates import number as figure
from alignment.measures.replay import Replay, told
from alignment.measures.replay.thresholds import Crossed
from alignment.measures.worth import Worth, net_amounts

BOUNCE_DAYS = 14
"""A stay in Sales that ends so soon has bounced."""
Said = dict[str, tuple[str, str, float | None]]
"""Label, unit and value, by a key that two scores share."""


@dataclass(frozen=True, eq=False)
class Tick:
    """One score replayed; made by `Tick.of`. Tables are made when first asked for, then kept.

    Parameters
    ----------
    crossed : Crossed
        By month: the whole and the months come out of one pass.
    """

    score: Score
    worth: Worth | None
    crossed: Crossed
    replay: Replay = field(repr=False)

    @classmethod
    def of(cls, replay: Replay, score: Score, worth: Worth | None) -> "Tick":
        """Replay `score`, judged from when outcomes were recorded.

        Without `worth` every net amount is missing.
        """
        crossed = replay.crossed(score, by="month", since=replay.judged_from)
        return cls(score, worth, crossed, replay)

    @cached_property
    def arrays(self) -> dict[str, NDArray]:
        """The columns of `curves` by name: what moves at once under a slider."""
        found = self.crossed.arrays()
        return found | net_amounts(found, self.worth)

    @cached_property
    def month_arrays(self) -> dict[str, NDArray]:
        """The columns of `months` by name."""
        return self.crossed.own("month")

    @property
    def curves(self) -> pd.DataFrame:
        """One row a threshold: `Crossed.table`, and net_amount, net_low_amount, net_high_amount
        (a week)."""
        return pd.DataFrame(self.arrays)

    @cached_property
    def chosen(self) -> pd.Series:
        """The row of `curves` at the score's own threshold."""
        return self.curves.iloc[int(np.searchsorted(self.crossed.thresholds, self.crossed.chosen))]

    @cached_property
    def months(self) -> pd.DataFrame:
        """One row a month of the hand-off, at the score's own threshold."""
        return pd.DataFrame(self.month_arrays)

    @cached_property
    def spread(self) -> pd.DataFrame:
        """Leads by the highest threshold they reach: threshold, n_converted, n_missed,
        n_immature."""
        return self.crossed.spread()

    @cached_property
    def stays(self) -> Finding:
        """Every stay in Sales: `Replay.episodes`."""
        return self.replay.episodes(self.score, BOUNCE_DAYS, crossed=self.crossed)


def moved(agreed: Tick, tried: Tick) -> Finding:
    """Two scores side by side: what differs in them, and what each would have brought.

    Returns
    -------
    Finding
        Columns label, unit (points, count, days, share, per_week, amount), agreed, tried. First
        the settings that differ (missing: an activity or rule that is not there, or no cap), then
        the hand-offs a week, precision, recall, net a week, share back within two weeks, and
        returns to Sales of both (missing: not enough data).
    """
    old, new = _settings(agreed.score), _settings(tried.score)
    changed = [key for key in old | new if _value(old, key) != _value(new, key)]
    before, after = _outcomes(agreed), _outcomes(tried)
    rows = [
        (*(then | now)[key][:2], _value(then, key), _value(now, key))
        for then, now, keys in ((old, new, changed), (before, after, before))
        for key in keys
    ]
    table = pd.DataFrame(rows, columns=["label", "unit", "agreed", "tried"])
    table = table.astype({"label": "str", "unit": "str", "agreed": float, "tried": float})
    figures = {
        f"{side}_{key}": figure(math.nan if value is None else value)
        for side, found in (("agreed", before), ("tried", after))
        for key, (_, _, value) in found.items()
    }
    caveats = tuple(told.caveats(tried.replay, tried.score, since=tried.crossed.since))
    return Finding(table, _told(len(changed), before, after), caveats, "moved", figures)


def _settings(score: Score) -> Said:
    said: Said = {"window": ("Window", "days", score.window_days)}
    for activity, line in score.engagement.items():
        name = in_words(activity)
        said[f"points {activity}"] = (name, "points", line.points)
        said[f"at most {activity}"] = (f"{name}, at most", "count", line.at_most)
    for fit in score.fit:
        said[fit.when.model_dump_json()] = (fit.when.sentence(), "points", fit.points)
    said["hand off"] = ("Hand off at", "points", score.hand_off_at)
    said["return"] = ("Return below", "points", score.return_below)
    said["cooldown"] = ("Cooldown", "days", score.cooldown_days)
    return said


def _outcomes(tick: Tick) -> Said:
    whole, stays = tick.chosen, tick.stays.figures
    outcome = terms.OUTCOME_LABELS[tick.replay.outcome]
    return {
        "per_week": ("Hand-offs a week", "per_week", whole["per_week"]),
        "precision": (f"Hand-offs {outcome}", "share", whole["precision"]),
        "recall": (f"Of all {outcome}, handed over before", "share", whole["recall"]),
        "net_amount": ("Net benefit a week", "amount", whole["net_amount"]),
        "bounce_rate": (f"Back within {days(BOUNCE_DAYS)}", "share", stays.get("bounce_rate")),
        "n_re_mql": ("Stays that are a return to Sales", "count", stays.get("n_re_mql", 0)),
    }


def _value(said: Said, key: str) -> float | None:
    return said[key][2] if key in said else None


def _told(n_changed: int, before: Said, after: Said) -> str:
    if not n_changed:
        return "Nothing differs from what is agreed."

    def change(key: str, written: Callable[[float], str]) -> str:
        old, new = (
            "not enough data" if value is None or math.isnan(value) else written(value)
            for value in (before[key][2], after[key][2])
        )
        return f"{old} as before" if old == new else f"{new} instead of {old}"

    return (
        f"{counted(n_changed, 'setting')} changed. Hand-offs a week: "
        f"{change('per_week', lambda n: f'{n:,.1f}')}; of them converted: "
        f"{change('precision', percent)}; of all converted, handed over before: "
        f"{change('recall', percent)}."
    )


def changed_sides(replay: Replay, agreed: Tick, tried: Tick, most: int = 12) -> Finding:
    """The leads that one score hands over and the other never does.

    Returns
    -------
    Finding
        Up to `most` of them, half of each side where both have as many, as many converted as
        not (`Handed.telling`): side (``now handed over``, ``no longer``), and the columns of
        `Handed.scored`.
        Figures of both (``newly``, ``no_longer``): n_…, n_…_mature, n_…_converted, …_rate.
    """
    then, now = agreed.crossed.handed_off_at, tried.crossed.handed_off_at
    newly = Handed.of(replay, now, np.isnat(then) & is_judged(now, replay))
    no_longer = Handed.of(replay, then, np.isnat(now) & is_judged(then, replay))
    told_newly, told_no_longer = of_both(newly, no_longer, most)
    parts = [
        part.scored(score).pipe(_with_side, side)
        for part, score, side in (
            (told_newly, tried.score, "now handed over"),
            (told_no_longer, agreed.score, "no longer"),
        )
        if len(part)
    ]
    if not parts:
        return Finding(pd.DataFrame(), "No lead changes sides.", name="changed_sides")
    table = pd.concat(parts, ignore_index=True)
    figures = newly.figures("newly") | no_longer.figures("no_longer")
    n = len(newly) + len(no_longer)
    caveats = (
        *told.caveats(replay, tried.score, since=tried.crossed.since),
        *named_of((told_newly, told_no_longer), n),
    )
    return Finding(table, _both(newly, no_longer), caveats, "changed_sides", figures)


def _with_side(table: pd.DataFrame, side: str) -> pd.DataFrame:
    table.insert(0, "side", side)
    return table


def _both(newly: Handed, no_longer: Handed) -> str:
    said = [
        part.told(what)
        for part, what in (
            (newly, "would now be handed over"),
            (no_longer, "would no longer be"),
        )
        if len(part)
    ]
    return " ".join(said)
