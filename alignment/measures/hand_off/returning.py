"""Who goes back to Marketing: cooled down, held too long, or given back by Sales."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from alignment.agreement import Agreement
from alignment.agreement.rule import number
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.hand_off.asked import Asked
from alignment.measures.hand_off.going import dates_only
from alignment.measures.hand_off.hands import Hands
from alignment.measures.hand_off.owed import agreed_tasks, first_due, listed_from
from alignment.measures.hand_off.people import among, people
from alignment.measures.hand_off.tables import BACK, shaped
from alignment.measures.narrowing import LATELY_DAYS
from alignment.measures.rates import counted, days
from alignment.measures.replay.observed import instant, times
from alignment.measures.spells import Spells
from alignment.measures.working import WorkingClock
from alignment.period import DAY, day_words

NAME = "back_to_marketing"
WHYS = ("given back", "score", "limit")


def back(history: History, agreement: Agreement, hands: Hands, asked: Asked) -> Finding:
    """The leads that leave Sales' hands at as-of: those given back first, then the latest."""
    rows = _rows(agreement, hands, asked, is_scored=bool(history.n_rows.get("activities")))
    table = rows.merge(people(history, rows["lead_id"], hands.as_of), on="lead_id")
    table = table.join(asked.scored(table["lead_id"]))
    table["reason"] = _reasons(table, agreement)
    table["is_backlog"] = _is_backlog(table, agreement, hands.as_of)
    starts = _starts(table, agreement, asked, history.zone)
    table = table.join(_next(table, starts, agreement))
    place = table["why"].map({why: place for place, why in enumerate(WHYS)})
    order = ["place", "since_at", "lead_id"]
    table = table.assign(place=place).sort_values(order, ascending=[True, False, True])
    shown = shaped(table, BACK)
    n = {why: int((shown["why"] == why).sum()) for why in WHYS}
    return Finding(
        shown,
        _sentence(n, agreement, day_words(hands.as_of, history.zone)),
        tuple(_caveats(history, agreement, asked, shown)),
        NAME,
        {
            "n_back": len(shown),
            "n_back_score": n["score"],
            "n_back_limit": n["limit"],
            "n_given_back": n["given back"],
            "n_backlog": int(shown["is_backlog"].sum()),
        },
    )


def _rows(agreement: Agreement, hands: Hands, asked: Asked, is_scored: bool) -> pd.DataFrame:
    """lead_id, why, handed_off_at, since_at, is_cold, given_stage, reason; one row a lead.

    Where no activity is recorded at all, nobody has cooled down: nobody could be seen warm.
    """
    held = hands.table
    is_cold = among(held["lead_id"], asked.ids[asked.are_under & ~asked.meets]) & is_scored
    is_cold &= ~held["is_sql"].to_numpy()
    limit_at = held["held_since"] + agreement.service_levels.nurture_limit_days * DAY
    is_open = held["held_since"].notna() & ~held["is_won"]
    is_open &= ~held["has_deal"] & ~held["has_stay_deal"]
    goes = among(held["lead_id"], asked.ids[asked.meets & asked.is_marketings])
    ways = [held["is_given_back"] & ~goes, is_open & (limit_at < hands.as_of), is_open & is_cold]
    why = np.select(ways, ["given back", "limit", "score"], "")
    since_at = held["held_since"].where(why != "given back", held["returned_at"])
    found = held.assign(why=pd.array(why, dtype="str"), since_at=since_at, is_cold=is_cold)
    columns = ["lead_id", "why", "since_at", "is_cold", "given_stage", "reason"]
    return found.loc[why != "", [*columns, "handed_off_at"]]


def _reasons(table: pd.DataFrame, agreement: Agreement) -> pd.Series:
    """In words."""
    score, levels = agreement.score, agreement.service_levels
    cold = f"a score under {number(score.return_below)}, and the rule for a hand-off not met"
    limit = f"longer than {days(levels.nurture_limit_days)} in Sales' hands without a deal"
    given = table["given_stage"] + ": " + table["reason"].fillna("no reason named")
    is_cold = table["is_cold"].to_numpy(dtype=bool)
    said = np.where(is_cold, f"{limit}; {cold}", limit)
    said = np.where(table["why"] == "score", cold, said)
    return pd.Series(pd.array(said, dtype="str"), table.index).where(
        table["why"] != "given back", given
    )


