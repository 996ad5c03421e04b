"""A score under tuning: opened, and proposed beside the agreement."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import town
from sealed_audit import audit, seal

from alignment.agreement import Agreement, Engagement, differences
from alignment.errors import AgreementError, AlignmentError
from alignment.files import home
from alignment.history import History
from alignment.tuning import Tuning


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    town.history().save(tmp_path)
    Agreement.draft("Town").save(tmp_path)
    return tmp_path


def test_a_conversion_is_worth_what_a_won_deal_brought_unless_said_otherwise(
    workspace: Path,
) -> None:
    opened = Tuning.open(str(workspace), cost_amount=10)
    assert opened.worth is not None
    assert opened.worth.value_amount == pytest.approx((1000 + 500 + 300) / 3)
    assert (opened.worth.cost_amount, opened.worth.currency) == (10, "EUR")
    told = Tuning.open(str(workspace), value_amount=700).worth
    assert told is not None
    assert told.value_amount == 700


def test_what_was_won_after_the_day_of_tuning_is_not_known(workspace: Path) -> None:
    opened = Tuning.open(str(workspace), as_of="2026-02-15")
    assert opened.worth is not None
    assert opened.worth.value_amount == 1000
    assert opened.replay.as_of == pd.Timestamp("2026-02-15 23:59:59.999999")
    assert "Only what was known by 15 February 2026 is used: 5 leads" in opened.loaded.sentence


def test_without_a_won_deal_nothing_is_known_of_its_worth(tmp_path: Path) -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": [town.at("01-05")], "source": "x"})
    History.from_frames(leads).save(tmp_path)
    Agreement.draft().save(tmp_path)
    assert Tuning.open(str(tmp_path)).worth is None


def test_sales_can_take_the_agreed_mqls_unless_said_otherwise(workspace: Path) -> None:
    agreement = Agreement.open(workspace)
    levels = agreement.service_levels.model_dump()
    levels["marketing"]["n_mql"] = 100
    agreement.changed(service_levels=levels).save(workspace)
    assert Tuning.open(str(workspace)).capacity_per_week == 23.0  # of a month's 4.348 weeks
    assert Tuning.open(str(workspace), capacity_per_week=7).capacity_per_week == 7


def test_every_number_without_sense_is_refused_at_once(workspace: Path) -> None:
    with pytest.raises(AlignmentError) as error:
        Tuning.open(str(workspace), capacity_per_week=-1, cost_amount=float("nan"))
    assert "capacity_per_week: found -1; expected a number, 0 or more" in str(error.value)
    assert "cost_amount: found nan" in str(error.value)


def test_a_proposal_stands_beside_the_agreement_which_stays_as_it_is(workspace: Path) -> None:
    before = (workspace / "agreement.yml").read_bytes()
    opened = Tuning.open(str(workspace))
    score = opened.score.model_copy(update={"hand_off_at": 60.0})
    said = opened.propose(score)
    assert "score_v1_1.yml" in said
    assert "50 → 60" in said
    assert (workspace / "agreement.yml").read_bytes() == before
    proposed = Agreement.open(workspace / "proposals" / "score_v1_1.yml")
    assert proposed.score == score
    assert differences(opened.agreement, proposed)
    assert not proposed.is_signed


def test_a_later_proposal_takes_no_earlier_ones_place(workspace: Path) -> None:
    opened = Tuning.open(str(workspace))
    for points in (60.0, 70.0):
        opened.propose(opened.score.model_copy(update={"hand_off_at": points}))
    first, second = (
        Agreement.open(workspace / "proposals" / f"score_v1_{n}.yml").score.hand_off_at
        for n in (1, 2)
    )
    assert (first, second) == (60, 70)


def test_a_proposal_to_a_signed_agreement_has_the_next_version(workspace: Path) -> None:
    agreement = Agreement.open(workspace)
    for team in ("marketing", "sales"):
        agreement = agreement.signed(team, "Ann", "Head", date(2026, 1, 1))
    agreement.save(workspace)
    opened = Tuning.open(str(workspace))
    engagement = {**opened.score.engagement, "demo": Engagement(points=10, at_most=2)}
    opened.propose(opened.score.model_copy(update={"engagement": engagement}))
    proposed = Agreement.open(workspace / "proposals" / "score_v2_1.yml")
    assert (proposed.version, proposed.is_signed) == (2, False)
    assert Agreement.open(workspace).is_signed


def test_the_agreed_score_is_nothing_to_propose(workspace: Path) -> None:
    opened = Tuning.open(str(workspace))
    assert "Nothing differs" in opened.propose(opened.score)
    assert not (workspace / "proposals").exists()


def test_decisions_are_kept_under_the_last_month_known(workspace: Path) -> None:
    opened = Tuning.open(str(workspace))
    decision = {"choice": "Hand off at 60", "owner": "Ann", "due_on": date(2026, 5, 15)}
    opened.record({**decision, "dissent": ""})
    assert opened.last_month.months == ["2026-04"]
    assert list(opened.decided.table["choice"]) == ["Hand off at 60"]
    with pytest.raises(AgreementError, match="owner"):
        opened.record({**decision, "owner": "", "dissent": ""})


def test_an_empty_history_opens_and_says_so(tmp_path: Path) -> None:
    leads = pd.DataFrame({"lead_id": [], "created_at": [], "source": []})
    History.from_frames(leads.astype({"created_at": "datetime64[us]"})).save(tmp_path)
    Agreement.draft().save(tmp_path)
    opened = Tuning.open(str(tmp_path))
    assert opened.loaded.sentence.startswith("This company: 0 leads.")
    assert not opened.replay.thresholds(opened.score).is_answered
    assert not opened.decided.is_answered


def test_what_papermill_hands_over_as_text_is_no_number(workspace: Path) -> None:
    with pytest.raises(AlignmentError, match="capacity_per_week: found 'lots'; expected a number"):
        Tuning.open(str(workspace), capacity_per_week="lots")  # type: ignore[arg-type]
    with pytest.raises(AlignmentError, match="as_of"):
        Tuning.open(str(workspace), as_of=20260101)  # type: ignore[arg-type]


def test_the_shipped_sample_is_not_written_into() -> None:
    opened = Tuning.open(str(home() / "data" / "samples"))
    with pytest.raises(AlignmentError, match="The sample stays as it is"):
        opened.propose(opened.score.model_copy(update={"hand_off_at": 60.0}))


def test_a_score_that_is_proposed_already_is_not_written_twice(workspace: Path) -> None:
    opened = Tuning.open(str(workspace))
    score = opened.score.model_copy(update={"hand_off_at": 60.0})
    opened.propose(score)
    assert "proposed already" in opened.propose(score)
    assert len(list((workspace / "proposals").iterdir())) == 1


def test_leads_are_compared_by_a_segment_of_a_few_values(tmp_path: Path) -> None:
    leads = town.history().query("SELECT lead_id, created_at, source FROM leads")
    leads = leads.assign(
        region=[f"r{n}" for n in range(len(leads))], country=["A", "B"] * 3 + ["A"]
    )
    History.from_frames(leads).save(tmp_path)
    Agreement.draft().save(tmp_path)
    assert Tuning.open(str(tmp_path)).split == "region"
    many = pd.concat([leads.assign(lead_id=leads["lead_id"] + str(n)) for n in range(10)])
    many["region"] = [f"r{n}" for n in range(len(many))]
    History.from_frames(many).save(tmp_path)
    assert Tuning.open(str(tmp_path)).split == "country"


def test_what_the_teams_guessed_is_held_back_until_both_are_in(workspace: Path) -> None:
    seal(workspace, "sales", audit(2))
    opened = Tuning.open(str(workspace))
    assert (opened.answers, opened.awaited) == ({}, ("marketing",))
    seal(workspace, "marketing", audit(4))
    assert set(Tuning.open(str(workspace)).answers) == {"marketing", "sales"}


def test_an_earlier_proposal_that_somebody_broke_stands_in_nobodys_way(workspace: Path) -> None:
    opened = Tuning.open(str(workspace))
    broken = workspace / "proposals" / "score_v1_1.yml"
    broken.parent.mkdir()
    broken.write_text("company: [")
    score = opened.score.model_copy(update={"hand_off_at": 60.0})
    said = opened.propose(score)
    assert "score_v1_2.yml" in said
    assert "An earlier proposal, score_v1_1.yml, cannot be read: mend or remove it." in said
    assert broken.read_text() == "company: ["
    assert "proposed already" in opened.propose(score)
