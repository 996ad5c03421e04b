"""The measure that CONTRIBUTING.md adds as its example really works."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from alignment.finding import Finding
from alignment.measures.funnel import days
from alignment.measures.journeys import Journeys
from alignment.period import Period
from alignment.show.charts import stages

TEXT = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
FUNCTION, TEST, CHART, CELL = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


def defined(code: str, known: dict[str, Any]) -> Callable[..., Any]:
    """The one function that a block defines, run where only `known` is imported."""
    room = dict(known)
    exec(code, room)
    (name,) = (node.name for node in ast.parse(code).body if isinstance(node, ast.FunctionDef))
    return room[name]


@pytest.fixture(scope="module")
def measure() -> Callable[[Journeys, Period], Finding]:
    return defined(FUNCTION, vars(days))


def test_the_example_passes_its_own_test(measure: Callable[[Journeys, Period], Finding]) -> None:
    known = {"pd": pd, "Journeys": Journeys, "Period": Period, "lead_velocity": measure}
    defined(TEST, known)()


def test_the_example_says_so_when_there_is_too_little(
    measure: Callable[[Journeys, Period], Finding],
) -> None:
    table = pd.DataFrame({"mql_at": pd.to_datetime(["2026-08-03", "2026-09-07"])})
    found = measure(Journeys(table, pd.Timestamp("2026-10-01")), Period.of("2026-09", 2))
    assert found.figures == {"growth_rate": None}
    assert "too few" in found.sentence


def test_the_example_draws_its_table() -> None:
    table = pd.DataFrame({"month": ["2026-08", "2026-09"], "growth_rate": [None, 0.25]})
    drawn = defined(CHART, vars(stages))(table, "Growth of MQLs")
    assert list(drawn.data[0].y)[1] == 0.25
    assert drawn.layout.meta["alt"] == "Growth of MQLs"


def test_the_example_cell_has_the_form_of_a_cell() -> None:
    assert CELL.startswith("# ")
    assert len(CELL.splitlines()) <= 6
    ast.parse(CELL)
