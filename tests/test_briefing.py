"""A campaign's brief from the first question to the document that both approved."""

import json
from datetime import date, timedelta
from pathlib import Path

import poor_histories
import pytest
import town
from briefed import DAY, EVERY, PEOPLE, agreed, answered, begun, whole, written

from alignment import cli
from alignment.agreement import Agreement, Signer
from alignment.briefing import Briefing, run
from alignment.checking import checked
from alignment.errors import AgreementError, AlignmentError
from alignment.files import SAMPLE

METRIC = ("first_contact_share",)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    town.history().save(tmp_path)
    agreed().save(tmp_path)
    return tmp_path


def opened(place: Path, name: str = "fair") -> Briefing:
    return Briefing.open(str(place), name)


def test_a_brief_is_begun_by_the_first_answer_and_not_by_looking(place: Path) -> None:
    briefing = opened(place, "spring_fair")
    assert briefing.brief.title == "Spring fair"
    assert briefing.standing.figures["n_missing"] > 0
    assert not (place / "briefs").exists()
    said = briefing.seal("sales", "Bob", "Head", {"brief": {"goals": "Ten deals"}})
    assert said.startswith("Sealed for Sales.")
    assert briefing.folder.open().written_under.digest == agreed().digest


def test_nobody_sees_an_answer_before_both_are_in(place: Path) -> None:
    briefing = opened(place)
    briefing.seal("sales", "Bob", "Head", {"brief": {"goals": "Ten deals"}})
    assert "Ten deals" not in briefing.side_by_side.table.to_csv()
    assert not any("Ten deals" in each.read_text() for each in place.rglob("answers/*"))
    briefing.seal("marketing", "Ann", "Head", {"brief": {"goals": "More leads"}})
    assert "Ten deals" in briefing.side_by_side.table.to_csv()


def test_what_was_composed_is_saved_and_voids_what_was_approved(place: Path) -> None:
    whole(place)
    briefing = opened(place)
    seen = briefing.brief.digest
    assert "Nothing differs" in briefing.compose({"title": "The fair"}, seen)
    assert briefing.standing.sentence == "“The fair” is approved by both teams."
    said = briefing.compose({"budget_amount": 5000}, seen)
    assert said.endswith("brief.yml. It must be approved again.")
    assert "void: the text was changed after Ann" in briefing.lacking[0]
    with pytest.raises(AgreementError, match="was changed since this page was opened"):
        briefing.compose({"budget_amount": 6000}, seen)


def test_a_brief_is_approved_only_when_every_question_is_answered(place: Path) -> None:
    begun(place)
    approval = opened(place).approval
    with pytest.raises(AgreementError) as caught:
        approval.approve("sales", "Bob", "Head", approval.digest, DAY)
    assert "Marketing and Sales are awaited" in str(caught.value)
    assert "No metric of the agreement is chosen" in str(caught.value)


def test_the_second_approval_makes_it_more_than_a_draft(place: Path) -> None:
    folder = begun(place)
    answered(folder)
    written(folder)
    approval = opened(place).approval
    said = approval.approve("marketing", "Ann", "Head", approval.digest, DAY)
    assert said.endswith("Sales has not approved.")
    again = approval.approve("marketing", "Ann", "Head", approval.digest, DAY)
    assert again == "Marketing has approved this already. Nothing was changed."
    assert [*approval.held] == ["marketing"]
    approval.approve("sales", "Bob", "Head", approval.digest, DAY)
    assert opened(place).lacking == ()
    assert not opened(place).document.is_draft


def signed(agreement: Agreement) -> Agreement:
    for team, person in PEOPLE.items():
        agreement = agreement.signed(team, person, "Head", DAY)
    return agreement


def test_a_changed_agreement_is_told_until_the_brief_is_put_under_it(place: Path) -> None:
    whole(place)
    signed(agreed().changed(review_day=9)).save(place)
    briefing = opened(place)
    assert briefing.lacking == ()
    assert briefing.warnings[0] == (
        "It was written under version 1 of the agreement, which has changed since: "
        "Review on day 5 → 9 of the month."
    )
    assert briefing.lost_by_that().startswith("The approval of Ann and Bob is void then.")
    assert briefing.bring_up_to_date() == (
        "It stands under version 2 of the agreement now; approve it again."
    )
    assert briefing.changes == ()
    assert briefing.lost_by_that() == ""
    assert any("void" in lack for lack in briefing.lacking)
    assert "already" in briefing.bring_up_to_date()


