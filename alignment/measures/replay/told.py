"""What a replay found, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from alignment import terms
from alignment.agreement import Rule, Score
from alignment.agreement.rule import in_words, joined, number
from alignment.finding import Finding, unanswered
from alignment.measures import attributes
from alignment.measures.rates import counted, days, percent, spoken_rate
from alignment.measures.rates import number as figure
from alignment.measures.replay.explained import Line
from alignment.measures.replay.points import unknown
from alignment.measures.replay.spans import PERIODS
from alignment.measures.replay.thresholds import Crossed
from alignment.period import DAY, day_words

if TYPE_CHECKING:
    from alignment.measures.replay import Replay

LATE_DAYS = 28
"""So much later than leads, activities have surely not been recorded from the start."""
OLDER_POLICY = (
    "The history was made under an older policy: whom Sales never called could hardly convert."
)


def thresholds(replay: "Replay", score: Score, crossed: Crossed, by: str) -> Finding:
    """The finding of `Replay.thresholds`."""
    name = f"thresholds_by_{by}" if by else "thresholds"
    if replay.leads.table.empty:
        return unanswered(name, "whom a score would have handed over", "leads")
    whole = own_row(crossed)
    return Finding(
        crossed.table(by),
        sentence(replay, score, whole),
        tuple(caveats(replay, score, whole, by, crossed.since)),
        name,
        {key: figure(value) for key, value in whole.items()},
    )


def own_row(crossed: Crossed) -> dict[str, Any]:
    """The figures at the score's own threshold, by name."""
    return {name: column[0] for name, column in crossed.own().items()}


def caveats(
    replay: "Replay",
    score: Score,
    whole: Mapping[str, Any] | None = None,
    by: str = "",
    since: pd.Timestamp | None = None,
) -> Iterator[str]:
    """What would make the figures of a score wrong.

    Parameters
    ----------
    whole : mapping or None
        The figures of its own threshold, where immature hand-offs stand beside a rate.
    by : str
        What leads are split by.
    since : Timestamp or None
        From when hand-offs are judged; None: all.
    """
    yield from unknown(score, replay.activities.kinds, replay.leads.table)
    n_young = 0 if whole is None else int(whole["n_immature"])
    too_young = counted(n_young, "hand-off") if n_young else ""
    yield from of_history(replay, since, score.window_days, too_young)
    yield from todays([line.when for line in score.fit], by)


def of_history(
    replay: "Replay", since: pd.Timestamp | None, window_days: int = 0, too_young: str = ""
) -> Iterator[str]:
    """What would make the figures of any score or rule wrong.

    Parameters
    ----------
    since : Timestamp or None
        From when hand-offs are judged; None: all.
    window_days : int
        How far back activities count.
    too_young : str
        The immature that stand beside a rate, in words; empty: none do.
    """
    yield OLDER_POLICY
    if too_young:
        yield f"Too young for any rate: {too_young} of the last {days(replay.horizon_days)}."
    yield from _recording(replay, since)
    n_early = int((replay.leads.converted <= replay.leads.created).sum())
    if n_early:
        yield (
            f"{_outcome(replay).capitalize()} before it was created: {counted(n_early, 'lead')}, "
            "which no score could hand over."
        )
    first, recorded = replay.leads.first_at, replay.activities.first_at
    if recorded > first + (window_days + LATE_DAYS) * DAY:
        yield (
            f"Activities are recorded from {day_words(recorded, replay.zone)}, leads from "
            f"{day_words(first, replay.zone)}: what a week brings looks smaller than it was."
        )


def _recording(replay: "Replay", since: pd.Timestamp | None) -> Iterator[str]:
    began = replay.leads.outcome_recorded_from
    if began is None:
        return
    day = day_words(began, replay.zone)
    rest = (
        "only hand-offs from then on are judged"
        if since is not None and since >= began
        else "hand-offs from before look worse than they were"
    )
    yield f"Nothing is recorded as {_outcome(replay)} before {day}: {rest}."


