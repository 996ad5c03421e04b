"""The live panel of a score, asked from Python: what it says of every move."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import town

from alignment.agreement import Agreement, Score
from alignment.files import home
from alignment.history import History
from alignment.show.knobs import Knobs
from alignment.show.panel import Chart, Note
from alignment.show.tuning import CAPACITY, CLASSIC, COST, VALUE, Answering, panel
from alignment.tuning import Tuning

SAMPLE = home() / "data" / "samples"


@pytest.fixture(scope="module")
def tuning(tmp_path_factory: pytest.TempPathFactory) -> Tuning:
    workspace = tmp_path_factory.mktemp("tuning") / "workspace"
    shutil.copytree(SAMPLE, workspace)
    return Tuning.open(str(workspace), cost_amount=150)


@pytest.fixture(scope="module")
def asked(tuning: Tuning) -> Answering:
    knobs = Knobs.of(tuning.score, tuning.activities, Score())
    return Answering(tuning.replay, knobs, "EUR")


@pytest.fixture(scope="module")
def start(tuning: Tuning) -> dict[str, float]:
    return panel(tuning).values


def chart(answer: object, title: str) -> Chart:
    return next(c for c in answer.charts if title in c.title)  # type: ignore[attr-defined]


def noted(answer: object, title: str) -> Note:
    return next(n for n in answer.notes() if title in n.title)  # type: ignore[attr-defined]


def at(drawn: Chart, name: str, x: float) -> float:
    series = next(s for s in drawn.series if s.name == name)
    arrays = series.arrays()
    return float(arrays["y"][np.flatnonzero(arrays["x"] == x)[0]])


def test_it_starts_with_the_agreed_score_and_the_figures_that_stand_above_it(
    tuning: Tuning, asked: Answering, start: dict[str, float]
) -> None:
    answer = asked(start)
    since = tuning.replay.judged_from
    held = tuning.replay.thresholds(tuning.score, since=since)
    assert answer.sentence == held.sentence
    assert noted(answer, "moved").sentence == "Nothing differs from what is agreed."
    whole = held.table.set_index("threshold")
    drawn = at(chart(answer, "how many convert"), "As tried", 60)
    assert drawn == pytest.approx(whole["precision"][60])
    drawn = at(chart(answer, "Hand-offs a week"), "As agreed", 60)
    assert drawn == pytest.approx(whole["per_week"][60])


def test_a_moved_threshold_is_told_beside_the_agreed_one_with_the_leads_that_change_sides(
    asked: Answering, start: dict[str, float]
) -> None:
    answer = asked({**start, "hand_off_at": 60})
    assert answer.sentence.startswith("At 60 points")
    moved = noted(answer, "moved")
    assert ["Hand off at", "50", "60"] in [list(row) for row in moved.rows]
    sides = noted(answer, "change sides")
    assert "no longer" in sides.sentence
    assert len(sides.rows) == 12
    assert any("webinar" in cell for row in sides.rows for cell in row)


def test_moved_points_move_the_curves_and_leave_the_agreed_ones(
    asked: Answering, start: dict[str, float]
) -> None:
    before = chart(asked(start), "Hand-offs a week")
    after = chart(asked({**start, "points webinar": 40}), "Hand-offs a week")
    assert at(after, "As tried", 50) > at(before, "As tried", 50)
    assert at(after, "As agreed", 50) == at(before, "As agreed", 50)


def test_money_is_reckoned_with_what_the_sliders_say(
    asked: Answering, start: dict[str, float]
) -> None:
    paid = chart(asked({**start, VALUE: 1000, COST: 0}), "Net benefit")
    dear = chart(asked({**start, VALUE: 1000, COST: 1000}), "Net benefit")
    assert at(paid, "As tried", 50) > 0 > at(dear, "As tried", 50)
    unknown = chart(asked({**start, VALUE: 0}), "Net benefit")
    assert (list(unknown.series), unknown.said != "") == ([], True)


def test_what_sales_can_take_is_drawn_where_it_is_known(
    asked: Answering, start: dict[str, float]
) -> None:
    (limit,) = chart(asked({**start, CAPACITY: 12}), "Hand-offs a week").limits
    assert limit.value == 12
    assert not chart(asked({**start, CAPACITY: 0}), "Hand-offs a week").limits


def test_the_buttons_set_the_agreed_and_the_suggested_score_and_the_classic_example(
    tuning: Tuning,
) -> None:
    suggested = tuning.score.model_copy(update={"hand_off_at": 65.0})
    made = panel(tuning, suggested)
    agreed = made.values
    made.press("Take the suggestion")
    assert made.values == {**agreed, "hand_off_at": 65}
    made.press("Undo")
    assert made.values == agreed
    made.move({"window_days": 60, VALUE: 5})
    made.press("Reset to agreed")
    assert made.values == agreed
    classic = made.controls["presets"][CLASSIC]
    assert classic["points webinar"] == 20
    assert classic["points form_fill"] == 0


def test_without_a_suggestion_there_is_no_button_for_it(tuning: Tuning) -> None:
    assert "Take the suggestion" not in panel(tuning).controls["buttons"]


def test_what_the_sliders_stand_at_is_saved_as_a_proposal(tuning: Tuning) -> None:
    made = panel(tuning)
    made.move({"hand_off_at": 70, "return_below": 30})
    made.press("Save as proposal")
    (path,) = (tuning.workspace / "proposals").glob("*.yml")
    score = Agreement.open(path).score
    assert (score.hand_off_at, score.return_below) == (70, 30)


def test_a_way_back_above_the_way_up_is_said_and_the_charts_stay(tuning: Tuning) -> None:
    made = panel(tuning)
    before = made.frame
    made.move({"return_below": 60})
    assert made.failure is not None
    assert b"has to lie below" in made.frame
    made.move({"return_below": 20})
    assert made.frame != before
    assert b"has to lie below" not in made.frame


def test_the_seeds_of_names_are_sent_as_text(tmp_path: Path) -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": [town.at("01-05")], "source": "x"})
    acts = pd.DataFrame(
        {"lead_id": ["a"], "occurred_at": [town.at("01-06")], "activity": ["<b>x</b>"]}
    ).assign(team="lead")
    History.from_frames(leads, acts).save(tmp_path)
    Agreement.draft().save(tmp_path)
    made = panel(Tuning.open(str(tmp_path)))
    labels = [slider["label"] for slider in made.controls["sliders"]]
    assert "<b>x</b>" in labels


def test_an_empty_history_is_said_in_place_of_charts(tmp_path: Path) -> None:
    leads = pd.DataFrame({"lead_id": [], "created_at": [], "source": []})
    History.from_frames(leads.astype({"created_at": "datetime64[us]"})).save(tmp_path)
    Agreement.draft().save(tmp_path)
    made = panel(Tuning.open(str(tmp_path)), Score())
    assert made.failure is None
    assert b"it lacks leads" in made.frame
