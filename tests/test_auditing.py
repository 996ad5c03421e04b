"""An audit of a workspace: held back until both teams are in, kept, and held against the last."""

from datetime import date
from pathlib import Path

import pytest
import town
from sealed_audit import seal

from alignment import audits
from alignment.agreement import Agreement
from alignment.auditing import Auditing
from alignment.audits import Audit
from alignment.errors import AgreementError, AlignmentError
from alignment.files import SAMPLE
from alignment.measures.audit import fix_first

SECRET = "We never call on Mondays."


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    town.history().save(tmp_path)
    Agreement.draft("Town").changed(least_count=1).save(tmp_path)
    return tmp_path


def rated(rating: int) -> dict:
    return {
        "ratings": {"fast_follow_up": {"rating": rating, "note": SECRET}},
        "guesses": {"leads_per_month": 7},
    }


def audited(auditing: Auditing, on: str) -> Audit:
    gaps, evidence = auditing.gaps, auditing.evidence(12)
    return auditing.audited(gaps, evidence, fix_first(gaps, evidence), on)


def kept(auditing: Auditing, on: str) -> str:
    return auditing.keeping(12, on)()


def both(workspace: Path, marketing: int = 5, sales: int = 2) -> Auditing:
    seal(workspace, "marketing", rated(marketing))
    seal(workspace, "sales", rated(sales))
    return Auditing.at(str(workspace))


def test_until_both_are_in_nothing_of_one_team_is_shown_or_kept(workspace: Path) -> None:
    seal(workspace, "sales", rated(2))
    auditing = Auditing.at(str(workspace))
    gaps, evidence, numbers = auditing.gaps, auditing.evidence(12), auditing.numbers(12)
    fix = fix_first(gaps, evidence)
    for found in (gaps, evidence, numbers):
        assert "Marketing is awaited" in found.sentence
        assert not found.is_answered
    assert SECRET not in str([gaps, evidence, numbers, fix])
    assert "kept once both teams are in: Marketing is awaited" in kept(auditing, "2026-05-01")
    assert not (workspace / "audits").exists()


def test_nobody_sees_what_the_history_says_before_both_have_said_it(workspace: Path) -> None:
    auditing = Auditing.at(str(workspace))
    for found in (auditing.evidence(12), auditing.responses(12)):
        assert not found.is_answered
        assert "Marketing and Sales are awaited" in found.sentence
    auditing = both(workspace)
    assert "fast_follow_up" in set(auditing.evidence(12).table["id"])


def test_answers_that_came_in_after_the_cells_ran_are_kept_too(workspace: Path) -> None:
    auditing = Auditing.at(str(workspace))
    assert not auditing.gaps.is_answered
    both(workspace)
    assert "2026-05-01.yml" in kept(auditing, "2026-05-01")
    made = audits.previous(workspace, date(2026, 5, 2))
    assert made is not None
    assert made.questions["fast_follow_up"].marketing == 5
    assert made.questions["fast_follow_up"].rank == 1


def test_definitions_that_cannot_be_read_cost_the_audit_one_question(workspace: Path) -> None:
    both(workspace)
    said = {"definitions": {"mql": "Anybody."}}
    seal(workspace, "sales", said, part="definitions")
    broken = workspace / "answers" / "sales.definitions.sealed"
    broken.write_text("nothing", encoding="utf-8")
    found = Auditing.at(str(workspace)).evidence(12)
    assert found.is_answered
    assert found.caveats[-1].startswith("The teams' own definitions are not looked at")


def test_both_teams_ratings_stand_beside_each_other(workspace: Path) -> None:
    row = both(workspace).gaps.table.set_index("id").loc["fast_follow_up"]
    assert (row["marketing"], row["sales"], row["gap"], row["reading"]) == (5, 2, 3, "far apart")


def test_guesses_stand_beside_what_the_history_says(workspace: Path) -> None:
    found = both(workspace).numbers(3).table
    row = found[found["question"].str.startswith("New leads a month")].iloc[0]
    assert (row["marketing"], row["sales"]) == (7, 7)
    # February and March: the first lead came on 5 January, and April is not over
    assert row["measured"] == 0.5


def test_an_audit_is_kept_and_the_next_one_is_held_against_it(workspace: Path) -> None:
    auditing = both(workspace)
    first = audited(auditing, "2026-05-01")
    assert "no earlier audit" in auditing.since(first).sentence
    assert "2026-05-01.yml" in kept(auditing, "2026-05-01")
    auditing = both(workspace, marketing=4, sales=3)
    later = audited(auditing, "2026-08-01")
    row = auditing.since(later).table.set_index("id").loc["fast_follow_up"]
    assert (row["sales_then"], row["sales"], row["change"]) == (2, 3, "better")
    kept(auditing, "2026-08-01")
    held = audits.previous(workspace, date(2026, 12, 1))
    assert held == later


@pytest.mark.parametrize("day", ["soon", "2026-13-01", 7])
def test_a_day_that_is_none_is_refused(workspace: Path, day: object) -> None:
    with pytest.raises(AlignmentError, match=r"audited_on: found .* expected a day"):
        audited(Auditing.at(str(workspace)), day)  # type: ignore[arg-type]


def test_the_sample_stays_as_it_is() -> None:
    auditing = Auditing.at(str(SAMPLE))
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        kept(auditing, "2026-10-05")
