"""The definitions of a workspace: held back until both teams are in, compared, and proposed."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import town

from alignment import sealing
from alignment.agreement import Agreement, rule_of
from alignment.defining import Defining
from alignment.errors import AgreementError, AlignmentError
from alignment.files import SAMPLE

CALLED = {"activity": "call"}
VISITED = {"activity": "web_visit"}
SECRET = "a lead that smells of money"
FINDINGS = ("words", "passing", "monthly", "overlap", "disputed", "timelines")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    town.history().save(tmp_path)
    agreement = Agreement.draft("Town").changed(least_count=1)
    agreement.save(tmp_path)
    return tmp_path


def says(workspace: Path, team: str, rule: dict | None, **words: str) -> str:
    content = {
        "definitions": {"mql": SECRET},
        "rules": {"mql": rule} if rule else {},
        "glossary": words,
    }
    return sealing.seal(workspace, team, "definitions", team, "Head", content, date(2026, 11, 22))


def both(workspace: Path) -> Defining:
    says(workspace, "marketing", VISITED, lead="Anybody.")
    says(workspace, "sales", CALLED, lead="Somebody who calls back.")
    return Defining.at(str(workspace))


def test_until_both_are_in_every_finding_names_who_is_awaited_and_shows_nothing(
    workspace: Path,
) -> None:
    says(workspace, "marketing", VISITED)
    defining = Defining.at(str(workspace))
    mql = defining.stage("mql")
    for name in FINDINGS:
        found = getattr(mql, name)
        assert "Sales is awaited" in found.sentence
        assert not found.is_answered
    assert mql.pair == (None, None)
    assert list(mql.beginnings) == ["agreed"]
    told = str([getattr(mql, name) for name in FINDINGS]) + defining.glossary.sentence
    assert SECRET not in told
    assert "web visit" not in told


def test_plain_answers_of_one_team_alone_are_held_back_too(workspace: Path) -> None:
    both(workspace)
    (workspace / "answers" / "sales.yml").unlink()
    mql = Defining.at(str(workspace)).stage("mql")
    assert "Sales is awaited" in mql.words.sentence
    assert mql.rule("marketing") is None


def test_once_both_are_in_their_rules_are_counted_on_the_same_history(workspace: Path) -> None:
    mql = both(workspace).stage("mql")
    assert mql.pair == (rule_of(VISITED), rule_of(CALLED))
    assert mql.words.sentence == (
        "To Marketing, an MQL is a lead with: at least one web visit. "
        "To Sales, an MQL is a lead with: at least one call."
    )
    # a visits before it is created and is called; b and f are called; g visits; c's is a machine's
    counts = mql.overlap.table.set_index("cell")["n_leads"]
    assert counts.to_dict() == {"both": 1, "marketing_only": 1, "sales_only": 1, "neither": 4}
    assert set(mql.passing.table["label"]) == {"Marketing", "Sales", "Agreed"}
    assert set(mql.disputed.table["lead_id"]) == {"b", "g"}


def test_what_is_sealed_after_opening_is_seen_without_opening_again(workspace: Path) -> None:
    defining = Defining.at(str(workspace))
    assert defining.round.awaited == ("marketing", "sales")
    both(workspace)
    assert defining.stage("mql").words.is_answered


def test_a_team_without_a_rule_for_a_stage_is_told_so(workspace: Path) -> None:
    sql = both(workspace).stage("sql")
    assert "Marketing gives no rule for an SQL." in sql.words.sentence
    assert not sql.overlap.is_answered
    assert "no rule of Marketing and Sales" in sql.overlap.sentence


def test_a_common_rule_begins_with_the_agreed_one_a_teams_both_or_either(workspace: Path) -> None:
    mql = both(workspace).stage("mql")
    assert mql.beginning("agreed") == rule_of({"score": {"at_least": 50}})
    assert mql.beginning("sales") == rule_of(CALLED)
    assert mql.beginning("both") == rule_of({"all": [VISITED, CALLED]})
    assert mql.beginning("either") == rule_of({"any": [VISITED, CALLED]})
    with pytest.raises(AlignmentError, match=r"begin_with: found 'eihter'.*Did you mean 'either'"):
        mql.beginning("eihter")


def test_a_rule_that_nobody_stated_begins_nothing(workspace: Path) -> None:
    sql = both(workspace).stage("sql")
    assert sql.beginning("both") is None
    assert sql.composed(None).sentence == "There is no new rule yet."


def test_a_proposal_keeps_both_teams_rules_beside_the_common_one(workspace: Path) -> None:
    defining = both(workspace)
    before = (workspace / "agreement.yml").read_bytes()
    said = defining.propose({"mql": rule_of(CALLED), "sql": None})
    assert "rules_v1_1.yml" in said
    assert "MQL as agreed: a score of 50 or more → at least one call" in said
    proposed = Agreement.open(workspace / "proposals" / "rules_v1_1.yml")
    assert proposed.rules.mql.marketing == rule_of(VISITED)
    assert proposed.rules.mql.sales == rule_of(CALLED)
    assert proposed.rules.mql.agreed == rule_of(CALLED)
    assert proposed.rules.sql == defining.agreement.rules.sql
    assert (workspace / "agreement.yml").read_bytes() == before


def test_nothing_is_proposed_or_composed_while_a_team_is_awaited(workspace: Path) -> None:
    says(workspace, "sales", CALLED)
    defining = Defining.at(str(workspace))
    assert "Marketing is awaited" in defining.stage("mql").composed(rule_of(VISITED)).sentence
    assert "Marketing is awaited" in defining.propose({"mql": rule_of(VISITED)})
    assert not (workspace / "proposals").exists()


def test_where_nothing_agreed_changes_there_is_nothing_to_propose(workspace: Path) -> None:
    defining = both(workspace)
    agreed = {stage: defining.stage(stage).agreed for stage in ("mql", "sql")}
    assert "nothing to propose" in defining.propose(agreed, defining.meanings)
    assert not (workspace / "proposals").exists()


def test_the_same_proposal_is_not_made_twice(workspace: Path) -> None:
    defining = both(workspace)
    rules = {"mql": rule_of(CALLED), "sql": None}
    defining.propose(rules)
    assert "proposed already" in defining.propose(rules)
    assert len(list((workspace / "proposals").iterdir())) == 1


def test_a_default_meaning_that_nobody_changed_is_not_proposed(workspace: Path) -> None:
    agreement = Agreement.open(workspace)
    agreement.changed(glossary={"lead": "Anybody.", "mql": "Good."}).save(workspace)
    defining = both(workspace)
    shown = defining.meanings
    assert shown["lead"] == "Anybody."
    assert "mature" in shown
    defining.propose({}, {**shown, "lead": "Somebody.", "win": "Money."})
    proposed = Agreement.open(workspace / "proposals" / "rules_v1_1.yml")
    assert proposed.glossary == {"lead": "Somebody.", "mql": "Good.", "win": "Money."}


def test_words_on_which_a_team_differs_stand_first(workspace: Path) -> None:
    found = both(workspace).glossary.table
    assert found["word"].iloc[0] == "lead"
    assert found["standing"].iloc[0] == "both differ"


def test_the_sample_stays_as_it_is() -> None:
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        Defining.at(str(SAMPLE)).propose({"mql": rule_of(CALLED)})


def test_a_history_without_leads_ends_in_sentences(workspace: Path) -> None:
    leads = pd.DataFrame({"lead_id": [], "created_at": [], "source": []})
    empty = town.History.from_frames(leads.astype({"created_at": "datetime64[us]"}))
    empty.save(workspace)
    mql = both(workspace).stage("mql")
    assert [getattr(mql, name).is_answered for name in FINDINGS] == [True, *[False] * 5]
