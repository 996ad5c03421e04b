"""Models read from YAML: every problem at its line, in words."""

import pytest
from pydantic import Field

from alignment.errors import AgreementError, MappingError, Problem
from alignment.yaml_model import Number, Part, Text, Value, attempted, built, checked
from alignment.yaml_text import parse


class Wheel(Part):
    size: int = Field(ge=1)


class Cart(Part):
    name: Text
    load: Number = 0
    wheels: tuple[Wheel, ...] = ()
    note: Value = "none"


def problems_of(text: str) -> list[Problem]:
    return list(attempted(Cart, parse(text.encode(), "cart.yml"))[1])


def test_a_good_text_becomes_the_model() -> None:
    cart = checked(Cart, parse(b"name: Ox\nload: 3\nwheels: [{size: 2}]\n", "cart.yml"), "No.")
    assert cart == Cart(name="Ox", load=3, wheels=(Wheel(size=2),))


def test_every_problem_is_told_at_once_in_the_order_of_the_lines() -> None:
    found = problems_of("load: heavy\nwheels:\n  - size: 0\n  - sise: 1\nload: 3\n")
    assert [(p.row, p.column) for p in found] == [
        (1, "name"),
        (1, "load"),
        (3, "wheels[1].size"),
        (4, "wheels[2].size"),
        (4, "wheels[2].sise"),
        (5, "load"),
    ]


def test_an_unknown_key_brings_the_nearest_known_one() -> None:
    (problem,) = problems_of("name: Ox\nlaod: 1\n")
    assert (problem.row, problem.column, problem.advice) == (2, "laod", "Did you mean 'load'?")


def test_text_is_not_taken_for_a_number_nor_a_number_for_text() -> None:
    number, text = problems_of("name: 12\nload: '3'\n")
    assert (number.found, number.expected, number.advice) == ("12", "a text", "Put it in quotes.")
    assert (text.found, text.expected) == ("'3'", "a number")


@pytest.mark.parametrize("load", [".inf", "-.inf", ".nan"])
def test_a_number_without_end_is_refused(load: str) -> None:
    (problem,) = problems_of(f"name: Ox\nload: {load}\n")
    assert problem.expected == "a finite number"


def test_a_list_where_one_value_belongs_is_one_problem() -> None:
    (problem,) = problems_of("name: Ox\nnote: [1]\n")
    assert (problem.found, problem.expected) == (
        "a list of 1",
        "a text, a number, true or false",
    )


@pytest.mark.parametrize(
    ("text", "found"), [("", "an empty file"), ("# only\n", "an empty file"), ("- 1\n", "a list")]
)
def test_a_text_without_keys_says_which_keys_belong_there(text: str, found: str) -> None:
    (problem,) = problems_of(text)
    assert problem.found.startswith(found)
    assert "name, load" in problem.expected


def test_the_caller_chooses_the_error() -> None:
    with pytest.raises(MappingError, match=r"No cart\.\n  - cart.yml, row 1"):
        checked(Cart, parse(b"x: 1\n", "cart.yml"), "No cart.", MappingError)


def test_values_from_a_program_fail_with_the_same_words() -> None:
    with pytest.raises(AgreementError) as caught:
        built(Cart, {"name": " ", "load": "x"}, "cart", "No cart.")
    assert [(p.where, p.column) for p in caught.value.problems] == [
        ("cart", "name"),
        ("cart", "load"),
    ]


def test_half_of_a_character_is_refused_wherever_it_stands() -> None:
    values = {"name": "O\ud83d", "note": "\udc00", "wheels": ({"size": 0},)}
    with pytest.raises(AgreementError) as caught:
        built(Cart, values, "the cart", "No cart.")
    told = str(caught.value)
    assert "name: found half of a character" in told
    assert "note: found half of a character" in told
    assert "wheels[1].size" in told
    assert built(Cart, {"name": "O\U0001f600"}, "the cart", "No cart.").name == "O\U0001f600"
