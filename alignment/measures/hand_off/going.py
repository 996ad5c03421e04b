"""Who goes to Sales: in Marketing's hands, and meeting the agreed rule."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from alignment.agreement import Agreement
from alignment.agreement.rule import joined
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.hand_off.asked import Asked
from alignment.measures.hand_off.narrowing import LATELY_DAYS
from alignment.measures.hand_off.owed import agreed_tasks, first_due
from alignment.measures.hand_off.people import history_of, people
from alignment.measures.hand_off.standing import Standing
from alignment.measures.hand_off.tables import TO_SALES, shaped
from alignment.measures.hand_off.touches import touches
from alignment.measures.rates import counted, points
from alignment.measures.replay import prepare
from alignment.measures.replay.observed import instant, times
from alignment.measures.rules import Qualifying
from alignment.measures.working import WorkingClock, working_days
from alignment.period import day_words, local, local_day

NAME = "to_sales"


def to_sales(history: History, agreement: Agreement, standing: Standing, asked: Asked) -> Finding:
    """The leads that Marketing hands over at as-of, the highest score first."""
    table = people(history, asked.ids[asked.meets & asked.is_marketings], standing.as_of)
    ids = table["lead_id"]
    table = table.join(asked.scored(ids))
    table["episode"] = ids.map(_n_stays(standing)).fillna(0).astype(int) + 1
    if len(ids):
        own = history_of(history, ids)
        table["qualified_at"] = ids.map(_qualified_at(own, agreement, asked)).to_numpy()
        table = table.merge(touches(own, agreement.score, standing.as_of), on="lead_id", how="left")
        table = table.join(_next(agreement, standing, history.zone, table.index))
        order = ["score", "qualified_at", "lead_id"]
        table = table.sort_values(order, ascending=[False, False, True], ignore_index=True)
    table["rank"] = np.arange(1, len(table) + 1)
    shown = shaped(table, TO_SALES)
    n_again = int((shown["episode"] > 1).sum())
    return Finding(
        shown,
        _sentence(len(shown), n_again, day_words(standing.as_of, history.zone)),
        tuple(_caveats(history, agreement, standing, asked)),
        NAME,
        {"n_to_sales": len(shown), "n_again": n_again},
    )


def _n_stays(standing: Standing) -> pd.Series:
    return standing.table.set_index("lead_id")["n_stays"]


def _qualified_at(own: History, agreement: Agreement, asked: Asked) -> pd.Series:
    """By lead_id, since when each meets the rule: the start of the spell that holds at as-of."""
    as_of = asked.qualifying.replay.as_of
    replay = prepare(own, as_of, outcome=agreement.outcome)
    spells = Qualifying.of(own, replay, agreement.score).spells(asked.rule)
    holds = spells.ends > instant(as_of)
    ids = replay.leads.table["lead_id"].array[spells.lead[holds]]
    return pd.Series(times(spells.starts[holds]), index=ids)


def _next(agreement: Agreement, standing: Standing, zone: str, rows: pd.Index) -> pd.DataFrame:
    """The next follow-up of leads handed over at as-of: the same for all."""
    clock, tasks = WorkingClock.of(agreement.calendar), agreed_tasks(agreement, "hand_off")
    now = pd.Series(standing.as_of, index=rows, dtype="datetime64[us]")
    found = first_due(tasks, "sales", now, clock)
    said = []
    for owed in tasks:
        if owed.team == "marketing":
            due_at = owed.due_at(now.head(1), clock).iloc[0]
            by = "" if pd.isna(due_at) else f", by {_moment(due_at, zone)}"
            said.append(f"{owed.task} ({owed.owner}{by})")
    return found.assign(marketing_task="; ".join(said) or None)


def _moment(at: pd.Timestamp, zone: str) -> str:
    """A UTC instant as people write it: `1 October 2026 10:00`."""
    return f"{day_words(at, zone)} {local(pd.Series([at]), zone).iloc[0]:%H:%M}"


def _sentence(n: int, n_again: int, day: str) -> str:
    if not n:
        return f"No lead goes to Sales on {day}."
    verb = "goes" if n == 1 else "go"
    if not n_again:
        return f"{counted(n, 'lead')} {verb} to Sales on {day}."
    if n == 1:
        return f"1 lead goes to Sales on {day}, not for the first time."
    return f"{n:,} leads go to Sales on {day}, {n_again:,} of them not for the first time."


def _caveats(
    history: History, agreement: Agreement, standing: Standing, asked: Asked
) -> Iterator[str]:
    yield from agreement.signature_caveats
    if agreement.rules.mql.agreed is None:
        limit = points(agreement.score.hand_off_at)
        yield f"No rule for an MQL is agreed: the score's threshold of {limit} decides."
    yield from asked.unknown(history)
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
    yield from _capacity(agreement, standing, history.zone)
    if not any(owed.team == "sales" for owed in agreed_tasks(agreement, "hand_off")):
        yield "No task of Sales is bound to a hand-off: there is no next step to name."


def _capacity(agreement: Agreement, standing: Standing, zone: str) -> Iterator[str]:
    n_mql = agreement.service_levels.marketing.n_mql
    day = local_day(standing.as_of, zone)
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
