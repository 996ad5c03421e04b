"""The SQL beside the measures stays within what every engine reads alike."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "alignment").rglob("*.sql"))

NOT_PORTABLE = ("INTERVAL", "FILTER", "PIVOT", "QUALIFY", "GROUP BY ALL", "MEDIAN", "ILIKE", "::")
ENGINES = ("postgres", "spark")


def complaints(sql: str) -> list[str]:
    """What is not in the portable subset, with its line."""
    return [*forbidden(sql), *bare_aliases(sql)]


def forbidden(sql: str) -> Iterator[str]:
    bare = re.sub(r"--[^\n]*|'[^']*'", lambda found: " " * len(found[0]), sql)
    for word in NOT_PORTABLE:
        pattern = re.escape(word).replace(r"\ ", r"\s+")
        pattern = pattern if word == "::" else rf"\b{pattern}\b"
        for found in re.finditer(pattern, bare, re.IGNORECASE):
            yield f"line {line_of(sql, found.start())}: {word}"


def bare_aliases(sql: str) -> Iterator[str]:
    for name in sqlglot.parse_one(sql, read="duckdb").find_all(exp.Identifier):
        is_alias = isinstance(name.parent, exp.Alias | exp.TableAlias) and name.arg_key != "columns"
        if is_alias and not isinstance(name.parent.parent, exp.CTE):
            before = sql[: name.meta["start"]].rstrip()
            if not re.search(r"\bAS$", before, re.IGNORECASE):
                yield f"line {line_of(sql, name.meta['start'])}: {name.name} without AS"


def line_of(sql: str, place: int) -> int:
    return sql.count("\n", 0, place) + 1


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_query_stays_within_the_portable_subset(path: Path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_query_can_be_said_to_every_engine(path: Path, engine: str) -> None:
    sql = path.read_text(encoding="utf-8")
    (said,) = sqlglot.transpile(
        sql, read="duckdb", write=engine, unsupported_level=ErrorLevel.RAISE
    )
    assert said


def test_there_is_a_query_to_look_at() -> None:
    assert FILES


def test_what_other_engines_lack_is_seen_with_its_line() -> None:
    sql = "SELECT a.x::INT AS x,\nmedian(a.y) AS y FROM activities AS a\nGROUP  BY\nALL"
    assert list(forbidden(sql)) == ["line 3: GROUP BY ALL", "line 2: MEDIAN", "line 1: ::"]


def test_a_forbidden_word_in_a_comment_or_a_text_is_no_fault() -> None:
    assert complaints("-- no FILTER here\nSELECT 'a::b' AS b") == []


def test_an_alias_without_as_is_seen_for_columns_and_tables() -> None:
    sql = "WITH e AS (SELECT b.y z FROM bees AS b)\nSELECT s.z AS z FROM e s"
    assert sorted(complaints(sql)) == ["line 1: z without AS", "line 2: s without AS"]
