"""Decisions are kept, one after the other, settled, and never lost to a bad one or to another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from alignment.decisions import FILE, Decisions, decided, record, settle
from alignment.errors import AgreementError
from alignment.files import SAMPLE
from alignment.period import Period

SEPTEMBER, OCTOBER = Period.of("2026-09"), Period.of("2026-10")

FIRST = {
    "month": "2026-09",
    "choice": "Call on Fridays",
    "owner": "Ann",
    "due_on": date(2026, 10, 9),
}
GIVEN = {key: value for key, value in FIRST.items() if key != "month"}


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


def test_an_old_file_without_what_became_of_them_is_read_and_kept_short(tmp_path: Path) -> None:
    text = "decisions:\n- month: 2026-08\n  choice: x\n  owner: Ann\n  due_on: 2026-09-15\n"
    (tmp_path / FILE).write_text(text)
    (held,) = Decisions.open(tmp_path).decisions
    assert (held.state, held.came_of_it, held.settled_in, held.segment) == ("open", "", "", "")
    record(tmp_path, SEPTEMBER, GIVEN)
    kept = (tmp_path / FILE).read_text()
    assert not [key for key in ("state", "came_of_it", "settled_in", "segment") if key in kept]


def test_a_reference_stays_the_same_when_others_come_and_go() -> None:
    one = Decisions().with_one_more(**FIRST)
    another = {**FIRST, "choice": "Stop the bought lists"}
    two = Decisions().with_one_more(**another).with_one_more(**FIRST)
    assert two.references[1] == one.references[0]
    twice = one.with_one_more(**FIRST)
    assert twice.references == (one.references[0], f"{one.references[0]}-2")


def test_what_became_of_a_decision_is_kept_with_its_month_and_the_comments(tmp_path: Path) -> None:
    record(tmp_path, SEPTEMBER, GIVEN)
    path = tmp_path / FILE
    path.write_text(f"# Our own words\n{path.read_text()}")
    (reference,) = Decisions.open(tmp_path).references
    said = settle(tmp_path, reference, "done", " All are called. ", OCTOBER)
    assert said == f"“Call on Fridays” is carried out: kept in {path}."
    (held,) = Decisions.open(tmp_path).decisions
    assert (held.state, held.came_of_it, held.settled_in) == ("done", "All are called.", "2026-10")
    assert Decisions.open(tmp_path).references == (reference,)
    assert path.read_text().startswith("# Our own words\n")


def test_a_settled_decision_is_settled_again_only_once_it_is_open_again(tmp_path: Path) -> None:
    record(tmp_path, SEPTEMBER, GIVEN)
    (reference,) = Decisions.open(tmp_path).references
    settle(tmp_path, reference, "done", "All are called.", OCTOBER)
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(AgreementError, match=r"carried out in the review of 2026-10 \(All are"):
        settle(tmp_path, reference, "dropped", "No time.", OCTOBER)
    assert (tmp_path / FILE).read_bytes() == before
    settle(tmp_path, reference, "open", "", OCTOBER)
    (held,) = Decisions.open(tmp_path).decisions
    assert (held.state, held.settled_in) == ("open", "")
    with pytest.raises(AgreementError, match="found an open decision"):
        settle(tmp_path, reference, "open", "", OCTOBER)


def test_a_decision_that_somebody_changed_meanwhile_is_told(tmp_path: Path) -> None:
    record(tmp_path, SEPTEMBER, GIVEN)
    (reference,) = Decisions.open(tmp_path).references
    path = tmp_path / FILE
    path.write_text(path.read_text().replace("Ann", "Bob"))
    with pytest.raises(AgreementError, match="Somebody changed or removed it meanwhile"):
        settle(tmp_path, reference, "done", "", OCTOBER)


def test_all_that_is_wrong_with_what_became_of_it_is_told_at_once(tmp_path: Path) -> None:
    record(tmp_path, SEPTEMBER, GIVEN)
    (reference,) = Decisions.open(tmp_path).references
    with pytest.raises(AgreementError) as raised:
        settle(tmp_path, reference, "dropped", " ", Period.of("2026-08"))
    assert [problem.expected for problem in raised.value.problems] == [
        "why it was dropped, in a sentence",
        "the review of September 2026 or a later one",
    ]
    with pytest.raises(AgreementError, match=r"'undone'; expected one of open, done, dropped"):
        settle(tmp_path, reference, "undone", "", OCTOBER)


def test_two_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    record(tmp_path, SEPTEMBER, GIVEN)
    (reference,) = Decisions.open(tmp_path).references

    def one_more(n: int) -> str:
        return record(tmp_path, SEPTEMBER, {**GIVEN, "choice": f"Idea {n}"})

    with ThreadPoolExecutor(6) as people:
        told = [people.submit(one_more, n) for n in range(11)]
        told.append(people.submit(settle, tmp_path, reference, "done", "", OCTOBER))
    assert all(each.result() for each in told)
    held = Decisions.open(tmp_path).decisions
    assert {d.choice for d in held} == {"Call on Fridays", *(f"Idea {n}" for n in range(11))}
    assert [d.state for d in held if d.choice == "Call on Fridays"] == ["done"]


def test_the_sample_stays_as_it_is() -> None:
    before = (SAMPLE / FILE).read_bytes()
    for act in (
        lambda: record(SAMPLE, SEPTEMBER, GIVEN),
        lambda: settle(SAMPLE, "5f2c1a9b", "done", "", OCTOBER),
    ):
        with pytest.raises(AgreementError, match="The sample stays as it is"):
            act()
    assert (SAMPLE / FILE).read_bytes() == before


def test_a_review_of_a_part_shows_its_own_decisions_and_the_companys(tmp_path: Path) -> None:
    record(tmp_path, SEPTEMBER, GIVEN)
    for part in ("region: DACH", "region: Nordics"):
        record(tmp_path, SEPTEMBER, {**GIVEN, "choice": f"Only {part}"}, part)
    company, dach = decided(tmp_path, SEPTEMBER), decided(tmp_path, SEPTEMBER, "region: DACH")
    assert list(company.table["choice"]) == ["Call on Fridays"]
    assert list(dach.table["segment"]) == ["", "region: DACH"]
    assert dach.sentence == "2 decided so far for September 2026."
