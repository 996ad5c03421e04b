"""Controls around functions: a change is answered, an error is shown, nothing is lost."""

from datetime import date

import pandas as pd
import pytest

from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.show import controls


def compared(by: str, within_days: int) -> Finding:
    return Finding(pd.DataFrame({"n": [1]}), f"{by} within {within_days}", name="x")


def test_a_moved_slider_and_another_choice_change_the_finding_at_once() -> None:
    box = controls.explore(compared, {"Source": "source", "Owner": "owner"}, 90)
    choice, days, shown = box.children
    assert "source within 90" in shown.value
    days.value = 30
    assert "source within 30" in shown.value
    choice.value = "owner"
    assert "owner within 30" in shown.value


@pytest.mark.parametrize("horizon", [1, 90, 900])
def test_the_slider_starts_at_the_agreed_horizon_however_odd(horizon: int) -> None:
    box = controls.explore(compared, {"Source": "source"}, horizon)
    assert box.children[1].value == horizon


def test_a_decision_is_handed_over_as_it_was_filled_in() -> None:
    given = []
    box = controls.decide(lambda decision: given.append(decision) or "kept <b>")
    choice, owner, due_on, _dissent, row = box.children
    choice.value, owner.value, due_on.value = "Call on Fridays", "Ann", date(2026, 10, 1)
    row.children[0].click()
    assert given == [
        {"choice": "Call on Fridays", "owner": "Ann", "due_on": date(2026, 10, 1), "dissent": ""}
    ]
    assert "kept &lt;b&gt;" in row.children[1].value


def refused() -> str:
    raise AlignmentError("It lacks <an owner>.")


def test_a_refusal_is_shown_beside_the_button() -> None:
    row = controls.button("Save", refused)
    row.children[0].click()
    assert "It lacks &lt;an owner&gt;." in row.children[1].value


def test_a_run_without_anybody_to_click_raises_what_goes_wrong() -> None:
    with pytest.raises(AlignmentError):
        controls.button("Save", refused, is_pressed=True)


def test_a_question_is_asked_before_anything_is_done() -> None:
    done, asked = [], ["Sure <b>?"]

    def go() -> str:
        done.append(1)
        return "gone"

    row = controls.button("Go", go, ask=lambda: asked[0])
    pressed, said, asking = row.children
    pressed.click()
    assert (done, said.value, asking.children[0].value) == ([], "", "Sure &lt;b&gt;?")
    pressed.click()  # once more: it is asked once
    assert [each.description for each in asking.children[1:]] == ["Go", "Not now"]
    asking.children[2].click()
    assert (done, asking.children) == ([], ())
    pressed.click()
    asking.children[1].click()
    assert (len(done), said.value, asking.children) == (1, "<bdi>gone</bdi>", ())
    asked[0] = ""
    pressed.click()
    assert len(done) == 2


def test_what_cannot_be_asked_is_told_and_nothing_is_done() -> None:
    row = controls.button("Go", lambda: "gone", ask=refused)
    row.children[0].click()
    assert "It lacks &lt;an owner&gt;." in row.children[1].value


def test_a_run_without_anybody_to_click_is_asked_nothing() -> None:
    row = controls.button("Go", lambda: "gone", is_pressed=True, ask=refused, is_primary=False)
    assert (row.children[1].value, row.children[0].button_style) == ("<bdi>gone</bdi>", "")


@pytest.mark.parametrize(
    ("word", "n_pressed"), [("false", 0), ("No", 0), (0, 0), ("true", 1), ("1", 1), (1, 1)]
)
def test_the_words_that_papermill_hands_over_are_read(word: object, n_pressed: int) -> None:
    pressed = []
    controls.button("Save", lambda: pressed.append(1) or "done", is_pressed=word)  # type: ignore[arg-type]
    assert len(pressed) == n_pressed


def test_a_word_that_is_neither_stops_the_run() -> None:
    with pytest.raises(AlignmentError, match="save: found 'maybe'; expected True or False"):
        controls.button("Save", lambda: "done", is_pressed="maybe")  # type: ignore[arg-type]


class Room:
    """Where decisions are kept."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    @property
    def decided(self) -> Finding:
        table = pd.DataFrame({"choice": self.kept})
        return Finding(table, f"{len(self.kept)} decided so far.", name="decisions")

    def record(self, decision: dict[str, object]) -> str:
        if not decision["owner"]:
            raise AlignmentError("It lacks an owner.")
        self.kept.append(str(decision["choice"]))
        return "Recorded."


def test_a_recorded_decision_is_shown_and_its_fields_are_empty_again() -> None:
    room = Room()
    box = controls.decide(room.record, room)
    choice, owner, due_on, dissent, row, shown = box.children
    first_day = due_on.value
    choice.value, owner.value, dissent.value = "Call <b>", "Ann", "Bob"
    due_on.value = date(2026, 10, 1)
    assert shown.value == ""
    row.children[0].click()
    assert "1 decided so far." in shown.value
    assert "Call &lt;b&gt;" in shown.value
    assert [choice.value, owner.value, due_on.value, dissent.value] == ["", "", first_day, ""]


def test_a_refused_decision_keeps_what_was_typed() -> None:
    room = Room()
    box = controls.decide(room.record, room)
    choice, _owner, _due_on, _dissent, row, shown = box.children
    choice.value = "Call"
    row.children[0].click()
    assert (choice.value, shown.value) == ("Call", "")
    assert "It lacks an owner." in row.children[1].value
