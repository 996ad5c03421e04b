"""Tables brought to the width of a page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

import pandas as pd

from alignment.show.display import form, heading, is_number, plain, repeats

SIGNS = 92
"""So many fit on a line of a table; a wider one goes on in another below, with the same labels."""
_WIDEST_NUMBER, _WIDEST_WORDS, _GAP = 20, 18, 3
"""Signs that a column asks for at most, and those between two columns."""
_FIXED = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Grid:
    """A table as a page holds it: columns are (heading, width in %, "number" or "")."""

    columns: list[tuple[str, int, str]]
    rows: list[list[str]]


@dataclass(frozen=True)
class _Column:
    name: str
    heading: str
    cells: list[str]
    is_number: bool
    currency: str = ""

    def called(self, words: str) -> "_Column":
        """The same under another heading."""
        is_money = self.currency and self.name.endswith("_amount")
        return replace(self, heading=f"{words}, {self.currency}" if is_money else words)

    @property
    def signs(self) -> int:
        """How many it asks for: its longest cell, as far as that is shown whole, or heading."""
        longest = max((len(cell) for cell in self.cells), default=0)
        widest = _WIDEST_NUMBER if self.is_number else _WIDEST_WORDS
        words = (len(word) for word in self.heading.split())
        return max(min(longest, widest), *words, 4) + _GAP


def chosen(table: pd.DataFrame, columns: Sequence[Mapping[str, str]]) -> list[Grid]:
    """The columns that a page has room for, under other headings: a grid for each mapping.

    Parameters
    ----------
    columns : sequence of mapping
        Of a column's name to its heading; those the table has not are left out.
    """
    if table.empty:
        return []
    held = {each.name: each for each in _columns(table)}
    parts = [
        [held[name].called(words) for name, words in part.items() if name in held]
        for part in columns
    ]
    return [_grid(part) for part in parts if part]


def every(table: pd.DataFrame) -> list[Grid]:
    """The table in as few parts as its columns need, each about as wide."""
    if table.empty:
        return []
    columns = _columns(table)
    n_labels = 2 if table.columns[0] == "kind" else 1
    labels, rest = columns[:n_labels], columns[n_labels:]
    room = SIGNS - sum(each.signs for each in labels)
    asked = sum(each.signs for each in rest)
    n_parts = max(ceil(asked / room), 1)
    parts: list[list[_Column]] = [[] for _ in range(n_parts)]
    before = 0
    for column in rest:
        parts[int((before + column.signs / 2) / asked * n_parts)].append(column)
        before += column.signs
    return [_grid([*labels, *part]) for part in parts if part or not rest]


def _grid(columns: list[_Column]) -> Grid:
    asked = sum(each.signs for each in columns)
    widths = [round(100 * each.signs / asked) for each in columns]
    widths[0] += 100 - sum(widths)
    heads = [
        (each.heading, width, "number" if each.is_number else "")
        for each, width in zip(columns, widths, strict=True)
    ]
    cells = zip(*(each.cells for each in columns), strict=True)
    return Grid(heads, [list(row) for row in cells])


def _columns(table: pd.DataFrame) -> list[_Column]:
    currencies = table["currency"].dropna().unique() if "currency" in table.columns else []
    currency = str(currencies[0]) if len(currencies) == 1 else ""
    bounds = _bounds(table)
    within = {name for pair in bounds.values() for name in pair}
    shown = [name for name in table if name not in within and not _says_nothing(table, name)]
    records = table.to_dict("records")
    made = []
    for name in shown:
        cells = [_cell(row, name, bounds.get(name)) for row in records]
        made.append(_Column(name, _head(name, currency), cells, is_number(table[name]), currency))
    return made


def _bounds(table: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """The columns of an interval, by the column it is of."""
    found = {}
    for low in table:
        high = re.sub(r"(^|_)low", r"\1high", low)
        if low != high and high in table.columns:
            of = re.sub(r"(^|_)low", "", low)
            named = (name for name in (of, f"{of}_amount", "value") if name in table.columns)
            found[next(named, low)] = (low, high)
    return {name: pair for name, pair in found.items() if name not in pair}


def _says_nothing(table: pd.DataFrame, name: str) -> bool:
    """Whether a column is told by others, or holds nothing at all."""
    is_told = name == "is_enough" or (name == "currency" and table[name].nunique() == 1)
    return is_told or repeats(table, name) or bool(table[name].isna().all())


def _head(name: str, currency: str) -> str:
    if name == "amount" or not name.endswith("_amount"):
        return heading(name)
    words = heading(name.removesuffix("_amount"))
    return f"{words}, {currency}" if currency else words


def _cell(row: Mapping, name: str, bounds: tuple[str, str] | None) -> str:
    value = row[name]
    if isinstance(value, date) and not pd.isna(value) and name.endswith("_on"):
        return f"{value:%Y-%m-%d}"
    said = plain(form(row, name), value)
    if bounds is None or any(pd.isna(row[bound]) for bound in bounds):
        return said
    low, high = (plain(form(row, name), row[bound]) for bound in bounds)
    # the interval goes on a line of its own where both have no room on one
    return f"{said} ({low}{_FIXED}to{_FIXED}{high})"
