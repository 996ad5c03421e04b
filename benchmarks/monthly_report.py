"""The monthly page of the sample against an empty notebook: what we add to papermill."""

import subprocess
import sys
from pathlib import Path

import nbformat

from alignment.files import home
from benchmarks.ratio import Ratio, medians

COMMANDS = Path(sys.executable).parent


def measured(folder: Path) -> Ratio:
    """Both as commands, so that start-up counts on both sides."""
    empty = folder / "empty.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("")]), empty)
    sample = home() / "data" / "samples"
    report = [COMMANDS / "alignment", "report", "--month", "2026-09", "--workspace", sample]
    report += ["--out", folder / "report", "--no-progress"]
    papermill = [COMMANDS / "papermill", "--no-progress-bar", "--kernel", "python3"]
    papermill += [empty, folder / "ran.ipynb"]
    run(papermill)  # the first start of all reads everything from disk
    ours, theirs = medians(lambda: run(report), lambda: run(papermill), n_rounds=3)
    return Ratio("monthly report of the sample", "empty notebook, papermill", ours, theirs, 3)


def run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stderr}")
