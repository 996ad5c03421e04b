"""A CSV file as its owner meant it: separator, encoding, header, and the lines that are broken.

DuckDB reads the sound file. One broken line makes it lose its place (a quote left open swallowed
150,000 rows of five million without a word), so a file that it stumbles over is copied line by
line first, each row with its number and the broken ones left out.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from alignment.errors import MappingError, Problem
from alignment.imports import white_space
from alignment.imports.values import literal

SEPARATORS = ",;\t|"
ROW = "row_in_file"

_HEAD = 1 << 20
_MOST_LINES = 1000
"""Lines that one quoted field may span before its quote counts as left open."""

_OPEN = "a quote that is never closed, or text right behind a closing quote"
_CLOSE_IT = "Close the quote, or double those within a quoted field."


@dataclass(frozen=True)
class CsvFile:
    """A file whose header was read.

    Parameters
    ----------
    path : Path
    encoding : str
        As Python knows it.
    is_declared : bool
        Whether the mapping says the encoding; else it is taken for UTF-8 and must be.
    separator : str
    names : tuple of str
        The header's cells, trimmed.
    is_plain : bool
        Whether the database can read it as it lies.
    has_odd_white_space : bool
        Whether values may end in white space other than blanks.
    """

    path: Path
    encoding: str
    is_declared: bool
    separator: str
    names: tuple[str, ...]
    is_plain: bool
    has_odd_white_space: bool = True


@dataclass(frozen=True)
class Broken:
    """A row that is no row: its number from 1, what is wrong, and its text as it stands."""

    row: int
    found: str
    expected: str
    advice: str
    text: str


def opened(path: Path, separator: str | None, encoding: str | None) -> CsvFile:
    """The file behind `path`, its header read.

    Raises
    ------
    MappingError
        Where it is no text, has no header, or its encoding is another.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    is_utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    used = encoding or ("utf-16" if is_utf16 else "utf-8")
    used = "utf-8-sig" if used.lower().replace("_", "-") in {"utf-8", "utf8"} else used
    if not head.strip():
        raise _unreadable(path, "an empty file", "a header line and rows")
    if head[:2] in (b"PK", b"\x1f\x8b") or (b"\0" in head and "16" not in used):
        advice = "Save it as CSV (in a spreadsheet: Save as, CSV UTF-8)."
        raise _unreadable(path, "a spreadsheet or archive, not text", "a CSV file", advice)
    header, first = _first_records(path, used, separator)
    if separator is None:
        separator = max(SEPARATORS, key=lambda mark: len(_fields(_unwrapped(header), mark) or ()))
    is_wrapped = any(_is_wrapped(line, separator) for line in (header, first))
    names = _fields(_unwrapped(header), separator) or []
    starts_blank = head.removeprefix(b"\xef\xbb\xbf")[:1] in (b"\r", b"\n")
    is_simple = "\n" not in header and not is_wrapped and not starts_blank
    is_plain = used == "utf-8-sig" and is_simple
    trimmed = tuple(name.strip() for name in names)
    is_odd = not is_plain or white_space.has_odd(path, separator)
    return CsvFile(path, used, encoding is not None, separator, trimmed, is_plain, is_odd)


def relation(file: CsvFile, path: Path, is_mended: bool, rejects: str) -> str:
    """SQL that reads every field as text, as c0, c1 …; with a mended copy, the rows' numbers too.

    Lines that cannot be read are listed in the table `rejects`.
    """
    names = [ROW] if is_mended else []
    names += [f"c{i}" for i in range(len(file.names))]
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(str(path))}, columns = {{{columns}}}, auto_detect = false, "
        f"header = true, delim = {literal(file.separator)}, quote = '\"', escape = '\"', "
        f"store_rejects = true, rejects_limit = 0, "
        f"rejects_table = '{rejects}', rejects_scan = '{rejects}_scan')"
    )


def mended(file: CsvFile, to: Path) -> list[Broken]:
    """Copy the sound rows to `to`, as UTF-8 with each row's number in front.

    Returns
    -------
    list of Broken
        The rows left out.

    Raises
    ------
    MappingError
        Where bytes are not of the encoding and the mapping declares none.
    """
    broken: list[Broken] = []
    with (
        file.path.open(encoding=file.encoding, errors=_on_error(file), newline=None) as lines,
        to.open("w", encoding="utf-8", newline="\n") as copy,
    ):
        try:
            _copy(file, lines, copy, broken)
        except UnicodeError as error:
            raise _undecodable(file.path, str(error), file.encoding) from error
    odd = [each for each in broken if each.expected.startswith(_ENCODED)]
    if odd and not file.is_declared:
        problem = Problem(
            file.path.name, odd[0].found, odd[0].expected, _ENCODING_ADVICE, odd[0].row,
            n_rows=len(odd),
        )  # fmt: skip
        raise MappingError("The file is not UTF-8, and the mapping says no encoding.", [problem])
    return broken