def test_a_brief_is_not_put_under_an_agreement_that_nobody_signed(place: Path) -> None:
    folder = whole(place)
    before = folder.file.read_bytes()
    agreed().changed(review_day=9).save(place)
    assert "is void: the text was changed" in opened(place).lacking[0]
    with pytest.raises(AgreementError, match="Let both teams sign it first"):
        opened(place).bring_up_to_date()
    assert folder.file.read_bytes() == before


def test_an_edit_of_the_kept_agreement_is_mended_by_the_one_in_force(place: Path) -> None:
    folder = whole(place)
    (folder.path / "agreement.yml").write_text("[", encoding="utf-8")
    assert "already" in opened(place).bring_up_to_date()
    agreed().changed(review_day=9).save(place)
    assert opened(place).under.review_day == agreed().review_day
    assert folder.open().is_approved


def test_what_was_left_open_is_answered_later_without_a_new_round(place: Path) -> None:
    folder = begun(place)
    some = {key: said for key, said in EVERY.items() if key != "goals"}
    answered(folder, some)
    briefing = opened(place)
    fuller = {"brief": {**some, "goals": "Ten deals"}, "target": {"attribute": "x", "is": "y"}}
    assert not briefing.begins_anew("sales", fuller)
    assert briefing.begins_anew("sales", {"brief": {**EVERY, "problem": "Another"}})
    assert briefing.seal("sales", "Bob", "Head", fuller) == "Added to what Sales had answered."
    now = briefing.round.answers
    assert now["sales"].brief["goals"] == "Ten deals"
    assert now["marketing"].brief == EVERY
    said = briefing.seal("sales", "Bob", "Head", {"brief": {**EVERY, "problem": "Another"}})
    assert "A new round begins" in said
    assert briefing.round.awaited == ("marketing",)


def test_two_approvals_at_once_are_both_kept(place: Path) -> None:
    folder = begun(place)
    answered(folder)
    read = written(folder)
    for team, person in PEOPLE.items():
        folder.approve(Signer(team, person, "Head", DAY), read.digest, agreed().parties)
    assert folder.open().is_approved


def test_an_approval_given_meanwhile_is_not_lost_by_saving(place: Path) -> None:
    folder = begun(place)
    answered(folder)
    seen = written(folder)
    folder.approve(Signer("sales", "Bob", "Head", DAY), seen.digest, agreed().parties)
    folder.save(seen.changed(title="The fairs"), seen.digest)
    assert "void: the text was changed after Bob" in folder.open().approval_state(agreed().parties)


def test_figures_are_those_of_the_agreement_the_brief_was_written_under(place: Path) -> None:
    whole(place)
    goal = agreed().goal.model_copy(update={"within_days": 7})
    signed(agreed().changed(goal=goal)).save(place)
    text = opened(place).document.markdown
    assert "within 7 days" not in text.split("What the history says")[1]
    assert "under version 1 of the agreement" in text


def test_all_that_cannot_be_read_is_told_at_once(place: Path) -> None:
    folder = whole(place)
    folder.file.write_text("titel: x\n", encoding="utf-8")
    (folder.path / "answers/sales.yml").write_text("teem: x\n", encoding="utf-8")
    (place / "content_requests.yml").write_text("request: []\n", encoding="utf-8")
    with pytest.raises(AlignmentError) as caught:
        run(place, "fair")
    for meant in ("'title'", "'team'", "'requests'"):
        assert f"Did you mean {meant}?" in str(caught.value)
    with pytest.raises(AgreementError, match="There is no workspace"):
        run(place / "nowhere", "fair")


def test_the_command_writes_all_three_and_says_what_is_missing(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(place)
    out = tmp_path / "out"
    asked = ["brief", "fair", "--workspace", str(place), "--out", str(out)]
    assert cli.main(asked) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0] == "“The fair” is a draft: 4 things are missing."
    assert said.splitlines()[-1] == f"The brief: {out / 'fair.html'}"
    held = sorted(path.name for path in out.iterdir())
    assert held == ["document.json", "fair.docx", "fair.html", "fair.md"]
    assert json.loads((out / "document.json").read_text())["is_draft"] is True
    before = {path.name: path.read_bytes() for path in out.glob("fair.[hm]*")}
    run(place, "fair", out=out)
    assert {path.name: path.read_bytes() for path in out.glob("fair.[hm]*")} == before


