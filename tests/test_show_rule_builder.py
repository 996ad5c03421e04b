"""A rule put together by clicking: what is opened comes back, what is missing is said."""

from typing import Any

import ipywidgets as widgets
import pandas as pd
import pytest
from agreements import rules
from hypothesis import Phase, given, settings

from alignment.agreement import AllOf, AnyOf, Rule, rule_of
from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.measures.vocabulary import Attribute, Vocabulary
from alignment.show.choice import Several
from alignment.show.condition import ATTRIBUTES
from alignment.show.rule_builder import INCOMPLETE, RuleBuilder
from alignment.show.widget_tree import every

VOCABULARY = Vocabulary(
    {"webinar": 1728, "white_paper": 1},
    {
        "seniority": Attribute("text", ("director", "c_level"), n_known=9, n_values=2),
        "city": Attribute("text", ("Ulm",), n_known=900, n_values=300),
        "n_employees": Attribute("numbers", (), 1, 12772, 9, 9),
        "budget": Attribute("yes or no", (True,), n_known=4, n_values=1),
    },
    ("lead", "mql"),
    145.0,
)


def opened(*parts: dict, **more: Any) -> RuleBuilder:
    return RuleBuilder(VOCABULARY, rule_of({"all": list(parts)}) if parts else None, **more)


def pressed(builder: widgets.Widget, label: str, which: int = 0) -> None:
    buttons = [w for w in every(builder) if isinstance(w, widgets.Button)]
    [w for w in buttons if w.description == label][which].click()


def of_kind(builder: widgets.Widget, kind: type, which: int = 0) -> widgets.Widget:
    """A control by its kind and its place on the page."""
    return [w for w in every(builder) if type(w) is kind][which]


def choices(builder: widgets.Widget) -> list[widgets.Dropdown]:
    return [w for w in every(builder) if isinstance(w, widgets.Dropdown)]


def choose(builder: widgets.Widget, which: int, label: str) -> None:
    choice = choices(builder)[which]
    choice.index = [str(option) for option in choice._options_labels].index(label)


def without_groups_of_one(rule: Rule) -> Rule:
    if not isinstance(rule, (AllOf, AnyOf)):
        return rule
    parts = rule.all if isinstance(rule, AllOf) else rule.any
    plain = [without_groups_of_one(part) for part in parts]
    if len(plain) == 1:
        return plain[0]
    return AllOf(all=plain) if isinstance(rule, AllOf) else AnyOf(any=plain)


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
@given(rules)
def test_any_rule_that_is_opened_comes_back_the_same(rule: Rule) -> None:
    builder = RuleBuilder(VOCABULARY, rule)
    assert builder.problems == ()
    assert builder.rule.model_dump_json() == without_groups_of_one(rule).model_dump_json()


def test_a_rule_is_put_together_by_choosing() -> None:
    builder = opened()
    assert builder.rule is None
    pressed(builder, "Add condition")
    choose(builder, 1, "webinar · 1,728 leads")
    of_kind(builder, widgets.BoundedIntText).value = 2
    pressed(builder, "Add condition")
    choose(builder, 3, "The lead’s")
    choose(builder, 4, "seniority")
    choose(builder, 6, "director")
    choose(builder, 6, "c level")
    assert builder.rule == rule_of(
        {
            "all": [
                {"activity": "webinar", "at_least": 2, "within_days": 30},
                {"attribute": "seniority", "one_of": ["director", "c_level"]},
            ]
        }
    )
    of_kind(builder, widgets.ToggleButtons).value = "any"
    assert isinstance(builder.rule, AnyOf)


@pytest.mark.parametrize(
    ("begins", "problem", "number", "data"),
    [
        ("The score is", "write the points", "40", {"score": {"at_least": 40}}),
        ("The lead’s", "choose an attribute", "", None),
        ("The lead is in stage", "choose a stage", "", None),
        ("The lead did", "choose an activity", "", None),
    ],
)
def test_an_incomplete_condition_is_told_and_not_counted(
    begins: str, problem: str, number: str, data: dict | None
) -> None:
    builder = opened({"stage": "mql"})
    pressed(builder, "Add condition")
    choose(builder, 2, begins)
    assert builder.problems == (f"Condition 2: {problem}.",)
    assert builder.rule == rule_of({"stage": "mql"})
    if data:
        box = next(w for w in every(builder) if isinstance(w, widgets.Text))
        box.value = "4o"
        assert builder.problems[0].startswith("Condition 2: “4o” is no number")
        assert INCOMPLETE in builder._wrong.value
        box.value = number
        assert builder.problems == ()
        assert builder.rule == rule_of({"all": [{"stage": "mql"}, data]})


@pytest.mark.parametrize(
    ("attribute", "comparisons"),
    [
        ("employees", ("is at least", "is at most", "is")),
        ("seniority", ("is one of", "is")),
        ("budget", ("is",)),
    ],
)
def test_an_attribute_offers_the_comparisons_that_fit_its_kind(
    attribute: str, comparisons: tuple[str, ...]
) -> None:
    builder = opened()
    pressed(builder, "Add condition")
    choose(builder, 0, "The lead’s")
    choose(builder, 1, attribute)
    assert tuple(choices(builder)[2]._options_labels) == comparisons


def test_another_attribute_takes_no_value_of_the_one_before() -> None:
    builder = opened({"attribute": "seniority", "is": "director"})
    choose(builder, 1, "budget")
    assert builder.rule is None
    choose(builder, 3, "yes")
    assert builder.rule == rule_of({"attribute": "budget", "is": True})


