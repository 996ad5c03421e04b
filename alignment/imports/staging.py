"""Files as typed tables in a database of their own, one set-based pass each."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from alignment.engine import quoted
from alignment.errors import HistoryError, Problem
from alignment.imports import clock, csv_file, values
from alignment.imports.csv_file import ROW, Broken
from alignment.imports.feed import Fed, Feed

KEPT, REFUSED, SKIPPED, REPEATED_KEY, UNKNOWN_LEAD = range(5)
"""The status of a row."""

STATUS = "row_status"
MONEY_SIGN = "money_sign"
"""The currency's sign or code that stood beside an amount; '' for none."""
DATE_ONLY = 3
"""What `oddity` says of a date without a time; else `clock.SKIPPED`, `clock.REPEATED` or 0."""


@dataclass(frozen=True)
class Staged:
    """A feed whose rows stand typed in the database.

    Parameters
    ----------
    feed : Feed
    relation : str
        SQL that reads the rows as text again.
    row : str
        SQL for a row's number in its file, from 1.
    broken : tuple of Broken
        Rows that could not be read at all.
    """

    feed: Feed
    relation: str
    row: str
    broken: tuple[Broken, ...] = field(default=())

    @property
    def typed(self) -> str:
        """The table of its typed rows."""
        return f"typed_{self.feed.number}"


class Staging:
    """A database beside the import, gone with it.

    Parameters
    ----------
    folder : Path
        For copies of broken files and for what does not fit into memory.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts: set[str] = set()
        self._connection = duckdb.connect()
        self.run("SET TimeZone = 'UTC'")
        self.run("SET enable_progress_bar = false")
        self.run(f"SET temp_directory = {values.literal(str(folder / 'spilt'))}")

    def close(self) -> None:
        """Free the memory."""
        self._connection.close()

    def run(self, sql: str) -> duckdb.DuckDBPyConnection:
        """The result of one statement."""
        return self._connection.execute(sql)

    def rows(self, sql: str) -> list[tuple]:
        """All rows of an answer."""
        return self.run(sql).fetchall()

    def number(self, sql: str) -> int:
        """The one whole number of an answer; 0 for none."""
        return int(self.rows(sql)[0][0] or 0)

    def staged(self, feed: Feed) -> Staged:
        """Read, clean and type a feed's rows.

        Raises
        ------
        MappingError
            Where the file is of another encoding than declared.
        HistoryError
            Where it cannot be read at all.
        """
        if feed.file.is_plain:
            rejects = f"rejects_{feed.number}"
            relation = csv_file.relation(feed.file, feed.file.path, False, rejects)
            made = Staged(feed, relation, "rowid + 1")
            if self._stumbled(made, rejects) is None:
                return made
        return self._staged_from_copy(feed)

    def _stumbled(self, made: Staged, rejects: str) -> str | None:
        """What the database could not read, typing the rows; None where it read every row."""
        try:
            self._type(made)
        except duckdb.InvalidInputException as error:
            return str(error).splitlines()[0]
        n_lost = self.number(f"SELECT count(*) FROM {rejects}")
        return f"{n_lost:,} rows that the database cannot read" if n_lost else None

    def _staged_from_copy(self, feed: Feed) -> Staged:
        copy, rejects = self._folder / f"{feed.number}.csv", f"rejects_of_copy_{feed.number}"
        broken = csv_file.mended(feed.file, copy)
        relation = csv_file.relation(feed.file, copy, True, rejects)
        made = Staged(feed, relation, ROW, tuple(broken))
        why = self._stumbled(made, rejects)
        if why is not None:
            problem = Problem(feed.file.path.name, why, "a CSV file", "Save it anew as CSV.")
            raise HistoryError("The file cannot be read.", [problem])
        return made

    def ordered(self, staged: Staged, orders: dict[str, str]) -> Staged:
        """The same rows with the order of day, month and year known of some columns."""
        columns = tuple(
            replace(fed, reading=replace(fed.reading, order=orders.get(fed.name, "")))
            if fed.has_open_order
            else fed
            for fed in staged.feed.columns
        )
        made = replace(staged, feed=replace(staged.feed, columns=columns))
        self._type(made)
        return made

    def text(self, staged: Staged) -> str:
        """The table of the feed's rows as text: c0, c1 … and `staged.row`."""
        name = f"text_{staged.feed.number}"
        if name not in self._texts:
            cast = f"REPLACE (CAST({ROW} AS BIGINT) AS {ROW})" if staged.row == ROW else ""
            self.run(f"CREATE OR REPLACE TABLE {name} AS SELECT * {cast} FROM {staged.relation}")
            self._texts.add(name)
        return name

    def _type(self, staged: Staged) -> None:
        columns = staged.feed.columns
        source = self.text(staged) if self._has_text(staged) else staged.relation
        row = f", CAST({ROW} AS BIGINT) AS {ROW}" if staged.row == ROW else ""
        parts = [
            f"v{i} AS {quoted(held_as(staged.feed, fed.name))}" for i, fed in enumerate(columns)
        ]
        for i, fed in enumerate(columns):
            if fed.reading.kind == "time":
                parts.append(f"o{i} AS {quoted(oddity(fed.name))}")
            if fed.reading.currency is not None:
                sign = values.money_sign(f"t{i}", fed.reading.decimal)
                parts.append(f"{sign} AS {MONEY_SIGN}")
        status = f"CASE {_status(staged.feed)} ELSE {KEPT} END"
        self.run(
            f"CREATE OR REPLACE TABLE {staged.typed} AS "
            f"SELECT {', '.join(parts)}, CAST({status} AS UTINYINT) AS {STATUS}{row} "
            f"FROM ({pipeline(columns, source, row and ROW)})"
        )

    def _has_text(self, staged: Staged) -> bool:
        return f"text_{staged.feed.number}" in self._texts


