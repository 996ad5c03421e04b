"""The notebook of a campaign's brief, from top to bottom, on good and poor workspaces."""

from pathlib import Path

import pytest
from notebook_run import executed, html, shown
from poor_histories import empty, hostile, only_leads, saved

from alignment import sealing
from alignment.agreement import Agreement
from alignment.briefs import BriefFolder
from alignment.errors import AgreementError
from alignment.terms import BRIEF_QUESTIONS

NOTEBOOK = "4_brief_campaign"


def test_a_run_that_saves_shows_all_that_helps_and_writes_the_brief(
    workspace: Path, tmp_path: Path
) -> None:
    text = executed(NOTEBOOK, workspace, tmp_path, save=True, brief="line_webinars")
    findings = (
        *("loaded", "brief_standing", "brief_round", "brief_beside", "target"),
        *("similar_campaigns", "campaign_needs", "objections", "materials", "content_requests"),
    )
    lacking = [name for name in findings if f'data-finding=\\"{name}\\"' not in text]
    assert lacking == []
    assert text.count("application/vnd.plotly.v1+json") == 5
    assert "is approved by both teams" in text
    written = sorted(path.name for path in (workspace / "documents/briefs/line_webinars").iterdir())
    assert written == ["document.json", *(f"line_webinars.{end}" for end in ("docx", "html", "md"))]


def test_with_one_team_missing_nothing_of_the_other_is_shown(workspace: Path) -> None:
    (workspace / "briefs/line_webinars/answers/sales.yml").unlink()
    text = shown(NOTEBOOK, workspace)
    assert "Sales is awaited" in text
    assert "160 registrations an evening" not in text  # what Marketing answers


def test_a_new_brief_is_shown_and_nothing_is_written_of_it(workspace: Path) -> None:
    text = shown(NOTEBOOK, workspace, brief="spring_fair")
    assert "“Spring fair” is a draft" in text
    assert not (workspace / "briefs/spring_fair").exists()


def test_a_name_that_no_folder_can_have_is_refused(workspace: Path) -> None:
    with pytest.raises(AgreementError, match="cannot be called so"):
        shown(NOTEBOOK, workspace, brief="../spring")


@pytest.mark.parametrize("make", [empty, only_leads, hostile])
def test_a_poor_or_hostile_history_ends_in_sentences_and_no_traceback(
    make: object, tmp_path: Path
) -> None:
    workspace = saved(make(), tmp_path / "workspace")  # type: ignore[operator]
    words = "<script>window.harmed=1</script> $x$ {{ x }} =1+1"
    folder = BriefFolder.of(workspace, "harm")
    begun = folder.begin(words, Agreement.open(workspace))
    said = {"brief": dict.fromkeys(BRIEF_QUESTIONS, words)}
    said["target"] = {"attribute": "region", "one_of": [words, "{{ x }}"]}
    for team in ("marketing", "sales"):
        sealing.seal(folder.path, team, "brief", words, words, said)
    made = begun.changed(channel=words, target=said["target"], answers=said["brief"])
    folder.save(made, begun.digest)
    text = html(shown(NOTEBOOK, workspace, brief="harm"))
    assert "<script>window" not in text
    assert "Traceback" not in text
