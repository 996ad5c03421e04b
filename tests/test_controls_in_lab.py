"""Controls that teams click and type in: JupyterLab's own shortcuts stay out of them."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import nbformat
import pytest
from lab import Lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NOTEBOOK = "controls.ipynb"
SECRET = "nobody calls back"
CELLS = (
    """
from types import SimpleNamespace as Held
from alignment.measures.vocabulary import Attribute, Vocabulary
from alignment.show.rating_grid import RatingGrid
from alignment.show.rule_builder import RuleBuilder
from alignment.show.sealed_entry import SealedEntry

vocabulary = Vocabulary(
    {"demo": 30, "dd <b>": 12}, {"tier": Attribute("text", ("gold", "tin"), n_known=9, n_values=2)},
    ("mql",), 90.0,
)
asked = [Held(id="q", topic="Leads", asked="Who <b>calls</b>?", low="none", high="all", hint="")]
sealed = []

def seal(*entry):
    sealed.append(entry)
    return f"{entry[0]} {entry[3]['ratings']['q']['rating']} sealed"

teams = {"marketing": "Marketing", "sales": "Sales"}
RuleBuilder(vocabulary)
""",
    "SealedEntry(teams, lambda team, given: RatingGrid(asked), seal, lambda: f'{len(sealed)} in')",
    "'a cell to lose'",
)


@pytest.fixture(scope="module")
def page(lab: Lab, browser: "Browser") -> Iterator["Page"]:
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in CELLS]
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": python})
    nbformat.write(made, lab.folder / NOTEBOOK)
    opened = lab.run(browser, NOTEBOOK)
    opened.get_by_text("0 in").wait_for()
    yield opened
    opened.close()


def n_cells(page: "Page") -> int:
    return page.locator(".jp-CodeCell").count()


def test_a_rule_is_clicked_together_and_said(page: "Page") -> None:
    page.get_by_role("button", name="Add condition").click()
    page.get_by_text("Condition 1: choose an activity.").wait_for()
    activity = page.locator(".alignment-choice select").first
    activity.select_option("dd <b> · 12 leads")
    said = page.locator(".alignment-said")
    said.get_by_text("At least one dd <b> in the last 30 days").wait_for()
    page.locator(".alignment-count input").first.fill("3")
    page.keyboard.press("Tab")
    said.get_by_text("Dd <b> 3+ times in the last 30 days").wait_for()


def test_keys_in_a_list_on_a_button_and_in_a_text_delete_no_cell(page: "Page") -> None:
    page.get_by_role("button", name="Marketing", exact=True).click()
    words = page.locator(".alignment-question textarea")
    words.wait_for()
    three = page.get_by_role("button", name="3", exact=True)
    for control in (page.locator(".alignment-choice select").first, words, three):
        control.focus()
        page.keyboard.type("dd3")
    page.wait_for_timeout(200)
    assert n_cells(page) == len(CELLS)
    assert page.locator(".jp-MarkdownCell").count() == 0
    assert words.input_value() == "dd3"


def test_what_is_sealed_is_gone_from_the_page_and_from_the_file(page: "Page", lab: Lab) -> None:
    page.get_by_label("Your name").fill("Ann")
    page.get_by_label("Your role").fill("Head")
    page.locator(".alignment-question textarea").fill(SECRET)
    page.get_by_role("button", name="3", exact=True).click()
    page.get_by_role("button", name="Sales", exact=True).click()
    page.get_by_text("Discard what Marketing typed?").wait_for()
    page.get_by_role("button", name="Keep writing").click()
    page.get_by_role("button", name="Seal Marketing’s answers").click()
    page.get_by_text("marketing 3 sealed").wait_for()
    page.get_by_text("1 in").wait_for()
    assert page.locator(".alignment-question").count() == 0
    page.evaluate(
        "async () => { const run = (id, args) => window.jupyterapp.commands.execute(id, args);"
        "await run('@jupyter-widgets/jupyterlab-manager:saveWidgetState');"
        "await run('docmanager:save'); }"
    )
    held = json.loads((lab.folder / NOTEBOOK).read_text(encoding="utf-8"))
    assert "widgets" in held["metadata"]
    assert SECRET not in json.dumps(held)
    assert "Ann" not in json.dumps(held["metadata"])


def test_text_from_a_history_makes_no_markup(page: "Page") -> None:
    assert page.locator(".alignment-controls b").count() == 0