def _starts(table: pd.DataFrame, agreement: Agreement, asked: Asked, zone: str) -> pd.Series:
    """From when Marketing's next task is counted: from the give-back; else from the first list that
    the lead could stand in. Missing for those that are out."""
    limit = agreement.service_levels.nurture_limit_days * DAY
    due_from = (table["since_at"] + limit).where(table["why"] == "limit", _cold_since(table, asked))
    listed = listed_from(due_from, asked.qualifying.replay.as_of, zone)
    starts = table["since_at"].where(table["why"] == "given back", listed)
    return starts.where(table["given_stage"].isna() | (table["given_stage"] != "disqualified"))


def _cold_since(table: pd.DataFrame, asked: Asked) -> pd.Series:
    """Since when those that go back for their score are in Sales, cold and short of the rule."""
    cold = table.loc[table["why"] == "score", ["lead_id", "handed_off_at"]]
    first_at = cold["handed_off_at"].min()
    whole = asked.whole(asked.history, cold["lead_id"], None if pd.isna(first_at) else first_at)
    kept = Spells.at_least(1, [whole.spells(rule) for rule in (asked.rule, asked.warm)])
    is_over = kept.ends <= instant(whole.replay.as_of)
    last = pd.Series(times(kept.ends[is_over]), index=kept.lead[is_over]).groupby(level=0).max()
    rows = pd.Index(whole.replay.leads.table["lead_id"]).get_indexer(cold["lead_id"])
    fell_at = last.reindex(rows).set_axis(cold.index).astype("datetime64[us]")
    since = cold["handed_off_at"]
    return fell_at.where(fell_at > since, since).reindex(table.index)


def _next(table: pd.DataFrame, starts: pd.Series, agreement: Agreement) -> pd.DataFrame:
    """Marketing's next task; none for those that are out."""
    tasks, clock = agreed_tasks(agreement, "give_back"), WorkingClock.of(agreement.calendar)
    found = first_due(tasks, "marketing", starts, clock)
    return found.where(starts.notna())


def _sentence(n: dict[str, int], agreement: Agreement, day: str) -> str:
    total = sum(n.values())
    if not total:
        return f"No lead goes back to Marketing on {day}."
    levels, score = agreement.service_levels, agreement.score
    words = {
        "given back": "given back by Sales that day",
        "score": f"with a score under {number(score.return_below)}",
        "limit": f"held longer than {days(levels.nurture_limit_days)} without a deal",
    }
    parts = [f"{n[why]:,} {words[why]}" for why in WHYS if n[why]]
    verb = "goes" if total == 1 else "go"
    return f"{counted(total, 'lead')} {verb} back to Marketing on {day}: {', '.join(parts)}."


def _caveats(
    history: History, agreement: Agreement, asked: Asked, shown: pd.DataFrame
) -> Iterator[str]:
    yield from agreement.signature_caveats
    yield from _backlog(shown)
    if not history.n_rows.get("stage_changes"):
        yield "No stage change is recorded: nobody is known to be in Sales' hands."
    if not history.n_rows.get("activities"):
        yield "No activity is recorded: nobody goes back for a low score."
    yield from asked.unknown
    yield from asked.qualifying.todays(asked.rule, what="Who cooled down")
    yield from dates_only(history)
    if not any(owed.team == "marketing" for owed in agreed_tasks(agreement, "give_back")):
        yield "No task of Marketing is bound to a give-back: there is no next step to name."


def _is_backlog(table: pd.DataFrame, agreement: Agreement, as_of: pd.Timestamp) -> pd.Series:
    """Who was held too long a week ago already."""
    long = (agreement.service_levels.nurture_limit_days + LATELY_DAYS) * DAY
    return (table["why"] == "limit") & (table["since_at"] + long < as_of)


def _backlog(shown: pd.DataFrame) -> Iterator[str]:
    """How many of those held too long were so before."""
    n_old, n = int(shown["is_backlog"].sum()), int((shown["why"] == "limit").sum())
    if n_old:
        yield (
            f"Of the {n:,} held too long, {n_old:,} were so {LATELY_DAYS} days ago already: a "
            "backlog, not a day's work. They stand in the list, and in no file for a CRM."
        )
