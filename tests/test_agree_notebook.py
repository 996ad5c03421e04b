"""The notebook of the service levels, from top to bottom, on good and poor workspaces."""

from pathlib import Path

import pytest
from notebook_run import executed, html, shown
from poor_histories import empty, hostile, only_leads, saved

from alignment import sealing
from alignment.agreement import Agreement
from alignment.errors import AlignmentError

NOTEBOOK = "3_agree_service_levels"


def test_a_run_without_a_click_shows_what_was_achieved_proposed_and_needed(
    workspace: Path, tmp_path: Path
) -> None:
    text = executed(NOTEBOOK, workspace, tmp_path)
    findings = (
        *("loaded", "attainment", "levels_advised", "clocks", "first_response"),
        *("conversion_by_response", "rejections", "held", "levels_round", "levels_beside"),
        *("funnel_numbers", "cohort_rates", "time_in_stage", "stage_balance", "needed"),
        "needed_by_month",
    )
    lacking = [name for name in findings if f'data-finding=\\"{name}\\"' not in text]
    assert lacking == []
    assert text.count("application/vnd.plotly.v1+json") == 11
    assert "Marketing and Sales differ on 6 of 6 levels" in text
    assert not (workspace / "proposals").exists()
    assert Agreement.open(workspace).is_signed
    assert "When this notebook was run, version 2 was in force" in text


def test_with_one_team_missing_nothing_of_the_other_is_shown(workspace: Path) -> None:
    (workspace / "answers" / "sales.yml").unlink()
    text = shown(NOTEBOOK, workspace)
    assert "Sales is awaited" in text
    assert "150 MQLs a month" not in text  # what Marketing proposes


def test_what_the_room_says_of_its_market_stands_among_the_numbers(workspace: Path) -> None:
    text = shown(NOTEBOOK, workspace, target_accounts=8_000, in_market_share=0.05)
    assert "8,000" in text
    assert ">400<" in text  # buying this year


def test_numbers_that_make_no_sense_are_all_named(workspace: Path) -> None:
    with pytest.raises(AlignmentError) as caught:
        shown(NOTEBOOK, workspace, in_market_share=40.0, goal_amount=-1.0)
    assert "in_market_share" in str(caught.value)
    assert "goal_amount" in str(caught.value)


@pytest.mark.parametrize("make", [empty, only_leads, hostile])
def test_a_poor_or_hostile_history_ends_in_sentences_and_no_traceback(
    make: object, tmp_path: Path
) -> None:
    workspace = saved(make(), tmp_path / "workspace")  # type: ignore[operator]
    words = "<script>window.harmed=1</script> $x$ {{ x }} =1+1"
    for team in ("marketing", "sales"):
        levels = {"on_rejection": words, "sales": {"conversations": [words]}}
        sealing.seal(workspace, team, "levels", words, words, {"levels": levels})
    text = shown(NOTEBOOK, workspace)
    assert "<script>" not in html(text)
    assert "data-finding=" in text
