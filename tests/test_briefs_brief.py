"""A brief says what both teams say, and holds who approved which text of it."""

from datetime import date, timedelta

import pytest
from briefed import DAY, agreed

from alignment.agreement import Signer
from alignment.briefs import Brief, Persona
from alignment.errors import AgreementError

BRIEF = Brief.begun("The fair", agreed())
PARTIES = agreed().parties


def approved(brief: Brief, team: str, person: str) -> Brief:
    return brief.approved(Signer(team, person, "Head", DAY), brief.digest, PARTIES)


def test_a_brief_is_approved_once_both_teams_approved_the_same_text() -> None:
    first = approved(BRIEF, "marketing", "Ann")
    assert not first.is_approved
    assert first.approval_state(PARTIES) == (
        "approved by Ann (Marketing, 15 September 2026); Sales has not approved"
    )
    assert approved(first, "sales", "Bob").is_approved


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "Another fair"},
        {"budget_amount": 1.0},
        {"answers": {"goals": "More"}},
        {"personas": (Persona(name="Cook"),)},
        {"metrics": ("win_rate",)},
        {"target": {"attribute": "country", "is": "FR"}},
    ],
)
def test_any_edit_of_an_approved_brief_voids_both_approvals(edit: dict) -> None:
    whole = approved(approved(BRIEF, "marketing", "Ann"), "sales", "Bob")
    edited = whole.changed(**edit)
    assert not edited.is_approved
    assert edited.approval_state(PARTIES) == (
        "void: the text was changed after Ann (Marketing, 15 September 2026) and Bob (Sales, "
        "15 September 2026) approved"
    )
    assert edited.changed(**{name: getattr(BRIEF, name) for name in edit}).is_approved


def test_another_agreement_voids_the_approvals() -> None:
    whole = approved(approved(BRIEF, "marketing", "Ann"), "sales", "Bob")
    other = agreed().changed(review_day=9)
    assert not whole.under(other).is_approved
    assert whole.under(other).written_under.version == 2


def test_nobody_approves_for_both_teams_nor_another_text_nor_tomorrow() -> None:
    first = approved(BRIEF, "marketing", "Ann")
    tomorrow = date.today() + timedelta(days=1)
    with pytest.raises(AgreementError) as caught:
        first.approved(Signer("sales", " ann ", "", tomorrow), "0" * 64, PARTIES)
    told = str(caught.value)
    assert "another brief than the one that was read" in told
    assert "expected another person than Ann, who signed for Marketing" in told
    assert "expected today or a day before" in told
    assert "role" in told


@pytest.mark.parametrize("person", [" ANN ", "A\u200bnn", "\uff21nn"])
def test_one_person_in_disguise_does_not_approve_for_both(person: str) -> None:
    with pytest.raises(AgreementError, match="another person than Ann"):
        approved(approved(BRIEF, "marketing", "Ann"), "sales", person)


def test_an_unknown_team_cannot_approve() -> None:
    with pytest.raises(AgreementError, match="Did you mean 'sales'"):
        approved(BRIEF, "sale", "Bob")


def test_a_void_approval_does_not_keep_its_person_from_approving_for_the_other_team() -> None:
    edited = approved(BRIEF, "marketing", "Ann").changed(title="Another fair")
    assert "sales" in approved(edited, "sales", "Ann").approvals.by_team


def test_all_that_is_wrong_with_new_parts_is_told_at_once() -> None:
    with pytest.raises(AgreementError) as caught:
        BRIEF.changed(
            title=" ",
            starts_on=DAY,
            ends_on=DAY - timedelta(days=1),
            budget_amount=-1.0,
            answers={"why": "x"},
            target={"activity": "webinar"},
        )
    told = str(caught.value)
    assert "a text that is not blank" in told
    assert "the day it starts (2026-09-15) or a later one" in told
    assert "budget_amount" in told
    assert "answers.why" in told
    assert "a rule on attributes only" in told
