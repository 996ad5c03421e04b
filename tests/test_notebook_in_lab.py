"""What people click in JupyterLab: the review's controls, in a real browser."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lab import Lab

from alignment.decisions import Decisions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workspace(lab: Lab) -> Path:
    return lab.folder / "workspace"


@pytest.fixture(scope="module")
def review(lab: Lab, browser: "Browser") -> Iterator["Page"]:
    """The review's notebook, run from top to bottom."""
    page = lab.run(browser, "notebooks/6_review_month.ipynb")
    page.get_by_role("button", name="Save the figures").wait_for()
    yield page
    page.close()


def test_a_run_in_lab_shows_every_sentence_and_paints_its_charts(review: "Page") -> None:
    assert review.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
    review.get_by_role("heading", name="Did we keep what we agreed?").scroll_into_view_if_needed()
    review.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert review.locator(".finding .sentence").count() >= 12
    assert review.locator(".jp-CodeCell .jp-InputArea-editor:visible").count() == 0


def test_another_comparison_is_answered_at_once(review: "Page") -> None:
    review.get_by_role("button", name="Region", exact=True).click()
    sentence = review.locator(".widget-html .finding .sentence")
    sentence.filter(has_text="named region").wait_for()
    review.locator(".widget-slider .noUi-handle").focus()
    for _ in range(3):
        review.keyboard.press("ArrowLeft")
    review.locator(".widget-html .finding .caveats").filter(
        has_text="won within 117 days"
    ).wait_for()


def test_a_decision_is_refused_with_what_it_lacks_and_then_recorded(
    review: "Page", workspace: Path
) -> None:
    record = review.get_by_role("button", name="Record the decision")
    record.click()
    review.get_by_text("The decision is not complete").wait_for()
    review.get_by_label("We decide").fill("Call on Fridays <b>")
    review.get_by_label("Owner").fill("Ines Rohrbach")
    review.get_by_label("Done by").fill("2026-10-16")
    review.get_by_label("Who disagrees").click()  # leaving a field hands its value over
    record.click()
    review.get_by_text("Recorded in").wait_for()
    decision = Decisions.open(workspace).decisions[-1]
    assert decision.choice == "Call on Fridays <b>"
    assert (decision.month, decision.due_on) == ("2026-09", date(2026, 10, 16))


def test_the_figures_are_saved_by_a_click(review: "Page", workspace: Path) -> None:
    review.get_by_role("button", name="Save the figures").click()
    review.locator(".widget-html bdi").filter(has_text="reports").wait_for()
    assert (workspace / "reports" / "2026-09" / "metrics.json").is_file()
