"""What the room should know of imported rows that were kept: each a sentence, none an error."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from alignment import schema
from alignment.engine import quoted
from alignment.imports import clock
from alignment.imports.staging import KEPT, MONEY_SIGN, STATUS, Staged, Staging, oddity

_MOST_NAMED = 5


def noticed(staging: Staging, tables: dict[str, list[str]], fed: Sequence[Staged]) -> Iterator[str]:
    """Caveats on the new tables.

    Parameters
    ----------
    tables : dict of str to list of str
        The tables that this import makes, each there as ``new_NAME``, and their columns.
    fed : sequence of Staged
    """
    yield from _clocks(staging, fed)
    yield from _currencies(staging, fed)
    if "leads" in tables:
        yield from _alike_sources(staging)
    if "deals" in tables:
        yield from _early_deals(staging, tables["deals"])
    for name, columns in tables.items():
        if not schema.TABLES[name].key:
            yield from _repeated_rows(staging, name, columns)
        yield from _future(staging, name, columns)


def _clocks(staging: Staging, fed: Sequence[Staged]) -> Iterator[str]:
    for each in fed:
        for column in each.feed.columns:
            if column.reading.kind != "time":
                continue
            odd = quoted(oddity(column.name))
            n_skipped, n_repeated = staging.rows(
                f"SELECT count(*) FILTER ({odd} = {clock.SKIPPED}), "
                f"count(*) FILTER ({odd} = {clock.REPEATED}) "
                f"FROM {each.typed} WHERE {STATUS} = {KEPT}"
            )[0]
            place = f"{each.feed.file.path.name}, {column.from_ or column.name}"
            zone = column.reading.zone
            if n_skipped:
                yield (
                    f"{place}: {n_skipped:,} times fall in an hour that the clocks of {zone} "
                    "skipped; they were read as if the clocks had not been changed yet."
                )
            if n_repeated:
                yield (
                    f"{place}: {n_repeated:,} times fall in an hour that the clocks of {zone} "
                    "showed twice; the first was taken."
                )


def _currencies(staging: Staging, fed: Sequence[Staged]) -> Iterator[str]:
    """Signs beside amounts of which nobody says the currency."""
    for each in fed:
        names = {column.name for column in each.feed.columns}
        amount = next((c for c in each.feed.columns if c.reading.currency is not None), None)
        if amount is None:
            continue
        unsaid = "currency IS NULL" if "currency" in names else "TRUE"
        found = staging.rows(
            f"SELECT {MONEY_SIGN}, count(*) FROM {each.typed} WHERE {STATUS} = {KEPT} "
            f"AND {MONEY_SIGN} <> '' AND {unsaid} GROUP BY ALL ORDER BY ALL"
        )
        if found:
            signs = ", ".join(f"{sign} ({n:,})" for sign, n in found)
            yield (
                f"{each.feed.file.path.name}, {amount.from_ or amount.name}: amounts carry "
                f"{signs}, and nothing says their currency; the signs were dropped. Say "
                "`currency` in the mapping, or map its column."
            )


def _alike_sources(staging: Staging) -> Iterator[str]:
    loose = "lower(regexp_replace(source, '[\\s\\p{Z}]', '', 'g'))"
    groups = staging.rows(
        f"SELECT list(DISTINCT source ORDER BY source) AS names FROM new_leads "
        f"WHERE source IS NOT NULL GROUP BY {loose} HAVING count(DISTINCT source) > 1 "
        f"ORDER BY names"
    )
    if groups:
        named = "; ".join(" and ".join(map(repr, names)) for (names,) in groups[:_MOST_NAMED])
        more = f"; and {len(groups) - _MOST_NAMED:,} more" if len(groups) > _MOST_NAMED else ""
        yield (
            f"Sources that differ by letter case or spaces only count as different: {named}{more}. "
            "Use `values` in the mapping to make them one."
        )


def _early_deals(staging: Staging, columns: Sequence[str]) -> Iterator[str]:
    times = [c for c in ("created_at", "closed_at") if c in columns]
    earliest = f"least({', '.join(f'd.{time}' for time in times)})"
    n, longest = staging.rows(
        f"SELECT count(*), max(epoch(l.created_at - {earliest}) / 86400.0) "
        f"FROM new_deals AS d JOIN new_leads AS l USING (lead_id) WHERE {earliest} < l.created_at"
    )[0]
    if n:
        deals = "1 deal was" if n == 1 else f"{n:,} deals were"
        by = "by" if n == 1 else "by up to"
        yield (
            f"{deals} opened or closed before the lead was first known, {by} {longest:,.2f} days."
        )


def _repeated_rows(staging: Staging, name: str, columns: Sequence[str]) -> Iterator[str]:
    """A cheap look at lead and instant first: where those differ, so do the rows."""
    order = ", ".join(schema.TABLES[name].order)
    cells = ", ".join(map(quoted, columns))
    n = staging.number(f"SELECT count(*) - count(DISTINCT hash({order})) FROM new_{name}")
    if n:
        n = staging.number(f"SELECT count(*) - count(DISTINCT hash({cells})) FROM new_{name}")
    if n:
        yield f"{name}: {n:,} rows say exactly what another says; they were kept."


def _future(staging: Staging, name: str, columns: Sequence[str]) -> Iterator[str]:
    now = f"TIMESTAMP '{datetime.now(UTC):%Y-%m-%d %H:%M:%S}'"
    for time in schema.TABLES[name].times:
        if time not in columns:
            continue
        # a deal still open carries the day on which it is expected to close
        where = " AND is_won IS NOT NULL" if time == "closed_at" and "is_won" in columns else ""
        n, last = staging.rows(
            f"SELECT count(*), max({time}) FROM new_{name} WHERE {time} > {now}{where}"
        )[0]
        if n:
            yield f"{name}.{time}: {n:,} times lie in the future, the last on {last:%Y-%m-%d}."
