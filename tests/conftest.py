"""What every test shares."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from lab import CHROMIUM, QUIET, Lab, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# the same examples every time: what fails here fails for whoever looks into it
settings.register_profile("steady", deadline=None, max_examples=25, derandomize=True)
settings.load_profile("steady")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the sample's workspace, to write to."""
    from alignment.files import SAMPLE

    return Path(shutil.copytree(SAMPLE, tmp_path / "copy"))


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Headless Chromium, one a session; its absence fails where ALIGNMENT_BROWSER=required."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        reason = f"there is none of {', '.join(CHROMIUM)} to open pages in"
        if os.environ.get("ALIGNMENT_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield made
        made.close()


@pytest.fixture(scope="session")
def lab(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab over copies of the notebooks and of the sample's workspace."""
    from alignment.files import home
    from alignment.workspace import WORKSPACE

    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(home() / "data" / "samples", folder / "workspace")
    shutil.copytree(home() / "notebooks", folder / "notebooks")
    settings_ = home() / "templates" / "lab"
    with served(folder, {WORKSPACE: str(folder / "workspace")}, settings_) as made:
        yield made


def pytest_unconfigure() -> None:
    """Let go of hypothesis's watch over the collector, for which DuckDB reports leaks at exit."""
    gc.callbacks.clear()
