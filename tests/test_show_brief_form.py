"""Nine questions: what the agreement says of each, the answer in words, the target as a rule."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import pandas as pd
import pytest

from alignment import terms
from alignment.agreement import Rule
from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.measures.vocabulary import Attribute, Vocabulary
from alignment.show.brief_form import BriefForm
from alignment.show.widget_tree import every

VOCABULARY = Vocabulary(
    {"webinar": 12},
    {"seniority": Attribute("text", ("director",), n_known=9, n_values=1)},
    ("mql",),
    90,
)
BOUND = {"mql": ("MQL as agreed: <b>a score</b> of $50$ or more",), "goals": ("More wins",)}
TARGET = {"attribute": "seniority", "is": "director"}


def opened(follow: Callable[[Rule], Finding] | None = None, **given: Any) -> BriefForm:
    return BriefForm(VOCABULARY, BOUND, follow, given or None)


def buttons(form: BriefForm, label: str) -> list[widgets.Button]:
    held = [each for each in every(form) if isinstance(each, widgets.Button)]
    return [button for button in held if button.description == label]


def shown(form: BriefForm) -> str:
    return "\n".join(each.value for each in every(form) if isinstance(each, widgets.HTML))


def test_every_question_is_asked_in_order_and_an_empty_form_says_nothing() -> None:
    form = opened()
    places = [shown(form).index(asked) for asked in terms.BRIEF_QUESTIONS.values()]
    assert places == sorted(places)
    assert form.content == {"brief": {}}
    assert form.problems == ()


def test_what_was_said_comes_back_and_blanks_are_left_out() -> None:
    given = {"brief": {"problem": "Drift\n\n- four times a year"}, "target": TARGET}
    form = opened(**given)
    assert form.content == given
    form._answers["difference"].value = " \n "
    form._answers["goals"].value = " Ten deals. "
    assert form.content["brief"] == {**given["brief"], "goals": "Ten deals."}


def test_what_the_agreement_says_stands_beside_its_question_escaped() -> None:
    said = shown(opened())
    assert "&lt;b&gt;a score&lt;/b&gt; of $50$ or more" in said
    assert said.count("mathjax_ignore") == len(BOUND)
    assert said.index("a score") > said.index(terms.BRIEF_QUESTIONS["mql"])


def test_one_click_answers_with_the_agreement_and_keeps_what_was_typed() -> None:
    form = opened()
    (agreed,) = buttons(form, "As agreed")  # goals are no matter of the agreement alone
    agreed.click()
    assert form.content["brief"] == {"mql": "As agreed."}
    form._answers["mql"].value = "As agreed. At fairs too."
    agreed.click()
    assert form.content["brief"] == {"mql": "As agreed. At fairs too."}
    form._answers["mql"].value = "At fairs too."
    agreed.click()
    assert form.content["brief"] == {"mql": "As agreed.\nAt fairs too."}


def test_an_unfinished_target_is_told_and_offers_attributes_only() -> None:
    form = opened()
    buttons(form, "Add condition")[0].click()
    assert form.problems == ("The target, condition 1: choose an attribute.",)
    offered = [
        label
        for each in every(form)
        if isinstance(each, widgets.Dropdown)
        for label in each._options_labels
    ]
    assert "seniority" in offered
    assert not any("webinar" in label for label in offered)


def test_the_size_of_the_target_follows_it() -> None:
    asked = []

    def follow(rule: Rule) -> Finding:
        asked.append(rule.sentence())
        return Finding(pd.DataFrame({"n_leads": [9]}), "9 <leads> fit.")

    assert "9 &lt;leads&gt; fit." in shown(opened(follow, target=TARGET))
    assert asked == ["seniority is director"]


def test_a_size_that_cannot_be_told_is_shown_as_text() -> None:
    def follow(_: Rule) -> Finding:
        raise AlignmentError("No <leads>.")

    assert "No &lt;leads&gt;." in shown(opened(follow, target=TARGET))


@pytest.mark.parametrize(("text", "rows"), [("", 4), ("x" * 500, 8), ("line\n" * 90, 16)])
def test_a_box_is_as_high_as_its_text_within_reason(text: str, rows: int) -> None:
    assert opened(brief={"problem": text})._answers["problem"].rows == rows
