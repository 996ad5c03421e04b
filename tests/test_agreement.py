"""What both teams agreed: read, checked, signed and saved."""

import re
from datetime import date
from pathlib import Path

import pytest
from agreements import SHORTEST, agreements
from hypothesis import given, settings

from alignment.agreement import Agreement, Score
from alignment.errors import AgreementError, Problem
from alignment.files import home

SAMPLE = home() / "data" / "samples"


def opened(folder: Path, text: str | bytes) -> Agreement:
    raw = text.encode() if isinstance(text, str) else text
    (folder / "agreement.yml").write_bytes(raw)
    return Agreement.open(folder)


def problems_of(folder: Path, text: str | bytes) -> list[Problem]:
    with pytest.raises(AgreementError) as caught:
        opened(folder, text)
    return list(caught.value.problems)


def signed(agreement: Agreement) -> Agreement:
    once = agreement.signed("marketing", "Ines", "Head of Marketing", date(2026, 8, 27))
    return once.signed("sales", "Ruben", "Head of Sales", date(2026, 8, 28))


def test_the_sample_is_signed_by_both_teams() -> None:
    agreement = Agreement.open(SAMPLE)
    assert agreement.is_signed
    assert agreement.signature_state == (
        "signed by Ines Rohrbach (Marketing, 27 August 2026) "
        "and Ruben Castellan (Sales, 28 August 2026)"
    )


def test_the_sample_answers_what_measures_ask() -> None:
    agreement = Agreement.open(SAMPLE)
    assert (agreement.outcome, agreement.within_days) == ("won", 120)
    assert (agreement.hand_off_stage, agreement.zone) == ("mql", "Europe/Berlin")
    assert (agreement.currency, agreement.least_count) == ("EUR", 20)
    assert (agreement.first_contact_within_hours, agreement.first_contact_share) == (4, 0.9)
    assert agreement.company == "Tarnwald Instruments"


def test_the_shortest_file_takes_the_defaults_of_the_rest(tmp_path: Path) -> None:
    agreement = opened(tmp_path, SHORTEST)
    assert agreement.score == Score()
    assert {name: each.points for name, each in agreement.score.engagement.items()} == {
        "web_visit": 1,
        "white_paper": 5,
        "webinar": 20,
        "event_stand": 30,
    }
    assert agreement.score.window_days == 30
    assert agreement.least_count == 20


def test_a_draft_is_unsigned_and_holds_what_it_was_given() -> None:
    draft = Agreement.draft("Tarnwald", "Asia/Tokyo", "JPY")
    assert (draft.company, draft.zone, draft.currency) == ("Tarnwald", "Asia/Tokyo", "JPY")
    assert (draft.is_signed, draft.signature_state) == (False, "unsigned")


def test_a_draft_of_an_unknown_zone_and_currency_is_refused_for_both() -> None:
    with pytest.raises(AgreementError) as caught:
        Agreement.draft(zone="Europe/Berln", currency="€")
    assert [p.column for p in caught.value.problems] == ["currency", "calendar.zone"]
    assert "'Europe/Berlin'" in caught.value.problems[1].advice


def test_a_missing_file_says_how_to_come_by_one(tmp_path: Path) -> None:
    with pytest.raises(AgreementError, match=r"alignment import.*data/samples/agreement\.yml"):
        Agreement.open(tmp_path)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "an empty file"),
        (b"- a\n- b\n", "a list of 2"),
        (b"just text\n", "'just text'"),
        (b"goal: \xe4\n", "0xe4"),
        (b"goal: [\n", "no YAML"),
    ],
)
def test_a_file_that_is_no_agreement_is_one_clear_problem(
    tmp_path: Path, raw: bytes, found: str
) -> None:
    (problem,) = problems_of(tmp_path, raw)
    assert found in problem.found
    assert problem.row == (2 if b"[" in raw else 1)


def test_every_problem_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        "currency: Euro\n"
        "goal: {outcome: wonn, within_days: 0}\n"
        "score:\n"
        "  hand_off_at: 50\n"
        "  return_below: 60\n"
        "  engagment: {}\n"
        "service_levels:\n"
        "  sales: {first_contact_share: 90}\n"
        "calendar: {zone: UTC, from: 17:00, to: 09:00}\n"
        "currency: EUR\n",
    )
    assert [(p.row, p.column) for p in found] == [
        (1, "currency"),
        (2, "goal.outcome"),
        (2, "goal.within_days"),
        (5, "score.return_below"),
        (6, "score.engagment"),
        (8, "service_levels.sales.first_contact_share"),
        (9, "calendar.to"),
        (10, "currency"),
    ]
    assert {p.where for p in found} == {str(tmp_path / "agreement.yml")}
    assert found[1].advice == "Did you mean 'won'?"
    assert found[4].advice == "Did you mean 'engagement'?"


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "currency: EUR\n")
    assert [p.column for p in found] == ["goal", "score", "service_levels", "calendar"]


