"""A day's hand-off with all its files, against one read of the history that it rests on."""

import shutil
import sys
from pathlib import Path

from alignment import schema
from benchmarks.monthly_report import COMMANDS, run
from benchmarks.ratio import Ratio, medians

GOAL = 5
READ = "import sys, pandas; tables = [pandas.read_parquet(path) for path in sys.argv[1:]]"


def measured(workspace: Path, folder: Path, words: str) -> Ratio:
    """Both as processes of their own: start-up and the memory that each takes count on both sides.

    The other reads all columns of the five tables, and keeps them.
    """
    read(workspace)  # the first start of all reads everything from disk
    ours, theirs = medians(lambda: handed(workspace, folder), lambda: read(workspace), n_rounds=3)
    against = "pandas reading its Parquet once"
    return Ratio(f"a day's hand-off with its files, {words}", against, ours, theirs, GOAL)


def handed(workspace: Path, folder: Path) -> Path:
    """Where the files of the last day lie."""
    out = folder / "handoff"
    shutil.rmtree(out, ignore_errors=True)
    run([COMMANDS / "alignment", "handoff", "--workspace", workspace, "--out", out])
    return out


def read(workspace: Path) -> None:
    """The five tables, whole."""
    tables = [workspace / "history" / f"{name}.parquet" for name in schema.TABLES]
    run([sys.executable, "-c", READ, *tables])
