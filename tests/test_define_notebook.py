"""The notebook of the definitions, from top to bottom, on good and poor workspaces."""

from pathlib import Path

import pytest
from notebook_run import executed, html, shown
from poor_histories import empty, hostile, only_leads, saved

from alignment import sealing
from alignment.agreement import Agreement
from alignment.errors import AlignmentError

NOTEBOOK = "1_define_leads"
STAGES = ("words", "passing", "overlap", "disputed", "composed")


def test_a_run_without_a_click_shows_both_teams_rules_on_one_history(
    workspace: Path, tmp_path: Path
) -> None:
    text = executed(NOTEBOOK, workspace, tmp_path)
    assert not (workspace / "proposals").exists()
    findings = (
        *("loaded", "vocabulary", "definitions_round", "monthly_mql", "timelines_mql", "glossary"),
        *(f"{name}_{stage}" for name in STAGES for stage in ("mql", "sql")),
    )
    lacking = [
        name for name in findings if f'data-finding=\\"{name.replace("words_", "")}' not in text
    ]
    assert lacking == []
    assert text.count("application/vnd.plotly.v1+json") == 8
    assert "they agree on 9.5% of the leads that either passes" in text


def test_with_one_team_missing_it_says_who_is_awaited_and_shows_nothing_of_the_other(
    workspace: Path,
) -> None:
    (workspace / "answers" / "sales.yml").unlink()
    text = shown(NOTEBOOK, workspace)
    assert "Sales is awaited" in text
    assert "twenty pages on flow sensors" not in text  # Marketing's own words
    assert "a score of 45 or more" not in text  # and its rule
    assert "Anybody whose address we have" not in text  # and what it understands by a lead


def test_the_rules_begun_with_are_kept_as_a_proposal_only_when_asked(workspace: Path) -> None:
    shown(NOTEBOOK, workspace, begin_with="marketing", save=True)
    proposed = Agreement.open(workspace / "proposals" / "rules_v3_1.yml")
    assert proposed.rules.mql.agreed == Agreement.open(workspace).rules.mql.marketing
    assert Agreement.open(workspace).is_signed


def test_a_beginning_that_is_none_is_refused(workspace: Path) -> None:
    with pytest.raises(AlignmentError, match="begin_with: found 'sale'"):
        shown(NOTEBOOK, workspace, begin_with="sale")


@pytest.mark.parametrize("make", [empty, only_leads, hostile])
def test_a_poor_or_hostile_history_ends_in_sentences_and_no_traceback(
    make: object, tmp_path: Path
) -> None:
    workspace = saved(make(), tmp_path / "workspace")  # type: ignore[operator]
    words = "<script>window.harmed=1</script> $x$ {{ x }} =1+1"
    for team, rule in (("marketing", "visit"), ("sales", words)):
        content = {
            "definitions": {"mql": words, "sql": words},
            "rules": {
                "mql": {"any": [{"activity": rule}, {"activity": "webinar"}]},
                "sql": {"attribute": "region", "is": words},
            },
            "glossary": {words: words},
        }
        sealing.seal(workspace, team, "definitions", words, words, content)
    text = shown(NOTEBOOK, workspace)
    assert "<script>" not in html(text)
    assert "data-finding=" in text
