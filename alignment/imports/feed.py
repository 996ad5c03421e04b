"""Which file feeds which table, and which of its columns which of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from alignment import schema
from alignment.errors import MappingError, Problem, nearest
from alignment.imports.csv_file import CsvFile, opened
from alignment.imports.mapping import REST, ColumnMap, ImportMapping, Source, is_taken, text_of
from alignment.imports.values import Reading, cleaned, literal, only_known

_MONEY = {"deals": "amount", "campaigns": "cost_amount"}


@dataclass(frozen=True)
class Fed:
    """One column of ours and what it is made of.

    Parameters
    ----------
    name : str
        Our name.
    text : str
        SQL over the file's columns c0, c1 … for its text, NULL where missing.
    reading : Reading
    must_be_filled : bool
        Whether a row without it is refused.
    from_ : str
        The file's column; empty for a constant.
    """

    name: str
    text: str
    reading: Reading
    must_be_filled: bool = False
    from_: str = ""

    @property
    def has_open_order(self) -> bool:
        """Whether nothing is said of the order of day, month and year."""
        is_time = self.reading.kind in {"time", "date"}
        return is_time and bool(self.from_) and not self.reading.order and not self.reading.format


@dataclass(frozen=True)
class Feed:
    """What one file gives to one table by one source of the mapping.

    Parameters
    ----------
    number : int
        Counted over the import; names its tables in the database.
    file : CsvFile
    table : schema.Table
    source : Source
    columns : tuple of Fed
    """

    number: int
    file: CsvFile
    table: schema.Table
    source: Source
    columns: tuple[Fed, ...] = field(default=())


def feeds(mapping: ImportMapping, paths: Sequence[Path], day_zone: str = "") -> list[Feed]:
    """Every feed of an import, in the order of the mapping, then of the files.

    Dates without a time are read in `day_zone`, the company's, or as times where it is empty.

    Raises
    ------
    MappingError
        With every problem: a file that is not there, is given twice or that no pattern takes, a
        pattern that no file fits, a column that a file lacks.
    """
    problems = [*_path_problems(mapping, paths)]
    found: list[Feed] = []
    for name, sources in mapping.tables.items():
        for source in sources:
            taken = [path for path in paths if path.is_file() and source.takes(path)]
            if not taken:
                problems.append(_unfed(name, source, paths))
            for path in taken:
                try:
                    file = opened(path, source.separating, source.encoding)
                    feed = Feed(len(found), file, schema.TABLES[name], source)
                    columns = tuple(_in_zone(fed, day_zone) for fed in _columns(mapping, feed))
                    found.append(Feed(len(found), file, schema.TABLES[name], source, columns))
                except MappingError as error:
                    problems += error.problems
    if problems:
        raise MappingError("The mapping does not fit the files.", dict.fromkeys(problems))
    return found


def _in_zone(fed: Fed, day_zone: str) -> Fed:
    return replace(fed, reading=replace(fed.reading, day_zone=day_zone))


def _path_problems(mapping: ImportMapping, paths: Sequence[Path]) -> Iterator[Problem]:
    patterns = [s.files for sources in mapping.tables.values() for s in sources]
    seen: set[Path] = set()
    for path in paths:
        if not path.is_file():
            found = "a folder" if path.is_dir() else "no such file"
            yield Problem(str(path), found, "a CSV file")
            continue
        if path.resolve() in seen:
            yield Problem(str(path), "the same file twice", "each file once")
        seen.add(path.resolve())
        if not any(s.takes(path) for sources in mapping.tables.values() for s in sources):
            expected = f"a name that fits a `files` pattern ({', '.join(patterns)})"
            yield Problem(path.name, "a file that no source takes", expected)


def _unfed(table: str, source: Source, paths: Sequence[Path]) -> Problem:
    given = ", ".join(path.name for path in paths) or "none"
    found = f"no file that fits {source.files!r}"
    advice = f"Given: {given}. Change the pattern, or take the source away."
    return Problem(table, found, "at least one", advice, column="files")


def _columns(mapping: ImportMapping, feed: Feed) -> Iterator[Fed]:
    problems: list[Problem] = []
    made: list[Fed] = []
    for column in feed.table.columns:
        if column.name in feed.source.columns:
            reading_of = feed.source.columns[column.name]
            is_filled = column.is_required and not column.may_be_missing
            made += _fed(mapping, feed, column, reading_of, is_filled, problems)
    money = _MONEY.get(feed.table.name)
    names = {fed.name for fed in made}
    if mapping.currency and money in names and "currency" not in names:
        made.append(Fed("currency", literal(mapping.currency), Reading("text")))
    made = [_in_currency(fed, made) if fed.name == money else fed for fed in made]
    for name, attribute in _attributes(feed, problems).items():
        column = schema.Column(name, attribute.kind or "text", "an attribute")
        made += _fed(mapping, feed, column, attribute, False, problems)
    if problems:
        raise MappingError("The mapping does not fit the file.", problems)
    yield from made


def _in_currency(amount: Fed, columns: Sequence[Fed]) -> Fed:
    """The amount, read in the currency that its row says."""
    said = next((f"t{i}" for i, fed in enumerate(columns) if fed.name == "currency"), "NULL")
    return replace(amount, reading=replace(amount.reading, currency=said))


def _fed(
    mapping: ImportMapping,
    feed: Feed,
    column: schema.Column,
    held: ColumnMap,
    must_be_filled: bool,
    problems: list[Problem],
) -> list[Fed]:
    source = feed.source
    reading = Reading(
        column.kind,
        zone=held.zone or mapping.zone,
        order=held.order or "",
        format=held.format or "",
        decimal=held.decimal or source.decimal or mapping.decimal,
        one_of=column.one_of,
    )
    values = {raw: text_of(ours) for raw, ours in held.values.items()}
    words = next((m for m in (held.missing, source.missing) if m is not None), mapping.missing)
    missing = [text_of(word) or "" for word in words]
    if held.constant is not None:
        text = cleaned(literal(text_of(held.constant)), missing, values)
        return [Fed(column.name, text, reading, must_be_filled)]
    from_ = held.from_ or column.name
    place = _place(feed, from_, column.name, problems)
    if place is None:
        return []
    text = cleaned(f"c{place}", missing, values, feed.file.has_odd_white_space)
    if "otherwise" in held.model_fields_set:
        text = only_known(text, values, text_of(held.otherwise))
    return [Fed(column.name, text, reading, must_be_filled, from_)]


def _place(feed: Feed, from_: str, ours: str, problems: list[Problem]) -> int | None:
    """Where the file has that column; adds a problem where it is not there once."""
    names, wanted = feed.file.names, from_.strip()
    places = [i for i, name in enumerate(names) if name == wanted]
    if len(places) == 1:
        return places[0]
    where = f"{feed.table.name}.{ours}"
    if places:
        found = f"{len(places)} columns named {wanted!r}"
        problem = Problem(feed.file.path.name, found, "one", "Rename one of them.", column=where)
    else:
        advice = nearest(wanted, names)
        if advice.startswith("Did"):
            advice += f" Its columns: {', '.join(names)}."
        advice += " For one value in every row say {constant: …}."
        found = f"no column {wanted!r}"
        problem = Problem(feed.file.path.name, found, "a column of the file", advice, column=where)
    problems.append(problem)
    return None


def _attributes(feed: Feed, problems: list[Problem]) -> dict[str, ColumnMap]:
    """The attributes by name, with the rest of the file's columns where the mapping keeps all."""
    named = {n: held for n, held in feed.source.attributes.items() if n != REST}
    if REST not in feed.source.attributes:
        return named
    mapped = {**feed.source.columns, **named}
    used = {held.from_ or name for name, held in mapped.items() if held.constant is None}
    taken = {name.lower() for name in named}
    for i, name in enumerate(feed.file.names):
        ours = name or f"column_{i + 1}"
        if name in used:
            continue
        if is_taken(feed.table, ours) or ours.lower() in taken:
            advice = "Map it under `columns`, or name it anew: `attributes: {NEW: {from: OLD}}`."
            found = f"a column {name!r} to keep, a name that is taken already"
            problems.append(Problem(feed.file.path.name, found, "a free name", advice))
        elif name:
            taken.add(ours.lower())
            named[ours] = ColumnMap.model_validate({"from": name})
    return named
