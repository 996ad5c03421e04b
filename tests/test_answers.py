"""Each team's own answers."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from alignment.agreement import Agreement
from alignment.answers import Answers, Seal, read_answers
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
    assert ours.sentence().startswith("a score of 45 or more or at least one white paper")
    assert theirs.sentence().endswith("50 or more employees; and seniority is c level or director")
    assert both["marketing"].guesses.keys() == both["sales"].guesses.keys()
    assert both["marketing"].ratings.keys() == both["sales"].ratings.keys()


def test_the_sample_agreement_holds_the_rules_that_the_teams_proposed() -> None:
    rules = Agreement.open(SAMPLE).rules
    for team, own in read_answers(SAMPLE).items():
        assert getattr(rules.mql, team) == own.rules.mql
        assert getattr(rules.sql, team) == own.rules.sql


def test_the_teams_of_the_sample_propose_levels_and_each_asks_more_of_the_other() -> None:
    both = read_answers(SAMPLE)
    ours, theirs = both["marketing"].levels, both["sales"].levels
    assert ours is not None
    assert theirs is not None
    assert (ours.sales.first_contact_within_hours, theirs.sales.first_contact_within_hours) == (
        2,
        8,
    )
    assert (ours.marketing.n_mql, theirs.marketing.n_mql) == (150, 60)


def test_levels_that_make_no_sense_are_told_at_their_line(tmp_path: Path) -> None:
    text = "levels:\n  nurture_share: 90\n  sales: {first_contact_within_hours: 0}\n"
    written(tmp_path, "sales", HEAD + text)
    with pytest.raises(AgreementError) as caught:
        read_answers(tmp_path)
    assert [(p.row, p.column) for p in caught.value.problems] == [
        (6, "levels.nurture_share"),
        (7, "levels.sales.first_contact_within_hours"),
    ]


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


SEALED = "sealed:\n  audit: {digest: %s, sealed_on: 2026-11-22}\n" % ("0a" * 32)
HEAD = "team: sales\nperson: A\nrole: B\nanswered_on: 2026-08-18\n"


def test_a_sealed_part_is_known_by_its_digest_only(tmp_path: Path) -> None:
    written(tmp_path, "sales", HEAD + SEALED)
    own = read_answers(tmp_path)["sales"]
    assert own.sealed == {"audit": Seal(digest="0a" * 32, sealed_on=date(2026, 11, 22))}
    assert not own.says("audit")


def test_what_stands_open_beside_its_seal_is_refused_with_the_line(tmp_path: Path) -> None:
    text = HEAD + SEALED + "ratings:\n  q: {rating: 2}\nglossary: {lead: A name}\nsealt: 1\n"
    written(tmp_path, "sales", text)
    with pytest.raises(AgreementError) as caught:
        read_answers(tmp_path)
    seal, stranger = caught.value.problems
    assert (seal.row, seal.column, seal.found) == (6, "sealed.audit", "'ratings'")
    assert seal.expected == "no ratings, guesses here while the audit part is sealed"
    assert (stranger.row, stranger.advice) == (10, "Did you mean 'sealed'?")


def test_a_seal_of_no_part_or_without_a_digest_is_refused(tmp_path: Path) -> None:
    text = "sealed:\n  audits: {digest: 0a, sealed_on: 2026-11-22}\n"
    written(tmp_path, "sales", HEAD + text)
    with pytest.raises(AgreementError) as caught:
        read_answers(tmp_path)
    told = str(caught.value)
    assert "expected one of audit, definitions, levels, brief. Did you mean 'audit'?" in told
    assert "expected 64 hexadecimal digits" in told


def test_a_file_shows_what_was_said_and_no_more(tmp_path: Path) -> None:
    own = Answers.model_validate(
        {"team": "sales", "person": "A", "role": "B", "answered_on": date(2026, 8, 18)}
        | {"definitions": {"mql": " "}, "rules": {}, "glossary": {"lead": "A name"}}
    )
    own.save(tmp_path)
    assert (tmp_path / "answers" / "sales.yml").read_text(encoding="utf-8") == (
        "# What one team says for itself, before it sees the other's answers or the data.\n"
        "team: sales\n\nperson: A\n\nrole: B\n\nanswered_on: 2026-08-18\n\n"
        "# What it understands by a word.\nglossary:\n  lead: A name\n"
    )
    assert read_answers(tmp_path) == {"sales": own}


def test_only_a_part_and_all_but_a_part_make_the_whole() -> None:
    whole = answers("sales")
    audit, rest = whole.only("audit"), whole.without("audit")
    assert (audit.says("audit"), audit.says("definitions")) == (True, False)
    assert (rest.says("audit"), rest.says("definitions")) == (False, True)
    assert {**audit.content("audit"), **rest.content("definitions")} == {
        "rules": {"mql": {"activity": "webinar", "at_least": 1}},
        "ratings": {"fast_follow_up": {"rating": 2, "note": "Late."}},
        "guesses": {"conversion_rate": 0.08, "best_source": "referral"},
    }
