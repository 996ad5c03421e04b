"""The notebook of a day's hand-off, from top to bottom, on good and poor workspaces."""

import json
from pathlib import Path

import pytest
from notebook_run import executed, html, shown
from poor_histories import empty, hostile, only_leads, saved

from alignment.errors import AlignmentError

NOTEBOOK = "5_hand_off_leads"


def test_a_run_without_a_click_shows_who_goes_who_comes_back_and_one_lead(
    workspace: Path, tmp_path: Path
) -> None:
    text = executed(NOTEBOOK, workspace, tmp_path)
    findings = (
        *("loaded", "to_sales", "back_to_marketing", "overdue_by_task", "overdue"),
        "lead_tracked",
    )
    lacking = [name for name in findings if f'data-finding=\\"{name}\\"' not in text]
    assert lacking == []
    assert text.count("application/vnd.plotly.v1+json") == 2
    assert "6 leads go to Sales on 30 September 2026" in text
    assert "by Fri 25 Sep 2026, 13:00 (overdue)" in text  # qualified on Thursday, in Berlin
    assert not (workspace / "handoffs").exists()


def test_the_days_files_are_written_only_when_asked(workspace: Path) -> None:
    shown(NOTEBOOK, workspace, as_of="2026-09-15", save=True)
    written = json.loads((workspace / "handoffs" / "2026-09-15" / "handoff.json").read_text())
    assert written["facts"]["as_of"].startswith("2026-09-15")


def test_a_lead_is_followed_by_its_name(workspace: Path) -> None:
    assert "Kai Fitzwater" in shown(NOTEBOOK, workspace, lead="kai fitzw")


def test_a_lead_that_nobody_knows_is_told_so(workspace: Path) -> None:
    assert "No lead known by 30 September 2026 has" in shown(NOTEBOOK, workspace, lead="qqqq")


def test_a_day_before_the_history_is_refused(workspace: Path) -> None:
    with pytest.raises(AlignmentError, match="as_of"):
        shown(NOTEBOOK, workspace, as_of="1999-01-01")


@pytest.mark.parametrize("make", [empty, only_leads, hostile])
def test_a_poor_or_hostile_history_ends_in_sentences_and_no_traceback(
    make: object, tmp_path: Path
) -> None:
    text = shown(NOTEBOOK, saved(make(), tmp_path / "workspace"))  # type: ignore[operator]
    assert "<script>" not in html(text)
    assert "data-finding=" in text
