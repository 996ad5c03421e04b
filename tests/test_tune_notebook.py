"""The notebook of the score, from top to bottom, on good and poor histories."""

import shutil
from pathlib import Path

import pytest
import town
from notebook_run import executed, shown
from poor_histories import empty, hostile, only_leads, saved

from alignment.agreement import Agreement
from alignment.files import home

NOTEBOOK = "2_tune_scores"
SAMPLE = home() / "data" / "samples"
OLIST = home().parent / "shared" / "data" / "olist"


def test_a_run_without_a_click_shows_all_that_the_sliders_show(tmp_path: Path) -> None:
    workspace = tmp_path / "copy"
    shutil.copytree(SAMPLE, workspace)
    text = executed(NOTEBOOK, workspace, tmp_path)
    assert not (workspace / "proposals").exists()
    findings = (
        *("loaded", "guesses", "spread", "thresholds", "guesses_and_figures", "steadiness"),
        *("segments_by_region", "capacity", "plateau", "out_of_time", "two_thresholds"),
        *("suggested_points", "verdict", "near_ties", "refused", "moved", "changed_sides"),
    )
    lacking = [name for name in findings if f'data-finding=\\"{name}\\"' not in text]
    assert lacking == []
    assert text.count("application/vnd.plotly.v1+json") == 8
    assert "At 50 points 897 leads would have gone to Sales" in text


def test_the_suggestion_is_kept_as_a_proposal_only_when_asked(tmp_path: Path) -> None:
    workspace = tmp_path / "copy"
    shutil.copytree(SAMPLE, workspace)
    shown(NOTEBOOK, workspace, save=True)
    proposed = Agreement.open(workspace / "proposals" / "score_v3_1.yml")
    assert proposed.score != Agreement.open(workspace).score
    assert Agreement.open(workspace).is_signed


def test_a_history_too_small_to_say_anything_says_so(tmp_path: Path) -> None:
    text = shown(NOTEBOOK, saved(town.history(), tmp_path / "town"))
    assert "not enough data" in text
    assert "Did you mean" in text or "which this history never holds" in text


@pytest.mark.parametrize("make", [empty, only_leads, hostile])
def test_a_poor_or_hostile_history_ends_in_sentences_and_no_traceback(
    make: object, tmp_path: Path
) -> None:
    text = shown(NOTEBOOK, saved(make(), tmp_path / "workspace"))  # type: ignore[operator]
    assert "<script>" not in text
    assert "data-finding=" in text


@pytest.mark.skipif(not OLIST.is_dir(), reason="the real export is not beside the project")
def test_a_real_history_without_activities_says_what_it_lacks(tmp_path: Path) -> None:
    from alignment.imports import import_files

    mapping = home() / "templates" / "imports" / "olist.yml"
    import_files(mapping, sorted(OLIST.glob("*.csv")), tmp_path / "olist", True)
    text = shown(NOTEBOOK, tmp_path / "olist")
    assert "which this history never holds" in text