@pytest.mark.parametrize(
    ("outcome", "hand_off", "is_fine"),
    [("won", "sql", True), ("sql", "mql", True), ("sql", "sql", False), ("won", "customer", False)],
)
def test_the_hand_off_comes_before_the_outcome(
    tmp_path: Path, outcome: str, hand_off: str, is_fine: bool
) -> None:
    text = SHORTEST.replace("won", outcome) + f"stages: {{hand_off: {hand_off}}}\n"
    if is_fine:
        assert opened(tmp_path, text).hand_off_stage == hand_off
    else:
        (problem,) = problems_of(tmp_path, text)
        assert problem.column == "stages"


@settings(max_examples=20, deadline=None)
@given(agreements())
def test_an_agreement_saved_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, agreement: Agreement
) -> None:
    folder = tmp_path_factory.mktemp("w")
    agreement.save(folder)
    assert Agreement.open(folder) == agreement
    assert Agreement.open(folder).digest == agreement.digest


def test_a_saved_file_has_a_comment_above_every_part(tmp_path: Path) -> None:
    signed(Agreement.draft("Tarnwald")).save(tmp_path)
    text = (tmp_path / "agreement.yml").read_text(encoding="utf-8")
    parts = re.findall(r"(?m)^(\w+):", text)
    assert parts == list(Agreement.model_fields)
    assert re.findall(r"(?m)^# .*\n(\w+):", text) == parts


def test_signing_keeps_the_comments_that_the_teams_wrote(tmp_path: Path) -> None:
    note = "# Ours: we argued about this for an hour.\n"
    agreement = opened(tmp_path, SHORTEST.replace("goal:", note + "goal:"))
    signed(agreement).save(tmp_path)
    assert note in (tmp_path / "agreement.yml").read_text(encoding="utf-8")
    assert Agreement.open(tmp_path).is_signed


def test_an_agreement_also_lies_in_a_file_of_any_name(tmp_path: Path) -> None:
    draft = Agreement.draft("Tarnwald")
    draft.save(tmp_path / "old.yml")
    assert Agreement.open(tmp_path / "old.yml") == draft


def test_the_digest_is_of_what_is_said_not_of_how_it_is_written(tmp_path: Path) -> None:
    first = opened(tmp_path, SHORTEST)
    turned = "".join(reversed(SHORTEST.splitlines(keepends=True))) + "# a comment\nversion: 1\n"
    assert opened(tmp_path, turned).digest == first.digest
    assert opened(tmp_path, SHORTEST.replace("90", "91")).digest != first.digest
    assert signed(first).digest == first.digest


def test_one_signature_names_the_team_that_is_missing() -> None:
    half = Agreement.draft().signed("sales", "Ruben", "Head of Sales", date(2026, 8, 28))
    assert not half.is_signed
    assert (
        half.signature_state == "signed by Ruben (Sales, 28 August 2026); Marketing has not signed"
    )


def test_any_change_makes_both_signatures_void_and_raises_the_version() -> None:
    before = signed(Agreement.draft())
    after = before.changed(review_day=7)
    assert (before.is_signed, after.is_signed) == (True, False)
    assert after.version == before.version + 1
    assert after.signature_state == (
        "void: the text was changed after "
        "Ines (Marketing, 27 August 2026) and Ruben (Sales, 28 August 2026) signed"
    )
    assert after.changed(review_day=8).version == after.version


def test_an_edit_by_hand_makes_the_sample_void(tmp_path: Path) -> None:
    text = (SAMPLE / "agreement.yml").read_text(encoding="utf-8")
    edited = opened(tmp_path, text.replace("hand_off_at: 50", "hand_off_at: 49"))
    assert not edited.is_signed
    assert edited.signature_state.startswith("void: the text was changed after Ines Rohrbach")


def test_a_team_that_signs_again_has_signed_while_the_other_is_void() -> None:
    changed = signed(Agreement.draft()).changed(review_day=7)
    again = changed.signed("sales", "Ruben", "Head of Sales", date(2026, 9, 2))
    assert again.signature_state == (
        "void: the text was changed after Ines (Marketing, 27 August 2026) signed; "
        "signed by Ruben (Sales, 2 September 2026)"
    )


def test_nobody_signs_for_an_unknown_team_or_without_a_name() -> None:
    draft = Agreement.draft()
    with pytest.raises(AgreementError, match="Did you mean 'sales'"):
        draft.signed("sale", "Ruben", "Head", date(2026, 8, 28))
    with pytest.raises(AgreementError, match=r"person: found ' '.*not blank"):
        draft.signed("sales", " ", "Head", date(2026, 8, 28))


def test_a_change_that_makes_no_sense_is_refused_and_the_old_one_stands() -> None:
    draft = Agreement.draft()
    with pytest.raises(AgreementError) as caught:
        draft.changed(review_day=40, currency="euro", revue_day=3)
    assert {p.column for p in caught.value.problems} == {"review_day", "currency", "revue_day"}
    assert draft == Agreement.draft()


def test_a_name_from_the_right_turns_nothing_beside_it() -> None:
    drafted = Agreement.draft().changed(parties={"marketing": "שיווק"})
    half = drafted.signed("marketing", "Ines", "Head", date(2026, 8, 27))
    assert half.signature_state == (
        "signed by Ines (\u200eשיווק\u200e, 27 August 2026); Sales has not signed"
    )
