"""The live panel without a kernel: what Python takes, keeps and sends, and what a page does."""

import base64
import math
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.errors import AlignmentError
from alignment.show import theme
from alignment.show.panel import (
    Answer,
    Chart,
    Handle,
    Limit,
    Note,
    Panel,
    Pressed,
    Series,
    Slider,
    widget,
)
from alignment.show.panel.frame import packed, spoken, unpacked
from alignment.show.panel.slider import checked, taken
from alignment.show.panel.steps import MOST_KEPT, Steps

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

POINTS = Slider("points", "Points", -5, 10, 0.5, agreed=1)
UP = Slider("up", "Hand off at", 0, 100, 1, "Thresholds", 60, "points")
AGREED = {"points": 1.0, "up": 60.0}
X = np.arange(5.0)


def rising(values: Mapping[str, float]) -> Answer:
    """A line that rises by the points; below none it fails."""
    if values["points"] < 0:
        raise AlignmentError("No score falls.")
    chart = Chart("Rising", [Series("line", X, X * values["points"])], handles=[Handle("up", "At")])
    return Answer(f"{values['points']:g} at {values['up']:g}", [chart])


def made(**more: object) -> Panel:
    return Panel([POINTS, UP], AGREED, more.pop("answer", rising), **more)  # type: ignore[arg-type]


def header(panel: Panel) -> dict:
    return unpacked(panel.frame)[0]


def asked(panel: Panel, **message: object) -> dict:
    """The header of the frame that answers a message of the browser."""
    panel._handle_custom_msg(message, [])
    return header(panel)


# sliders


@given(
    least=st.integers(-50, 50),
    n_steps=st.integers(1, 400),
    step=st.sampled_from([0.1, 0.25, 0.5, 1.0, 3.0]),
    wished=st.floats(-1e9, 1e9),
)
def test_whatever_is_wished_lies_on_a_step_within_the_range(
    least: int, n_steps: int, step: float, wished: float
) -> None:
    slider = Slider("s", "S", least, least + n_steps * step, step)
    value = taken([slider], {"s": float(least)}, {"s": wished})[0]["s"]
    steps = (value - least) / step
    assert abs(steps - round(steps)) < 1e-6
    assert slider.least <= value <= slider.most
    assert slider.nearest(value) == value


@pytest.mark.parametrize("wished", [math.nan, math.inf, -math.inf, "7", None, True, [1], 10**400])
def test_what_is_no_number_moves_nothing_and_is_named(wished: object) -> None:
    values, refused = taken([POINTS], {"points": 2.0}, {"points": wished})
    assert values == {"points": 2.0}
    assert "Points needs a number" in refused[0]


@pytest.mark.parametrize("wished", [None, 3, "x", [1, 2]])
def test_values_that_are_no_mapping_move_nothing(wished: object) -> None:
    assert taken([POINTS], {"points": 2.0}, wished) == (
        {"points": 2.0},
        ("The browser sent no values.",),
    )


def test_an_unknown_name_is_refused_and_the_known_ones_are_taken() -> None:
    values, refused = taken([POINTS], {"points": 2.0}, {"pionts": 1, "points": 3})
    assert (values, refused) == ({"points": 3.0}, ("There is no slider 'pionts'.",))


def test_a_value_of_the_programs_own_is_never_rounded_but_refused_with_all_others() -> None:
    with pytest.raises(AlignmentError) as caught:
        checked([POINTS, UP], {"points": 1.2, "up": 101, "upp": 1}, "preset")
    assert [problem.column for problem in caught.value.problems] == ["points", "up", "upp"]
    assert "in steps of 0.5" in str(caught.value)
    assert "Did you mean 'up'?" in str(caught.value)


def test_a_slider_without_a_range_is_refused() -> None:
    with pytest.raises(AlignmentError, match="the least below the most"):
        Slider("s", "S", 5, 5, 1)


# steps back


def test_undo_goes_back_to_where_it_rested_before_and_stays_at_the_first() -> None:
    steps = Steps({"a": 1})
    steps.settle({"a": 2})
    steps.settle({"a": 2})
    assert steps.undo({"a": 7}) == {"a": 2}  # a movement not yet at rest
    assert steps.undo({"a": 2}) == {"a": 1}
    assert steps.undo({"a": 1}) == {"a": 1}
    assert not steps.can_undo({"a": 1})


