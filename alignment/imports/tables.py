"""The tables of the new history, as the database names them: ``new_leads``, ``new_deals`` …"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from alignment import schema, store
from alignment.engine import quoted
from alignment.errors import HistoryError, Problem
from alignment.imports.staging import DATE_ONLY, KEPT, STATUS, Staged, Staging, held_as, oddity
from alignment.imports.values import literal

_PLACE = '" place of row"'
"""No attribute begins with a blank."""


def define_fed(staging: Staging, table: schema.Table, staged: Sequence[Staged]) -> list[str]:
    """Define ``new_NAME``, the kept rows of all feeds of a table.

    Returns
    -------
    list of str
        Its columns as they are written: in the schema's order, attributes, date marks.
    """
    made = {fed.name: fed.reading.kind for each in staged for fed in each.feed.columns}
    known = [c.name for c in table.columns if c.name in made]
    names = known + [name for name in made if name not in known]
    marks = [time for time in table.times if time in made and _has_dates(staging, time, staged)]
    parts = []
    for each in staged:
        held = {fed.name for fed in each.feed.columns}
        cells = [
            f"{quoted(held_as(each.feed, name))} AS {quoted(name)}"
            if name in held
            else f"CAST(NULL AS {schema.DUCKDB_TYPES[made[name]]}) AS {quoted(name)}"
            for name in names
        ]
        cells += [
            f"{_is_date(time) if time in held else 'FALSE'} AS {quoted(schema.date_mark(time))}"
            for time in marks
        ]
        parts.append(
            f"SELECT {', '.join(cells)}, rowid + {each.feed.number << 40} AS {_PLACE} "
            f"FROM {each.typed} WHERE {STATUS} = {KEPT}"
        )
    staging.run(f"CREATE VIEW new_{table.name} AS {' UNION ALL '.join(parts)}")
    return names + [schema.date_mark(time) for time in marks]


def _has_dates(staging: Staging, time: str, staged: Sequence[Staged]) -> bool:
    return any(
        staging.number(f"SELECT count(*) FROM {each.typed} WHERE {_is_date(time)}")
        for each in staged
        if time in {fed.name for fed in each.feed.columns}
    )


def _is_date(time: str) -> str:
    return f"({quoted(oddity(time))} = {DATE_ONLY})"


def define_staying(staging: Staging, name: str, path: Path) -> None:
    """Define ``new_NAME`` of a table that no file feeds: as it is.

    Raises
    ------
    HistoryError
        Where the file cannot be read.
    """
    try:
        staging.run(f"CREATE VIEW new_{name} AS SELECT * FROM read_parquet({literal(str(path))})")
    except duckdb.Error as error:
        found = f"a file that cannot be read ({str(error).splitlines()[0]})"
        problem = Problem(str(path), found, "a Parquet file", "Import this table again too.")
        raise HistoryError("The history that is there is damaged.", [problem]) from error


def write(staging: Staging, name: str, columns: Sequence[str], path: Path) -> None:
    """Write ``new_NAME``, in the order of the schema, then of files and rows."""
    order = ", ".join([*schema.TABLES[name].order, _PLACE])
    staging.run(
        f"COPY (SELECT {', '.join(map(quoted, columns))} FROM new_{name} ORDER BY {order}) "
        f"TO {literal(str(path))} ({store.PARQUET_OPTIONS})"
    )
