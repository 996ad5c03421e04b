"""Rules as data, and the same in words."""

import pytest
from agreements import rules
from hypothesis import given
from pydantic import ValidationError

from alignment.agreement import AllOf, Rule, rule_of
from alignment.agreement.rule import number
from alignment.yaml_file import plain
from alignment.yaml_model import Part, attempted
from alignment.yaml_text import emit, parse


class Ruled(Part):
    rule: "AllOf"


def problems_of(text: str) -> list[tuple[int | None, str | None, str, str]]:
    document = parse(text.encode(), "r.yml")
    return [(p.row, p.column, p.found, p.advice) for p in attempted(Ruled, document)[1]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {"activity": "webinar", "at_least": 1, "within_days": 30},
            "at least one webinar in the last 30 days",
        ),
        ({"activity": "web_visit", "at_least": 3}, "web visit at least 3 times"),
        (
            {"activity": "web_visit", "at_least": 999999, "within_days": 36500},
            "web visit at least 999,999 times in the last 36,500 days",
        ),
        ({"activity": "call", "within_days": 1}, "at least one call in the last day"),
        ({"attribute": "n_employees", "at_least": 50}, "50 or more employees"),
        ({"attribute": "n_employees", "at_most": 1000}, "1,000 or fewer employees"),
        ({"attribute": "deal_size", "at_most": 2.5}, "deal size of 2.5 or less"),
        ({"attribute": "budget", "is": True}, "budget is yes"),
        ({"attribute": "country", "is": "Germany"}, "country is Germany"),
        ({"attribute": "n", "is": 1}, "n is 1"),
        (
            {"attribute": "seniority", "one_of": ["c_level", "director", "manager"]},
            "seniority is c level, director or manager",
        ),
        ({"score": {"at_least": 50}}, "a score of 50 or more"),
        ({"stage": "sql"}, "in stage SQL"),
    ],
)
def test_a_rule_reads_as_a_sentence(data: dict[str, object], sentence: str) -> None:
    assert rule_of(data).sentence() == sentence


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1e15, "1,000,000,000,000,000"),
        (12345678901.0, "12,345,678,901"),
        (2500.5, "2,500.5"),
        (0.1 + 0.2, "0.3"),
        (-1e12, "-1,000,000,000,000"),
        (1e300, "1e+300"),
    ],
)
def test_numbers_are_written_out_with_their_thousands_apart(value: float, said: str) -> None:
    assert number(value) == said


def test_a_rule_is_said_in_full_as_long_as_it_can_be_heard() -> None:
    parts = [{"stage": "sal"}] * 9
    assert rule_of({"all": parts[:8]}).spoken() == rule_of({"all": parts[:8]}).sentence()
    assert rule_of({"all": parts}).spoken() == "a rule of 9 conditions"
    assert rule_of({"all": [{"any": parts}] * 200}).spoken() == "a rule of 1,800 conditions"


def test_nested_rules_keep_their_meaning_in_words() -> None:
    either = {"any": [{"stage": "sal"}, {"stage": "sql"}]}
    both = rule_of({"all": [either, {"attribute": "n_employees", "at_least": 50}]})
    assert both.sentence() == "either in stage SAL or in stage SQL; and 50 or more employees"
    deep = rule_of({"any": [{"all": [either, {"stage": "lead"}]}, {"stage": "customer"}]})
    assert deep.sentence() == (
        "(either in stage SAL or in stage SQL; and in stage Lead); or in stage Customer"
    )
    three = {"all": [{"stage": stage} for stage in ("mql", "sal", "sql")]}
    assert rule_of({"any": [three, {"stage": "lead"}]}).sentence() == (
        "all of in stage MQL, in stage SAL and in stage SQL; or in stage Lead"
    )
    listed = {"attribute": "tier", "one_of": ["gold", "tin"]}
    assert rule_of({"all": [listed, {"stage": "lead"}]}).sentence() == (
        "tier is gold or tin, and in stage Lead"
    )
    assert rule_of({"any": [{"all": [{"stage": "sal"}]}]}).sentence() == "in stage SAL"


def test_each_node_has_exactly_one_form() -> None:
    found = problems_of(
        "rule:\n"
        "  all:\n"
        "    - {activty: webinar}\n"
        "    - {stage: mql, score: {at_least: 3}}\n"
        "    - {}\n"
        "    - webinar\n"
        "    - {any: []}\n"
    )
    assert [(row, column) for row, column, _, _ in found] == [
        (3, "rule.all[1]"),
        (4, "rule.all[2]"),
        (5, "rule.all[3]"),
        (6, "rule.all[4]"),
        (7, "rule.all[5].any"),
    ]
    assert found[0][3] == "Did you mean 'activity'?"
    assert found[1][2:] == ("keys (stage, score)", "Join several under `all:` or `any:`.")


def test_a_rule_on_an_unknown_key_is_refused_with_its_line() -> None:
    found = problems_of("rule:\n  all:\n    - activity: webinar\n      at_leest: 2\n")
    assert found == [
        (4, "rule.all[1].at_leest", "a key that is not known here", "Did you mean 'at_least'?")
    ]


@pytest.mark.parametrize("compared", ["", ", is: 1, at_least: 2", ", one_of: []", ", at_least: x"])
def test_an_attribute_is_compared_in_exactly_one_way(compared: str) -> None:
    ((row, column, _, _),) = problems_of(f"rule:\n  all:\n    - {{attribute: a{compared}}}\n")
    assert row == 3
    assert str(column).startswith("rule.all[1]")


@pytest.mark.parametrize("limit", ["at_least: 0", "within_days: 0", "within_days: 1.5"])
def test_an_activity_is_counted_in_whole_numbers_from_one(limit: str) -> None:
    ((_, column, _, _),) = problems_of(f"rule:\n  all:\n    - {{activity: a, {limit}}}\n")
    assert column == f"rule.all[1].{limit.split(':')[0]}"


def test_an_unknown_stage_is_refused() -> None:
    with pytest.raises(ValidationError, match="stage"):
        rule_of({"stage": "mqll"})


def test_yes_no_and_one_stay_what_they_are() -> None:
    rule = rule_of({"attribute": "a", "one_of": [True, 1, "1", "no"]})
    assert plain(rule) == {"attribute": "a", "one_of": [True, 1, "1", "no"]}
    assert rule.sentence() == "a is yes, 1, 1 or no"


@given(rules)
def test_a_rule_written_down_reads_back_the_same(rule: Rule) -> None:
    document = parse(emit({"rule": {"all": [plain(rule)]}}).encode(), "r.yml")
    found, problems = attempted(Ruled, document)
    assert problems == ()
    assert found == Ruled(rule=AllOf(all=(rule,)))


@given(rules)
def test_every_rule_has_leaves_and_a_sentence_that_names_each(rule: Rule) -> None:
    assert all(leaf.sentence() in rule.sentence() for leaf in rule.leaves())
