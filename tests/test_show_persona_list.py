"""Personas: written one by one, pasted by the hundred, a page of them at a time."""

import pytest

from alignment.briefs import Persona
from alignment.show.persona_list import AT_ONCE, UNREAD, PersonaList, personas_in
from alignment.show.widget_tree import every

HEAD = Persona(name="Head of quality", problem="Drift", message="Seen early")
ENGINEER = Persona(name="Plant engineer", message="Ten steps")


def typed(shown: PersonaList, line: int, **texts: str) -> None:
    boxes = dict(
        zip(("name", "problem", "message"), shown._list.children[line].children[:3], strict=True)
    )
    for name, text in texts.items():
        boxes[name].value = text


def pasted(shown: PersonaList, text: str) -> None:
    shown._pasted.value = text
    shown._put()


def test_personas_come_back_as_they_were_opened() -> None:
    shown = PersonaList((HEAD, ENGINEER))
    assert [Persona(**held) for held in shown.content] == [HEAD, ENGINEER]
    assert shown.problems == ()


def test_a_blank_line_is_no_persona_and_one_without_a_name_is_told() -> None:
    shown = PersonaList((HEAD,))
    shown._add()
    assert (len(shown.content), shown.problems) == (1, ())
    typed(shown, 1, problem=" Noise ")
    assert shown.problems == ("Persona 2: write who it is.",)
    typed(shown, 1, name="Welder")
    assert shown.content[1] == {"name": "Welder", "problem": "Noise", "message": ""}


def test_the_same_persona_twice_is_told() -> None:
    shown = PersonaList((HEAD, HEAD))
    assert shown.problems == ("Persona 2 is the same as persona 1: take one away.",)


def test_of_two_that_read_the_same_the_one_whose_button_is_pressed_goes() -> None:
    shown = PersonaList((HEAD, ENGINEER, HEAD))
    shown._list.children[2].children[-1].click()
    assert [held["name"] for held in shown.content] == ["Head of quality", "Plant engineer"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Welder | Noise | Quiet torch | and light",
            ["Welder", "Noise", "Quiet torch | and light"],
        ),
        ("Welder\tNoise, heat\tQuiet torch", ["Welder", "Noise, heat", "Quiet torch"]),
        ("Welder\tNoise | heat\tQuiet\ttorch", ["Welder", "Noise | heat", "Quiet torch"]),
        ("  Welder  ", ["Welder", "", ""]),
        ('"Why now?" askers | Noise', ['"Why now?" askers', "Noise", ""]),
        ('"Welder\tNoise', ['"Welder', "Noise", ""]),
        ('Welder\t"Noise\n\nand ""heat"""\tQuiet', ["Welder", 'Noise and "heat"', "Quiet"]),
    ],
)
def test_a_pasted_line_is_cut_at_the_tabs_of_a_spreadsheet_or_at_bars(
    text: str, parts: list[str]
) -> None:
    assert [list(held.values()) for held in personas_in(text)] == [parts]


def test_each_line_is_a_persona_whatever_ends_it() -> None:
    found = personas_in("Welder\tNoise\r\n \r\nFitter | Heat\n\t\nBuyer")
    assert [held["name"] for held in found] == ["Welder", "Fitter", "Buyer"]


def test_two_hundred_are_pasted_at_once_and_ten_of_them_are_in_sight() -> None:
    shown = PersonaList((HEAD,))
    lines = [f"Role {n} | Problem {n} | Message {n}" for n in range(200)]
    pasted(shown, "\n".join([*lines, "", lines[0], "Head of quality | Drift | Seen early"]))
    assert len(shown.content) == 201
    assert "200 personas put on the list. 2 lines stood there already." in shown._said.value
    assert len(shown._list.children) <= AT_ONCE
    assert len([*every(shown)]) < 100
    assert shown._shown.value == "201 to 201 of 201"
    shown._back.click()
    assert shown._shown.value == "191 to 200 of 201"
    typed(shown, 0, message="Another")
    assert shown.content[190] == {
        "name": "Role 189",
        "problem": "Problem 189",
        "message": "Another",
    }


def test_what_was_pasted_and_not_put_on_the_list_is_told() -> None:
    shown = PersonaList()
    shown._pasted.value = "Welder | Noise"
    assert shown.problems == (UNREAD,)
    shown._put()
    assert shown.problems == ()


def test_every_change_is_told() -> None:
    told: list[int] = []
    shown = PersonaList((HEAD,), lambda: told.append(1))
    shown._add()
    typed(shown, 1, name="Welder")
    shown._list.children[0].children[-1].click()
    assert len(told) == 3
