"""What the YAML may say by which anybody's files become a history."""

import re
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from alignment import schema
from alignment.errors import nearest
from alignment.yaml_model import Part, Text, Value, shown, wrong

Order = Literal["day_first", "month_first", "year_first"]
Separator = Literal[",", ";", "|", "\t", "comma", "semicolon", "pipe", "tab"]
AttributeKind = Literal["text", "number", "flag", "date"]

SEPARATORS = {"comma": ",", "semicolon": ";", "pipe": "|", "tab": "\t"}
REST = "*"
"""The attribute that stands for every column of the file that is not named otherwise."""

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
        "a".encode(name).decode(
            name
        )  # `rot13` and `base64` are known, but are no encodings of text
    except (LookupError, ValueError):
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
    otherwise : value or None
        Ours for every word that `values` does not name; null makes them missing. Left out, they
        stay as they are.
    missing : tuple or None
        Words that mean "missing" here, in place of the mapping's own. Blank always does.
    order, format, zone : str or None
        How times are written: the order of day, month and year, or a whole format in
        strftime's letters; the zone of times without an offset. A date without a time is a
        day of the company's own zone whatever is said here.
    decimal : str or None
        The decimal mark of numbers.
    kind : str or None
        What an attribute holds; text unless said.
    """

    from_: Text | None = Field(None, alias="from")
    constant: Value | None = None
    values: dict[str, Value | None] = Field(default_factory=dict)
    otherwise: Value | None = None
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


def is_taken(table: schema.Table, name: str) -> bool:
    """Whether an attribute of that name would hide a column of the schema or its date mark."""
    known = {c.name for c in table.columns} | {schema.date_mark(time) for time in table.times}
    return name.lower() in known


def text_of(value: bool | float | str | None) -> str | None:
    """A value of the YAML as the text that stands in a file."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if float(value).is_integer() else shown(value)
