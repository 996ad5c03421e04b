"""The YAML by which anybody's files become a history: what it may say, and reading it."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from alignment import schema, yaml_file
from alignment.errors import MappingError, Problem, nearest
from alignment.yaml_model import Part, Text, Value, attempted, shown, wrong
from alignment.yaml_text import Document, Steps, place

Order = Literal["day_first", "month_first", "year_first"]
Separator = Literal[",", ";", "|", "\t", "comma", "semicolon", "pipe", "tab"]
AttributeKind = Literal["text", "number", "flag", "date"]

SEPARATORS = {"comma": ",", "semicolon": ";", "pipe": "|", "tab": "\t"}
REST = "*"
"""The attribute that stands for every column of the file that is not named otherwise."""

_ONLY_FOR: dict[str, tuple[str, ...]] = {
    "order": ("time", "date"),
    "format": ("time", "date"),
    "zone": ("time", "date"),
    "decimal": ("number",),
}
_DIRECTIVES = frozenset("aAbBdmyYHIpMSfj%")


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise wrong("an IANA time zone such as Europe/Berlin", nearest_zone(name))
    return name


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def nearest_zone(name: str) -> str:
    """Advice naming the zone most like `name`; empty where none is."""
    advice = nearest(name, _zones())
    return advice if advice.startswith("Did") else ""


def _known_encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise wrong("an encoding such as utf-8, windows-1252 or utf-16") from None
    return name


def _known_format(text: str) -> str:
    directives = set(re.findall(r"%-?(.)", text))
    has_day = directives & {"j"} or (directives & set("d") and directives & set("mbB"))
    if directives - _DIRECTIVES or not directives & set("yY") or not has_day:
        raise wrong("a format of day, month and year such as '%d.%m.%Y %H:%M'")
    return text


def _iso_code(text: str) -> str:
    if not re.fullmatch("[A-Z]{3}", text):
        raise wrong("an ISO 4217 code such as EUR")
    return text


Zone = Annotated[str, AfterValidator(_known_zone)]
Encoding = Annotated[str, AfterValidator(_known_encoding)]
Format = Annotated[str, AfterValidator(_known_format)]
Currency = Annotated[str, AfterValidator(_iso_code)]
Decimal = Literal[".", ","]


class ColumnMap(Part):
    """Where one column of ours comes from, and how its text is read.

    Parameters
    ----------
    from_ : str or None
        The file's column; our own name where neither it nor `constant` is given.
    constant : value or None
        The value of every row, instead of a column.
    values : mapping
        The file's words (trimmed, exact) to ours; null makes a word missing.
    missing : tuple or None
        Words that mean "missing" here, in place of the mapping's own. Blank always does.
    order, format, zone : str or None
        How times are written: the order of day, month and year, or a whole format in
        strftime's letters; the zone of times without an offset.
    decimal : str or None
        The decimal mark of numbers.
    kind : str or None
        What an attribute holds; text unless said.
    """

    from_: Text | None = Field(None, alias="from")
    constant: Value | None = None
    values: dict[str, Value | None] = Field(default_factory=dict)
    missing: tuple[Value, ...] | None = None
    order: Order | None = None
    format: Format | None = None
    zone: Zone | None = None
    decimal: Decimal | None = None
    kind: AttributeKind | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, held: Any) -> Any:
        return {"from": held} if isinstance(held, str) else held

    @model_validator(mode="after")
    def _says_one_thing(self) -> "ColumnMap":
        if self.from_ is not None and self.constant is not None:
            raise wrong("either `from` or `constant`", "Take one of the two away.")
        if self.order is not None and self.format is not None:
            raise wrong("either `order` or `format`", "The format says the order already.")
        return self


class Source(Part):
    """The files that feed one table in one way.

    Parameters
    ----------
    files : str
        A pattern on the file's name, such as ``*contacts*.csv``; letter case does not matter.
    separator, encoding, decimal, missing : optional
        Where this source differs; the separator is taken from the header line.
    columns : mapping of str to ColumnMap
    attributes : mapping of str to ColumnMap
        Further columns of leads to keep.
    only_if_filled : str or None
        A column of ours: rows of the file that leave it blank give this table nothing.
    """

    files: Text
    separator: Separator | None = None
    encoding: Encoding | None = None
    decimal: Decimal | None = None
    missing: tuple[Value, ...] | None = None
    columns: dict[str, ColumnMap]
    attributes: dict[str, ColumnMap] = Field(default_factory=dict)
    only_if_filled: Text | None = None

    def takes(self, path: Path) -> bool:
        """Whether the pattern fits the file's name."""
        return fnmatchcase(path.name.lower(), self.files.lower())

    @property
    def separating(self) -> str | None:
        """The separating character, where one is declared."""
        return SEPARATORS.get(self.separator, self.separator) if self.separator else None


