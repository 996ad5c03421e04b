"""Whatever keeps a brief a draft is told, all of it."""

from pathlib import Path

from briefed import DAY, EVERY, PEOPLE, agreed, answered, begun, whole, written

from alignment.agreement import Agreement
from alignment.briefs import Brief, BriefFolder, heard, lacking
from alignment.briefs.lacking import unready
from alignment.sealing import opened, seal
from alignment.terms import BRIEF_QUESTIONS


def told(folder: BriefFolder) -> tuple[str, ...]:
    now = opened(folder.path, "brief")
    brief = folder.open()
    in_force = Agreement.open(folder.workspace)
    return lacking(brief, folder.under(brief), now.answers, now.awaited, in_force)


def test_a_brief_that_both_answered_and_approved_lacks_nothing(tmp_path: Path) -> None:
    assert told(whole(tmp_path)) == ()


def test_a_new_brief_lacks_both_answers_the_common_ones_metrics_and_approvals(
    tmp_path: Path,
) -> None:
    said = told(begun(tmp_path))
    asked = [text for key, text in BRIEF_QUESTIONS.items() if key not in ("mql", "sql")]
    assert said == (
        "Marketing and Sales are awaited: nobody sees an answer before both teams have given "
        "theirs.",
        f"Not answered together yet: {' '.join(asked)}",
        "No metric of the agreement is chosen.",
        "Nobody has approved it yet.",
    )


def test_a_question_that_one_team_left_open_is_named_with_the_team(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    answered(folder, {k: v for k, v in EVERY.items() if k != "goals"})
    assert told(folder)[0] == "Sales left open, and may still answer: What are its goals?"


def test_one_sealed_team_gives_nothing_away(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    seal(folder.path, "sales", "brief", "Bob", "Head", {"brief": {"goals": "Ten deals"}}, DAY)
    assert told(folder)[0].startswith("Marketing is awaited")
    assert not any("Ten deals" in line for line in told(folder))


def test_an_edit_after_approval_makes_it_a_draft_again(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    text = folder.file.read_text(encoding="utf-8")
    folder.file.write_text(text.replace("The fair", "The fairs"), encoding="utf-8")
    (said,) = told(folder)
    assert said.startswith("Its approvals are void: the text was changed after Ann (Marketing, ")


def test_an_agreement_that_is_gone_or_void_keeps_it_a_draft(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    agreed().changed(review_day=9).save(tmp_path)
    (void,) = told(folder)
    assert void.startswith("The agreement in force, version 2, is void: the text was changed after")
    (folder.path / "agreement.yml").unlink()
    assert told(folder) == (
        "Version 1 of the agreement, under which it was written, is not there unchanged: what was "
        "approved cannot be shown.",
        void,
    )


def test_a_next_version_that_both_signed_leaves_it_approved(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    made = agreed().changed(review_day=9)
    for team, person in PEOPLE.items():
        made = made.signed(team, person, "Head", DAY)
    made.save(tmp_path)
    assert told(folder) == ()


def test_a_teams_own_answers_edited_after_the_approval_make_it_a_draft(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    path = folder.path / "answers/sales.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("goals: As agreed.", "goals: Ten deals."), encoding="utf-8")
    assert told(folder) == (
        "The teams answer otherwise than when the brief was last saved: save it again.",
    )


def test_an_unsigned_agreement_keeps_it_a_draft_but_not_from_being_approved(tmp_path: Path) -> None:
    draft = Agreement.draft("Acme")
    brief = Brief.begun("The fair", draft)
    now = opened(whole(tmp_path).path, "brief")
    brief = brief.changed(answers=EVERY, metrics=("first_contact_share",), heard=heard(now.answers))
    said = lacking(brief, draft, now.answers, ())
    assert said == (
        "The agreement it rests on is unsigned.",
        "Nobody has approved it yet.",
    )
    assert unready(brief, draft, now.answers, ()) == ()


def test_metrics_that_the_agreement_does_not_know_are_no_metrics(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    written(folder, metrics=("clicks", "likes"))
    assert told(folder)[:2] == (
        "No metric of the agreement: clicks and likes.",
        "No metric of the agreement is chosen.",
    )


def test_a_stage_without_an_agreed_rule_is_named(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    held = agreed()
    bare = held.changed(rules={"mql": {"agreed": held.rules.mql.agreed}})
    brief = folder.open()
    now = opened(folder.path, "brief")
    said = lacking(brief, bare, now.answers, ())
    assert "The agreement has no agreed rule for the SQL." in said
