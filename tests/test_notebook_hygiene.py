"""A notebook asks, shows and records: what its source may hold, cell by cell."""

import ast
import json
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

MOST_CODE_CELLS = 15
MOST_LINES = 6
MOST_PARAMETERS = 10
NOTEBOOK_METADATA = {"kernelspec", "language_info"}
CELL_METADATA = {"tags", "jupyter", "editable"}
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try, ast.TryStar, ast.Lambda)

Cell = dict[str, Any]
Notebook = dict[str, Any]


def complaints(notebook: Notebook) -> list[str]:
    """Everything that a notebook's source should not hold, each with its cell."""
    cells = notebook["cells"]
    found = list(of_the_whole(notebook))
    for number, cell in enumerate(cells, start=1):
        place = f"cell {number} (id {cell.get('id', 'none')}): "
        found += [place + wrong for wrong in of_a_cell(cell)]
    return found


def of_the_whole(notebook: Notebook) -> Iterator[str]:
    cells = notebook["cells"]
    titles = [title for cell in cells if cell["cell_type"] == "markdown" for title in h1s(cell)]
    if len(titles) != 1 or not titles[0].endswith("?"):
        yield f"its only H1 should be its question: {titles}"
    for twice, n in Counter(cell.get("id") for cell in cells).items():
        if n > 1:
            yield f"{n} cells have the id {twice}"
    if len([c for c in cells if is_parameters(c)]) > 1:
        yield "more than one cell is tagged parameters"
    if len([c for c in cells if c["cell_type"] == "code"]) > MOST_CODE_CELLS:
        yield f"more than {MOST_CODE_CELLS} code cells"
    if extra := notebook["metadata"].keys() - NOTEBOOK_METADATA:
        yield f"metadata that no source needs: {sorted(extra)}"
    if (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5):
        yield "an old format without cell ids"


def of_a_cell(cell: Cell) -> Iterator[str]:
    if str(cell.get("id", "0")).isdigit():
        yield "its id was not kept (nbstripout --keep-id)"
    if extra := cell["metadata"].keys() - CELL_METADATA:
        yield f"metadata that no source needs: {sorted(extra)}"
    if cell["cell_type"] == "code":
        yield from of_code(cell)


def of_code(cell: Cell) -> Iterator[str]:
    lines = source(cell).splitlines()
    if cell["outputs"] or cell["execution_count"] is not None:
        yield "has outputs or a count (nbstripout --keep-id)"
    if not cell["metadata"].get("jupyter", {}).get("source_hidden"):
        yield "is not folded (jupyter.source_hidden)"
    if not lines or not lines[0].startswith("# "):
        yield "should start with a comment, which is all that a folded cell shows"
    n_lines = len([x for x in lines if x.strip() and not x.startswith("#")])
    most = MOST_PARAMETERS if is_parameters(cell) else MOST_LINES
    if n_lines > most:
        yield f"has {n_lines} lines; at most {most}, logic goes into the package"
    try:
        tree = ast.parse(source(cell))
    except SyntaxError as error:
        yield f"is no plain Python: {error}"
        return
    if logic := [type(node).__name__ for node in ast.walk(tree) if isinstance(node, LOGIC)]:
        yield f"holds {', '.join(logic)}; logic goes into the package"
    if is_parameters(cell):
        yield from of_parameters(tree, lines)


def of_parameters(tree: ast.Module, lines: list[str]) -> Iterator[str]:
    for node in tree.body:
        line = lines[node.lineno - 1]
        is_literal = isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant)
        if not is_literal or "  # " not in line:
            yield f"parameter should read `name: type = literal  # help`: {line}"


def is_parameters(cell: Cell) -> bool:
    return "parameters" in cell["metadata"].get("tags", [])


def h1s(cell: Cell) -> list[str]:
    return [line for line in source(cell).splitlines() if line.startswith("# ")]


def source(cell: Cell) -> str:
    return "".join(cell["source"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_a_notebook_holds_questions_and_calls_and_nothing_else(path: Path) -> None:
    found = complaints(json.loads(path.read_text(encoding="utf-8")))
    assert not found, "\n".join([path.name, *found])


def test_there_is_a_notebook_to_look_at() -> None:
    assert NOTEBOOKS


def code(text: str, **metadata: Any) -> Cell:
    return {
        "cell_type": "code",
        "id": f"cell-{abs(hash(text))}",
        "metadata": {"jupyter": {"source_hidden": True}, **metadata},
        "source": text,
        "outputs": [],
        "execution_count": None,
    }


GOOD: Notebook = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3"}},
    "cells": [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Who decides?\n"},
        code("# For which month?\nmonth: str = '2026-09'  # YYYY-MM\n", tags=["parameters"]),
        code("# What happened?\nshow(finding)\n"),
    ],
}


def test_a_notebook_in_the_agreed_form_has_no_fault() -> None:
    assert complaints(GOOD) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda n: n["cells"][0].update(source="# Results\n"), "its only H1"),
        (lambda n: n["cells"][0].update(source="# One?\n# Two?\n"), "its only H1"),
        (lambda n: n["cells"][2].update(id="title"), "2 cells have the id title"),
        (lambda n: n["cells"][2].update(id="2"), "cell 3 (id 2): its id was not kept"),
        (lambda n: n["cells"][2].update(outputs=[{}]), "has outputs"),
        (lambda n: n["cells"][2].update(execution_count=3), "has outputs or a count"),
        (lambda n: n["cells"][2].update(metadata={}), "is not folded"),
        (lambda n: n["cells"][2].update(source="show(finding)"), "start with a comment"),
        (lambda n: n["cells"][2].update(source="# So\n" + "x = 1\n" * 7), "has 7 lines"),
        (lambda n: n["cells"][2].update(source="# So\ndef f():\n    pass"), "holds FunctionDef"),
        (lambda n: n["cells"][2].update(source="# So\n%time x"), "is no plain Python"),
        (lambda n: n["cells"][1].update(source="# So\nmonth = '2026-09'  # m"), "parameter should"),
        (lambda n: n["cells"][1].update(source="# So\nn: int = 2 * 3  # m"), "parameter should"),
        (lambda n: n["cells"][1].update(source="# So\nn: int = 2"), "parameter should"),
        (lambda n: n["cells"][2]["metadata"].update(tags=["parameters"]), "more than one cell"),
        (lambda n: n["cells"][2]["metadata"].update(papermill={}), "metadata that no source"),
        (lambda n: n["metadata"].update(widgets={}), "metadata that no source needs: ['widgets']"),
        (lambda n: n["cells"].extend(code(f"# {i}") for i in range(14)), "more than 15 code cells"),
    ],
)
def test_each_fault_is_told_with_its_cell(change: Any, said: str) -> None:
    notebook = deepcopy(GOOD)
    change(notebook)
    assert any(said in wrong for wrong in complaints(notebook)), complaints(notebook)
