"""A page for each of fifty parts of a company against the page of one of them."""

import shutil
import time
from pathlib import Path

import duckdb

from benchmarks.monthly_report import COMMANDS, run
from benchmarks.ratio import Ratio

N_PARTS = 50
GOAL = 20
COLUMN = "territory"


def measured(workspace: Path, folder: Path, words: str) -> Ratio:
    """Both as commands: all parts with two kernels, and one part alone."""
    parted = with_parts(workspace, folder / "parts")
    command = [COMMANDS / "alignment", "report", "--month", "2026-09", "--workspace", parted]
    command += ["--by", COLUMN, "--no-progress"]
    one = seconds([*command, "--only", "T00", "--out", folder / "one"])
    every = seconds([*command, "--jobs", "2", "--out", folder / "every"])
    what = f"a page for each of {N_PARTS} parts, {words}"
    return Ratio(what, "the page of one of them", every, one, GOAL)


def with_parts(workspace: Path, copy: Path) -> Path:
    """A copy of a workspace whose leads have a column of so many values."""
    shutil.copytree(workspace, copy)
    leads = copy / "history" / "leads.parquet"
    part = f"printf('T%02d', CAST(hash(lead_id) % {N_PARTS} AS INTEGER))"
    with duckdb.connect() as connection:
        sql = f"SELECT *, {part} AS {COLUMN} FROM '{leads}' ORDER BY lead_id"
        connection.execute(f"COPY ({sql}) TO '{leads}.new' (FORMAT parquet, COMPRESSION zstd)")
    leads.with_name(leads.name + ".new").rename(leads)
    return copy


def seconds(command: list[str | Path]) -> float:
    start = time.perf_counter()
    run(command)
    return time.perf_counter() - start
