"""Answers of both teams: begun with a click, never replaced without a question."""

from typing import Any, cast

import ipywidgets as widgets

from alignment import terms
from alignment.show.common_answers import CommonAnswers, beginnings
from alignment.show.widget_tree import every

OWN: Any = {
    "marketing": {"problem": "Stops by the calendar.", "goals": "150,000 EUR."},
    "sales": {"problem": "Nobody knows the drift.", "goals": "150,000 EUR.", "sql": "A need."},
}


def made(**answers: Any) -> CommonAnswers:
    return CommonAnswers(cast(Any, answers), OWN, {"mql": ("An MQL has 45 points.",)})


def press(shown: CommonAnswers, asked: str, label: str) -> None:
    within = every(shown._answers[asked])
    buttons = [each for each in within if isinstance(each, widgets.Button)]
    next(each for each in buttons if each.description == label).click()


def labels(shown: CommonAnswers, asked: str) -> list[str]:
    within = every(shown._answers[asked])
    return [each.description for each in within if isinstance(each, widgets.Button)]


def test_every_question_is_there_and_blank_answers_are_left_out() -> None:
    shown = made(problem="It drifts.", goals=" ")
    assert [*shown._answers] == [*terms.BRIEF_QUESTIONS]
    titles = [each.children[0].value for each in shown._answers.values()]
    assert f"1. {terms.BRIEF_QUESTIONS['problem']}" in titles[0]
    assert f"9. {terms.BRIEF_QUESTIONS['metrics']}" in titles[-1]
    assert shown.content == {"problem": "It drifts."}


def test_a_blank_box_takes_a_teams_answer_or_both_at_once() -> None:
    shown = made()
    press(shown, "problem", "Sales’ answer")
    assert shown.content == {"problem": "Nobody knows the drift."}
    press(shown, "problem", "Both answers")  # nobody has typed anything
    both = "Marketing: Stops by the calendar.\n\nSales: Nobody knows the drift."
    assert shown.content == {"problem": both}


def test_what_somebody_typed_is_replaced_only_once_that_is_confirmed() -> None:
    shown = made()
    press(shown, "problem", "Sales’ answer")
    shown._answers["problem"].box.value += " And it matters."
    press(shown, "problem", "Marketing’s answer")
    assert shown.content["problem"].endswith("And it matters.")
    press(shown, "problem", "Keep it")
    assert shown.content["problem"].endswith("And it matters.")
    press(shown, "problem", "Marketing’s answer")
    press(shown, "problem", "Replace it with: Marketing’s answer")
    assert shown.content == {"problem": "Stops by the calendar."}


def test_a_saved_answer_counts_as_typed() -> None:
    shown = made(problem="It drifts.")
    press(shown, "problem", "Sales’ answer")
    assert shown.content == {"problem": "It drifts."}


def test_the_buttons_offer_what_there_is() -> None:
    shown = made()
    assert labels(shown, "goals") == ["What both say"]
    assert labels(shown, "sql") == ["Sales’ answer"]
    assert labels(shown, "mql") == ["As agreed"]
    assert labels(shown, "difference") == []
    press(shown, "mql", "As agreed")
    assert shown.content == {"mql": "As agreed."}


def test_nothing_can_be_started_from_before_both_teams_are_in() -> None:
    assert beginnings({}, False) == {}
    shown = CommonAnswers({}, {}, {})
    texts = [each.value for each in every(shown) if isinstance(each, widgets.HTML)]
    assert sum("once both teams have given theirs" in text for text in texts) == 1


def test_what_teams_and_the_agreement_say_makes_no_markup() -> None:
    own: Any = {"marketing": {"problem": "<img src=x>"}, "sales": {"problem": "b"}}
    shown = CommonAnswers({}, own, {"problem": ("<script>",)})
    texts = [each.value for each in every(shown) if isinstance(each, widgets.HTML)]
    assert any("&lt;img" in text for text in texts)
    assert any("&lt;script&gt;" in text for text in texts)
    assert not any("<img" in text or "<script" in text for text in texts)
