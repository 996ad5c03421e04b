"""Reading a mapping, with everything wrong in it told at its line."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from alignment import schema, yaml_file
from alignment.errors import MappingError, Problem, nearest
from alignment.imports.mapping import REST, ImportMapping, is_taken
from alignment.yaml_model import attempted
from alignment.yaml_text import Document, Steps, place

_ONLY_FOR: dict[str, tuple[str, ...]] = {
    "order": ("time", "date"),
    "format": ("time", "date"),
    "zone": ("time", "date"),
    "decimal": ("number",),
}


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
        if name != name.strip() or not name:
            yield _at(document, here, repr(name), "a name without white space around it")
        elif is_taken(table, name):
            expected, advice = "a name of its own", "Map it under `columns`, or rename it."
            yield _at(document, here, f"the name of a column of {table.name}", expected, advice)
        elif name.lower() in seen:
            yield _at(document, here, f"{name!r} beside {seen[name.lower()]!r}", "distinct names")
        seen[name.lower()] = name
        kind = held.get("kind", "text") if isinstance(held, dict) else "text"
        yield from _key_problems(document, kind, held, here, is_attribute=True)


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
