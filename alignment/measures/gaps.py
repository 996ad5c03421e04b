"""What is known to be wrong or missing in a history, and what that does to the figures."""

from collections.abc import Iterator

import pandas as pd

from alignment import schema, terms
from alignment.engine import quoted
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.rates import counted


def known_gaps(history: History, journeys: Journeys) -> Finding:
    """The known gaps of a history, each with its size and its effect.

    Returns
    -------
    Finding
        One row a gap: gap, n_rows (missing where it is no matter of rows), effect. An empty
        table, and a sentence that says so, where none is known.
    """
    rows = [
        *_lacking(history),
        *_zones(history, journeys),
        *_late_starts(journeys),
        *_before_creation(journeys),
        *_dates(history),
        *_refused(history),
        *_events(history, journeys),
    ]
    table = pd.DataFrame(rows, columns=["gap", "n_rows", "effect"])
    table["n_rows"] = table["n_rows"].astype("Int64")
    if table.empty:
        return Finding(table, "No gap is known in this history.", name="known_gaps")
    said = f"{len(table)} known gaps" if len(table) > 1 else "One known gap"
    return Finding(
        table,
        f"{said}: {'; '.join(table['gap'])}.",
        name="known_gaps",
        figures={"n_gaps": len(table)},
    )


_Gap = tuple[str, int | None, str]


def _lacking(history: History) -> Iterator[_Gap]:
    for name in history.lacks:
        cost = schema.TABLES[name].cost
        yield f"no {name.replace('_', ' ')}", None, f"{cost[0].upper()}{cost[1:]}."


def _zones(history: History, journeys: Journeys) -> Iterator[_Gap]:
    if journeys.agreed_zone and journeys.agreed_zone != history.zone:
        gap = f"months cut in {history.zone}, while the agreement says {journeys.agreed_zone}"
        yield gap, None, "Rows near midnight may fall into another day or month: import again."


def _late_starts(journeys: Journeys) -> Iterator[_Gap]:
    words = terms.OUTCOME_LABELS[journeys.outcome]
    for start, entered, what in (
        (journeys.outcome_recorded_from, journeys.table["created_at"], f"recorded as {words}"),
        (journeys.touch_recorded_from, journeys.hand_offs["handed_off_at"], "recorded by Sales"),
    ):
        if start is not None:
            gap = f"nothing {what} before {journeys.day(start)}"
            effect = "Earlier leads look bad for no fault of theirs: they stand in no rate."
            yield gap, int((entered < start).sum()), effect


def _before_creation(journeys: Journeys) -> Iterator[_Gap]:
    words = terms.OUTCOME_LABELS[journeys.outcome]
    took = journeys.days_taken
    early = -took[took < 0]
    if len(early):
        gap = f"{len(early):,} {words} before first contact, by up to {early.max():.2f} days"
        effect = "They count as converted; check how those leads were entered."
        yield gap, len(early), effect


def _dates(history: History) -> Iterator[_Gap]:
    for name, table in schema.TABLES.items():
        for time in table.times:
            n = history.n_dates(name, time)
            if n:
                effect = "They count from the start of their day: durations are good to a day."
                yield f"{counted(n, 'date')} without a time in {name}.{time}", n, effect


def _refused(history: History) -> Iterator[_Gap]:
    n = sum(source.n_refused for source in history.sources)
    if n:
        yield (
            f"{counted(n, 'row')} refused at import",
            n,
            "refused.csv lists them with the reasons.",
        )


def _events(history: History, journeys: Journeys) -> Iterator[_Gap]:
    n_bot = _count(history, "FROM activities AS r WHERE r.is_bot")
    if n_bot:
        yield (
            f"{counted(n_bot, 'activity', 'activities')} made by bots",
            n_bot,
            "They are in no figure.",
        )
    n_later = history.n_rows_after(journeys.as_of)
    if n_later:
        gap = f"{counted(n_later, 'row')} dated after {journeys.day(journeys.as_of)}"
        yield gap, n_later, "They are in no figure: this page knows nothing later."
    n_undated = _count(
        history, "FROM deals AS r WHERE r.is_won IS NOT NULL AND r.closed_at IS NULL"
    )
    if n_undated:
        gap = f"{counted(n_undated, 'won or lost deal')} without a closing date"
        yield gap, n_undated, "They count as open: nobody knows when they closed."
    n_reversed = _count(history, "FROM deals AS r WHERE r.is_won AND r.closed_at < r.created_at")
    if n_reversed:
        gap = f"{counted(n_reversed, 'deal')} won before it was opened"
        yield gap, n_reversed, "They count as won when they say so; check how they were entered."
    n_foreign = _count(
        history,
        "FROM deals AS r CROSS JOIN settings AS g WHERE r.currency <> g.currency",
        settings=pd.DataFrame({"currency": [journeys.currency]}),
    )
    if n_foreign:
        gap = f"{counted(n_foreign, 'deal')} in another currency than {journeys.currency}"
        yield gap, n_foreign, "They count as deals, but their amounts are in no sum."
    duplicates = _same_address(history)
    if duplicates:
        gap = f"{counted(duplicates, 'lead')} sharing an e-mail address with an earlier one"
        yield gap, duplicates, "Each counts as a lead of its own, which lowers every rate."


def _count(history: History, rows: str, **tables: pd.DataFrame) -> int:
    return int(history.query(f"SELECT count(*) AS n {rows}", **tables)["n"][0])


def _same_address(history: History) -> int:
    names = [name for name in history.attributes if name.lower() in {"email", "e-mail"}]
    if not names:
        return 0
    address = f"lower(CAST({quoted(names[0])} AS VARCHAR))"
    held = history.query(
        f"SELECT count({address}) AS n, count(DISTINCT {address}) AS n_different FROM leads"
    )
    return int(held["n"][0] - held["n_different"][0])