class ImportMapping(Part):
    """How files become a history.

    Parameters
    ----------
    name : str
        What the files are, for people.
    zone : str
        The company's IANA zone, in which times without an offset are written.
    currency : str or None
        ISO 4217 code of amounts whose source names none.
    missing : tuple
        Words that mean "missing" anywhere; blank always does.
    decimal : str
        The decimal mark of numbers.
    tables : mapping of str to tuple of Source
    """

    name: Text
    zone: Zone = "UTC"
    currency: Currency | None = None
    missing: tuple[Value, ...] = ()
    decimal: Decimal = "."
    tables: dict[str, tuple[Source, ...]]


def read_mapping(path: Path) -> ImportMapping:
    """The mapping in `path`.

    Raises
    ------
    MappingError
        With every problem at its line.
    """
    if not path.is_file():
        problem = Problem(str(path), "no such file", "an import mapping", _beginning())
        raise MappingError("There is no such mapping.", [problem])
    document = _spelt_out(yaml_file.read(path))
    mapping, problems = attempted(ImportMapping, document)
    problems += tuple(_schema_problems(document))
    if problems or mapping is None:
        raise MappingError(
            "The mapping cannot be used.", sorted(problems, key=lambda p: p.row or 0)
        )
    return mapping


def _beginning() -> str:
    return "Begin with a copy of templates/imports/example.yml."


def _spelt_out(document: Document) -> Document:
    """The same document with its short forms written long, so that there is one form to check."""
    if not isinstance(document.data, dict) or not isinstance(document.data.get("tables"), dict):
        return document
    lines = dict(document.lines)
    tables: dict[str, object] = {}
    for name, given in document.data["tables"].items():
        at: Steps = ("tables", name)
        if isinstance(given, dict):
            inner = {s: n for s, n in lines.items() if s[:2] == at and len(s) > 2}
            lines |= {(*at, 0, *steps[2:]): line for steps, line in inner.items()}
            given = [given]
        if isinstance(given, list):
            given = [_long_source(s, (*at, i), lines) for i, s in enumerate(given)]
        tables[name] = given
    return replace(document, data={**document.data, "tables": tables}, lines=lines)


def _long_source(source: object, at: Steps, lines: dict[Steps, int]) -> object:
    given = source.get("attributes") if isinstance(source, dict) else None
    if not isinstance(source, dict) or given is None:
        return source
    if given == "all":
        return {**source, "attributes": {REST: {}}}
    if isinstance(given, list) and all(isinstance(name, str) for name in given):
        here = (*at, "attributes")
        lines |= {(*here, name): lines[(*here, i)] for i, name in enumerate(given)}
        return {**source, "attributes": {name: {} for name in given}}
    return source


