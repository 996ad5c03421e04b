"""Decisions are kept, one after the other, and never lost to a bad one."""

from datetime import date
from pathlib import Path

import pytest

from alignment.decisions import FILE, Decisions
from alignment.errors import AgreementError

FIRST = {
    "month": "2026-09",
    "choice": "Call on Fridays",
    "owner": "Ann",
    "due_on": date(2026, 10, 9),
}


def test_decisions_come_back_in_the_order_they_were_made(tmp_path: Path) -> None:
    Decisions.open(tmp_path).with_one_more(**FIRST).save(tmp_path)
    again = {**FIRST, "choice": "Stop the bought lists", "dissent": "Bob: too early"}
    Decisions.open(tmp_path).with_one_more(**again).save(tmp_path)
    held = Decisions.open(tmp_path).decisions
    assert [d.choice for d in held] == ["Call on Fridays", "Stop the bought lists"]
    assert held[1].dissent == "Bob: too early"
    assert held[0].due_on == date(2026, 10, 9)


def test_all_that_a_decision_lacks_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(AgreementError) as raised:
        Decisions().with_one_more(month="2026-09", choice=" ", owner="", due_on=None)
    assert {p.column for p in raised.value.problems} == {"choice", "owner", "due_on"}


def test_a_file_with_an_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("decisions:\n  - month: 2026-09\n    chioce: x\n")
    with pytest.raises(AgreementError) as raised:
        Decisions.open(tmp_path)
    assert any(p.row == 3 and "chioce" in str(p) for p in raised.value.problems)


@pytest.mark.parametrize("month", ["May", "2026-13", "2026-9", "2026-09-01x"])
def test_a_month_that_is_none_is_refused_with_its_line(tmp_path: Path, month: str) -> None:
    text = f"decisions:\n- month: {month}\n  choice: x\n  owner: Ann\n  due_on: 2026-10-09\n"
    (tmp_path / FILE).write_text(text)
    with pytest.raises(AgreementError) as raised:
        Decisions.open(tmp_path)
    (problem,) = raised.value.problems
    assert (problem.row, problem.found) == (2, repr(month))
    assert problem.expected.startswith("a month such as 2026-09")