def test_a_brief_that_is_not_there_is_not_written(place: Path) -> None:
    with pytest.raises(AgreementError, match="There is no brief of that name"):
        run(place, "fair")
    with pytest.raises(AgreementError, match="cannot be called so"):
        run(place, "../fair")
    with pytest.raises(AgreementError, match="There is no brief of that name"):
        Briefing.open(str(place), 2027).write()  # type: ignore[arg-type]  # papermill's number
    assert not (place / "documents").exists()


def test_the_brief_that_begins_last_is_opened_where_none_is_named(place: Path) -> None:
    assert Briefing.open(str(place)).folder.name == "new_campaign"
    for name, day in {"b_late": DAY, "c_early": DAY - timedelta(days=9)}.items():
        folder = begun(place, name)
        written(folder, starts_on=day)
    begun(place, "d_undated")
    assert Briefing.open(str(place)).folder.name == "b_late"


def test_a_broken_brief_is_told_when_it_is_opened(place: Path) -> None:
    folder = begun(place)
    folder.file.write_text("titel: x\n", encoding="utf-8")
    for name in ("fair", ""):
        with pytest.raises(AlignmentError, match="Did you mean 'title'"):
            Briefing.open(str(place), name)


@pytest.mark.parametrize("made", [poor_histories.empty, poor_histories.only_leads])
def test_a_poor_history_still_makes_a_document(tmp_path: Path, made) -> None:
    poor_histories.saved(made(), tmp_path)
    briefing = Briefing.open(str(tmp_path), "fair")
    briefing.compose({"answers": EVERY, "metrics": METRIC}, briefing.brief.digest)
    assert briefing.document.is_draft
    assert all(finding.sentence for finding in briefing.evidence)


def test_what_sales_asks_for_stands_in_the_document(place: Path) -> None:
    begun(place)
    briefing = opened(place)
    briefing.ask(content="A page on =prices", because="Lost to price", asked_by="Bob")
    assert briefing.requests.figures == {"n_requests": 1, "n_open": 1}
    assert "A page on =prices" in briefing.document.html
    briefing.settle(1, state="done")
    assert briefing.requests.figures["n_open"] == 0


def test_the_sample_has_an_approved_brief_and_is_never_written_to(tmp_path: Path) -> None:
    briefing = Briefing.open(str(SAMPLE))
    assert briefing.lacking == ()
    assert briefing.warnings == ()
    assert briefing.approval.held.keys() == {"marketing", "sales"}
    for act in (
        lambda: briefing.write(),
        lambda: briefing.compose({"title": "x"}, briefing.brief.digest),
        lambda: briefing.approval.approve("sales", "R", "R", briefing.brief.digest, date.today()),
        lambda: briefing.bring_up_to_date() and briefing.seal("sales", "R", "R", {}),
    ):
        with pytest.raises(AlignmentError, match="The sample stays as it is"):
            act()


def test_an_agreement_edited_in_place_is_told_in_every_document(place: Path) -> None:
    whole(place)
    text = (place / "agreement.yml").read_text(encoding="utf-8")
    edited = text.replace("review_day: 5", "review_day: 6")
    (place / "agreement.yml").write_text(edited, encoding="utf-8")
    assert not Agreement.open(place).is_signed
    document = opened(place).document
    for made in (document.html, document.markdown):
        assert "void: the text was changed after Ann" in made


def test_a_check_tells_of_every_brief_and_of_all_that_is_broken(place: Path) -> None:
    whole(place)
    begun(place, "spring_fair")
    held, wrong = checked(place)
    assert "Brief fair: approved by both teams" in held
    assert any(line.startswith("Brief spring_fair: a draft. Marketing and Sales") for line in held)
    assert wrong == []
    agreed().changed(review_day=9).save(place)
    assert any(
        line.startswith("Brief fair: a draft. The agreement in force, version 2, is void")
        for line in checked(place)[0]
    )
    (place / "content_requests.yml").write_text("request: []\n", encoding="utf-8")
    (place / "briefs/fair/brief.yml").write_text("titel: x\n", encoding="utf-8")
    wrong = checked(place)[1]
    assert all(any(word in line for line in wrong) for word in ("'title'", "'requests'"))
