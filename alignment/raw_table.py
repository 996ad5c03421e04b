"""Tables as they came, and the SQL that gives them the schema's columns and types."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from alignment import schema
from alignment.engine import quoted
from alignment.errors import Problem

_SEVERAL = (list, tuple, set, frozenset, dict, np.ndarray)

EVENTS = "({}) AS e".format(
    " UNION ALL ".join(
        f"SELECT {time} AS at FROM {name}"
        + (" WHERE is_won IS NOT NULL" if time == "closed_at" else "")
        for name, table in schema.TABLES.items()
        for time in table.times
    )
)
"""Every instant at which something happened; an open deal's expected close did not yet."""


def unfit(name: str, frame: object) -> list[Problem]:
    """What keeps an object from being a table at all."""
    if not isinstance(frame, pd.DataFrame):
        return [Problem(name, f"a {type(frame).__name__}", "a DataFrame")]
    if frame.columns.empty:
        return [Problem(name, "no columns", "those of the schema; None says there is no table")]
    lower = pd.Series([str(column).lower() for column in frame.columns])
    twice = sorted(set(lower[lower.duplicated()]))
    found = [
        Problem(name, "a column twice", "each once, whatever its case", column=c) for c in twice
    ]
    period = [str(c) for c, kind in frame.dtypes.items() if isinstance(kind, pd.PeriodDtype)]
    advice = "Turn it into instants: .dt.to_timestamp()"
    found += [Problem(name, "periods", "instants or days", advice, column=c) for c in period]
    return found + [wrong for c, held in frame.items() if (wrong := _unlike(name, str(c), held))]


def _unlike(name: str, column: str, held: pd.Series) -> Problem | None:
    """What keeps the values of a column from having one type: several in a row, or flags among
    others."""
    if held.dtype != object or not pd.api.types.infer_dtype(held).startswith("mixed"):
        return None
    types = set(map(type, held.dropna()))
    if any(issubclass(kind, _SEVERAL) for kind in types):
        advice = "Join them into one text, or make a column of each."
        return Problem(name, "lists", "one value a row", advice, column=column)
    is_flag = {kind: issubclass(kind, bool | np.bool_) for kind in types}
    if any(is_flag.values()) and not all(flag or kind is str for kind, flag in is_flag.items()):
        advice = "Write true and false for all, or numbers for all."
        return Problem(name, "true or false beside others", "one kind", advice, column=column)
    return None


def canonical(table: schema.Table, rows: str | None, columns: Mapping[str, str], zone: str) -> str:
    """The question that gives a table all columns of the schema, in its types.

    Parameters
    ----------
    rows : str or None
        The name under which the table is registered as it came; None where there is none.
    columns : mapping of str to str
        The columns it came with, and the engine's word for the type of each.
    zone : str
        Where a day without a time begins.
    """
    parts = []
    for column in table.columns:
        kind = schema.DUCKDB_TYPES[column.kind]
        name = quoted(column.name)
        has_dates = columns.get(column.name) == "DATE" and column.kind == "time"
        value = f"CAST({name} AS {kind})" if column.name in columns else f"CAST(NULL AS {kind})"
        if has_dates:
            value = f"CAST(timezone('{zone}', {value}) AS TIMESTAMP)"
        parts.append(f"{value} AS {name}")
        if column.kind == "time":
            mark = schema.date_mark(column.name)
            marked = f"coalesce({mark}, FALSE)" if mark in columns else str(has_dates).upper()
            parts.append(f"{marked} AS {mark}")
    parts += [f"{quoted(name)} AS {quoted(name)}" for name in columns if name not in table.known]
    where = f"FROM {rows}" if rows else "FROM (SELECT 1 AS one) AS nothing WHERE one = 0"
    return f"SELECT {', '.join(parts)} {where}"