def held_as(feed: Feed, name: str) -> str:
    """The name of a column in a table of typed rows: attributes must not hide one of ours."""
    return name if feed.table.column(name) else f"attribute {name}"


def oddity(time_column: str) -> str:
    """The column that says what is odd about each value of a time column."""
    return f"oddity_of_{time_column}"


def pipeline(columns: tuple[Fed, ...], source: str, row: str = "") -> str:
    """SQL for each column's text (t0 …) and value (v0 …), and the oddity of times (o0 …)."""
    kept = f"{row}, " if row else ""
    texts = ", ".join(f"{fed.text} AS t{i}" for i, fed in enumerate(columns))
    levels = [
        [(i, "l", fed) for i, fed in _timed(columns)],
        [(i, "u", fed) for i, fed in _timed(columns)],
        [(i, "v", fed) for i, fed in enumerate(columns)],
    ]
    sql = f"SELECT {kept}{texts} FROM {source}"
    for level in levels:
        made = [f"{part} AS {name}" for i, step, fed in level for part, name in _made(i, step, fed)]
        if made:
            sql = f"SELECT *, {', '.join(made)} FROM ({sql})"
    return sql


def _timed(columns: Iterable[Fed]) -> list[tuple[int, Fed]]:
    return [(i, fed) for i, fed in enumerate(columns) if fed.reading.kind in {"time", "date"}]


def _made(i: int, step: str, fed: Fed) -> list[tuple[str, str]]:
    """One step of one column: l the wall clock, u the instant, v the value."""
    reading, zone = fed.reading, fed.reading.zone
    is_time = reading.kind == "time"
    if step == "l":
        return [(values.local(f"t{i}", reading), f"l{i}")]
    if step == "u":
        if not is_time:
            return [(f"l{i}", f"u{i}")]
        offset = "NULL" if reading.format else values.instant(f"t{i}")
        utc = clock.utc_sql(f"l{i}", zone)
        if reading.day_zone not in {"", zone}:
            is_date = values.is_date_only(f"t{i}", reading)
            day = clock.utc_sql(f"l{i}", reading.day_zone)
            utc = f"CASE WHEN {is_date} THEN {day} ELSE {utc} END"
        return [(f"CASE WHEN l{i} IS NOT NULL THEN {utc} ELSE {offset} END", f"u{i}")]
    if reading.kind == "date":
        return [(f"CAST({values.within(f'u{i}')} AS DATE)", f"v{i}")]
    if not is_time:
        return [(values.plain(f"t{i}", reading), f"v{i}")]
    is_date = values.is_date_only(f"t{i}", reading)
    odd = clock.oddity_sql(f"l{i}", zone)
    oddity_of_row = f"CASE WHEN l{i} IS NULL THEN 0 WHEN {is_date} THEN {DATE_ONLY} ELSE {odd} END"
    return [(values.within(f"u{i}"), f"v{i}"), (f"CAST({oddity_of_row} AS UTINYINT)", f"o{i}")]


def wrong(i: int, fed: Fed) -> str:
    """SQL for whether a row's column i is a reason to refuse it; empty where it never is."""
    if fed.must_be_filled:
        return f"v{i} IS NULL"
    if fed.reading.kind in {"id", "text"} and not fed.reading.one_of:
        return ""
    return f"(t{i} IS NOT NULL AND v{i} IS NULL)"


def _status(feed: Feed) -> str:
    only = feed.source.only_if_filled
    cases = [
        f"WHEN t{i} IS NULL THEN {SKIPPED}"
        for i, fed in enumerate(feed.columns)
        if fed.name == only
    ]
    bad = [condition for i, fed in enumerate(feed.columns) if (condition := wrong(i, fed))]
    return " ".join([*cases, f"WHEN {' OR '.join(bad) or 'FALSE'} THEN {REFUSED}"])
