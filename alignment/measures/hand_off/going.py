"""Who goes to Sales: in Marketing's hands, and meeting the agreed rule."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Agreement
from alignment.agreement.rule import joined
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.hand_off.asked import Asked
from alignment.measures.hand_off.hands import Hands
from alignment.measures.hand_off.owed import Owed, agreed_tasks, first_due, listed_from
from alignment.measures.hand_off.people import history_of, people
from alignment.measures.hand_off.tables import TO_SALES, shaped
from alignment.measures.hand_off.touches import touches
from alignment.measures.narrowing import LATELY_DAYS
from alignment.measures.rates import counted, points
from alignment.measures.replay.observed import instant, times
from alignment.measures.working import WorkingClock, working_days
from alignment.period import day_words, local, local_day, starts_at

NAME = "to_sales"


def to_sales(history: History, agreement: Agreement, hands: Hands, asked: Asked) -> Finding:
    """The leads that Marketing hands over at as-of, the highest score first; of as many points,
    who qualified first."""
    table = people(history, asked.ids[asked.meets & asked.is_marketings], hands.as_of)
    ids = table["lead_id"]
    table = table.join(asked.scored(ids))
    table["episode"] = ids.map(_n_stays(hands)).fillna(0).astype(int) + 1
    if len(ids):
        own = history_of(history, ids)
        table["qualified_at"] = _qualified_at(own, ids, agreement, hands, asked)
        table = table.merge(touches(own, agreement.score, hands.as_of), on="lead_id", how="left")
        table = table.join(_next(table["qualified_at"], agreement, hands, history.zone))
        order = ["score", "qualified_at", "lead_id"]
        table = table.sort_values(order, ascending=[False, True, True], ignore_index=True)
    table["rank"] = np.arange(1, len(table) + 1)
    shown = shaped(table, TO_SALES)
    n, n_again = len(shown), int((shown["episode"] > 1).sum())
    n_new = int(shown["is_new"].sum())
    return Finding(
        shown,
        _sentence(n, n_new, n_again, day_words(hands.as_of, history.zone)),
        (*_without_owner(shown), *_caveats(history, agreement, hands, asked)),
        NAME,
        {"n_to_sales": n, "n_new": n_new, "n_again": n_again},
    )


def _without_owner(shown: pd.DataFrame) -> Iterator[str]:
    """That leads go to Sales and to nobody in it."""
    n = int(shown["owner"].isna().sum())
    if n:
        verb, them = ("has", "it") if n == 1 else ("have", "them")
        yield f"{counted(n, 'lead')} {verb} no owner: assign {them} first."


def _n_stays(hands: Hands) -> pd.Series:
    return hands.table.set_index("lead_id")["n_stays"]


def _qualified_at(
    own: History, ids: pd.Series, agreement: Agreement, hands: Hands, asked: Asked
) -> NDArray[np.datetime64]:
    """Since when each meets the rule and is free to go: the start of the spell that holds at as-of,
    but not before its cooldown was over."""
    whole = asked.whole(own, ids)
    spells = whole.spells(asked.rule)
    holds = spells.ends > instant(hands.as_of)
    known = whole.replay.leads.table["lead_id"].array[spells.lead[holds]]
    since = pd.Series(times(spells.starts[holds]), index=known).reindex(ids)
    free_since = hands.free_since(agreement.score.cooldown_days).reindex(ids)
    return since.where(~(free_since > since), free_since).to_numpy()


def _next(qualified_at: pd.Series, agreement: Agreement, hands: Hands, zone: str) -> pd.DataFrame:
    """The next follow-up of each lead, and whether it is new on as-of's day."""
    clock, tasks = WorkingClock.of(agreement.calendar), agreed_tasks(agreement, "hand_off")
    starts = listed_from(qualified_at, hands.as_of, zone)
    today = starts_at(local_day(hands.as_of, zone), zone)
    said = [_said(owed, starts, clock, zone) for owed in tasks if owed.team == "marketing"]
    return first_due(tasks, "sales", starts, clock).assign(
        is_new=qualified_at >= today,
        marketing_task=["; ".join(row) for row in zip(*said, strict=True)] if said else None,
    )


