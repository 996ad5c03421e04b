"""A score as sliders and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.agreement import Agreement, Engagement, Fit, Score, rule_of
from alignment.errors import AlignmentError
from alignment.files import home
from alignment.show.knobs import Knobs
from alignment.show.panel.slider import checked

LARGE = rule_of({"attribute": "n_employees", "at_least": 50})
CHIEF = rule_of({"attribute": "seniority", "is": "c_level"})

points = st.integers(-50, 50).filter(bool).map(float)
activity = st.builds(Engagement, points=points, at_most=st.none() | st.integers(1, 20))
scores = st.builds(
    Score,
    window_days=st.integers(1, 180),
    engagement=st.dictionaries(st.sampled_from(["visit", "demo", "webinar"]), activity),
    fit=st.lists(
        st.builds(Fit, when=st.sampled_from([LARGE, CHIEF]), points=points),
        unique_by=lambda line: line.when,
    ).map(tuple),
    hand_off_at=st.integers(1, 100).map(float),
    return_below=st.integers(-50, 0).map(float),
    cooldown_days=st.integers(0, 90),
)


def score(**parts: object) -> Score:
    return Score(**{"engagement": {"visit": {"points": 1, "at_most": 10}}, **parts})


@given(scores, scores)
def test_a_score_turned_into_sliders_and_back_is_the_same_score(one: Score, other: Score) -> None:
    knobs = Knobs.of(one, ["visit", "call"], other)
    assert knobs.score(knobs.values(one)) == one
    back = knobs.score(knobs.values(other))
    worth = {name: line for name, line in back.engagement.items() if line.points}
    assert worth == other.engagement
    assert {line.when: line.points for line in back.fit if line.points} == {
        line.when: line.points for line in other.fit
    }


@given(scores, scores)
def test_every_score_lies_within_its_sliders(one: Score, other: Score) -> None:
    knobs = Knobs.of(one, (), other)
    for held in (knobs.values(one), knobs.values(other)):
        for slider in knobs.sliders():
            assert slider.least <= held[slider.name] <= slider.most


def test_an_activity_without_points_gets_a_slider_and_no_line() -> None:
    knobs = Knobs.of(score(), ["demo"])
    values = knobs.values(score())
    assert values["points demo"] == 0
    assert list(knobs.score(values).engagement) == ["visit"]
    moved = knobs.score({**values, "points demo": 15, "at most demo": 2})
    assert moved.engagement["demo"] == Engagement(points=15, at_most=2)


def test_no_cap_is_written_as_0() -> None:
    knobs = Knobs.of(score(engagement={"visit": {"points": 1}}))
    assert knobs.values(knobs.agreed)["at most visit"] == 0
    assert knobs.score(knobs.values(knobs.agreed)).engagement["visit"].at_most is None


def test_an_agreed_line_taken_down_to_0_points_is_still_a_line() -> None:
    knobs = Knobs.of(score())
    assert knobs.score({**knobs.values(score()), "points visit": 0}).engagement["visit"].points == 0


def test_a_way_back_above_the_way_up_is_refused_in_words() -> None:
    knobs = Knobs.of(score())
    with pytest.raises(AlignmentError, match=r"“Back under” \(60\) has to lie below .* \(50\)"):
        knobs.score({**knobs.values(score()), "return_below": 60})


@pytest.mark.parametrize("points", [0.5, 0.25, 0.125, -7.3, 33.333, 1 / 3])
def test_points_with_decimals_can_be_shown_as_they_are(points: float) -> None:
    knobs = Knobs.of(score(engagement={"visit": {"points": points}}, hand_off_at=50.001))
    values = knobs.values(knobs.agreed)
    assert checked(knobs.sliders(), values, "values") == values
    assert values["points visit"] == pytest.approx(points, abs=1e-6)


def test_every_score_that_a_button_sets_can_be_shown() -> None:
    far = score(
        engagement={"visit": {"points": 240.5, "at_most": 99}}, hand_off_at=900, return_below=-80
    )
    knobs = Knobs.of(score(), [], far)
    assert checked(knobs.sliders(), knobs.values(far), "suggested") == knobs.values(far)


def test_the_agreed_value_is_marked_on_every_slider() -> None:
    agreed = Agreement.open(home() / "data" / "samples").score
    knobs = Knobs.of(agreed)
    marked = {slider.name: slider.agreed for slider in knobs.sliders()}
    assert marked == knobs.values(agreed)
    assert marked["points webinar"] == 20
