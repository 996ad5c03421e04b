"""The score: defaults and sense."""

import pytest
from pydantic import ValidationError

from alignment.agreement import Agreement, Engagement, Score
from alignment.errors import AgreementError


def problems_of(**score: object) -> list[str | None]:
    with pytest.raises(AgreementError) as caught:
        Agreement.draft().changed(score=score)
    return [problem.column for problem in caught.value.problems]


def test_the_default_is_the_example_that_teams_start_from() -> None:
    score = Score()
    assert (score.window_days, score.hand_off_at, score.return_below) == (30, 50, 20)
    assert score.cooldown_days == 14
    assert score.engagement["event_stand"] == Engagement(points=30)


def test_a_lead_comes_back_only_under_the_threshold_it_was_handed_off_at() -> None:
    assert problems_of(hand_off_at=50, return_below=50) == ["score.return_below"]
    assert Score(hand_off_at=50, return_below=49.5).return_below == 49.5


def test_the_default_return_must_lie_under_a_low_hand_off_too() -> None:
    assert problems_of(hand_off_at=15) == ["score.return_below"]


def test_windows_thresholds_and_caps_are_positive() -> None:
    found = problems_of(
        window_days=0,
        hand_off_at=0,
        cooldown_days=-1,
        engagement={"a": {"points": 1, "at_most": 0}},
    )
    assert found == [
        "score.window_days",
        "score.engagement.a.at_most",
        "score.hand_off_at",
        "score.cooldown_days",
    ]


def test_slips_of_the_keyboard_are_refused() -> None:
    found = problems_of(
        window_days=30_000,
        cooldown_days=10**6,
        hand_off_at=1e300,
        return_below=-1e9,
        engagement={"a": {"points": 1e9, "at_most": 10**30}},
    )
    assert found == [
        "score.window_days",
        "score.engagement.a.points",
        "score.engagement.a.at_most",
        "score.hand_off_at",
        "score.return_below",
        "score.cooldown_days",
    ]


def test_points_may_be_negative_and_broken() -> None:
    assert Engagement(points=-2.5).points == -2.5


def test_negative_zero_is_zero() -> None:
    assert str(Engagement(points=-0.0).points) == "0.0"


def test_fit_reads_attributes_only_and_each_rule_once() -> None:
    line = {"when": {"attribute": "budget", "is": True}, "points": 5}
    assert problems_of(fit=[{"when": {"activity": "webinar"}, "points": 5}]) == [
        "score.fit[1].when"
    ]
    assert problems_of(fit=[line, line | {"points": 7}]) == ["score.fit[2]"]


def test_a_score_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Score().hand_off_at = 3  # type: ignore[misc]