def test_only_so_many_steps_are_kept() -> None:
    steps, value = Steps({"a": 0}), {"a": MOST_KEPT + 50.0}
    for at in range(1, MOST_KEPT + 51):
        steps.settle({"a": at})
    for _ in range(2 * MOST_KEPT):
        value = steps.undo(value)
    assert value == {"a": 51}


# frames


def test_a_frame_holds_every_number_and_a_shared_array_once() -> None:
    y = np.array([1, np.nan, 3])
    x = np.array([0.0, 1, 2])
    chart = Chart("c", [Series("s", x, y, y - 1, y + 1), Series("t", x, y)])
    said, body = spoken(Answer("ü", [chart]))
    frame = packed({"n": 1, **said}, body)
    head, numbers = unpacked(frame)
    first, second = head["charts"][0]["series"]
    assert (first["x"], first["y"], first["low"], first["high"]) == ([0, 3], [3, 3], [6, 3], [9, 3])
    assert (second["x"], second["y"]) == ([0, 3], [3, 3])
    np.testing.assert_array_equal(numbers, np.concatenate([x, y, y - 1, y + 1]))
    assert (len(frame) - numbers.nbytes) % 8 == 0


def test_a_limit_without_a_value_is_not_drawn() -> None:
    chart = Chart("c", [], limits=[Limit("capacity", math.nan), Limit("zero", 0)])
    (told,) = spoken(Answer("", [chart]))[0]["charts"]
    assert [limit["label"] for limit in told["limits"]] == ["zero"]


def test_arrays_of_different_lengths_are_refused_by_the_name_of_their_series() -> None:
    with pytest.raises(AlignmentError, match="precision"):
        Series("precision", [1, 2], [1, 2, 3])
    with pytest.raises(AlignmentError, match="one end of an interval"):
        Series("precision", [1, 2], [1, 2], low=[0, 1])


# the panel


def test_a_question_is_answered_with_its_receipt_and_the_values_python_holds() -> None:
    panel = made()
    answer = asked(panel, client="c", number=3, values={"points": 2.2, "up": 400})
    assert answer["receipt"] == {"client": "c", "number": 3}
    assert answer["values"] == panel.values == {"points": 2.0, "up": 100.0}
    assert answer["sentence"] == "2 at 100"
    assert answer["can_undo"]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"values": 3},
        {"values": {"points": "x"}},
        {"press": "Undo"},
        {"client": 3, "number": "x"},
    ],
)
def test_a_nonsensical_message_changes_nothing(message: dict) -> None:
    panel = made()
    assert asked(panel, **message)["values"] == AGREED


def test_what_cannot_be_answered_is_told_over_the_earlier_charts() -> None:
    panel = made()
    drawn = header(panel)["charts"]
    failed = asked(panel, values={"points": -1})
    assert (failed["error"], failed["is_stale"]) == ("No score falls.", True)
    assert (failed["charts"], failed["values"]["points"]) == (drawn, -1)
    mended = asked(panel, values={"points": 3})
    assert (mended["error"], mended["is_stale"]) == ("", False)


def test_an_error_of_the_program_is_named_and_kept_for_whoever_looks_into_it() -> None:
    def broken(values: Mapping[str, float]) -> Answer:
        raise ZeroDivisionError("by zero")

    panel = made(answer=broken)
    assert header(panel)["error"] == "ZeroDivisionError: by zero"
    assert isinstance(panel.failure, ZeroDivisionError)
    assert "Live panel, 2 sliders." in repr(panel)


def test_a_button_moves_the_sliders_and_undo_takes_it_back() -> None:
    panel = made(buttons={"Take": lambda values: Pressed({"points": 4}, "Taken.")})
    pressed = asked(panel, values={"up": 70}, press="Take")
    assert pressed["values"] == {"points": 4.0, "up": 70.0}
    assert pressed["said"] == "Taken."
    assert asked(panel, values=panel.values, press="Undo")["values"] == {"points": 1.0, "up": 70.0}
    assert asked(panel, values=panel.values, press="Undo")["values"] == AGREED
    assert not header(panel)["can_undo"]


def test_a_button_that_fails_or_asks_too_much_moves_nothing_and_says_so() -> None:
    buttons: dict[str, Callable] = {
        "Divide": lambda values: 1 / 0,
        "Leap": lambda values: Pressed({"points": 99}),
    }
    panel = made(buttons=buttons)
    panel.press("Divide")
    assert header(panel)["error"] == "ZeroDivisionError: division by zero"
    panel.press("Leap")
    assert "found 99" in header(panel)["error"]
    panel.press("Fly")
    assert header(panel)["error"] == "There is no button 'Fly'."
    assert (panel.values, header(panel)["is_stale"]) == (AGREED, False)


