"""The sample written as a workspace, chunk after chunk, so that memory stays flat."""

import shutil
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from alignment import schema, store
from alignment.errors import HistoryError, Problem
from alignment.files import home, replaced_file
from alignment.sample import campaigns
from alignment.sample.clock import ZONE
from alignment.sample.generate import chunk

CHUNK_LEADS = 50_000
_MOST_LEADS = 9_999_999
_ROW_GROUP = 122_880


def write_sample(out: Path, n_leads: int = 6_000, seed: int = 1) -> None:
    """Write a workspace whose history is invented, and whose truth is `TRUTH`.

    The five tables go to ``out/history``; the repository's sample agreement, answers and brief are
    copied beside them where `out` has none. The same size and seed give the same bytes on the
    same library versions. Leads are made in chunks of 50,000, each from its own child of the
    seed, so a larger sample begins with the same chunks.

    Parameters
    ----------
    out : Path
        The workspace; a history that this function wrote there is replaced.
    n_leads : int
        1 to 9,999,999; about 20 activities each. Campaign costs grow in step.
    seed : int
        Not negative.

    Raises
    ------
    HistoryError
        Where a number is out of range, or `out` holds a history of other origin.
    """
    _check(out, n_leads, seed)
    with store.replaced(out) as aside, ExitStack() as stack:
        n_rows = _write_tables(aside, n_leads, seed, stack)
        stack.close()
        store.write_manifest(aside, ZONE, n_rows)
    _copy_decisions(out)


def _check(out: Path, n_leads: int, seed: int) -> None:
    problems = []
    if not 1 <= n_leads <= _MOST_LEADS:
        problems.append(Problem("leads", f"{n_leads:,}", f"1 to {_MOST_LEADS:,}"))
    if seed < 0:
        problems.append(Problem("seed", str(seed), "0 or more"))
    if store.parquet_files(out):
        manifest = store.read_manifest(out)
        if manifest is None or manifest.sources:
            problems.append(
                Problem(
                    str(store.folder(out)),
                    "a history that was not made as a sample",
                    "an empty place or an earlier sample",
                    "Choose another folder with --out.",
                )
            )
    if problems:
        raise HistoryError("The sample cannot be written.", problems)


def _write_tables(aside: Path, n_leads: int, seed: int, stack: ExitStack) -> dict[str, int]:
    writers: dict[str, pq.ParquetWriter] = {}
    n_rows = dict.fromkeys(schema.TABLES, 0)
    for number, first in enumerate(range(0, n_leads, CHUNK_LEADS)):
        size = min(CHUNK_LEADS, n_leads - first)
        rows = chunk(size, first + 1, np.random.SeedSequence(seed, spawn_key=(number,)))
        if number == 0:
            rows["campaigns"] = campaigns.table(n_leads)
        for name, table in rows.items():
            if name not in writers:
                writers[name] = stack.enter_context(_writer(aside, name, table.schema))
            writers[name].write_table(table, row_group_size=_ROW_GROUP)
            n_rows[name] += table.num_rows
    return n_rows


def _writer(aside: Path, name: str, columns: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        aside / f"{name}.parquet",
        columns,
        compression="zstd",
        compression_level=9,
        coerce_timestamps="us",
    )


def _copy_decisions(out: Path) -> None:
    """Copy what the sample's teams wrote (all but the history) to where there is none."""
    sample = home() / "data" / "samples"
    if out.resolve() == sample.resolve():
        return
    for path in sorted(sample.rglob("*.yml")):
        target = out / path.relative_to(sample)
        if path.is_file() and not target.exists():
            with replaced_file(target) as aside:
                shutil.copyfile(path, aside)
