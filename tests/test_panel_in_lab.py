"""The live panel in JupyterLab: moved by hand, reloaded, seen twice, in the dark."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from lab import Lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NOTEBOOK = "panel.ipynb"
CELLS = (
    """
import numpy as np
from alignment.show.panel import Answer, Chart, Handle, Panel, Pressed, Series, Slider

x = np.arange(101.0)

def answer(values):
    if values["slope"] < 0:
        raise ValueError("<b>falls</b>")
    handles = [Handle("at", "Hand off at")]
    curve = Series("curve", x, x * values["slope"])
    return Answer(f"{values['at'] * values['slope']:g} at {values['at']:g}", [
        Chart("Rising", [curve], "points", handles=handles)
    ])

sliders = [Slider("at", "At", 0, 100, 1, "Group", 50), Slider("slope", "Slope", -1, 9, 1, "", 2)]
panel = Panel(sliders, {"at": 50, "slope": 2}, answer,
              {"Double": lambda v: Pressed({"slope": 4}, "Doubled.")})
panel
""",
    "panel",
)


@pytest.fixture(scope="module")
def page(lab: Lab, browser: "Browser") -> Iterator["Page"]:
    """A notebook that shows one panel twice."""
    opened = lab.written(browser, NOTEBOOK, CELLS)
    opened.locator(".alignment-panel").nth(1).wait_for()
    yield opened
    opened.close()


def says(page: "Page", sentence: str, view: int = 0) -> None:
    """Wait until a view of the panel says so."""
    found = page.locator(".alignment-panel").nth(view).locator(".sentence")
    found.filter(has_text=sentence).wait_for()


def pixels(page: "Page", view: int = 0) -> str:
    """What the first chart of a view looks like now."""
    return (
        page.locator(".alignment-panel").nth(view).locator("canvas").evaluate("c => c.toDataURL()")
    )


def test_a_slider_moves_both_views_of_a_panel(page: "Page") -> None:
    says(page, "100 at 50", 1)
    before = pixels(page, 1)
    page.get_by_label("Slope", exact=True).first.focus()
    page.keyboard.press("ArrowRight")
    says(page, "150 at 50")
    says(page, "150 at 50", 1)
    assert pixels(page, 1) != before
    assert page.get_by_label("Slope", exact=True).nth(1).input_value() == "3"


def test_a_handle_is_dragged_on_the_chart(page: "Page") -> None:
    handle = page.locator(".handle").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 8
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 500, y, steps=6)
    page.mouse.up()
    says(page, "300 at 100")
    assert handle.get_attribute("aria-valuenow") == "100"


def test_what_fails_is_said_as_text_and_the_charts_stay(page: "Page") -> None:
    before = pixels(page)
    page.get_by_label("Slope, number").first.fill("-1")
    error = page.locator(".alignment-panel .error").first
    error.filter(has_text="ValueError: <b>falls</b>").wait_for()
    assert pixels(page) == before
    assert page.locator(".error b").count() == 0
    page.get_by_role("button", name="Undo").first.click()
    says(page, "300 at 100")
    error.wait_for(state="hidden")


def test_a_button_and_then_undo(page: "Page") -> None:
    page.get_by_role("button", name="Double").first.click()
    says(page, "400 at 100")
    page.locator(".alignment-panel .said").filter(has_text="Doubled.").first.wait_for()
    page.get_by_role("button", name="Undo").first.click()
    says(page, "300 at 100")


def test_another_theme_repaints_the_charts(page: "Page") -> None:
    light = pixels(page)
    panel = page.locator(".alignment-panel").first
    change = (
        "name => void window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})"
    )
    page.evaluate(change, "JupyterLab Dark")
    page.wait_for_function("document.querySelector('.alignment-panel').dataset.theme == 'dark'")
    page.wait_for_timeout(100)
    assert pixels(page) != light
    assert panel.evaluate("e => getComputedStyle(e).backgroundColor") != "rgb(255, 255, 255)"
    page.evaluate(change, "JupyterLab Light")
    page.wait_for_function("document.querySelector('.alignment-panel').dataset.theme == 'light'")


def test_a_reloaded_page_shows_what_python_holds(page: "Page") -> None:
    page.evaluate("void window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_timeout(1000)
    page.reload()
    says(page, "300 at 100")
    assert page.get_by_label("At", exact=True).first.input_value() == "100"
    page.get_by_label("At", exact=True).first.focus()
    page.keyboard.press("ArrowLeft")
    says(page, "297 at 99")
