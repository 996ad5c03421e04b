"""Whether tables keep to the schema: every column, every row, each problem with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from alignment import schema
from alignment.engine import Engine
from alignment.errors import Problem, nearest

MOST_ROWS = 100
"""How many rows of one broken rule are listed one by one; the rest are counted."""

_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT")
_WHOLE = (*_NUMBERS, "UINTEGER", "UBIGINT")
_FITS: dict[str, tuple[str, ...]] = {
    "id": ("VARCHAR", "ENUM", *_WHOLE),
    "text": ("VARCHAR", "ENUM"),
    "time": ("TIMESTAMP", "DATE"),
    "date": ("DATE", "TIMESTAMP"),
    "number": ("DOUBLE", "FLOAT", "DECIMAL", *_WHOLE),
    "flag": ("BOOLEAN",),
}
_EXPECTED = {
    "id": "text (ids are strings, so that 000123 stays 000123)",
    "text": "text",
    "time": "an instant (UTC)",
    "date": "a date",
    "number": "a number",
    "flag": "true or false",
}


@dataclass(frozen=True)
class _Rule:
    """A condition that no row may meet, in SQL over the table's rows `r`."""

    column: str
    broken: str
    expected: str
    advice: str = ""


def problems(engine: Engine, raw: Mapping[str, str]) -> list[Problem]:
    """All that keeps tables from being a history.

    Parameters
    ----------
    engine : Engine
        Where the tables are registered.
    raw : mapping of str to str
        History table → the name under which its rows are registered, as they came.

    Returns
    -------
    list of Problem
        In the order of the schema; empty when all is well. Rows count from 1.
    """
    found: list[Problem] = []
    if "leads" not in raw:
        found.append(Problem("leads", "no such table", "a history has at least its leads"))
    sound: dict[str, str] = {}
    for name, rows in raw.items():
        columns = engine.columns(rows)
        wrong = [*_column_problems(engine, schema.TABLES[name], rows, columns)]
        found += wrong
        usable = set(columns) - {p.column for p in wrong if p.column}
        found += _row_problems(engine, schema.TABLES[name], rows, usable)
        if "lead_id" in usable:
            sound[name] = rows
    if "leads" in sound:
        for name in sound.keys() - {"leads"}:
            found += _broken_rows(engine, name, sound[name], [_unknown_lead(sound["leads"])])
    return found


def is_wrong_type(kind: schema.Kind, engine_type: str) -> bool:
    """Whether a column of this engine type cannot hold a value of that kind."""
    return not engine_type.upper().startswith(_FITS[kind])


def _column_problems(
    engine: Engine, table: schema.Table, rows: str, columns: Mapping[str, str]
) -> Iterator[Problem]:
    for column in table.columns:
        if column.name not in columns:
            if column.is_required:
                advice = nearest(column.name, columns)
                yield Problem(
                    table.name, "no such column", column.means, advice, column=column.name
                )
            continue
        kind = columns[column.name]
        if is_wrong_type(column.kind, kind) and _n_filled(engine, rows, column.name):
            yield Problem(table.name, f"type {kind}", _EXPECTED[column.kind], column=column.name)
    for time in table.times:
        mark = schema.date_mark(time)
        if mark in columns and is_wrong_type("flag", columns[mark]):
            yield Problem(table.name, f"type {columns[mark]}", _EXPECTED["flag"], column=mark)
    for name in columns:
        if name not in table.known and not table.is_open:
            advice = f"Rename or leave it out. {nearest(name, table.known)}"
            yield Problem(table.name, "an unknown column", "only known ones", advice, column=name)


def _n_filled(engine: Engine, rows: str, column: str) -> int:
    return int(engine.query(f'SELECT count("{column}") AS n FROM {rows}')["n"][0])


def _row_problems(
    engine: Engine, table: schema.Table, rows: str, usable: set[str]
) -> list[Problem]:
    rules: list[_Rule] = []
    for column in (c for c in table.columns if c.name in usable):
        value = f'r."{column.name}"'
        if column.is_required and not column.may_be_missing:
            blank = f"OR trim(CAST({value} AS VARCHAR)) = ''" if column.kind == "id" else ""
            rules.append(_Rule(column.name, f"{value} IS NULL {blank}", "a value in every row"))
        if column.one_of:
            words = ", ".join(f"'{word}'" for word in column.one_of)
            rules.append(_Rule(column.name, f"{value} NOT IN ({words})", f"one of {words}"))
    if table.key in usable:
        rules.append(
            _Rule(
                table.key,
                f'r."{table.key}" IN (SELECT "{table.key}" FROM {rows} '
                f'GROUP BY "{table.key}" HAVING count(*) > 1)',
                "each value once",
            )
        )
    return _broken_rows(engine, table.name, rows, rules)


def _unknown_lead(leads: str) -> _Rule:
    return _Rule(
        "lead_id",
        f"r.lead_id IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM {leads} AS l "
        "WHERE CAST(l.lead_id AS VARCHAR) = CAST(r.lead_id AS VARCHAR))",
        "a lead_id that stands in leads",
        "Add the lead, or leave the row out.",
    )


def _broken_rows(engine: Engine, name: str, rows: str, rules: list[_Rule]) -> list[Problem]:
    if not rules:
        return []
    counts = ", ".join(
        f"sum(CASE WHEN {rule.broken} THEN 1 ELSE 0 END) AS n{i}" for i, rule in enumerate(rules)
    )
    counted = engine.query(f"SELECT {counts} FROM {rows} AS r").iloc[0]
    found: list[Problem] = []
    for i, rule in enumerate(rules):
        n = 0 if counted[f"n{i}"] != counted[f"n{i}"] else int(counted[f"n{i}"])
        found += _located(engine, name, rows, rule, n) if n else []
    return found


def _located(engine: Engine, name: str, rows: str, rule: _Rule, n: int) -> list[Problem]:
    listed = engine.query(
        f'SELECT r.row_in_table AS row_in_table, CAST(r."{rule.column}" AS VARCHAR) AS found '
        f"FROM (SELECT *, row_number() OVER () AS row_in_table FROM {rows}) AS r "
        f"WHERE {rule.broken} ORDER BY row_in_table LIMIT {MOST_ROWS}"
    )
    last = len(listed) - 1
    return [
        Problem(
            where=name,
            found="nothing" if value != value or value is None else repr(value),
            expected=rule.expected,
            advice=rule.advice,
            row=int(row),
            column=rule.column,
            n_rows=n - last if i == last else 1,
        )
        for i, (row, value) in enumerate(zip(listed["row_in_table"], listed["found"], strict=True))
    ]
