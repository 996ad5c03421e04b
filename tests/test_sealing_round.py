"""Where a part stands, and what of it may be seen."""

import shutil
from pathlib import Path

import pytest
from sealed_audit import DAY, PEOPLE, audit, held, ratings, seal

from alignment.answers import OF_A_BRIEF, PARTS, Words
from alignment.errors import AgreementError
from alignment.files import SAMPLE
from alignment.sealing import opened, rounds


def test_nothing_of_one_team_is_told_while_the_other_is_awaited(tmp_path: Path) -> None:
    seal(tmp_path, "sales", audit(2, "Leads are late"))
    made = opened(tmp_path, "audit")
    assert made.answers == {}
    assert made.sealed_on == {"sales": DAY}
    assert made.awaited == ("marketing",)
    assert list(made.finding.table["state"]) == ["awaited", "sealed"]
    assert made.finding.figures == {"n_in": 1}
    assert "late" not in repr(made)


def test_answers_in_plain_text_are_not_told_either_before_the_other_team_is_in(
    tmp_path: Path,
) -> None:
    shutil.copytree(SAMPLE / "answers", tmp_path / "answers")
    (tmp_path / "answers" / "sales.yml").unlink()
    made = opened(tmp_path, "audit")
    assert (made.answers, made.awaited) == ({}, ("sales",))
    assert made.finding.caveats == (
        "What Marketing says stands in plain text in answers/marketing.yml, where the other team "
        "could have read it; sealed, it would not.",
    )


def test_opening_writes_nothing(tmp_path: Path) -> None:
    seal(tmp_path, "sales", audit(2))
    shutil.copytree(SAMPLE / "answers", tmp_path / "sample")
    shutil.copyfile(tmp_path / "sample" / "marketing.yml", tmp_path / "answers" / "marketing.yml")
    before = held(tmp_path)
    made = opened(tmp_path, "audit")
    assert made.answers["sales"].ratings["loop"].rating == 2
    assert made.answers["marketing"].ratings["shared_goals"].rating == 3
    assert held(tmp_path) == before


def test_the_parts_are_sealed_apart_and_a_round_holds_only_its_own(tmp_path: Path) -> None:
    seal(tmp_path, "sales", {"definitions": {"mql": "Who called us."}}, part="definitions")
    for team in PEOPLE:
        seal(tmp_path, team, audit(3))
    definitions, both = opened(tmp_path, "definitions"), opened(tmp_path, "audit")
    assert (definitions.answers, definitions.awaited) == ({}, ("marketing",))
    assert ratings(both) == {"marketing": 3, "sales": 3}
    seal(tmp_path, "marketing", {"glossary": {"lead": "A name"}}, part="definitions")
    assert opened(tmp_path, "audit").answers["sales"].definitions == Words()
    said = opened(tmp_path, "definitions").answers
    assert said["sales"].definitions.mql == "Who called us."
    assert said["marketing"].glossary == {"lead": "A name"}
    assert said["marketing"].ratings == {}
    assert [each.part for each in rounds(tmp_path)] == [
        each for each in PARTS if each != OF_A_BRIEF
    ]


def test_a_team_may_keep_its_sealed_contents_to_itself_until_the_other_is_in(
    tmp_path: Path,
) -> None:
    seal(tmp_path, "sales", audit(2))
    path = tmp_path / "answers" / "sales.audit.sealed"
    path.rename(tmp_path / "mine")
    assert opened(tmp_path, "audit").awaited == ("marketing",)
    said = seal(tmp_path, "marketing", audit(5))
    told = (
        "The audit: both are in, Marketing (22 November 2025) and Sales (22 November 2025), but "
        "what Sales sealed cannot be opened here. Put sales.audit.sealed into answers/, or let "
        "Sales seal again."
    )
    assert said == f"Sealed for Marketing. {told}"
    made = opened(tmp_path, "audit")
    assert (made.answers, made.awaited, made.finding.sentence) == ({}, ("sales",), told)
    (tmp_path / "mine").rename(path)
    assert ratings(opened(tmp_path, "audit")) == {"marketing": 5, "sales": 2}


def test_a_sealed_file_that_is_missing_is_told_before_the_other_team_is_in(tmp_path: Path) -> None:
    seal(tmp_path, "sales", audit(2))
    (tmp_path / "answers" / "sales.audit.sealed").unlink()
    assert opened(tmp_path, "audit").finding.sentence == (
        "The audit: Sales (22 November 2025) is in; Marketing is awaited. Nothing is shown before "
        "both are in. sales.audit.sealed is not in answers/: put it back, or let Sales seal again."
    )


def test_sealed_contents_without_their_digest_are_named(tmp_path: Path) -> None:
    seal(tmp_path, "sales", audit(2))
    (tmp_path / "answers" / "sales.yml").unlink()
    orphan = (
        "sales.audit.sealed is in answers/, but its digest is not in sales.yml: bring that back, "
        "or let Sales seal again."
    )
    assert opened(tmp_path, "audit").finding.sentence.endswith(f" are awaited. {orphan}")
    assert seal(tmp_path, "marketing", audit(4)).endswith(orphan)
    assert seal(tmp_path, "sales", audit(3)).endswith("stand open in answers/ now.")
    (tmp_path / "answers" / "sales.audit.sealed").write_text("old")
    left = "sales.audit.sealed is left over, as what Sales says stands open: remove it."
    assert opened(tmp_path, "audit").finding.caveats == (left,)


def broken(workspace: Path, how: str) -> None:
    path = workspace / "answers" / "sales.audit.sealed"
    if how == "damaged":
        path.write_bytes(path.read_bytes()[:-40])
        return
    digest = (workspace / "answers" / "sales.yml").read_bytes()
    seal(workspace, "sales", audit(5, "changed my mind"))
    (workspace / "answers" / "sales.yml").write_bytes(digest)


@pytest.mark.parametrize(
    ("how", "found"),
    [("changed", "other contents than those that were sealed"), ("damaged", "a damaged file")],
)
def test_what_was_changed_after_sealing_is_told_without_a_word_of_it(
    tmp_path: Path, how: str, found: str
) -> None:
    seal(tmp_path, "sales", audit(2, "secret"))
    broken(tmp_path, how)
    with pytest.raises(AgreementError) as caught:
        opened(tmp_path, "audit")
    assert str(caught.value) == (
        f"What was sealed cannot be opened.\n  - {tmp_path / 'answers' / 'sales.audit.sealed'}: "
        f"found {found}; expected what Sales sealed on 22 November 2025, unchanged. "
        "Bring that file back, or let Sales seal again."
    )
    said = seal(tmp_path, "marketing", audit(4, "ours"))
    assert found in said
    assert "secret" not in said
    assert "ours" not in str(held(tmp_path))
    assert seal(tmp_path, "sales", audit(3)).endswith("stand open in answers/ now.")
    assert ratings(opened(tmp_path, "audit")) == {"marketing": 4, "sales": 3}


def test_the_problems_of_every_part_are_told_at_once(tmp_path: Path) -> None:
    seal(tmp_path, "sales", audit(2))
    seal(tmp_path, "sales", {"glossary": {"lead": "A name"}}, part="definitions")
    seal(tmp_path, "sales", {"levels": {"nurture_limit_days": 90}}, part="levels")
    for part in PARTS:
        (tmp_path / "answers" / f"sales.{part}.sealed").write_text("?")
    with pytest.raises(AgreementError) as caught:
        rounds(tmp_path)
    assert len(caught.value.problems) == 3
