"""Sealing, sealing again, opening with the second team, and new rounds."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sealed_audit import DAY, PEOPLE, audit, held, ratings, seal

from alignment import sealing
from alignment.answers import Answers, read_answers
from alignment.errors import AgreementError, AlignmentError
from alignment.files import SAMPLE
from alignment.sealing import opened


def test_the_first_team_leaves_a_digest_and_nothing_that_can_be_read(tmp_path: Path) -> None:
    said = seal(tmp_path, "sales", audit(2, "Leads are late"))
    assert said == (
        "Sealed for Sales. The audit: Sales (22 November 2025) is in; Marketing is awaited. "
        "Nothing is shown before both are in."
    )
    assert set(held(tmp_path)) == {"answers/sales.yml", "answers/sales.audit.sealed"}
    own = read_answers(tmp_path)["sales"]
    assert (own.person, own.role, own.answered_on) == ("Ruben", "Head of Sales", DAY)
    assert (own.ratings, own.guesses, list(own.sealed)) == ({}, {}, ["audit"])
    text = (tmp_path / "answers" / "sales.yml").read_text(encoding="utf-8")
    assert "sealed_on: 2025-11-22" in text
    assert "ratings" not in text
    assert not any(b"late" in raw or b"win_rate" in raw for raw in held(tmp_path).values())


def test_the_second_team_opens_both_in_plain_text(tmp_path: Path) -> None:
    seal(tmp_path, "sales", audit(2, "Spät,\nvery – late: “so”"))
    said = seal(tmp_path, "marketing", audit(5), on=date(2025, 11, 23))
    assert said == (
        "Sealed for Marketing. Both are in: Marketing (23 November 2025) and "
        "Sales (22 November 2025). Their answers stand open in answers/ now."
    )
    assert set(held(tmp_path)) == {"answers/marketing.yml", "answers/sales.yml"}
    both = read_answers(tmp_path)
    assert both["sales"].ratings["loop"].note == "Spät,\nvery – late: “so”"
    assert both["marketing"].guesses == {"win_rate": 0.1}
    assert not both["sales"].sealed
    made = opened(tmp_path, "audit")
    assert made.answers == both
    assert made.awaited == ()
    assert made.finding.sentence == (
        "The audit: both are in, Marketing (23 November 2025) and Sales (22 November 2025)."
    )


def test_a_team_may_seal_again_until_the_other_is_in(tmp_path: Path) -> None:
    seal(tmp_path, "sales", audit(2))
    said = seal(tmp_path, "sales", audit(4), on=date(2025, 11, 24))
    assert "It takes the place of what Sales sealed on 22 November 2025." in said
    assert opened(tmp_path, "audit").sealed_on == {"sales": date(2025, 11, 24)}
    seal(tmp_path, "marketing", audit(1))
    assert ratings(opened(tmp_path, "audit")) == {"marketing": 1, "sales": 4}


def test_a_new_round_keeps_both_teams_earlier_answers_and_awaits_the_other(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE / "answers", tmp_path / "answers")
    earlier = read_answers(tmp_path)
    said = seal(tmp_path, "sales", audit(2))
    assert "A new round begins; the earlier answers are kept in" in said
    assert "(marketing_audit_2026-08-18.yml and sales_audit_2026-08-19.yml)" in said
    made = opened(tmp_path, "audit")
    assert (made.answers, made.awaited) == ({}, ("marketing",))
    now = read_answers(tmp_path)
    assert not now["marketing"].says("audit")
    assert now["marketing"].rules == earlier["marketing"].rules
    folder = tmp_path / "answers" / "earlier"
    for team, day in (("marketing", "2026-08-18"), ("sales", "2026-08-19")):
        (tmp_path / "kept" / "answers").mkdir(parents=True, exist_ok=True)
        target = tmp_path / "kept" / "answers" / f"{team}.yml"
        shutil.copyfile(folder / f"{team}_audit_{day}.yml", target)
    assert read_answers(tmp_path / "kept") == {t: own.only("audit") for t, own in earlier.items()}
    seal(tmp_path, "marketing", audit(5))
    assert ratings(opened(tmp_path, "audit")) == {"marketing": 5, "sales": 2}


def test_no_earlier_round_is_overwritten_by_a_later_one_of_the_same_day(tmp_path: Path) -> None:
    for n in (1, 2, 3):
        for team in PEOPLE:
            seal(tmp_path, team, audit(n))
    names = {f"{t}_audit_2025-11-22{n}.yml" for t in PEOPLE for n in ("", "_2")}
    assert {path.name for path in (tmp_path / "answers" / "earlier").iterdir()} == names
    assert ratings(opened(tmp_path, "audit")) == {"marketing": 3, "sales": 3}


def test_open_answers_of_a_team_alone_are_kept_when_it_seals(tmp_path: Path) -> None:
    Answers(team="sales", person="R", role="H", answered_on=DAY, **audit(1)).save(tmp_path)
    assert "What stood open before is kept in" in seal(tmp_path, "sales", audit(2))
    kept = (tmp_path / "answers" / "earlier" / "sales_audit_2025-11-22.yml").read_text()
    assert "rating: 1" in kept


def test_a_second_click_begins_no_new_round(tmp_path: Path) -> None:
    for team in PEOPLE:
        seal(tmp_path, team, audit(2))
    before = held(tmp_path)
    assert seal(tmp_path, "sales", audit(2)).startswith("Both are in: ")
    assert held(tmp_path) == before
    assert "A new round begins" in seal(tmp_path, "sales", audit(2), on=date(2026, 2, 1))


def test_everything_wrong_with_what_is_to_be_sealed_is_told_and_nothing_written(
    tmp_path: Path,
) -> None:
    content = {
        "definitions": {"mql": 3},
        "rules": {"mql": {"activty": "webinar"}, "sql": {"any": []}},
        "glosary": {},
    }
    with pytest.raises(AgreementError) as caught:
        sealing.seal(tmp_path, "sales", "definitions", " ", "", content, DAY)
    found = [(p.where, p.column, p.found) for p in caught.value.problems]
    where = "the answers of Sales"
    assert found == [
        (where, None, "'glosary'"),
        (where, "person", "' '"),
        (where, "role", "''"),
        (where, "definitions.mql", "3"),
        (where, "rules.mql", "keys (activty)"),
        (where, "rules.sql.any", "a list of 0"),
    ]
    assert held(tmp_path) == {}


def test_an_unknown_team_part_or_folder_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(AgreementError) as caught:
        sealing.seal(tmp_path / "none", "slaes", "adit", "Ann", "Head", audit(2), DAY)
    told = str(caught.value)
    assert "part: found 'adit'; expected a part of the answers. Did you mean 'audit'?" in told
    assert "Did you mean 'sales'?" in told
    assert "found no such folder" in told
    with pytest.raises(AgreementError, match="Did you mean 'audit'"):
        opened(tmp_path, "adit")


@pytest.mark.parametrize("content", [{}, {"ratings": {}, "guesses": {}}])
def test_saying_nothing_at_all_is_not_sealed(tmp_path: Path, content: dict[str, Any]) -> None:
    with pytest.raises(AgreementError, match="no answer at all; expected some of ratings or"):
        seal(tmp_path, "sales", content)
    with pytest.raises(AgreementError, match="no answer at all"):
        seal(tmp_path, "sales", {"definitions": {"mql": " \n"}}, part="definitions")


def test_nothing_is_sealed_on_a_day_to_come_but_a_file_of_such_a_day_is_read(
    tmp_path: Path,
) -> None:
    tomorrow = date.today() + timedelta(days=1)
    with pytest.raises(AgreementError, match=f"found {tomorrow}; expected today or a day before"):
        seal(tmp_path, "sales", audit(2), on=tomorrow)
    assert held(tmp_path) == {}
    assert seal(tmp_path, "sales", audit(2), on=date.today()).startswith("Sealed for Sales.")
    path = tmp_path / "answers" / "sales.yml"
    told = path.read_text(encoding="utf-8").replace(str(date.today()), str(tomorrow))
    path.write_text(told, encoding="utf-8")
    assert opened(tmp_path, "audit").sealed_on == {"sales": tomorrow}


def test_a_workspace_that_may_not_be_written_to_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(tmp_path, "sales", audit(2))
    before = held(tmp_path)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for owner, verb in ((tempfile, "mkstemp"), (Path, "replace"), (Path, "unlink")):
        with monkeypatch.context() as patched:
            patched.setattr(owner, verb, refused)
            with pytest.raises(AlignmentError, match="Permission denied"):
                seal(tmp_path, "marketing", audit(5))
        assert before.items() <= held(tmp_path).items() or verb == "unlink"
    assert seal(tmp_path, "marketing", audit(5)).endswith("stand open in answers/ now.")


def test_the_sample_is_not_written_into() -> None:
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        seal(SAMPLE, "sales", audit(2))
