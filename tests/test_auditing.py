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


def both(workspace: Path, marketing: int = 5, sales: int = 2) -> Auditing:
    seal(workspace, "marketing", rated(marketing))
    seal(workspace, "sales", rated(sales))
    return Auditing.at(str(workspace))


def test_until_both_are_in_nothing_of_one_team_is_shown_or_kept(workspace: Path) -> None:
    seal(workspace, "sales", rated(2))
    auditing = Auditing.at(str(workspace))
    gaps, evidence, numbers = auditing.gaps, auditing.evidence(12), auditing.numbers(12)
    fix = fix_first(gaps, evidence)
    for found in (gaps, numbers):
        assert "Marketing is awaited" in found.sentence
        assert not found.is_answered
    assert SECRET not in str([gaps, evidence, numbers, fix])
    said = auditing.keeping(audited(auditing, "2026-05-01"))()
    assert "kept once both teams are in" in said
    assert not (workspace / "audits").exists()


def test_the_evidence_stands_whoever_is_awaited(workspace: Path) -> None:
    evidence = Auditing.at(str(workspace)).evidence(12)
    assert evidence.is_answered
    assert "fast_follow_up" in set(evidence.table["id"])


def test_both_teams_ratings_stand_beside_each_other(workspace: Path) -> None:
    row = both(workspace).gaps.table.set_index("id").loc["fast_follow_up"]
    assert (row["marketing"], row["sales"], row["gap"], row["reading"]) == (5, 2, 3, "far apart")


def test_guesses_stand_beside_what_the_history_says(workspace: Path) -> None:
    found = both(workspace).numbers(3).table
    row = found[found["question"].str.startswith("New leads a month")].iloc[0]
    assert (row["marketing"], row["sales"]) == (7, 7)
    assert row["measured"] == pytest.approx((1 + 0 + 2) / 3)  # February to April


def test_an_audit_is_kept_and_the_next_one_is_held_against_it(workspace: Path) -> None:
    auditing = both(workspace)
    first = audited(auditing, "2026-05-01")
    assert "no earlier audit" in auditing.since(first).sentence
    assert "2026-05-01.yml" in auditing.keeping(first)()
    auditing = both(workspace, marketing=4, sales=4)
    later = audited(auditing, "2026-08-01")
    row = auditing.since(later).table.set_index("id").loc["fast_follow_up"]
    assert (row["sales_then"], row["sales"], row["change"]) == (2, 4, "better")
    auditing.keeping(later)()
    held = audits.previous(workspace, date(2026, 12, 1))
    assert held == later


@pytest.mark.parametrize("day", ["soon", "2026-13-01", 7])
def test_a_day_that_is_none_is_refused(workspace: Path, day: object) -> None:
    with pytest.raises(AlignmentError, match=r"audited_on: found .* expected a day"):
        audited(Auditing.at(str(workspace)), day)  # type: ignore[arg-type]


def test_the_sample_stays_as_it_is() -> None:
    auditing = Auditing.at(str(SAMPLE))
    with pytest.raises(AgreementError, match="The sample stays as it is"):
        auditing.keeping(audited(auditing, "2026-10-05"))()
