"""Approving a brief: what stands in the way, who approves, and what is asked first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import ipywidgets as widgets
import pytest

from alignment.agreement import Agreement, Signer, SignOff, rule_of
from alignment.briefs import Brief
from alignment.errors import AlignmentError
from alignment.show.approval import CHANGED, UNREADY, Approval
from alignment.show.widget_tree import every

UNDER = Agreement.draft("Town")


@dataclass
class Approvable:
    """The approval of a brief in memory."""

    brief: Brief = field(default_factory=lambda: Brief.begun("Drift", UNDER))
    lacking: tuple[str, ...] = ()
    under = UNDER

    @property
    def state(self) -> str:
        return self.brief.approval_state(UNDER.parties)

    @property
    def held(self) -> Mapping[str, SignOff]:
        held = self.brief.approvals
        return {team: held.by_team[team] for team in held.valid(self.brief.digest)}

    def approve(self, team: str, person: str, role: str, digest: str) -> str:
        signer = Signer(team, person, role, date(2026, 9, 1))
        self.brief = self.brief.approved(signer, digest, UNDER.parties)
        return self.state


@pytest.fixture
def approvable() -> Approvable:
    return Approvable()


def press(made: Approval, label: str) -> None:
    buttons = [each for each in every(made) if isinstance(each, widgets.Button)]
    next(each for each in buttons if each.description == label).click()


def approve(made: Approval, team: str, person: str, role: str = "Head") -> None:
    line = made._lines[team]
    line._person.value, line._role.value = person, role
    press(made, f"Approve for {team.capitalize()}")


def test_nobody_has_approved_at_first_and_no_name_stands_there(approvable: Approvable) -> None:
    made = Approval(approvable)
    assert [line.person for line in made._lines.values()] == ["", ""]
    assert approvable.brief.digest[:12] in made._text.value


def test_how_it_stands_is_told_only_once_that_has_changed(approvable: Approvable) -> None:
    approvable.lacking = ("Sales is awaited.",)
    made = Approval(approvable)
    assert made._state.value == ""
    assert f"<details><summary>{UNREADY}" in made._lacks.value
    approvable.lacking = ("Sales left one open.",)
    press(made, "Read the brief again")
    assert "not approved yet" in made._state.value
    assert f"<details open><summary>{UNREADY}" in made._lacks.value


def test_all_that_an_approval_binds_is_there_to_be_read(approvable: Approvable) -> None:
    approvable.brief = approvable.brief.changed(
        channel="webinar",
        starts_on=date(2026, 10, 1),
        budget_amount=18500.5,
        target=rule_of({"attribute": "country", "is": "DE"}),
        personas=({"name": "Welder", "problem": "Noise"},),
        answers={"problem": "It <b>drifts</b>."},
        metrics=("acceptance_rate", "no_more"),
    )
    text = Approval(approvable)._text.value
    for said in (
        *("Drift", "webinar", "1 October 2026 to an open day", "18,500.5 EUR", "country is DE"),
        *("Welder – Noise", "It &lt;b&gt;drifts", "No more (not in the agreement)"),
    ):
        assert said in text
    assert text.count("left open") == 7  # the revenue, and six of nine questions
    assert text.count("as the agreement says") == 2


def test_what_is_written_elsewhere_and_not_saved_is_told_before_anybody_approves(
    approvable: Approvable,
) -> None:
    made = Approval(approvable, lambda: "Something is not saved.")
    approve(made, "marketing", "Ines")
    assert made._asking.children[0].value.endswith("makes it void. Something is not saved.")


def test_it_is_asked_once_more_before_anybody_approves(approvable: Approvable) -> None:
    made = Approval(approvable)
    approve(made, "marketing", "Ines")
    assert made._asking.children[0].value == (
        "Ines approves for Marketing. Any change to the brief makes it void."
    )
    press(made, "Not yet")
    assert approvable.held == {}
    approve(made, "marketing", "Ines")
    press(made, "Approve")
    assert "Approved by <bdi>Ines, Head, on 1 September 2026" in (
        made._lines["marketing"]._signature.value
    )
    assert made._lines["marketing"].person == ""
    approve(made, "sales", "Ruben")
    press(made, "Approve")
    assert approvable.brief.is_approved


def test_nobody_can_approve_while_something_is_missing(approvable: Approvable) -> None:
    approvable.lacking = ("Sales left open: <b>goals</b>?",)
    made = Approval(approvable)
    assert UNREADY in made._lacks.value
    assert "Sales left open: &lt;b&gt;goals" in made._lacks.value
    assert not any("for Sales" in str(getattr(each, "description", "")) for each in every(made))
    approvable.lacking = ()
    press(made, "Read the brief again")
    assert UNREADY not in made._lacks.value
    approve(made, "sales", "Ruben")
    press(made, "Approve")
    assert [*approvable.held] == ["sales"]


def test_name_and_role_are_asked_for(approvable: Approvable) -> None:
    made = Approval(approvable)
    approve(made, "marketing", "Ines", role=" ")
    assert made._wrong.value == "Not approved yet:\nThe role is missing."


def test_a_brief_that_changed_since_it_was_read_is_not_approved(approvable: Approvable) -> None:
    made = Approval(approvable)
    approve(made, "marketing", "Ines")
    approvable.brief = approvable.brief.changed(title="Another")
    press(made, "Approve")
    assert "another brief than the one that was read" in made._wrong.value
    assert made._lines["marketing"].person == "Ines"  # nothing typed is lost
    assert approvable.held == {}
    assert CHANGED in made._lacks.value
    assert "Drift" in made._text.value  # still what was read
    assert made._lines["marketing"].children == ()  # no button to press
    press(made, "Read the brief again")
    assert (CHANGED in made._lacks.value, "Another" in made._text.value) == (False, True)
    press(made, "Approve for Marketing")
    press(made, "Approve")
    assert [*approvable.held] == ["marketing"]


def test_what_was_read_stays_so_when_the_other_team_approves(approvable: Approvable) -> None:
    made = Approval(approvable)
    read = made._text.value
    approvable.approve("sales", "Ruben", "Head", approvable.brief.digest)  # in another page
    approve(made, "marketing", "Ines")
    press(made, "Approve")
    assert approvable.brief.is_approved
    assert made._text.value == read


def test_a_brief_that_cannot_be_read_is_told_and_not_approved(approvable: Approvable) -> None:
    class Broken(Approvable):
        @property
        def held(self) -> Mapping[str, SignOff]:
            raise AlignmentError("Line 3 <b>.")

    made = Approval(Broken())
    assert made._wrong.value == "Line 3 &lt;b&gt;."
    assert made._text.value == ""
    assert [line.children for line in made._lines.values()] == [(), ()]


def test_an_approval_that_became_void_is_told(approvable: Approvable) -> None:
    made = Approval(approvable)
    approve(made, "marketing", "Ines")
    press(made, "Approve")
    approvable.brief = approvable.brief.changed(title="Another")
    press(made, "Read the brief again")
    assert "void: the text was changed after Ines (Marketing, 1 September 2026)" in (
        made._state.value
    )
    assert not made._lines["marketing"].is_signed


def test_nobody_approves_for_both_teams(approvable: Approvable) -> None:
    made = Approval(approvable)
    for team, person in (("marketing", "Ines"), ("sales", " ines")):
        approve(made, team, person)
        press(made, "Approve")
    assert "another person than Ines" in made._wrong.value
    assert [*approvable.held] == ["marketing"]


def test_a_name_makes_no_markup(approvable: Approvable) -> None:
    made = Approval(approvable)
    approve(made, "marketing", "<img src=x>")
    press(made, "Approve")
    texts = [each.value for each in every(made) if isinstance(each, widgets.HTML)]
    assert any("&lt;img" in text for text in texts)
    assert not any("<img" in text for text in texts)
