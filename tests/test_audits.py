"""An audit comes back as it was saved, and none takes another's place."""

from datetime import date
from pathlib import Path

import pytest

from alignment.audits import FOLDER, Audit, previous
from alignment.errors import AgreementError
from alignment.measures.audit import evidence, fix_first, gaps
from tests import audited

FIRST = date(2026, 5, 1)
BOTH = audited.answers(
    {"good_leads": 4, "fast_follow_up": 5, "joint_plan": 5}, {"good_leads": 1, "fast_follow_up": 4}
)


def audit(on: date) -> Audit:
    held = audited.opened()
    rated, found = gaps(BOTH), evidence(*held)
    return Audit.of(rated, found, fix_first(rated, found), held[1], on, date(2026, 3, 31))


def test_an_audit_keeps_ratings_evidence_weight_and_rank_of_each_question() -> None:
    made = audit(FIRST)
    assert len(made.questions) == 16
    kept = made.questions["fast_follow_up"]
    assert (kept.marketing, kept.sales, kept.measured, kept.expected) == (5, 4, 0.5, 0.9)
    # gap 1, lower rating 4, falls short, though both believed that all was well
    assert (kept.verdict, kept.weight, kept.rank) == ("falls short", 5, 2)
    assert made.questions["good_leads"].why == "Marketing says 4, Sales 1"
    assert made.questions["joint_plan"].sales is None
    assert made.questions["joint_plan"].rank is None
    assert made.agreement.digest == audited.agreement().digest


def test_an_audit_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    made = audit(FIRST)
    assert made.save(tmp_path) == tmp_path / FOLDER / "2026-05-01.yml"
    assert previous(tmp_path, date(2026, 5, 2)) == made


def test_a_second_audit_of_a_day_stands_beside_the_first(tmp_path: Path) -> None:
    first = audit(FIRST)
    paths = [first.save(tmp_path), *(first.save(tmp_path) for _ in range(11))]
    assert [path.name for path in paths[:2]] == ["2026-05-01.yml", "2026-05-01_2.yml"]
    assert len(set(paths)) == 12


def test_the_previous_audit_is_the_last_of_an_earlier_day(tmp_path: Path) -> None:
    assert previous(tmp_path, FIRST) is None
    early = audit(date(2026, 4, 1))
    early.save(tmp_path)
    for n in range(10):
        early.model_copy(update={"as_of": date(2026, 3, n + 1)}).save(tmp_path)
    audit(FIRST).save(tmp_path)
    (tmp_path / FOLDER / "notes.yml").write_text("by hand", encoding="utf-8")
    found = previous(tmp_path, FIRST)
    # the eleventh of that day, not the ninth, which would come last by name
    assert found is not None
    assert (found.audited_on, found.as_of) == (date(2026, 4, 1), date(2026, 3, 10))


def test_a_previous_audit_that_cannot_be_read_is_an_error_with_its_lines(tmp_path: Path) -> None:
    path = audit(FIRST).save(tmp_path)
    text = path.read_text(encoding="utf-8").replace("marketing: 4", "marketing: 9")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AgreementError, match=r"questions\.good_leads\.marketing") as raised:
        previous(tmp_path, date(2026, 6, 1))
    assert raised.value.problems[0].row


def test_without_ratings_an_audit_still_keeps_the_evidence() -> None:
    held = audited.opened()
    rated, found = gaps({}), evidence(*held)
    made = Audit.of(rated, found, fix_first(rated, found), held[1], FIRST, FIRST)
    assert made.questions["fast_follow_up"].measured == 0.5
    assert made.questions["fast_follow_up"].rank is None
