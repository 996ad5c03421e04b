"""What stands in a report's way, told before a kernel starts."""

from pathlib import Path

import pytest
from sealed_audit import audit, seal
from small_notebook import break_answers_and_decisions, workspace, written

from alignment.errors import AlignmentError
from alignment.readiness import Ready, Wanted, ready


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return workspace(tmp_path / "town")


def asked(town: Path, month: str = "2026-01", **given: object) -> Ready:
    notebook = written(town.parent / "small.ipynb")
    return ready(town, [Wanted(month, town / "reports" / month)], given, notebook)[0]


def refused(town: Path, month: str = "2026-01", **given: object) -> str:
    with pytest.raises(AlignmentError) as caught:
        asked(town, month, **given)
    assert caught.value.problems
    return str(caught.value)


def test_a_sound_workspace_is_ready(town: Path) -> None:
    found = asked(town, n_months="6")
    assert found.values == {
        "n_months": 6,
        "workspace": str(town.resolve()),
        "month": "2026-01",
        "out": ".",
        "save": True,
    }
    assert found.month.label == "January 2026"


def test_a_month_that_is_none_is_refused(town: Path) -> None:
    for month in ("2026-13", "Sep 2026", "2026-1", "../../elsewhere", ""):
        assert "expected a month such as 2026-09" in refused(town, month)


def test_a_month_outside_the_history_is_refused_with_its_span(town: Path) -> None:
    assert "found '2031-01'; expected a month from 2026-01 to 2026-03" in refused(town, "2031-01")


def test_a_month_in_which_nothing_happened_is_refused(town: Path) -> None:
    assert "2026-02, in which nothing happened" in refused(town, "2026-02")


def test_a_day_of_review_before_the_month_is_refused(town: Path) -> None:
    assert "expected a day (YYYY-MM-DD) from 2026-03-01 on" in refused(
        town, "2026-03", as_of="2026-01-31"
    )
    assert "expected a day" in refused(town, as_of="yesterday")


def test_a_workspace_without_agreement_is_refused_with_the_way_out(town: Path) -> None:
    (town / "agreement.yml").unlink()
    assert "alignment import" in refused(town)


def test_a_truncated_table_is_refused_by_name(town: Path) -> None:
    leads = town / "history" / "leads.parquet"
    leads.write_bytes(leads.read_bytes()[:100])
    assert "leads.parquet: found 100 bytes that are no whole Parquet file" in refused(town)


def test_a_workspace_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "no such folder" in refused(tmp_path / "nowhere")


def test_a_parameter_that_the_run_sets_is_not_given_twice(town: Path) -> None:
    assert "Leave it out" in refused(town, save=False)


def test_everything_wrong_is_told_at_once(town: Path) -> None:
    (town / "agreement.yml").unlink()
    (town / "reports" / "2026-02").mkdir(parents=True)
    (town / "reports" / "2026-02" / "mine.txt").touch()
    break_answers_and_decisions(town)
    told = refused(town, "2026-02", n_month=3)
    expected = ["'n_month'", "mine.txt", "agreement.yml", "in which nothing happened"]
    for part in (*expected, "sales.yml", "decisions.yml"):
        assert part in told


def test_sealed_guesses_that_were_damaged_are_told_before_a_kernel_starts(town: Path) -> None:
    seal(town, "sales", audit(2))
    asked(town)
    (town / "answers" / "sales.audit.sealed").write_text("?")
    assert "sales.audit.sealed: found a damaged file" in refused(town)
