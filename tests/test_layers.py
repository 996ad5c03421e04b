"""The order of the house: who may import whom, and who may touch the disk."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "alignment"

# A module imports only from an earlier line, or from its own package.
LAYERS = (
    ("terms", "errors"),
    ("files", "schema", "period", "finding", "yaml_text", "segment", "parameters"),
    ("store", "yaml_model", "record"),
    ("engine", "yaml_file", "origin"),
    ("check", "raw_table", "agreement"),
    ("history", "answers", "decisions", "audits", "proposals", "content_requests", "frozen"),
    ("imports", "measures", "sample", "sealing", "adopting", "briefs"),
    ("show", "workspace", "exports", "notifying"),
    (
        "page",
        "documents",
        "kernel",
        "review",
        "tuning",
        "auditing",
        "defining",
        "achieving",
        "checking",
        "informing",
        "handed_days",
    ),
    ("readiness", "execution", "agreeing", "handing", "briefing"),
    ("report",),
    ("runs",),
    ("cli",),
)
NUMBER = {noun: number for number, nouns in enumerate(LAYERS) for noun in nouns}

PURE = ("terms", "errors", "schema", "period", "finding", "segment", "measures", "show")
DISK_MODULES = {"pathlib", "os", "shutil", "tempfile", "glob", "io", "duckdb", "pyarrow"}
DISK_VERBS = {"to_csv", "to_parquet", "read_csv", "read_parquet", "write_text", "mkdir"}
SLOW_MODULES = ("papermill", "plotly", "ipywidgets", "nbconvert", "jupyterlab")

MODULES = sorted(PACKAGE.rglob("*.py"))


def noun(path: Path) -> str:
    """`alignment/history.py` and everything in `alignment/history/` is `history`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, also within functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "alignment" if node.level else node.module
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def upward(source: str, of: str) -> list[str]:
    """The imports of a module of noun `of` that do not come from an earlier layer."""
    found = []
    for line, name in imported(source):
        first, *rest = name.split(".")
        inner = rest[0] if first == "alignment" and rest else of
        if inner != of and NUMBER.get(inner, len(LAYERS)) >= NUMBER[of]:
            found.append(f"line {line} imports {name}")
    return found


def disk_uses(source: str) -> list[str]:
    """Imports and calls by which a module could reach the disk or the engine."""
    modules = [(line, name.split(".")[0]) for line, name in imported(source)]
    found = [f"line {line} imports {top}" for line, top in modules if top in DISK_MODULES]
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="open")):
                found.append(f"line {node.lineno} calls open")
            case ast.Call(func=ast.Attribute(attr=verb)) if verb in DISK_VERBS:
                found.append(f"line {node.lineno} calls {verb}")
    return found


def test_the_table_in_architecture_md_is_this_list() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| \d+ \| ([^|]*) \|", text)
    assert tuple(tuple(re.findall(r"`(\w+)`", row)) for row in rows) == LAYERS


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_an_earlier_layer(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        assert not list(imported(path.read_text(encoding="utf-8")))
        return
    assert noun(path) in NUMBER, f"{noun(path)} has no layer: say in LAYERS where it belongs"
    assert upward(path.read_text(encoding="utf-8"), noun(path)) == []


@pytest.mark.parametrize(
    "path", [p for p in MODULES if noun(p) in PURE], ids=lambda p: str(p.relative_to(ROOT))
)
def test_a_pure_module_reaches_neither_disk_nor_engine(path: Path) -> None:
    assert disk_uses(path.read_text(encoding="utf-8")) == []


def test_an_import_from_a_later_layer_is_seen_even_within_a_function() -> None:
    source = "from alignment import terms\ndef f():\n    from alignment.report import run\n"
    assert upward(source, "measures") == ["line 3 imports alignment.report.run"]


def test_an_import_from_the_own_package_is_no_fault() -> None:
    assert upward("from alignment.measures import journeys\n", "measures") == []


def test_reading_a_file_in_a_measure_is_seen() -> None:
    source = "import pandas as pd\nx = pd.read_csv('x')\ny = open('y')\nz = History.open('w')\n"
    assert disk_uses(source) == ["line 2 calls read_csv", "line 3 calls open"]


def test_starting_the_command_line_loads_nothing_slow() -> None:
    code = f"import sys, alignment.cli; print([m for m in {SLOW_MODULES} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