@pytest.mark.parametrize(
    ("data", "marked"),
    [
        ({"activity": "webina"}, "webina (not in the history)"),
        ({"attribute": "regio", "at_least": 3}, "regio (not in the history)"),
        ({"attribute": "seniority", "is": "boss"}, "boss (not in the history)"),
        ({"attribute": "city", "is": "Rome"}, "Rome (not among the most frequent)"),
        ({"stage": "customer"}, "Customer (not in the history)"),
    ],
)
def test_what_the_history_lacks_stays_chosen_and_is_marked(data: dict, marked: str) -> None:
    builder = RuleBuilder(VOCABULARY, rule_of(data))
    assert marked in {choice.label for choice in choices(builder)}
    assert builder.rule == rule_of(data)


def test_a_value_is_taken_away_by_its_button_and_can_be_chosen_again() -> None:
    builder = opened({"attribute": "seniority", "one_of": ["director", "boss"]})
    several = next(w for w in every(builder) if isinstance(w, Several))
    assert [chip.description for chip in several.children[:-1]] == [
        "director  ✕",
        "boss (not in the history)  ✕",
    ]
    several.children[0].click()
    assert builder.rule == rule_of({"attribute": "seniority", "one_of": ["boss"]})
    assert "director" in several.children[-1]._options_labels


def test_groups_nest_and_go_away_and_places_follow() -> None:
    builder = opened({"stage": "mql"}, {"any": [{"stage": "lead"}, {"activity": "webinar"}]})
    pressed(builder, "Add condition", 0)
    assert builder.problems == ("Condition 2.3: choose an activity.",)
    pressed(builder, "✕", 0)
    assert builder.problems == ("Condition 1.3: choose an activity.",)
    assert builder.rule == rule_of({"any": [{"stage": "lead"}, {"activity": "webinar"}]})
    pressed(builder, "✕", 0)
    assert (builder.rule, builder.problems) == (None, ())


def test_a_group_that_nobody_filled_is_told() -> None:
    builder = opened({"stage": "mql"}, {"stage": "lead"})
    pressed(builder, "Add group")
    pressed(builder, "Add group", -1)  # the outermost one's
    assert builder.problems == ("Group 3 has no condition.", "Group 4 has no condition.")
    pressed(builder, "Add group", 0)
    assert builder.problems[0] == "Group 3.1 has no condition."
    assert builder.rule == rule_of({"all": [{"stage": "mql"}, {"stage": "lead"}]})


def test_a_change_is_told_once_and_followed_at_once() -> None:
    asked: list[Rule] = []
    told: list[Rule | None] = []

    def follow(rule: Rule) -> Finding:
        asked.append(rule)
        if len(asked) == 3:
            raise AlignmentError("Too <many>.")
        return Finding(pd.DataFrame({"n": [1]}), f"{len(asked)} asked", name="x")

    builder = opened({"stage": "mql"}, follow=follow)
    builder.observe(lambda change: told.append(change["new"]), "rule")
    assert "1 asked" in builder.children[-1].value
    choose(builder, 1, "Lead")
    assert told == [rule_of({"stage": "lead"})]
    assert "2 asked" in builder.children[-1].value
    assert "In stage Lead" in builder.children[-2].value
    pressed(builder, "Add condition")  # incomplete: nothing follows from it
    assert len(asked) == 2
    choose(builder, 3, "webinar · 1,728 leads")
    assert "Too &lt;many&gt;." in builder.children[-1].value


def test_another_start_is_taken_back_with_all_that_was_there() -> None:
    agreed = rule_of({"score": {"at_least": 50}})
    builder = opened(
        {"stage": "mql"}, start_from={"Sales’": rule_of({"stage": "lead"}), "Agreed": agreed}
    )
    pressed(builder, "Add condition")
    pressed(builder, "Agreed")
    assert builder.rule == agreed
    pressed(builder, "Undo")
    assert builder.rule == rule_of({"stage": "mql"})
    assert builder.problems == ("Condition 2: choose an activity.",)


def test_text_of_a_rule_is_shown_as_text() -> None:
    builder = opened({"attribute": "<b>", "is": "<i>"})
    page = " ".join(w.value for w in every(builder) if isinstance(w, widgets.HTML))
    assert "&lt;b&gt; is &lt;i&gt;" in page
    assert "<b>" not in page


def test_no_control_takes_a_name_that_its_base_needs() -> None:
    for control in every(opened({"attribute": "seniority", "one_of": ["director"]})):
        assert repr(control)  # asks every trait, as a notebook does


def test_a_rule_on_attributes_offers_nothing_else_in_groups_within_it_too() -> None:
    builder = opened(about=ATTRIBUTES)
    pressed(builder, "Add condition")
    pressed(builder, "Add group")
    pressed(builder, "Add condition", 0)  # of the group within
    begins = [each for each in choices(builder) if "The lead’s" in each._options_labels]
    assert [each._options_labels for each in begins] == [("The lead’s",)] * 2
    choose(builder, 1, "budget")
    choose(builder, 3, "yes")
    assert builder.rule == rule_of({"attribute": "budget", "is": True})


def test_a_condition_that_may_not_be_chosen_stays_where_a_rule_has_it() -> None:
    rule = {"activity": "webinar", "at_least": 1}
    builder = opened(rule, about=ATTRIBUTES)
    assert builder.rule == rule_of(rule)
    assert choices(builder)[0]._options_labels == ("The lead did", "The lead’s")
