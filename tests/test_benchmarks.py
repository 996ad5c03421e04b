"""The benchmarks still fit what they measure."""

from pathlib import Path

import pytest

from alignment.sample import write_sample
from benchmarks import growth, import_csv
from benchmarks.ratio import HEADER, Ratio, medians


@pytest.mark.parametrize(("goal", "verdict"), [(3, "yes"), (2.5, "no")])
def test_a_ratio_says_whether_its_goal_is_met(goal: float, verdict: str) -> None:
    line = str(Ratio("report", "empty notebook", 6.0, 2.0, goal))
    assert line == f"| report | empty notebook | 6.00 | 2.00 | 3.0 | {goal:g} | {verdict} |"
    assert line.count("|") == HEADER.splitlines()[0].count("|")


def test_two_ways_are_run_in_turn() -> None:
    order: list[str] = []
    took = medians(lambda: order.append("a"), lambda: order.append("b"), n_rounds=2)
    assert order == ["a", "b", "a", "b"]
    assert all(seconds >= 0 for seconds in took)


def test_growth_is_measured_over_findings_that_answer(tmp_path: Path) -> None:
    write_sample(tmp_path, n_leads=2_000, seed=1)
    findings = growth.reviewed(tmp_path)
    assert len({finding.name for finding in findings}) == len(growth.MEASURES)
    assert all(finding.is_answered for finding in findings)


def test_the_import_measured_takes_every_row_of_the_sample(tmp_path: Path) -> None:
    write_sample(tmp_path / "sample", n_leads=200, seed=1)
    ratio = import_csv.measured(tmp_path / "sample", tmp_path, "few activities")
    assert ratio.what == "import of few activities"
