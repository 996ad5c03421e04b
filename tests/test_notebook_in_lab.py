"""What people click in JupyterLab: the review's controls, in a real browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alignment.decisions import Decisions
from alignment.files import home
from alignment.review import WORKSPACE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PATIENCE = 90_000
"""Milliseconds that a slow machine may take for a step."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lab") / "workspace"
    shutil.copytree(home() / "data" / "samples", folder)
    shutil.copytree(home() / "notebooks", folder.parent / "notebooks")
    return folder


@pytest.fixture(scope="module")
def lab(workspace: Path) -> Iterator[str]:
    """The address of a JupyterLab over a copy of the notebooks, which ends with the tests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "ServerApp.root_dir": workspace.parent,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.allow_root": True,
        "ServerApp.open_browser": False,
        "IdentityProvider.token": "",
        "LabApp.expose_app_in_browser": True,
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())]
    clean = {
        "JUPYTER_CONFIG_DIR": str(workspace.parent / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(workspace.parent / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(workspace.parent / "workspaces"),
    }
    server = subprocess.Popen(
        command,
        env={**os.environ, **clean, WORKSPACE: str(workspace)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _answering(address, server)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _answering(address: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5)
            return
        except OSError:
            assert server.poll() is None, "JupyterLab ended before it answered"
            time.sleep(0.2)
    pytest.fail("JupyterLab did not answer")


@pytest.fixture(scope="module")
def review(lab: str, browser: "Browser") -> Iterator["Page"]:
    """The review's notebook, run from top to bottom."""
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{lab}/doc/tree/notebooks/6_review_month.ipynb")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.wait_for_function("window.jupyterapp && document.querySelector('.jp-Notebook')")
    page.wait_for_timeout(1500)  # the kernel's session is made after the cells
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.get_by_role("button", name="Save the figures").wait_for()
    yield page
    page.close()


def test_a_run_in_lab_shows_every_sentence_and_paints_its_charts(review: "Page") -> None:
    assert review.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
    review.get_by_role("heading", name="How far did they get?").scroll_into_view_if_needed()
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
    (decision,) = Decisions.open(workspace).decisions
    assert decision.choice == "Call on Fridays <b>"
    assert (decision.month, decision.due_on) == ("2026-09", date(2026, 10, 16))


def test_the_figures_are_saved_by_a_click(review: "Page", workspace: Path) -> None:
    review.get_by_role("button", name="Save the figures").click()
    review.locator(".widget-html bdi").filter(has_text="reports").wait_for()
    assert (workspace / "reports" / "2026-09" / "metrics.json").is_file()
