"""A month under review: opened, checked, decided upon."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import town
from sealed_audit import audit, seal

from alignment.agreement import Agreement
from alignment.errors import AgreementError, AlignmentError
from alignment.review import Review
from alignment.workspace import WORKSPACE, workspace_at


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    town.history().save(tmp_path)
    Agreement.draft("Town").save(tmp_path)
    return tmp_path


def test_the_period_looks_back_no_further_than_the_history(workspace: Path) -> None:
    review = Review.open(str(workspace), "2026-03", n_months=24)
    assert review.month.months == ["2026-03"]
    assert review.period.months == ["2026-01", "2026-02", "2026-03"]


@pytest.mark.parametrize("month", ["2025-12", "2026-05", "2027-01"])
def test_a_month_outside_the_history_is_refused_with_its_span(workspace: Path, month: str) -> None:
    with pytest.raises(AlignmentError, match="from 2026-01 to 2026-04"):
        Review.open(str(workspace), month)


def test_a_month_in_which_nothing_happened_is_refused(tmp_path: Path) -> None:
    leads = pd.DataFrame({"lead_id": ["a", "b"], "source": "x"})
    leads["created_at"] = [town.at("01-05"), town.at("03-05")]
    town.History.from_frames(leads).save(tmp_path)
    Agreement.draft().save(tmp_path)
    with pytest.raises(AlignmentError, match="in which nothing happened"):
        Review.open(str(tmp_path), "2026-02")


@pytest.mark.parametrize("as_of", ["soon", "2026-13-01", "2026-02-28"])
def test_a_day_of_review_that_does_not_fit_is_refused(workspace: Path, as_of: str) -> None:
    with pytest.raises(AlignmentError, match=r"from 2026-03-01 on"):
        Review.open(str(workspace), "2026-03", as_of)


def test_a_day_of_review_uses_nothing_later_and_says_so(workspace: Path) -> None:
    review = Review.open(str(workspace), "2026-03", "2026-03-31")
    assert review.journeys.as_of == pd.Timestamp("2026-03-31 23:59:59.999999")
    assert set(review.journeys.table["lead_id"]) == set("abcde")
    assert "Only what was known by 31 March 2026 is used: 5 leads" in review.loaded.sentence


def test_an_unsigned_agreement_is_said_with_what_is_loaded(workspace: Path) -> None:
    assert Review.open(str(workspace), "2026-03").loaded.caveats == (
        "The agreement is unsigned: until both teams sign, all of this rests on a draft.",
    )


def test_a_workspace_without_agreement_is_refused(workspace: Path) -> None:
    (workspace / "agreement.yml").unlink()
    with pytest.raises(AgreementError, match="There is no agreement yet"):
        Review.open(str(workspace), "2026-03")


def test_a_decision_is_kept_and_shown_for_its_month_only(workspace: Path) -> None:
    review = Review.open(str(workspace), "2026-03")
    decision = {"choice": "Call on Fridays", "owner": "Ann", "due_on": date(2026, 4, 3)}
    assert "decisions.yml" in review.record({**decision, "dissent": ""})
    assert list(review.decided.table["choice"]) == ["Call on Fridays"]
    assert not Review.open(str(workspace), "2026-02").decided.is_answered


def test_another_comparison_under_another_horizon(workspace: Path) -> None:
    review = Review.open(str(workspace), "2026-04")
    assert review.comparable == {"Source": "source", "Campaign": "campaign_id", "Owner": "owner"}
    found = review.compared("owner", 60)
    assert dict(zip(found.table["group"], found.table["n_converted"], strict=True))["Ann"] == 2


def test_the_workspace_is_the_one_named_or_the_environments_or_the_sample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(WORKSPACE, raising=False)
    assert workspace_at("").parts[-2:] == ("data", "samples")
    monkeypatch.setenv(WORKSPACE, "/somewhere")
    assert workspace_at("") == Path("/somewhere")
    assert workspace_at("here") == Path("here")


def test_what_the_teams_guessed_is_held_back_until_both_are_in(workspace: Path) -> None:
    seal(workspace, "sales", audit(2))
    review = Review.open(str(workspace), "2026-03")
    assert (review.answers, review.awaited) == ({}, ("marketing",))
    seal(workspace, "marketing", audit(4))
    review = Review.open(str(workspace), "2026-03")
    assert review.answers["sales"].guesses == {"win_rate": 0.1}
    assert review.awaited == ()


def test_the_monthly_review_loads_nothing_that_only_other_rooms_need() -> None:
    slow = ("numba", "scipy", "holidays", "plotly", "anywidget", "ipywidgets")
    measures = "from alignment.measures import funnel, gaps, guesses, loop, service"
    code = (
        f"import sys, alignment.review\n{measures}\nprint([m for m in {slow} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"month": 2026}, "month: found 2026; expected a month such as 2026-09"),
        ({"as_of": 2026}, "as_of: found 2026; expected a day"),
        ({"as_of": 0}, "as_of: found 0; expected a day"),
        ({"workspace": 7}, "no agreement yet"),
        ({"only": "fair"}, "by: found nothing; expected the column of which 'fair' is a value"),
        ({"by": "source"}, "only: found nothing; expected a value of source. There is: "),
        ({"by": 5, "only": 6}, "by: found '5'; expected a column of the leads"),
    ],
)
def test_a_parameter_that_papermill_hands_over_wrong_or_alone_is_named(
    workspace: Path, given: dict, expected: str
) -> None:
    with pytest.raises(AlignmentError, match=re.escape(expected)):
        Review.open(**{"workspace": str(workspace), "month": "2026-03", **given})


def test_a_month_and_a_segment_that_are_both_wrong_are_told_together(workspace: Path) -> None:
    with pytest.raises(AlignmentError) as caught:
        Review.open(str(workspace), 2026, only="fair")  # type: ignore[arg-type]
    assert len(caught.value.problems) == 2


def test_since_when_decisions_are_recorded_is_that_of_all_leads_in_a_segment_too(
    tmp_path: Path,
) -> None:
    # 90 of a fair are decided only from day 60 on; 9 of a list are too few to tell
    ids = [f"{i:02}" for i in range(99)]
    at = pd.Timestamp("2026-01-05") + pd.to_timedelta(range(99), unit="D")
    leads = pd.DataFrame({"lead_id": ids, "created_at": at, "source": "fair"})
    leads.loc[::11, "source"] = "list"
    late = at[60:] + pd.Timedelta(days=1)
    stages = pd.DataFrame({"lead_id": ids + ids[60:], "changed_at": [*at, *late]})
    stages["stage"] = ["mql"] * 99 + ["recycled"] * len(late)
    town.History.from_frames(leads, None, stages).save(tmp_path)
    Agreement.draft().save(tmp_path)
    every = Review.open(str(tmp_path), "2026-03").episodes
    part = Review.open(str(tmp_path), "2026-03", by="source", only="list").episodes
    alone = replace(part, whole=None)
    assert every.decided_recorded_from == part.decided_recorded_from == late[0]
    assert (len(part.hand_offs), alone.decided_recorded_from) == (9, None)
