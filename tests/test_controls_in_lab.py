"""Controls that teams click and type in: JupyterLab's own shortcuts stay out of them."""

import json
import urllib.request
from collections.abc import Iterator
from typing import TYPE_CHECKING

import briefed
import pytest
import town
from lab import Lab

from alignment.agreement import Agreement
from alignment.files import home
from alignment.sealing import opened, seal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NOTEBOOK = "controls.ipynb"
SECRET = "nobody calls back"
RUN = "window.jupyterapp.commands.execute"
NOTEBOOK_SHOWN = "window.jupyterapp.shell.currentWidget"
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

SIGNING = (
    """
import pandas as pd
from pathlib import Path
from alignment.adopting import Signing
from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.proposals import propose
from alignment.show import controls
from alignment.show.agreeing import ComposingLevels
from alignment.show.sign_off import SignOff

class Backend:
    workspace = Path("agreed")
    agreement = Agreement.draft("Town <b>")
    beginnings = {"Agreed": agreement.service_levels}
    activities = {"sales": ("call", "dd <b>")}

    def composed(self, parts):
        hours = parts["service_levels"].sales.first_contact_within_hours
        row = dict(level="first_contact", promise="", unit="share", value=0.5, low=0.4, high=0.6,
                   n=20, verdict="BREACH")
        return Finding(pd.DataFrame([row]), f"Within {hours:g} hours: half.")

    def propose(self, parts):
        return propose(self.workspace, self.agreement, "levels", **parts)

backend = Backend()
backend.agreement.save(backend.workspace)
composing = ComposingLevels(backend)
composing
""",
    "controls.button('Propose these levels', composing.propose)",
    "SignOff(Signing(backend.workspace))",
)

BRIEFING = (
    """
from alignment.briefing import Briefing
from alignment.show import controls, entries
from alignment.show.approval import Approval
from alignment.show.brief_composing import ComposingBrief

briefing = Briefing.open("briefed", "fair")
entries.brief(briefing)
""",
    "composing = ComposingBrief(briefing)\ncomposing",
    "controls.button('Save the brief', composing.compose)",
    "Approval(briefing.approval)",
)


@pytest.fixture(scope="module")
def page(lab: Lab, browser: "Browser") -> Iterator["Page"]:
    opened = lab.written(browser, NOTEBOOK, CELLS)
    opened.get_by_text("0 in").wait_for()
    yield opened
    opened.close()


def saved(page: "Page", lab: Lab) -> str:
    """The notebook's file after saving it."""
    page.evaluate(f"{RUN}('docmanager:save')")
    return (lab.folder / NOTEBOOK).read_text(encoding="utf-8")


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
    said.get_by_text("Dd <b> at least 3 times in the last 30 days").wait_for()


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
    assert SECRET not in saved(page, lab)
    page.evaluate(f"{RUN}('@jupyter-widgets/jupyterlab-manager:saveWidgetState')")
    assert SECRET in saved(page, lab)  # what a room that asks for it gets, until it is sealed
    page.get_by_role("button", name="Seal Marketing’s answers").click()
    page.get_by_text("marketing 3 sealed").wait_for()
    page.get_by_text("1 in").wait_for()
    assert page.locator(".alignment-question").count() == 0
    page.wait_for_function(f"{NOTEBOOK_SHOWN}.context.model.dirty")  # so Lab saves it by itself
    held = saved(page, lab)
    assert '"widgets"' in held
    checkpoint = lab.folder / ".ipynb_checkpoints" / "controls-checkpoint.ipynb"
    for text in (held, checkpoint.read_text(encoding="utf-8")):
        assert SECRET not in text
        assert "Ann" not in text


def test_every_setting_of_ours_is_one_that_lab_knows(lab: Lab) -> None:
    ours = json.loads((home() / "templates" / "lab" / "overrides.json").read_text())
    for plugin, settings in ours.items():
        with urllib.request.urlopen(f"{lab.address}/lab/api/settings/{plugin}") as answer:
            known = json.load(answer)["schema"]["properties"]
        assert {name: known[name]["default"] for name in settings} == settings


def test_text_from_a_history_makes_no_markup(page: "Page") -> None:
    assert page.locator(".alignment-controls b").count() == 0


def test_levels_are_composed_proposed_and_signed_by_both(lab: Lab, browser: "Browser") -> None:
    page = lab.written(browser, "signing.ipynb", SIGNING)
    page.get_by_text("Within 8 hours: half.").wait_for()
    page.get_by_title("First contact, within, working hours").fill("3")
    page.keyboard.press("Tab")
    page.get_by_text("Within 3 hours: half.").wait_for()
    page.get_by_role("tab", name="Tasks").click()
    page.get_by_role("button", name="Add a task of Sales").click()
    page.get_by_title("What is done").fill("Call <b> back")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Propose these levels").click()
    page.get_by_text("Proposed in agreed").wait_for()
    page.get_by_role("button", name="Look again for proposals").click()
    page.get_by_label("Service levels, tasks and calendar (levels_v1_1)").check()
    page.get_by_text("Added: Task call b back: Sales – Call <b> back").nth(1).wait_for()
    for team, person in (("Marketing", "Ines <b>"), ("Sales", "Ruben")):
        page.get_by_label("Name").first.fill(person)
        page.get_by_label("Role").first.fill("Head")
        page.get_by_role("button", name=f"Sign for {team}").click()
        page.get_by_role("button", name="Sign", exact=True).click()
        page.get_by_text(f"Signed by {person}, Head").or_(
            page.get_by_text("Version 2 is in force, signed by Ines <b>").first
        ).first.wait_for()
    page.get_by_text("Nothing is proposed.").wait_for()
    now = Agreement.open(lab.folder / "agreed")
    assert (now.is_signed, now.first_contact_within_hours) == (True, 3)
    assert now.tasks["call_b_back"].task == "Call <b> back"
    assert page.locator(".alignment-controls b").count() == 0
    page.close()


def test_a_brief_is_answered_composed_and_approved_by_both(lab: Lab, browser: "Browser") -> None:
    town.history().save(lab.folder / "briefed")
    folder = briefed.begun(lab.folder / "briefed")
    briefed.written(folder)
    seal(folder.path, "marketing", "brief", "Ann", "Head", {"brief": briefed.EVERY})
    page = lab.written(browser, "briefing.ipynb", BRIEFING)
    page.get_by_role("button", name="Sales", exact=True).click()
    page.get_by_label("Your name").fill("Bob")
    page.get_by_label("Your role").fill("Head")
    for box in page.locator(".alignment-answering textarea").all():
        box.fill("Ten <b> deals")
    page.get_by_role("button", name="Seal Sales’ answers").click()
    page.get_by_text("Run the cells below to see them.").wait_for()
    page.get_by_label("Title").or_(page.locator(".alignment-title input")).first.fill("A <b> fair")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save the brief").click()
    page.get_by_text("Saved in").wait_for()
    page.get_by_role("button", name="Read the brief again").click()
    for team, person in (("Marketing", "Ines <b>"), ("Sales", "Ruben")):
        page.get_by_label("Name", exact=True).first.fill(person)
        page.get_by_label("Role", exact=True).first.fill("Head")
        page.get_by_role("button", name=f"Approve for {team}").click()
        page.get_by_role("button", name="Approve", exact=True).click()
        page.get_by_text(f"Approved by {person}, Head").wait_for()
    held = folder.open()
    assert (held.title, held.is_approved) == ("A <b> fair", True)
    said = opened(folder.path, "brief").answers["sales"].brief
    assert set(said.values()) == {"Ten <b> deals"}
    assert page.locator(".alignment-controls b").count() == 0
    page.close()
