"""The notebook of the audit, from top to bottom, on good and poor workspaces."""

from datetime import date
from pathlib import Path

import pytest
from notebook_run import executed, html, shown
from poor_histories import empty, hostile, only_leads, saved

from alignment import audits, sealing

NOTEBOOK = "0_audit"


def test_a_run_without_a_click_shows_answers_evidence_and_what_to_mend_first(
    workspace: Path, tmp_path: Path
) -> None:
    text = executed(NOTEBOOK, workspace, tmp_path)
    assert not (workspace / "audits").exists()
    findings = (
        *("loaded", "audit_round", "gaps", "numbers", "evidence", "answers_and_evidence"),
        *("conversion_by_response", "fix_first", "since", "decisions"),
    )
    assert [name for name in findings if f'data-finding=\\"{name}\\"' not in text] == []
    assert text.count("application/vnd.plotly.v1+json") == 4


def test_with_one_team_missing_it_says_who_is_awaited_and_shows_nothing_of_the_other(
    workspace: Path,
) -> None:
    (workspace / "answers" / "marketing.yml").unlink()
    text = shown(NOTEBOOK, workspace)
    assert "Marketing is awaited" in text
    assert "I learn what an MQL is when it arrives" not in text  # what Sales wrote
    assert "Contacts in the market" not in text  # nor a guess
    assert 'data-finding=\\"evidence\\"' in text


def test_the_audit_is_kept_when_asked_and_the_next_one_tells_what_changed(
    workspace: Path,
) -> None:
    shown(NOTEBOOK, workspace, audited_on="2026-10-05", save=True)
    first = audits.previous(workspace, date(2026, 10, 6))
    assert first is not None
    assert first.questions["fast_follow_up"].rank == 1
    later = shown(NOTEBOOK, workspace, audited_on="2027-01-05")
    assert "5 October 2026" in later
    assert [path.name for path in (workspace / "audits").iterdir()] == ["2026-10-05.yml"]


@pytest.mark.parametrize("make", [empty, only_leads, hostile])
def test_a_poor_or_hostile_history_ends_in_sentences_and_no_traceback(
    make: object, tmp_path: Path
) -> None:
    workspace = saved(make(), tmp_path / "workspace")  # type: ignore[operator]
    words = "<script>window.harmed=1</script> $x$ {{ x }} =1+1"
    for team in ("marketing", "sales"):
        rated = {"good_leads": {"rating": 1, "note": words}, words: {"rating": 5, "note": words}}
        content = {"ratings": rated, "guesses": {"leads_per_month": 5, words: words}}
        sealing.seal(workspace, team, "audit", words, words, content)
    text = shown(NOTEBOOK, workspace, save=True)
    assert "<script>" not in html(text)
    assert "data-finding=" in text
