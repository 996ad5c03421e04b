"""Each team's own answers."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from alignment.agreement import Agreement
from alignment.answers import Answers, read_answers
from alignment.errors import AgreementError
from alignment.files import home

SAMPLE = home() / "data" / "samples"


def written(workspace: Path, team: str, text: str) -> None:
    folder = workspace / "answers"
    folder.mkdir(exist_ok=True)
    (folder / f"{team}.yml").write_text(text, encoding="utf-8")


def answers(team: str) -> Answers:
    return Answers.model_validate(
        {
            "team": team,
            "person": "Ines",
            "role": "Head",
            "answered_on": date(2026, 8, 18),
            "rules": {"mql": {"activity": "webinar"}},
            "ratings": {"fast_follow_up": {"rating": 2, "note": "Late."}},
            "guesses": {"conversion_rate": 0.08, "best_source": "referral"},
        }
    )


def test_both_teams_of_the_sample_have_answered_and_differ() -> None:
    both = read_answers(SAMPLE)
    assert list(both) == ["marketing", "sales"]
    ours, theirs = both["marketing"].rules.mql, both["sales"].rules.mql
    assert ours is not None
    assert theirs is not None
    assert ours.sentence().startswith("a score of 40 or more or at least one white paper")
    assert theirs.sentence().endswith("50 or more employees and seniority is c level or director")
    assert both["marketing"].guesses.keys() == both["sales"].guesses.keys()
    assert both["marketing"].ratings.keys() == both["sales"].ratings.keys()


def test_the_sample_agreement_holds_the_rules_that_the_teams_proposed() -> None:
    rules = Agreement.open(SAMPLE).rules
    for team, own in read_answers(SAMPLE).items():
        assert getattr(rules.mql, team) == own.rules.mql
        assert getattr(rules.sql, team) == own.rules.sql


def test_a_team_that_did_not_answer_is_absent(tmp_path: Path) -> None:
    assert read_answers(tmp_path) == {}
    answers("sales").save(tmp_path)
    assert read_answers(tmp_path) == {"sales": answers("sales")}


def test_answers_saved_again_keep_the_comments_of_the_team(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE / "answers", tmp_path / "answers")
    before = (tmp_path / "answers" / "sales.yml").read_bytes()
    read_answers(tmp_path)["sales"].save(tmp_path)
    assert (tmp_path / "answers" / "sales.yml").read_bytes() == before


def test_every_problem_of_both_files_is_told_at_once(tmp_path: Path) -> None:
    head = "person: A\nrole: B\nanswered_on: 2026-08-18\n"
    written(tmp_path, "marketing", f"team: marketing\n{head}ratings:\n  q: {{rating: 6}}\n")
    written(
        tmp_path,
        "sales",
        f"team: sales\n{head}rulez: {{}}\nguesses:\n  win_rate: 30\n  first_hours: -1\n  n: 7\n",
    )
    with pytest.raises(AgreementError) as caught:
        read_answers(tmp_path)
    found = [(Path(p.where).name, p.row, p.column) for p in caught.value.problems]
    assert found == [
        ("marketing.yml", 6, "ratings.q.rating"),
        ("sales.yml", 5, "rulez"),
        ("sales.yml", 7, "guesses.win_rate"),
        ("sales.yml", 8, "guesses.first_hours"),
    ]


def test_a_file_that_speaks_for_the_other_team_is_refused(tmp_path: Path) -> None:
    answers("sales").save(tmp_path)
    (tmp_path / "answers" / "sales.yml").rename(tmp_path / "answers" / "marketing.yml")
    with pytest.raises(AgreementError, match=r"marketing\.yml.*found 'sales'; expected"):
        read_answers(tmp_path)


def test_a_file_named_for_no_team_is_not_passed_over(tmp_path: Path) -> None:
    written(tmp_path, "salse", "team: sales\n")
    with pytest.raises(AgreementError, match=r"salse\.yml.*Did you mean 'sales\.yml'"):
        read_answers(tmp_path)
