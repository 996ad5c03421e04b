"""From a slider's move to the repaint, in JupyterLab: `python -m benchmarks.in_browser`.

A panel is moved in turn with the bare round trip of a kernel and with the notebook that most
people would write, in one page with one kernel, so that a busy machine slows all alike. Repainted
means that what belongs to that very value has been drawn and two frames of the browser have passed.
"""

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from playwright.sync_api import sync_playwright

from alignment.files import home
from alignment.sample import write_sample
from benchmarks.ratio import HEADER, Ratio
from tests.lab import CHROMIUM, QUIET, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

N_MOVES = 41
WARM_UP = 3
REST = 400
"""Milliseconds between two moves: what the one before leaves to do must be over."""

GOALS = {"floor": 1.3, "naive": 1 / 5}
AGAINST = {"floor": "a kernel's bare round trip", "naive": "pandas and a new figure in an Output"}
FAILED = ".jp-OutputArea-output[data-mime-type*=error]"

MEASURE = """() => {
  const twoFrames = () => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))));
  const drawn = (name, fits) => new Promise((done) => {
    const hear = (event) => {
      if (!fits(event.detail)) return;
      document.removeEventListener(name, hear);
      done();
    };
    document.addEventListener(name, hear);
  });
  const until = (fits) => new Promise((done) => {
    const look = () => (fits() ? done() : setTimeout(look, 2));
    look();
  });
  const slid = (slider, value) => {
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const ways = {
    async floor(value) {
      const seen = drawn("floor-drawn", (shown) => shown === value);
      slid(document.querySelector("input.floor"), value);
      await seen;
    },
    async naive(value, way) {
      const handle = document.querySelector(".naive .noUi-handle");
      const next = Number(handle.getAttribute("aria-valuenow")) + way;
      const key = way > 0 ? "ArrowRight" : "ArrowLeft";
      handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      await until(() => document.querySelector(".naive .gtitle")?.textContent === String(next));
    },
    async ours(_, way, name) {
      const row = [...document.querySelectorAll(".alignment-panel .slider")]
        .find(({ dataset }) => dataset.name === name);
      const slider = row.querySelector("input[type=range]");
      const goal = Number(slider.value) + way * Number(slider.step);
      const seen = drawn("panel-drawn", (values) => Math.abs(values[name] - goal) < 1e-9);
      slid(slider, goal);
      await seen;
    },
  };
  window.measured = async (kind, value, way, name) => {
    const start = performance.now();
    await ways[kind](value, way, name);
    return (await twoFrames()) - start;
  };
}"""


@contextmanager
def opened(workspace: Path, by: str) -> Iterator["Page"]:
    """The three in one notebook, run, in a page of a JupyterLab of its own."""
    workspace = workspace.resolve()  # the kernel starts elsewhere
    cells = [
        "from benchmarks import live\nlive.RoundTrip()",
        f"live.naive({str(workspace)!r})",
        f"panel = live.made({by!r}, {str(workspace)!r})\npanel",
    ]
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells],
        metadata={"kernelspec": python},
    )
    with tempfile.TemporaryDirectory(prefix="alignment-lab-") as name:
        folder = Path(name)
        nbformat.write(made, folder / "live.ipynb")
        path = next(filter(None, map(shutil.which, CHROMIUM)), None)
        env = {"PYTHONPATH": str(home())}
        with served(folder, env) as lab, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
            page = lab.run(browser, "live.ipynb", width=1400)
            page.locator(f".alignment-panel .sentence, {FAILED}").first.wait_for()
            if page.locator(FAILED).count():
                raise RuntimeError(page.locator(FAILED).first.inner_text())
            page.locator(".naive .gtitle").wait_for()
            yield page
            browser.close()


def moves(page: "Page", slider: str, n_moves: int) -> dict[str, list[float]]:
    """Seconds of each move of each way, the three taking turns, to and fro over ten values."""
    page.wait_for_timeout(2000)
    page.evaluate(MEASURE)
    times: dict[str, list[float]] = {"floor": [], "naive": [], "ours": []}
    for n in range(n_moves + WARM_UP):
        way = 1 if n // 10 % 2 == 0 else -1
        # to and fro here too: what follows the naive way finds the machine's caches emptied
        for kind in list(times)[:: 1 if n % 2 else -1]:
            took = page.evaluate("a => measured(...a)", [kind, n + 1, way, slider])
            times[kind].append(took / 1000)
            page.wait_for_timeout(REST)
    return {kind: kept[WARM_UP:] for kind, kept in times.items()}


def quantiles(times: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    return statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]


def measured(
    workspace: Path,
    words: str,
    by: str = "benchmarks.live:tuning",
    slider: str = "points web_visit",
    n_moves: int = N_MOVES,
) -> list[Ratio]:
    """The panel's p50 and p95 against the round trip's and the naive notebook's.

    Parameters
    ----------
    by : str
        ``module:function`` that makes a panel of a workspace's path.
    slider : str
        The name of the slider to move; one that changes every figure is the honest choice.
    """
    with opened(workspace, by) as page:
        times = {kind: quantiles(kept) for kind, kept in moves(page, slider, n_moves).items()}
    return [
        Ratio(
            f"slider to repaint, {name}, {words}",
            AGAINST[kind],
            times["ours"][at],
            times[kind][at],
            goal if name == "p95" else None,
        )
        for kind, goal in GOALS.items()
        for at, name in enumerate(("p50", "p95"))
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.in_browser", description=__doc__)
    parser.add_argument("--leads", type=int, default=50_000, help="of a sample made for it")
    parser.add_argument("--workspace", type=Path, help="one that stands, instead of a sample")
    parser.add_argument("--by", default="benchmarks.live:tuning", help="module:function → Panel")
    parser.add_argument("--slider", default="points web_visit", help="the slider to move")
    parser.add_argument("--moves", type=int, default=N_MOVES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alignment-bench-") as name:
        workspace = given.workspace or Path(name) / "workspace"
        if given.workspace is None:
            write_sample(workspace, n_leads=given.leads, seed=1)
        print(HEADER, flush=True)
        found = measured(workspace, workspace.name, given.by, given.slider, given.moves)
        print(*found, sep="\n")


if __name__ == "__main__":
    main()
