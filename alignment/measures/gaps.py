"""What is known to be wrong or missing in a history, and what that does to the figures."""

from collections.abc import Iterator

import pandas as pd

from alignment import schema, terms
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.journeys import Journeys


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


def _late_starts(journeys: Journeys) -> Iterator[_Gap]:
    words = terms.OUTCOME_LABELS[journeys.outcome]
    for start, entered, what in (
        (journeys.outcome_recorded_from, journeys.table["created_at"], f"recorded as {words}"),
        (journeys.touch_recorded_from, journeys.table["handed_off_at"], "recorded by Sales"),
    ):
        if start is not None:
            gap = f"nothing {what} before {start:%Y-%m-%d}"
            effect = "Earlier leads look bad for no fault of theirs: they stand in no rate."
            yield gap, int((entered < start).sum()), effect


def _before_creation(journeys: Journeys) -> Iterator[_Gap]:
    words = terms.OUTCOME_LABELS[journeys.outcome]
    early = -journeys.days_taken[journeys.days_taken < 0]
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
                yield f"{n:,} dates without a time in {name}.{time}", n, effect


def _refused(history: History) -> Iterator[_Gap]:
    n = sum(source.n_refused for source in history.sources)
    if n:
        yield f"{n:,} rows refused at import", n, "They are in refused.csv beside the history."


def _events(history: History, journeys: Journeys) -> Iterator[_Gap]:
    counted = history.query(
        "SELECT sum(CASE WHEN a.is_bot THEN 1 ELSE 0 END) AS n_bot, "
        "sum(CASE WHEN a.lead_id IS NOT NULL AND a.occurred_at > g.as_of THEN 1 ELSE 0 END) "
        "AS n_later FROM activities AS a CROSS JOIN settings AS g",
        settings=pd.DataFrame({"as_of": [journeys.as_of]}),
    ).fillna(0)
    n_bot, n_later = int(counted["n_bot"][0]), int(counted["n_later"][0])
    if n_bot:
        yield f"{n_bot:,} activities made by bots", n_bot, "They are in no figure."
    if n_later:
        gap = f"{n_later:,} activities after {journeys.as_of:%Y-%m-%d %H:%M} UTC"
        yield gap, n_later, "They are in no figure: this page knows nothing later."
    n_foreign = _foreign_deals(history, journeys)
    if n_foreign:
        gap = f"{n_foreign:,} deals in another currency than {journeys.currency}"
        yield gap, n_foreign, "They count as deals, but their amounts are in no sum."
    duplicates = _same_address(history)
    if duplicates:
        gap = f"{duplicates:,} leads share an e-mail address with an earlier one"
        yield gap, duplicates, "Each counts as a lead of its own, which lowers every rate."


def _foreign_deals(history: History, journeys: Journeys) -> int:
    counted = history.query(
        "SELECT count(*) AS n FROM deals AS d CROSS JOIN settings AS g "
        "WHERE d.currency <> g.currency",
        settings=pd.DataFrame({"currency": [journeys.currency]}),
    )
    return int(counted["n"][0])


def _same_address(history: History) -> int:
    if "email" not in history.attributes:
        return 0
    counted = history.query(
        "SELECT count(l.email) AS n, count(DISTINCT lower(l.email)) AS n_different FROM leads AS l"
    )
    return int(counted["n"][0] - counted["n_different"][0])