def todays(rules: Iterable[Rule], by: str = "", what: str = "Fit") -> Iterator[str]:
    """Which attributes `what` rests on, of which only today's values are known."""
    rules = tuple(rules)
    yield from attributes.todays(rules, what)
    if by and by not in PERIODS and by not in attributes.read(rules):
        yield f"Leads are split by today's value of {in_words(by.removesuffix('_id'))}."


def sentence(replay: "Replay", score: Score, whole: Mapping[str, Any]) -> str:
    """What the score's own threshold would have handed over, and what became of it."""
    handed = counted(int(whole["n_handed_off"]), "lead")
    pace = "" if pd.isna(whole["per_week"]) else f", {whole['per_week']:.1f} a week"
    start = f"At {number(score.hand_off_at)} points {handed} would have gone to Sales{pace}"
    if not replay.leads.table["converted_at"].notna().any():
        return (
            f"{start}; no lead is recorded as {_outcome(replay)}, so there is not enough data "
            "to say what any threshold is worth."
        )
    rate = spoken_rate(
        int(whole["n_converted"]), int(whole["n_mature"]), replay.least_count, "hand-offs"
    )
    recall = (
        ""
        if pd.isna(whole["recall"])
        else (
            f" Of all leads {_outcome(replay)}, {percent(whole['recall'])} had been "
            "handed over before."
        )
    )
    return f"{start}; {replay.outcome_words}: {rate}.{recall}"


def _outcome(replay: "Replay") -> str:
    return terms.OUTCOME_LABELS[replay.outcome]


def stays(table: pd.DataFrame, replay: "Replay", score: Score, bounce_days: int) -> Finding:
    """The finding of `Replay.episodes`."""
    if table.empty:
        return Finding(table, "No lead would have gone to Sales.", name="episodes")
    stayed = table["returned_at"] - table["handed_off_at"]
    is_old = table["handed_off_at"] + bounce_days * DAY <= replay.as_of
    n_old = int(is_old.sum())
    n_bounced = int((is_old & (stayed <= bounce_days * DAY)).sum())
    n_leads = table["lead_id"].nunique()
    n_again = len(table) - n_leads
    outcomes = table["outcome"].value_counts()
    ended = {what: int(outcomes.get(what, 0)) for what in ("converted", "returned", "open")}
    middle = stayed.median() / DAY
    said = (
        f"{counted(n_leads, 'lead')} would have been in Sales' hands "
        f"{counted(len(table), 'time')}: "
        f"{ended['converted']:,} converted there, {ended['returned']:,} came back"
        + (f" (half of those within {days(middle)})" if ended["returned"] else "")
        + f", {ended['open']:,} still there; {n_again:,} of the stays are a return to Sales. "
        f"Back within {days(bounce_days)}: "
        f"{spoken_rate(n_bounced, n_old, replay.least_count, 'stays')}."
    )
    figures = {
        "n_episodes": len(table),
        "n_leads": n_leads,
        "n_re_mql": n_again,
        **{f"n_{what}": n for what, n in ended.items()},
        "n_bounced": n_bounced,
        "n_old_enough": n_old,
        "bounce_rate": n_bounced / n_old if n_old >= max(replay.least_count, 1) else None,
        "median_days": figure(middle),
    }
    return Finding(table, said, tuple(caveats(replay, score)), "episodes", figures)


def explained(
    found: Sequence[Line], units: int, lead_id: str, at: pd.Timestamp, zone: str
) -> Finding:
    """The finding of `Replay.explain`; `units` are those of the score's `Points`."""
    table = pd.DataFrame(found, columns=list(Line._fields))
    types = {"line": "str", "n_in_window": "Int64", "n_counted": "Int64", "points": float}
    total = sum(round(line.points * units) for line in found) / units
    of_what = f": {joined(list(map(str, found)), 'and')}" if found else ", for nothing"
    said = f"{lead_id} had {number(total)} points on {day_words(at, zone)}{of_what}."
    return Finding(table.astype(types), said, name="explained", figures={"score": figure(total)})