def _said(owed: Owed, starts: pd.Series, clock: WorkingClock, zone: str) -> list[str]:
    """A task with its owner and deadline, in words, for each start."""
    due_at = owed.due_at(starts, clock)
    words = {at: f", by {_moment(at, zone)}" for at in due_at.dropna().unique()}
    return [f"{owed.task} ({owed.owner}{words.get(at, '')})" for at in due_at]


def _moment(at: pd.Timestamp, zone: str) -> str:
    """A UTC instant as people write it: `1 October 2026 10:00`."""
    return f"{day_words(at, zone)} {local(pd.Series([at]), zone).iloc[0]:%H:%M}"


def _sentence(n: int, n_new: int, n_again: int, day: str) -> str:
    if not n:
        return f"No lead goes to Sales on {day}."
    verb = "goes" if n == 1 else "go"
    return f"{counted(n, 'lead')} {verb} to Sales on {day}: {_since(n, n_new)}{_again(n, n_again)}."


def _since(n: int, n_new: int) -> str:
    whole = {1: "it"}.get(n, "all")
    parts = [(n_new, "is", "are", "new that day"), (n - n_new, "was", "were", "due before")]
    return ", ".join(
        f"{whole if k == n else f'{k:,}'} {one if k == 1 else many} {said}"
        for k, one, many, said in parts
        if k
    )


def _again(n: int, n_again: int) -> str:
    if not n_again:
        return ""
    which = "not" if n == 1 else "none" if n_again == n else f"{n_again:,} not"
    return f"; {which} for the first time"


def _caveats(history: History, agreement: Agreement, hands: Hands, asked: Asked) -> Iterator[str]:
    yield from agreement.signature_caveats
    if agreement.rules.mql.agreed is None:
        limit = points(agreement.score.hand_off_at)
        yield f"No rule for an MQL is agreed: the score's threshold of {limit} decides."
    yield from asked.unknown
    yield from asked.qualifying.todays(asked.rule)
    if not history.n_rows.get("stage_changes"):
        yield (
            "No stage change is recorded: nobody is known to be in Sales' hands, so all who meet "
            "the rule and have no deal would go."
        )
    yield from dates_only(history)
    n_lately = int((asked.met_lately & asked.is_marketings).sum())
    if n_lately:
        them = "it stays" if n_lately == 1 else "they stay"
        one = "meets" if n_lately == 1 else "meet"
        yield (
            f"{counted(n_lately, 'lead')} met the rule at some time in the last {LATELY_DAYS} days "
            f"and no longer {one} it: {them} with Marketing."
        )
    yield from _capacity(agreement, hands, history.zone)
    if not any(owed.team == "sales" for owed in agreed_tasks(agreement, "hand_off")):
        yield "No task of Sales is bound to a hand-off: there is no next step to name."


def _capacity(agreement: Agreement, hands: Hands, zone: str) -> Iterator[str]:
    n_mql = agreement.service_levels.marketing.n_mql
    day = local_day(hands.as_of, zone)
    days = working_days(agreement.calendar, day.year, day.year).days
    n_days = int((days.astype("datetime64[M]") == np.datetime64(day, "M")).sum())
    if n_mql is not None and n_days:
        yield (
            f"Agreed are {counted(n_mql, 'MQL')} a month: {n_mql / n_days:.1f} a working day "
            f"in {day:%B %Y}."
        )


def dates_only(history: History) -> Iterator[str]:
    """Where times are dates only, and what is made of them."""
    times_of = {"activities": "occurred_at", "stage_changes": "changed_at", "deals": "created_at"}
    names = {"activities": "activities", "stage_changes": "changes of stage", "deals": "deals"}
    held = [names[table] for table, column in times_of.items() if history.n_dates(table, column)]
    if held:
        yield (
            f"Some {joined(held, 'and')} are dates without a time: they count at the end of "
            "their day."
        )
