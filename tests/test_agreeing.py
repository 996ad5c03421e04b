"""Service levels: held back until both teams are in, measured, composed, proposed."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import town

from alignment import sealing
from alignment.agreeing import Agreeing
from alignment.agreement import Agreement, SalesLevels, ServiceLevels
from alignment.errors import AgreementError, AlignmentError
from alignment.files import SAMPLE
from alignment.history import History

SOON, LATE = 1, 24
"""Working hours to the first contact, as Marketing and as Sales would have it."""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    town.history().save(tmp_path)
    Agreement.draft("Town").changed(least_count=1).save(tmp_path)
    return tmp_path


def says(workspace: Path, team: str, hours: float) -> str:
    content = {"levels": {"sales": {"first_contact_within_hours": hours}}}
    return sealing.seal(workspace, team, "levels", team, "Head", content, date(2026, 11, 22))


def both(workspace: Path) -> Agreeing:
    says(workspace, "marketing", SOON)
    says(workspace, "sales", LATE)
    return Agreeing.open(str(workspace))


def test_until_both_are_in_nothing_of_what_a_team_proposes_is_shown(workspace: Path) -> None:
    says(workspace, "marketing", SOON)
    agreeing = Agreeing.open(str(workspace))
    assert agreeing.beside.sentence == "Shown once both teams are in: Sales is awaited."
    assert not agreeing.beside.is_answered
    assert agreeing.proposed == {}
    assert [*agreeing.beginnings] == ["Agreed"]
    assert "Sales is awaited" in agreeing.propose({"review_day": 9})
    assert not (workspace / "proposals").exists()


def test_once_both_are_in_each_is_measured_by_its_own_limit(workspace: Path) -> None:
    agreeing = both(workspace)
    found = agreeing.beside.table.set_index("level").loc["first_contact"]
    # of February and March: lead e alone, handed off at 9:00 and written to at 12:00
    assert (found["marketing_value"], found["agreed_value"], found["sales_value"]) == (0, 1, 1)
    assert found["is_apart"]
    assert [*agreeing.beginnings] == ["Agreed", "Marketing proposes", "Sales proposes"]
    assert agreeing.proposed["sales"].sales.first_contact_within_hours == LATE


def test_levels_being_composed_are_measured_on_the_calendar_being_composed(
    workspace: Path,
) -> None:
    agreeing = both(workspace)
    levels = ServiceLevels(sales=SalesLevels(first_contact_within_hours=SOON))
    found = agreeing.composed({"service_levels": levels}).table.set_index("level")
    beside = agreeing.beside.table.set_index("level")
    assert found.at["first_contact", "value"] == beside.at["first_contact", "marketing_value"]
    # e waited for one hour of a day that starts at 11:00
    calendar = agreeing.agreement.calendar.model_copy(update={"starts": "11:00"})
    later = agreeing.composed({"service_levels": levels, "calendar": calendar}).table
    assert found.at["first_contact", "n_met"] == 0
    assert later.set_index("level").at["first_contact", "n_met"] == 1
    assert agreeing.achieved.table.set_index("level").at["first_contact", "n_met"] == 1


def test_in_the_sample_each_team_would_keep_its_own_promises_sooner_than_the_others() -> None:
    found = Agreeing.open(str(SAMPLE)).beside
    assert found.figures["n_apart"] == 6
    verdicts = found.table.set_index("level")
    assert verdicts.at["accepted_share", "marketing_verdict"] == "PASS"
    assert verdicts.at["accepted_share", "sales_verdict"] == "BREACH"
    assert verdicts.at["qualification", "marketing_verdict"] == "BREACH"
    assert verdicts.at["qualification", "sales_verdict"] == "PASS"


def test_a_part_of_another_kind_is_refused(workspace: Path) -> None:
    agreeing = both(workspace)
    with pytest.raises(
        AgreementError, match=r"found 'service_level'.*Did you mean 'service_levels'"
    ):
        agreeing.composed({"service_level": ServiceLevels()})
    with pytest.raises(AgreementError, match="'score'"):
        agreeing.propose({"score": agreeing.agreement.score})


def test_what_was_composed_is_proposed_beside_the_agreement_and_signed(workspace: Path) -> None:
    agreeing = both(workspace)
    assert "nothing to propose" in agreeing.propose({"review_day": agreeing.agreement.review_day})
    said = agreeing.propose({"review_day": 9, "service_levels": ServiceLevels()})
    assert "levels_v1_1.yml: Review on day 5 → 9 of the month" in said
    assert Agreement.open(workspace).review_day == 5
    (standing,) = agreeing.signing.proposals
    assert standing.parts == ("service_levels", "review_day")


def test_the_sample_is_not_proposed_to() -> None:
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        Agreeing.open(str(SAMPLE)).propose({"review_day": 9})


def test_every_parameter_without_sense_is_refused_at_once(workspace: Path) -> None:
    with pytest.raises(AlignmentError) as error:
        Agreeing.open(
            str(workspace),
            goal_amount=-1,
            capacity_per_week=float("nan"),
            target_accounts=True,
            in_market_share=40,
        )
    told = str(error.value)
    assert "goal_amount: found -1; expected a number, 0 or more" in told
    assert "capacity_per_week: found nan" in told
    assert "target_accounts: found True" in told
    assert "in_market_share: found 40; expected a share from 0 to 1" in told


def test_the_goal_is_the_one_set_else_what_the_last_months_brought(workspace: Path) -> None:
    assert Agreeing.open(str(workspace), goal_amount=5000).goal == 5000
    # won in January, March and April, of which the last month is not over: 1,500 in 3 months
    agreeing = Agreeing.open(str(workspace))
    assert agreeing.period.months == ["2026-02", "2026-03"]
    assert agreeing.goal == 250


def test_what_sales_can_take_is_what_somebody_said_and_never_what_marketing_promised(
    workspace: Path,
) -> None:
    assert Agreeing.open(str(workspace)).capacity_per_week is None
    assert Agreeing.open(str(workspace), capacity_per_week=7).capacity_per_week == 7
    promising = Agreeing.open(str(SAMPLE))
    assert promising.agreement.service_levels.marketing.n_mql == 120
    assert promising.capacity_per_week is None


def test_without_a_lead_every_finding_says_so(tmp_path: Path) -> None:
    created = pd.to_datetime(pd.Series([], dtype="datetime64[us]"))
    leads = pd.DataFrame({"lead_id": pd.Series([], dtype=str), "created_at": created})
    History.from_frames(leads.assign(source=pd.Series([], dtype=str))).save(tmp_path)
    Agreement.draft("Nobody").save(tmp_path)
    agreeing = both(tmp_path)
    for found in (agreeing.achieved, agreeing.beside, agreeing.needed, agreeing.numbers):
        assert not found.is_answered
        assert found.sentence.startswith("This history cannot say")
    assert "cannot say" in agreeing.composed({"review_day": 9}).sentence


def test_what_to_do_next_tells_the_missed_the_kept_and_what_cannot_be_judged(
    workspace: Path,
) -> None:
    found = Agreeing.open(str(workspace)).advised
    verdicts = list(found.table["verdict"])
    n_missed = sum(each in ("AT RISK", "BREACH") for each in verdicts)
    n_open = verdicts.count("NOT ENOUGH DATA")
    assert n_missed + verdicts.count("PASS") + n_open == len(verdicts)
    assert f"{n_missed} of {len(verdicts)} levels missed" in found.sentence or not n_missed
    assert ("not to be judged yet" in found.sentence) == (n_open > 0)
    assert list(found.table.columns) == [
        *("level", "owed_by", "promised", "achieved", "verdict", "next"),
    ]
