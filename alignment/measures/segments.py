"""Whether a score does as well for every kind of lead."""

import pandas as pd

from alignment.agreement import Score
from alignment.finding import Finding, unanswered
from alignment.measures.loop import NOT_RECORDED, group_words
from alignment.measures.rates import counted, percent, points, with_rate
from alignment.measures.replay import Replay, told
from alignment.measures.replay.observed import MOST_GROUPS


def segments(replay: Replay, score: Score, by: str) -> Finding:
    """What the score's own threshold would have handed over, by an attribute of the leads.

    Parameters
    ----------
    by : str
        A column of the leads: source, region …

    Returns
    -------
    Finding
        One row a value, most hand-offs first, the unrecorded last: label, n_handed_off,
        n_immature, n_mature, n_converted, rate (converted within the horizon, of the mature),
        rate_low, rate_high, is_enough, recall (of its converted, handed over before), lift
        (against what its own leads convert; missing: too few).

    Raises
    ------
    AlignmentError
        Where `by` is no column of the leads.
    """
    word = group_words(by)
    name = f"segments_by_{word.replace(' ', '_')}"
    leads = replay.leads.table
    if by in leads and leads[by].nunique() > MOST_GROUPS:
        needs = f"a {word} of at most {MOST_GROUPS} values"
        return unanswered(name, f"whom a score hands over by {word}", needs)
    if leads.empty or (by in leads and leads[by].isna().all()):
        return unanswered(name, f"whom a score hands over by {word}", f"the {word} of its leads")
    crossed = replay.crossed(score, at=[score.hand_off_at], by=by, since=replay.judged_from)
    found = crossed.at_chosen(by).rename(columns={by: "label"})
    table = with_rate(found, "n_converted", "n_mature", replay.least_count)
    table["is_last"] = table["label"] == NOT_RECORDED
    order = ["is_last", "n_handed_off", "label"]
    table = table.sort_values(order, ascending=[True, False, True], ignore_index=True)
    shown = ["label", "n_handed_off", "n_immature", "n_mature", "n_converted"]
    rates = ["rate", "rate_low", "rate_high", "is_enough", "recall", "lift"]
    table = table[[*shown, *rates]]
    return Finding(
        table,
        _sentence(table, score, word, replay.outcome_words),
        tuple(told.caveats(replay, score, told.own_row(crossed), by, crossed.since)),
        name,
        {"n_segments": len(table), "n_judged": int(table["is_enough"].sum())},
    )


def _sentence(table: pd.DataFrame, score: Score, word: str, outcome: str) -> str:
    judged = table[table["is_enough"] & (table["label"] != NOT_RECORDED)].sort_values("rate")
    start = f"Handed over at {points(score.hand_off_at)}, by {word}"
    if judged.empty:
        return f"{start}: there is not enough data to judge any."
    few = len(table) - len(judged)
    rest = f" Too few to judge, or not recorded: {few} more." if few else ""
    best, worst = judged.iloc[-1], judged.iloc[0]
    if len(judged) == 1:
        return f"{start}: of {best['label']}, {percent(best['rate'])} are {outcome}.{rest}"
    is_clear = best["rate_low"] > worst["rate_high"]
    verdict = "" if is_clear else "; their intervals overlap, so the order may be chance"
    return (
        f"{start}: of {best['label']}, {percent(best['rate'])} are {outcome}, of "
        f"{worst['label']}, {percent(worst['rate'])} (of {counted(len(judged), 'value')} "
        f"with enough data, the highest and the lowest){verdict}.{rest}"
    )
