"""What each team guessed before it saw the number."""

from datetime import date
from typing import Any

from alignment.answers import Answers
from alignment.measures.guesses import guesses

ASKED = {"win_rate": ("Share that wins", "share"), "days": ("Days to win", "days")}


def said(team: str, **guessed: Any) -> Answers:
    head = {"team": team, "person": "A", "role": "B", "answered_on": date(2026, 8, 18)}
    return Answers.model_validate({**head, "guesses": guessed})


BOTH = {"marketing": said("marketing", win_rate=0.3), "sales": said("sales", win_rate=0.1, days=9)}


def test_guesses_stand_side_by_side_before_the_figure() -> None:
    found = guesses(BOTH, None, ASKED)
    assert found.table.to_dict("records")[0] == {
        "question": "Share that wins",
        "unit": "share",
        "marketing": 0.3,
        "sales": 0.1,
    }
    assert found.table["marketing"].isna().tolist() == [False, True]


def test_the_nearer_guess_is_told_once_there_is_a_figure() -> None:
    found = guesses(BOTH, {"win_rate": 0.12, "days": 20}, ASKED)
    assert found.sentence == (
        "Of 2 guesses that the data can judge, Marketing was nearer in 0, Sales in 1."
    )


def test_guesses_equally_near_are_counted_and_one_guess_is_one() -> None:
    both = {team: said(team, win_rate=0.3) for team in BOTH}
    assert guesses(both, {"win_rate": 0.12}, ASKED).sentence == (
        "Of 1 guess that the data can judge, Marketing was nearer in 0, Sales in 0, both equally "
        "near in 1."
    )


def test_while_a_team_is_awaited_no_guess_is_told_and_the_team_is_named() -> None:
    found = guesses({}, {"win_rate": 0.12}, ASKED, awaited=("sales",))
    assert not found.is_answered
    assert found.sentence == (
        "What the teams expect is shown once both have said it: Sales is awaited."
    )


def test_without_a_guess_of_either_team_the_finding_says_what_is_missing() -> None:
    found = guesses({team: said(team) for team in BOTH}, None, ASKED)
    assert "lacks their guesses" in found.sentence