def _schema_problems(document: Document) -> Iterator[Problem]:
    """What a mapping says that no history table knows, whatever else is wrong with it."""
    tables = document.data.get("tables") if isinstance(document.data, dict) else None
    if not isinstance(tables, dict):
        return
    if not tables:
        yield _at(document, ("tables",), "no table", f"some of {', '.join(schema.TABLES)}")
    for name, sources in tables.items():
        at: Steps = ("tables", name)
        if name not in schema.TABLES:
            advice = nearest(name, schema.TABLES)
            yield _at(document, at, "an unknown table", "a table of a history", advice)
            continue
        if sources == []:
            yield _at(document, at, "no source", "a source, or a list of them")
        for i, source in enumerate(sources if isinstance(sources, list) else ()):
            if isinstance(source, dict):
                yield from _source_problems(document, schema.TABLES[name], source, (*at, i))


def _source_problems(
    document: Document, table: schema.Table, source: Mapping[str, Any], at: Steps
) -> Iterator[Problem]:
    columns, attributes = source.get("columns"), source.get("attributes")
    if isinstance(columns, dict):
        known = [c.name for c in table.columns]
        for name, held in columns.items():
            column = table.column(name)
            here = (*at, "columns", name)
            if column is None:
                advice = nearest(name, known)
                if table.is_open:
                    advice += " Other columns of the file go under `attributes`."
                yield _at(document, here, "an unknown column", f"a column of {table.name}", advice)
            else:
                yield from _key_problems(document, column.kind, held, here, is_attribute=False)
        for column in table.columns:
            if column.is_required and column.name not in columns:
                found = f"no {column.name} ({column.means})"
                advice = f"Say `{column.name}: THE FILE'S COLUMN`, or `{{constant: …}}`."
                yield _at(document, (*at, "columns"), found, "every required column", advice)
        only = source.get("only_if_filled")
        if isinstance(only, str) and only not in columns:
            advice = nearest(only, columns)
            yield _at(document, (*at, "only_if_filled"), repr(only), "a column mapped here", advice)
    if isinstance(attributes, dict):
        yield from _attribute_problems(document, table, attributes, (*at, "attributes"))


def _attribute_problems(
    document: Document, table: schema.Table, attributes: Mapping[str, Any], at: Steps
) -> Iterator[Problem]:
    if not table.is_open:
        yield _at(document, at, f"attributes of {table.name}", "attributes of leads only")
        return
    seen: dict[str, str] = {}
    for name, held in attributes.items():
        here = (*at, name)
        if is_taken(table, name):
            expected, advice = "a name of its own", "Map it under `columns`, or rename it."
            yield _at(document, here, f"the name of a column of {table.name}", expected, advice)
        elif name.lower() in seen:
            yield _at(document, here, f"{name!r} beside {seen[name.lower()]!r}", "distinct names")
        seen[name.lower()] = name
        kind = held.get("kind", "text") if isinstance(held, dict) else "text"
        yield from _key_problems(document, kind, held, here, is_attribute=True)


def is_taken(table: schema.Table, name: str) -> bool:
    """Whether an attribute of that name would hide a column of the schema or its date mark."""
    known = {c.name for c in table.columns} | {schema.date_mark(time) for time in table.times}
    return name.lower() in known


def _key_problems(
    document: Document, kind: str, held: object, at: Steps, is_attribute: bool
) -> Iterator[Problem]:
    for key in held if isinstance(held, dict) else ():
        if key in _ONLY_FOR and kind not in _ONLY_FOR[key]:
            kinds = " or ".join(f"`{k}`" for k in _ONLY_FOR[key])
            yield _at(document, (*at, key), f"`{key}` on a {kind}", f"it on a {kinds} only")
        if key == "kind" and not is_attribute:
            yield _at(document, (*at, key), "`kind`", "it on attributes only", "Take it away.")


def _at(document: Document, steps: Steps, found: str, expected: str, advice: str = "") -> Problem:
    where = place(steps)
    return Problem(document.where, found, expected, advice, document.line(steps), where)


def text_of(value: bool | float | str | None) -> str | None:
    """A value of the YAML as the text that stands in a file."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if float(value).is_integer() else shown(value)