_ENCODED = "text in "
_ENCODING_ADVICE = (
    "Say `encoding: windows-1252` (or the file's own) beside `files` in the mapping; "
    "`encoding: utf-8` refuses just these rows."
)


def _copy(file: CsvFile, lines: TextIO, copy: TextIO, broken: list[Broken]) -> None:
    writer = csv.writer(copy, delimiter=file.separator, lineterminator="\n")
    writer.writerow([ROW, *file.names])
    n_fields, mark = len(file.names), file.separator
    records = _records(iter(lines), mark)
    next(records)
    for row, record in enumerate(records, start=1):
        is_ascii = record.isascii()
        if '"' not in record and is_ascii and record.count(mark) == n_fields - 1:
            copy.write(f"{row}{mark}{record}\n")
            continue
        fields = _fields(record, mark)
        if fields and len(fields) == 1 < n_fields and mark in fields[0]:
            fields = _fields(fields[0], mark)
        if fields and len(fields) == n_fields + 1 and not fields[-1]:
            fields.pop()
        wrong = _wrong(file, record, fields, n_fields, is_ascii)
        if wrong:
            text = record.encode("utf-8", "replace").decode("utf-8")
            broken.append(Broken(row, *wrong, text))
        else:
            writer.writerow([row, *(fields or ())])


def _wrong(
    file: CsvFile, record: str, fields: list[str] | None, n_fields: int, is_ascii: bool
) -> tuple[str, str, str] | None:
    if not is_ascii and any("\ud800" <= letter <= "\udfff" for letter in record):
        name = "utf-8" if file.encoding == "utf-8-sig" else file.encoding
        return "bytes that are no such text", f"{_ENCODED}{name}", _ENCODING_ADVICE
    if fields is None:
        return _OPEN, "quotes in pairs", _CLOSE_IT
    if len(fields) != n_fields:
        advice = f"Quote a field that holds {file.separator!r}; see that no field is lacking."
        return f"{len(fields)} fields", f"{n_fields} fields, as in the header", advice
    return None


def _records(lines: Iterator[str], mark: str) -> Iterator[str]:
    """Lines, joined where a quoted field spans several; blank ones left out."""
    ahead: list[str] = []
    while (line := ahead.pop() if ahead else next(lines, None)) is not None:
        record = line.rstrip("\n")
        if record.count('"') % 2:
            more = _rest_of_quote(lines, ahead)
            whole = "\n".join([record, *(each.rstrip("\n") for each in more)])
            if more and _fields(whole, mark) is not None:
                record = whole
            else:
                ahead += reversed(more)
        if record:
            yield record


def _rest_of_quote(lines: Iterator[str], ahead: list[str]) -> list[str]:
    """The lines up to the one that closes an open quote, or as many as a field may span."""
    more: list[str] = []
    while len(more) < _MOST_LINES:
        line = ahead.pop() if ahead else next(lines, None)
        if line is None:
            break
        more.append(line)
        if line.count('"') % 2:
            break
    return more


def _fields(record: str, mark: str) -> list[str] | None:
    """The fields of a record; None where its quotes are wrong."""
    try:
        rows = list(csv.reader([record], delimiter=mark, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _first_records(path: Path, encoding: str, separator: str | None) -> tuple[str, str]:
    """The header and the first row (empty where there is none)."""
    try:
        with path.open(encoding=encoding, newline=None) as lines:
            start = "".join(islice(lines, 200))
    except UnicodeError:
        with path.open(encoding=encoding, errors="replace", newline=None) as lines:
            start = "".join(islice(lines, 200))
        if "\ufffd" in start.split("\n")[0]:
            raise _undecodable(path, "bytes of another encoding in the header", encoding) from None
    found = list(islice(_records(io.StringIO(start), separator or ","), 2))
    header, first, *_ = [*found, "", ""]
    return header, first


def _is_wrapped(line: str, mark: str) -> bool:
    fields = _fields(line, mark)
    return bool(fields) and len(fields or ()) == 1 and mark in (fields or [""])[0]


def _unwrapped(line: str) -> str:
    """The line within a line that is quoted as a whole."""
    fields = _fields(line, "\x1f")
    return fields[0] if fields and line.startswith('"') and len(fields) == 1 else line


def _on_error(file: CsvFile) -> str:
    return "strict" if "16" in file.encoding or "32" in file.encoding else "surrogateescape"


def _undecodable(path: Path, found: str, encoding: str) -> MappingError:
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    return _unreadable(path, found, f"{_ENCODED}{name}", _ENCODING_ADVICE)


def _unreadable(path: Path, found: str, expected: str, advice: str = "") -> MappingError:
    problem = Problem(path.name, found, expected, advice)
    return MappingError("The file cannot be read.", [problem])
