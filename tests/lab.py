"""A JupyterLab for tests: one server over one folder, its notebooks run in a real browser."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")

PATIENCE = 90_000
"""Milliseconds that a slow machine may take for a step."""

_IS_READY = """() => {
    const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
    return kernel?.connectionStatus === "connected" && kernel.status === "idle";
}"""


@dataclass(frozen=True)
class Lab:
    """A server that answers.

    Parameters
    ----------
    address : str
        Where.
    folder : Path
        What it shows.
    """

    address: str
    folder: Path

    def opened(self, browser: "Browser", notebook: str, width: int = 1300) -> "Page":
        """A page with a notebook of the folder, its kernel ready."""
        page = browser.new_page(viewport={"width": width, "height": 1000})
        page.set_default_timeout(PATIENCE)
        page.goto(f"{self.address}/doc/tree/{notebook}")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.wait_for_function(_IS_READY)  # what is run before that is lost
        return page

    def written(self, browser: "Browser", notebook: str, cells: Iterable[str]) -> "Page":
        """A notebook of these cells put into the folder, and run."""
        import nbformat

        made = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source.strip()) for source in cells],
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            },
        )
        nbformat.write(made, self.folder / notebook)
        return self.run(browser, notebook)

    def run(self, browser: "Browser", notebook: str, width: int = 1300) -> "Page":
        """The same, all its cells started from the top."""
        page = self.opened(browser, notebook, width)
        # not awaited: a dialog that nobody answers would keep it for ever
        page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
        return page


@contextmanager
def served(folder: Path, env: Mapping[str, str], settings: Path) -> Iterator[Lab]:
    """A JupyterLab over a folder, with the settings of another; it ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "ServerApp.root_dir": folder,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.allow_root": True,
        "ServerApp.open_browser": False,
        "IdentityProvider.token": "",
        "LabApp.expose_app_in_browser": True,
        "LabApp.app_settings_dir": settings,
    }
    clean = {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())],
        env={**os.environ, **clean, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _answering(address, server)
        yield Lab(address, folder)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _answering(address: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5)
            return
        except OSError:
            if server.poll() is not None:
                raise RuntimeError("JupyterLab ended before it answered") from None
            time.sleep(0.2)
    raise RuntimeError("JupyterLab did not answer")
