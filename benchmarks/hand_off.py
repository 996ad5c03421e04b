"""A day's hand-off with all its files, against one read of the history that it rests on."""

import shutil
from pathlib import Path

import pandas as pd

from alignment import schema
from alignment.handing import Handing
from benchmarks.ratio import Ratio, medians

GOAL = 5


def measured(workspace: Path, folder: Path, words: str) -> Ratio:
    """Opening, the three lists and their files; the other reads all columns of the five tables."""
    handed(workspace, folder)  # first imports and the file cache are no part of it
    ours, theirs = medians(lambda: handed(workspace, folder), lambda: read(workspace), n_rounds=3)
    against = "pandas reading its Parquet once"
    return Ratio(f"a day's hand-off with its files, {words}", against, ours, theirs, GOAL)


def handed(workspace: Path, folder: Path) -> Path:
    """Where the files of the last day lie."""
    out = folder / "handoff"
    shutil.rmtree(out, ignore_errors=True)
    return Handing.at(str(workspace)).export(out)


def read(workspace: Path) -> list[pd.DataFrame]:
    """The five tables, whole."""
    return [pd.read_parquet(workspace / "history" / f"{name}.parquet") for name in schema.TABLES]