def test_a_slider_moved_before_another_had_come_to_rest_is_a_step_of_its_own() -> None:
    panel = made()
    asked(panel, values={"points": 2})
    asked(panel, values={"points": 2, "up": 70}, before={"points": 2, "up": 60})
    panel.press("Undo")
    assert panel.values == {"points": 2.0, "up": 60.0}


def test_notes_given_as_a_function_are_made_when_asked_for_and_the_earlier_ones_stay() -> None:
    def slowly(values: Mapping[str, float]) -> Answer:
        rows = [[f"{1 / values['points']:g}"]]
        return Answer("", [], lambda: [Note("Slow", ["n"], rows)])

    panel = made(answer=slowly)
    assert (header(panel)["notes"], header(panel)["are_notes_due"]) == ([], True)
    first = asked(panel, wants_notes=True)
    assert (first["notes"][0]["rows"], first["are_notes_due"]) == ([["1"]], False)
    moved = asked(panel, values={"points": 2})
    assert (moved["notes"], moved["are_notes_due"]) == (first["notes"], True)
    assert asked(panel, wants_notes=True)["notes"][0]["rows"] == [["0.5"]]
    before = header(panel)["n"]
    assert asked(panel, wants_notes=True)["n"] == before


def test_notes_that_cannot_be_made_leave_the_charts() -> None:
    def broken() -> list[Note]:
        raise AlignmentError("No names.")

    panel = made(answer=lambda values: Answer("said", [], broken))
    failed = asked(panel, wants_notes=True)
    assert (failed["error"], failed["is_stale"], failed["sentence"]) == ("No names.", False, "said")


def test_moved_from_python_it_draws_at_once() -> None:
    panel = made()
    panel.move({"up": 65})
    assert header(panel)["sentence"] == "1 at 65"
    with pytest.raises(AlignmentError):
        panel.move({"up": 65.5})


def test_a_panel_that_cannot_be_made_says_all_that_is_wrong() -> None:
    with pytest.raises(AlignmentError) as caught:
        Panel([UP, UP, POINTS], {"up": 60}, rising, {"Undo": lambda values: Pressed()})
    assert len(caught.value.problems) == 3
    with pytest.raises(AlignmentError, match="from -5 to 10"):
        made(presets={"Wild": {"points": 11}})


def test_where_no_widget_can_be_drawn_the_sentence_stands() -> None:
    bundle = made()._repr_mimebundle_()
    assert bundle is not None
    assert bundle[0]["text/plain"] == "Live panel, 2 sliders. 1 at 60"


def test_importing_what_notebooks_show_leaves_widgets_alone() -> None:
    code = "import sys, alignment.show; print('anywidget' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_every_script_beside_the_panel_is_sent() -> None:
    folder = Path(widget.__file__).parent / "browser"
    assert sorted(path.stem for path in folder.glob("*.js")) == sorted(widget._SCRIPTS)


@pytest.mark.parametrize("name", ["marketing", "sales", "good", "bad", "quiet", "warning"])
def test_light_colours_are_those_of_every_other_chart(name: str) -> None:
    found = re.search(rf"--panel-{name}: (#\w+);", Panel._css)
    assert found
    assert found[1] == getattr(theme, name.upper())


# in a page without Jupyter: a model that answers when the test says so

BARE = """async ([script, controls, frame]) => {
  const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  const state = { controls, frame: bytes(frame) };
  const listeners = [];
  window.sent = [];
  window.give = (text) => { state.frame = bytes(text); listeners.forEach((hear) => hear()); };
  const model = { get: (name) => state[name], on: (_, hear) => listeners.push(hear), off() {},
                  send: (message) => sent.push(message) };
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  window.module = await import(address);
  window.module.default.render({ model, el: document.body });
}"""
INNER = "\nexport { roundAxis, onAxis, inWords, plain };"


def given_to(page: "Page", panel: Panel) -> None:
    page.evaluate("text => give(text)", base64.b64encode(panel.frame).decode())


