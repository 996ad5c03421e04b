"""The grid of questions: what is answered, what is not, and what cannot be taken."""

from dataclasses import dataclass

import ipywidgets as widgets
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.show.rating_grid import RatingGrid
from alignment.show.widget_tree import every


@dataclass(frozen=True)
class Asked:
    id: str
    topic: str
    asked: str = "Who calls <b>?"
    low: str = "nobody"
    high: str = "everybody"
    hint: str = ""


@dataclass(frozen=True)
class Guessed:
    name: str
    asked: str
    unit: str


QUESTIONS = (Asked("first", "Leads"), Asked("second", "Calls"), Asked("third", "Leads"))
NUMBERS = (
    Guessed("rate_share", "What converts", "share"),
    Guessed("median_hours", "Hours until a call", "hours"),
)


def grid() -> RatingGrid:
    return RatingGrid(QUESTIONS, NUMBERS)


def rate(made: RatingGrid, which: int, rating: int, note: str = "") -> None:
    """Rate a question by its place on the page."""
    [w for w in every(made) if isinstance(w, widgets.ToggleButtons)][which].value = rating
    [w for w in every(made) if isinstance(w, widgets.Textarea)][which].value = note


def guess(made: RatingGrid, which: int, typed: str) -> None:
    [w for w in every(made) if isinstance(w, widgets.Text)][which].value = typed


def test_nothing_is_answered_at_first() -> None:
    assert (grid().content, grid().problems) == ({"ratings": {}, "guesses": {}}, ())


def test_questions_of_a_topic_stand_together_and_keep_their_answers() -> None:
    made = grid()
    rate(made, 1, 3, " on the wall ")  # the second of “Leads” on the page
    assert made.content["ratings"] == {"third": {"rating": 3, "note": "on the wall"}}
    topics = [w.value for w in made.children if "alignment-topic" in w._dom_classes]
    assert topics == [
        "<p>Leads</p>",
        "<p>Calls</p>",
        "<p>What do you expect the data to say?</p>",
    ]


def test_no_answer_differs_from_the_middle_and_can_be_taken_back() -> None:
    made = grid()
    rate(made, 0, 3)
    assert made.content["ratings"] == {"first": {"rating": 3, "note": ""}}
    rate(made, 0, 0)
    assert made.content["ratings"] == {}


def test_words_without_a_number_are_told_and_not_lost() -> None:
    made = grid()
    rate(made, 0, 0, "it depends")
    assert made.problems == (
        "“Who calls <b>?” is answered in words: choose a number from 1 to 5 too.",
    )
    rate(made, 0, 2, "it depends")
    assert made.problems == ()


@pytest.mark.parametrize(
    ("which", "typed", "guesses"),
    [
        (0, "7", {"rate_share": 0.07}),
        (0, " 4.5 ", {"rate_share": 0.045}),
        (0, "0", {"rate_share": 0.0}),
        (0, " ", {}),
        (1, "30", {"median_hours": 30.0}),
    ],
)
def test_a_share_is_typed_as_per_cent_and_blank_is_no_guess(
    which: int, typed: str, guesses: dict[str, float]
) -> None:
    made = grid()
    guess(made, which, typed)
    assert (made.content["guesses"], made.problems) == (guesses, ())


@pytest.mark.parametrize(
    ("which", "typed", "problem"),
    [
        (0, "107", "“What converts”: expected a number from 0 to 100, not 107."),
        (1, "-1", "“Hours until a call”: expected a number, 0 or more, not -1."),
        (
            1,
            "1,5",
            "“Hours until a call”: “1,5” is no number: write 1000 or 2.5, without commas.",
        ),
        (
            1,
            "inf",
            "“Hours until a call”: “inf” is no number: write digits alone, as in 1000 or 2.5.",
        ),
    ],
)
def test_a_guess_that_cannot_be_is_told_and_not_taken(which: int, typed: str, problem: str) -> None:
    made = grid()
    guess(made, which, typed)
    assert (made.content["guesses"], made.problems) == ({}, (problem,))


ratings = st.fixed_dictionaries(
    {"rating": st.integers(1, 5), "note": st.text(max_size=6).map(str.strip)}
)
shares, hours = st.floats(0, 1), st.floats(0, 1e6)


@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])
@given(
    st.dictionaries(st.sampled_from(["first", "third", "gone"]), ratings),
    st.fixed_dictionaries(
        {}, optional={"rate_share": shares, "median_hours": hours, "gone": st.text() | hours}
    ),
)
def test_answers_that_a_grid_starts_from_come_back_the_same(rated: dict, guessed: dict) -> None:
    given_ = {"ratings": rated, "guesses": guessed}
    made = RatingGrid(QUESTIONS, NUMBERS, given_)
    assert (made.content, made.problems) == (given_, ())
    shown = " ".join(w.value for w in every(made) if isinstance(w, widgets.HTML))
    assert ("Kept as said before: gone" in shown) == ("gone" in {*rated, *guessed})
    made.clear()
    assert made.content == {"ratings": {}, "guesses": {}}


def test_a_given_share_is_shown_as_per_cent_and_can_be_changed() -> None:
    made = RatingGrid(QUESTIONS, NUMBERS, {"guesses": {"rate_share": 0.07, "median_hours": "ten"}})
    boxes = [w for w in every(made) if isinstance(w, widgets.Text)]
    assert [box.value for box in boxes] == ["7", "ten"]
    assert made.problems[0].startswith("“Hours until a call”: “ten” is no number")
    boxes[0].value = "8"
    assert made.content["guesses"] == {"rate_share": 0.08}


def test_all_is_cleared() -> None:
    made = grid()
    rate(made, 0, 5, "yes")
    guess(made, 0, "12")
    made.clear()
    assert made.content == {"ratings": {}, "guesses": {}}


def test_what_is_asked_is_shown_as_text() -> None:
    shown = " ".join(w.value for w in every(grid()) if isinstance(w, widgets.HTML))
    assert "Who calls &lt;b&gt;?" in shown
    assert "<b>" not in shown
