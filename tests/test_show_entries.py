"""The forms of both teams, each put before the workspace that its answers are sealed in."""

from pathlib import Path

import pandas as pd
import pytest
import town

from alignment import sealing
from alignment.agreeing import Agreeing
from alignment.agreement import Agreement
from alignment.auditing import Auditing
from alignment.briefing import Briefing
from alignment.defining import Defining
from alignment.finding import Finding
from alignment.measures.vocabulary import Vocabulary
from alignment.show import entries
from alignment.show.sealed_entry import SealedEntry
from alignment.show.widget_tree import every


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    town.history().save(tmp_path)
    Agreement.draft("Town").save(tmp_path)
    return tmp_path


def opened(entry: SealedEntry, team: str, person: str) -> SealedEntry:
    entry._chooser.value = team
    entry._person.value, entry._role.value = person, "Head"
    return entry


def test_ratings_are_sealed_team_by_team_and_both_are_told_to_go_on(workspace: Path) -> None:
    entry = entries.audit(Auditing.at(str(workspace)))
    for team, person in (("marketing", "Ines"), ("sales", "Ruben")):
        opened(entry, team, person)
        entry._form._ratings["good_leads"]._rating.value = 4
        entry._press()
        is_last = team == "sales"
        assert ("Run the cells below" in entry._said.value) == is_last
    answers = sealing.opened(workspace, "audit").answers
    assert {team: own.ratings["good_leads"].rating for team, own in answers.items()} == {
        "marketing": 4,
        "sales": 4,
    }


class Worded(Defining):
    """Definitions of a history that only its words are asked of: no score is replayed."""

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary({"demo": 3}, {}, ("mql",), 90.0)


def test_an_empty_form_is_not_sealed_and_says_why(workspace: Path) -> None:
    entry = opened(entries.definitions(Worded.at(str(workspace))), "sales", "Ruben")
    entry._press()
    assert "no answer at all" in entry._wrong.value
    assert sealing.opened(workspace, "definitions").awaited == ("marketing", "sales")


def test_what_a_word_usually_means_is_shown_and_not_taken_for_an_answer(workspace: Path) -> None:
    entry = opened(entries.definitions(Worded.at(str(workspace))), "sales", "Ruben")
    assert entry._form is not None
    assert entry._form.content == {"definitions": {}, "rules": {}, "glossary": {}}


def test_once_both_are_in_a_team_may_start_from_its_own_answers_and_is_asked_first(
    workspace: Path,
) -> None:
    auditing = Auditing.at(str(workspace))
    for team, rating in (("marketing", 4), ("sales", 2)):
        content = {"ratings": {"good_leads": {"rating": rating}}}
        entry = entries.audit(auditing)
        assert entry._given is not None
        assert entry._given(team) is None  # nobody sees what was said before both are in
        auditing.seal(team, team, "Head", content)
    entry._open("sales", entry._given("sales"))
    assert entry._form is not None
    assert entry._form.content["ratings"] == {"good_leads": {"rating": 2, "note": ""}}
    entry._form._ratings["good_leads"]._rating.value = 5
    entry._person.value, entry._role.value = "Ruben", "Head"
    entry._press()
    assert not auditing.round.awaited
    next(button for button in every(entry) if getattr(button, "description", "") == "Begin").click()
    assert sealing.opened(workspace, "audit").awaited == ("marketing",)


class Measured(Agreeing):
    """Levels of which half was achieved."""

    @property
    def achieved(self) -> Finding:
        row = ("first_contact", "within 8 h", "share", 0.5, 0.4, 0.6, 20, "BREACH")
        names = ["level", "promise", "unit", "value", "low", "high", "n", "verdict"]
        return Finding(pd.DataFrame([row], columns=names), "")


def test_levels_are_proposed_beside_what_was_achieved_and_without_a_verdict(
    workspace: Path,
) -> None:
    agreeing = Measured.at(str(workspace))
    for team, hours in (("marketing", "2"), ("sales", "8")):
        entry = opened(entries.levels(agreeing), team, team.capitalize())
        rows = entry._form._rows
        shown = rows["first_contact"]._achieved.value
        assert "within 8 h" in shown
        assert "50%" in shown
        assert "BREACH" not in shown
        entry._press()
        assert "First contact: write “within … working hours”." in entry._wrong.value
        for row in rows.values():
            for promise, box in row.boxes.items():
                box.value = hours if promise.before == "within" else "90" * promise.is_needed
        entry._press()
        assert entry._wrong.value == ""
    said = sealing.opened(workspace, "levels").answers
    assert {t: own.levels.sales.first_contact_within_hours for t, own in said.items()} == {
        "marketing": 2,
        "sales": 8,
    }
    assert said["sales"].levels.marketing.n_mql is None


def test_a_team_may_start_from_the_levels_that_it_proposed_before(workspace: Path) -> None:
    agreeing = Measured.at(str(workspace))
    levels = agreeing.agreement.service_levels.model_dump(mode="json", exclude_none=True)
    for team in ("marketing", "sales"):
        agreeing.seal(team, team, "Head", {"levels": levels})
    entry = entries.levels(agreeing)
    entry._open("sales", entry._given("sales"))
    assert entry._form.content == {"levels": levels}
    assert entry._form.problems == ()


def test_a_brief_is_answered_beside_the_agreement_and_sealed_in_its_own_folder(
    workspace: Path,
) -> None:
    briefing = Briefing.open(str(workspace), "spring_fair")
    target = {"attribute": "source", "is": "fair"}
    content = {"brief": {"problem": "Nobody knows us."}, "target": target}
    entry = entries.brief(briefing)
    for team in ("marketing", "sales"):
        opened(entry, team, team.capitalize())
        assert entry._form.content == {"brief": {}}
        entry._open(team, content)
        entry._person.value, entry._role.value = team.capitalize(), "Head"
        said = "".join(str(getattr(each, "value", "")) for each in every(entry._form))
        assert "MQL as agreed: " in said
        assert "3 of 7 leads fit (43%)" in said
        assert "won" not in said.partition("3 of 7 leads")[2].partition("</section>")[0]
        entry._press()
        assert entry._wrong.value == ""
    answers = sealing.opened(workspace / "briefs" / "spring_fair", "brief").answers
    assert {own.brief["problem"] for own in answers.values()} == {"Nobody knows us."}
    assert {own.target.sentence() for own in answers.values()} == {"source is fair"}
    entry._open("sales", entry._given("sales"))
    assert entry._form.content == content


def test_what_was_left_open_in_a_brief_is_filled_in_without_a_new_round(workspace: Path) -> None:
    briefing = Briefing.open(str(workspace), "spring_fair")
    for team in ("marketing", "sales"):
        briefing.seal(team, team.capitalize(), "Head", {"brief": {"problem": "Nobody knows us."}})
    entry = entries.brief(briefing)
    more = {"brief": {"problem": "Nobody knows us.", "goals": "Ten deals."}}
    for content, is_asked in ((more, False), ({"brief": {"problem": "Price."}}, True)):
        entry._open("sales", content)
        entry._person.value, entry._role.value = "Ruben", "Head"
        entry._press()
        assert bool(entry._beginning.children) == is_asked
    assert sealing.opened(workspace / "briefs" / "spring_fair", "brief").awaited == ()


def test_a_brief_left_blank_is_not_sealed(workspace: Path) -> None:
    entry = opened(entries.brief(Briefing.open(str(workspace), "spring_fair")), "sales", "Ruben")
    entry._press()
    assert "no answer at all" in entry._wrong.value