@pytest.fixture
def bare(browser: "Browser") -> Iterator[Callable[[Panel], "Page"]]:
    pages = []

    def shown(panel: Panel) -> "Page":
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        pages.append(page)
        page.set_default_timeout(20_000)
        page.set_content("<!doctype html><body></body>")
        page.add_style_tag(content=Panel._css)
        frame = base64.b64encode(panel.frame).decode()
        page.evaluate(BARE, [Panel._esm + INNER, panel.controls, frame])
        page.wait_for_timeout(100)
        return page

    yield shown
    for page in pages:
        page.close()


@pytest.mark.browser
def test_one_question_is_under_way_and_behind_it_only_the_latest_wish(bare: Callable) -> None:
    panel = made()
    page = bare(panel)
    slider = page.get_by_label("Hand off at", exact=True).first
    for value in ("61", "62", "63", "64"):
        slider.fill(value)
    (first,) = page.evaluate("sent")
    assert first["values"]["up"] == 61
    asked(panel, **first)
    given_to(page, panel)
    assert [message["values"]["up"] for message in page.evaluate("sent")] == [61, 64]
    # while the wish is ahead, the slider stays where the hand is
    assert (slider.input_value(), page.locator(".sentence").inner_text()) == ("64", "1 at 61")
    asked(panel, **page.evaluate("sent[1]"))
    given_to(page, panel)
    assert page.locator(".sentence").inner_text() == "1 at 64"
    page.wait_for_function("sent.length == 3")
    assert page.evaluate("sent[2]") == {"is_settled": True}


@pytest.mark.browser
def test_a_frame_older_than_what_is_shown_is_dropped(bare: Callable) -> None:
    panel = made()
    panel.move({"up": 61})
    old = panel.frame
    panel.move({"up": 62})
    page = bare(panel)
    page.evaluate("text => give(text)", base64.b64encode(old).decode())
    assert page.locator(".sentence").inner_text() == "1 at 62"


@pytest.mark.browser
def test_text_from_a_crm_stays_text_wherever_it_stands(bare: Callable) -> None:
    evil = "<img src=x onerror='window.hit=1'>$x$"

    def hostile(values: Mapping[str, float]) -> Answer:
        chart = Chart(evil, [Series(evil, X, X), Series("b", X, X)], evil, x_names=[evil] * 5)
        said = Chart("said", [], said=evil)
        return Answer(evil, [chart, said], [Note(evil, [evil], [[evil]], evil)], [evil])

    slider = Slider("s", evil, 0, 1, 1, evil, 0, evil)
    panel = Panel(
        [slider], {"s": 1}, hostile, {evil: lambda values: Pressed(None, evil)}, {evil: {"s": 0}}
    )
    panel.press(evil)
    page = bare(panel)
    box = page.locator("canvas").first.bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    assert page.locator(".read-out:visible").inner_text().count(evil) == 2
    assert page.get_by_text(evil).count() >= 10
    assert (page.locator("img").count(), page.evaluate("window.hit")) == (0, None)


@pytest.mark.browser
def test_arrow_keys_read_a_chart_and_a_gap_is_told(bare: Callable) -> None:
    y = np.array([0.1, np.nan, 0.25, 0.5, 1])
    months = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
    series = Series("rate", X, y, y - 0.05, np.minimum(y + 0.05, 1))
    panel = made(
        answer=lambda values: Answer("", [Chart("c", [series], "", "share", x_names=months)])
    )
    page = bare(panel)
    page.locator("canvas").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".read-out").inner_text().split("\n") == [
        "2026-01",
        "rate",
        "10% (5% to 15%)",
    ]
    page.keyboard.press("ArrowRight")
    assert page.locator(".read-out").inner_text().split("\n") == ["2026-02", "rate", "–"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("low", "high", "most", "is_whole", "ticks"),
    [
        (0, 1, 4, False, [0, 0.25, 0.5, 0.75, 1]),
        (0, 3, 6, True, [0, 1, 2, 3]),
        (-41000, 9000, 4, False, [-60000, -40000, -20000, 0, 20000]),
        (0, 0, 5, False, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (7, 7, 4, False, [0, 2, 4, 6, 8]),
    ],
)
def test_axes_stand_at_round_values_that_cover_the_data(
    bare: Callable, low: float, high: float, most: int, is_whole: bool, ticks: list
) -> None:
    given_axis = [low, high, most, is_whole]
    assert bare(made()).evaluate("a => module.roundAxis(...a).ticks", given_axis) == ticks
