"""Who meets a rule on attributes, whatever the type of the column."""

import numpy as np
import pandas as pd
import pytest

from alignment.agreement import AttributeRule
from alignment.agreement.rule import rule_of
from alignment.history import History
from alignment.measures.attributes import meets, unknown_attributes

LEADS = pd.DataFrame(
    {
        "lead_id": ["a", "b", "c"],
        "created_at": pd.Timestamp("2026-01-01"),
        "n_employees": [10, 50, 51],
        "size": [50.0, np.nan, 7.0],
        "seats": pd.array([1, None, 3], dtype="Int64"),
        "budget": [True, False, True],
        "authority": pd.array([True, None, False], dtype="boolean"),
        "need": pd.Series([True, None, "yes"], dtype="object"),
        "timeline": pd.Series([np.True_, None, np.False_], dtype="object"),
        "scores": pd.Series([np.array([1, 2]), None, np.array([1])], dtype="object"),
        "region": ["DACH", None, "dach"],
        "tier": pd.Categorical(["gold", None, "tin"]),
        "revenue": ["100", "n/a", "7"],
        "founded_on": pd.to_datetime(["2001-01-01", None, "2003-01-01"]),
        "tags": pd.Series([["x"], None, ["y", "z"]], dtype="object"),
    }
)


def who(**rule: object) -> str:
    """The leads that meet the rule, as a word."""
    return "".join(LEADS["lead_id"][meets(rule_of(rule), LEADS)])


@pytest.mark.parametrize(
    ("attribute", "comparison", "expected"),
    [
        ("n_employees", {"at_least": 50}, "bc"),
        ("n_employees", {"at_most": 50}, "ab"),
        ("n_employees", {"is": 50}, "b"),
        ("n_employees", {"one_of": [10, 51]}, "ac"),
        ("size", {"at_most": 50}, "ac"),
        ("seats", {"at_least": 1}, "ac"),
        ("seats", {"is": 3}, "c"),
        ("budget", {"is": False}, "b"),
        ("authority", {"is": True}, "a"),
        ("authority", {"is": False}, "c"),
        ("need", {"is": True}, "a"),
        ("need", {"is": "yes"}, "c"),
        ("timeline", {"is": True}, "a"),
        ("timeline", {"is": False}, "c"),
        ("region", {"is": "DACH"}, "a"),
        ("region", {"one_of": ["dach", "DACH", "Nordics"]}, "ac"),
        ("tier", {"is": "gold"}, "a"),
        ("tier", {"one_of": ["tin", "none such"]}, "c"),
    ],
)
def test_each_comparison_holds_for_its_leads_and_never_for_a_missing_value(
    attribute: str, comparison: dict, expected: str
) -> None:
    assert who(attribute=attribute, **comparison) == expected


@pytest.mark.parametrize(
    ("attribute", "comparison"),
    [
        ("revenue", {"at_least": 5}),  # text that looks like numbers
        ("revenue", {"is": 7}),
        ("n_employees", {"is": "50"}),
        ("budget", {"at_least": 1}),  # true is not 1
        ("budget", {"is": 1}),
        ("seats", {"is": True}),
        ("need", {"is": 1}),
        ("timeline", {"is": 1}),
        ("scores", {"is": 1}),
        ("authority", {"one_of": ["True", 1]}),
        ("tier", {"at_least": 1}),
        ("founded_on", {"at_least": 2001}),
        ("founded_on", {"is": True}),
        ("tags", {"is": "x"}),
        ("tags", {"at_least": 1}),
        ("nowhere", {"is": True}),
        ("nowhere", {"at_least": 0}),
    ],
)
def test_a_value_of_another_kind_meets_nothing(attribute: str, comparison: dict) -> None:
    assert who(attribute=attribute, **comparison) == ""


def test_all_takes_every_part_and_any_takes_one() -> None:
    large, rich = {"attribute": "n_employees", "at_least": 50}, {"attribute": "budget", "is": True}
    assert who(all=[large, rich]) == "c"
    assert who(any=[large, rich]) == "abc"
    assert who(any=[{"all": [large, rich]}, {"attribute": "tier", "is": "gold"}]) == "ac"


def test_a_history_gives_flags_and_numbers_with_missing_ones_back_as_rules_read_them() -> None:
    history = History.from_frames(LEADS.drop(columns=["need", "tags", "scores"]).assign(source="x"))
    held = history.query("SELECT * FROM leads ORDER BY lead_id")
    for rule, expected in (
        ({"attribute": "authority", "is": True}, "a"),
        ({"attribute": "seats", "at_most": 3}, "ac"),
        ({"attribute": "size", "is": 7}, "c"),
        ({"attribute": "tier", "is": "tin"}, "c"),
        ({"attribute": "region", "is": "dach"}, "c"),
    ):
        assert "".join(held["lead_id"][meets(rule_of(rule), held)]) == expected


def test_no_leads_meet_nothing() -> None:
    assert meets(rule_of({"attribute": "region", "is": "DACH"}), LEADS[:0]).tolist() == []


def test_an_attribute_that_no_lead_has_is_named_with_the_nearest_one() -> None:
    rule = rule_of({"any": [{"attribute": "regoin", "is": "x"}, {"attribute": "tier", "is": "y"}]})
    assert list(unknown_attributes(rule, LEADS)) == [
        "No lead has the attribute 'regoin'. Did you mean 'region'?"
    ]


def test_a_rule_on_activities_is_none_on_attributes() -> None:
    with pytest.raises(TypeError, match="not ActivityRule"):
        meets(rule_of({"activity": "webinar"}), LEADS)


def test_a_rule_that_asks_for_another_type_than_the_history_holds_is_told() -> None:
    leads = pd.DataFrame({"n_employees": ["60", "5"], "budget": ["yes", "no"]})
    large = AttributeRule(attribute="n_employees", at_least=50)
    (said,) = unknown_attributes(large, leads)
    assert said.endswith("asks for numbers, but 'n_employees' holds text: no lead meets it.")
    (said,) = unknown_attributes(AttributeRule(attribute="budget", is_=True), leads)
    assert "asks for yes or no, but 'budget' holds text" in said
    assert not list(unknown_attributes(AttributeRule(attribute="budget", is_="yes"), leads))
