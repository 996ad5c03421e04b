"""The benchmarks still fit what they measure."""

from pathlib import Path

import numpy as np
import pytest

from alignment.measures.replay.crossings import CONVERTED, MISSED
from alignment.sample import write_sample
from alignment.tuning import Tuning
from benchmarks import growth, hand_off, import_csv, replay, rule, tick
from benchmarks.ratio import HEADER, Ratio, medians


@pytest.mark.parametrize(("goal", "verdict"), [(3, "yes"), (2.5, "no")])
def test_a_ratio_says_whether_its_goal_is_met(goal: float, verdict: str) -> None:
    line = str(Ratio("report", "empty notebook", 6.0, 2.0, goal))
    assert line == f"| report | empty notebook | 6.00 | 2.00 | 3.0 | {goal:g} | {verdict} |"
    assert line.count("|") == HEADER.splitlines()[0].count("|")


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        (11.88, 3.04, "11.9 | 3.04 | 3.9"),
        (0.0025, 0.05, "0.00250 | 0.0500 | 1/20.0"),
        (0.04, 4.8, "0.0400 | 4.80 | 1/120"),
        (125.4, 10.0, "125 | 10.0 | 12.5"),
    ],
)
def test_a_ratio_stays_readable_however_small(ours: float, theirs: float, told: str) -> None:
    assert f"| {told} | 1/20 |" in str(Ratio("one", "other", ours, theirs, 1 / 20))
    assert f"| {told} | – | – |" in str(Ratio("one", "other", ours, theirs))


def test_two_ways_are_run_in_turn() -> None:
    order: list[str] = []
    took = medians(lambda: order.append("a"), lambda: order.append("b"), n_rounds=2)
    assert order == ["a", "b", "a", "b"]
    assert all(seconds >= 0 for seconds in took)


def test_growth_is_measured_over_findings_that_answer(tmp_path: Path) -> None:
    write_sample(tmp_path, n_leads=2_000, seed=1)
    findings = growth.reviewed(tmp_path)
    assert len({finding.name for finding in findings}) == len(findings)
    assert sum(finding.is_answered for finding in findings) >= 25


def test_the_import_measured_takes_every_row_of_the_sample(tmp_path: Path) -> None:
    write_sample(tmp_path / "sample", n_leads=200, seed=1)
    ratio = import_csv.measured(tmp_path / "sample", tmp_path, "few activities")
    assert ratio.what == "import of few activities"


def test_the_hand_off_measured_writes_its_lists(tmp_path: Path) -> None:
    write_sample(tmp_path / "sample", n_leads=200, seed=1)
    folder = hand_off.handed(tmp_path / "sample", tmp_path)
    assert (folder / "to_sales.csv").is_file()
    hand_off.read(tmp_path / "sample")  # raises where a table cannot be read


@pytest.fixture(scope="module")
def tuning(tmp_path_factory: pytest.TempPathFactory) -> Tuning:
    workspace = tmp_path_factory.mktemp("replayed")
    write_sample(workspace, n_leads=1_000, seed=1)
    return Tuning.open(str(workspace))


def test_every_array_of_a_replay_is_found_and_every_ratio_told(tuning: Tuning) -> None:
    ratios = replay.measured(tuning, "few")
    assert [ratio.goal for ratio in ratios] == [8, 15, 1 / 20, None]
    assert tick.measured(tuning, "few").what_seconds > 0


def test_scikit_learn_is_handed_the_leads_that_the_replay_counts(tuning: Tuning) -> None:
    found = replay.crossed(tuning.replay, tuning.score)
    peaks, converted = replay.highest(found)
    assert converted.sum() == found.peaks[:, CONVERTED].sum() > 0
    assert len(peaks) == found.peaks[:, [MISSED, CONVERTED]].sum()
    at = found.thresholds[found.peaks[:, CONVERTED] > 0]
    assert set(peaks[converted]) == set(at)


def test_the_naive_way_hands_over_the_same_leads_at_the_same_instants(tuning: Tuning) -> None:
    found = tick.Naive(tuning.replay).handed_off(tuning.score)["handed_off_at"]
    ours = tuning.replay.crossed(tuning.score).handed_off_at
    assert len(found) > 50
    assert (ours[found.index] == found.to_numpy()).all()
    assert (~np.isnat(ours)).sum() == len(found)


def test_the_naive_way_passes_the_same_leads_at_the_same_instants(tuning: Tuning) -> None:
    found = rule.Naive(tuning.replay).passing(30)
    ours = tuning.qualifying.qualified_at(rule.rule(30))
    assert len(found) > 50
    assert (ours[found.index] == found.to_numpy()).all()
    assert (~np.isnat(ours)).sum() == len(found)
    assert rule.measured(str(tuning.workspace), "few").what_seconds > 0
