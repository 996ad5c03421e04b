"""Importing leads and activities, against DuckDB merely reading the same CSV files as text."""

from pathlib import Path

import duckdb

from alignment import schema, store
from alignment.imports import import_files
from benchmarks.ratio import Ratio, medians

TABLES = ("leads", "activities")


def measured(workspace: Path, folder: Path, words: str) -> Ratio:
    """Both in this process, from the same files, on all cores."""
    files = [csv(workspace, table, folder) for table in TABLES]
    mapping = folder / "mapping.yml"
    mapping.write_text(mapping_text(files), encoding="utf-8")
    target = folder / "imported"
    ours, theirs = medians(
        lambda: import_files(mapping, files, target), lambda: read(files), n_rounds=3
    )
    expected = store.read_manifest(workspace).n_rows
    found = store.read_manifest(target).n_rows
    if any(found[table] != expected[table] for table in TABLES):
        raise RuntimeError(f"not all was imported: {found} of {expected}")
    return Ratio(f"import of {words}", "DuckDB reading the CSV", ours, theirs, 4)


def csv(workspace: Path, table: str, folder: Path) -> Path:
    """A table of the sample as a CSV file, its rows in the order of time as exports are."""
    path = folder / f"{table}.csv"
    time = {"leads": "created_at", "activities": "occurred_at"}[table]
    parquet = store.parquet_files(workspace)[table]
    duckdb.sql(f"COPY (FROM '{parquet}' ORDER BY {time}) TO '{path}' (FORMAT csv, HEADER)")
    return path


def mapping_text(files: list[Path]) -> str:
    """A mapping that takes every column under its own name."""
    lines = ["name: benchmark", "tables:"]
    for path in files:
        with path.open(encoding="utf-8") as file:
            columns = file.readline().strip().split(",")
        known = [name for name in columns if schema.TABLES[path.stem].column(name)]
        lines += [f"  {path.stem}:", f"    files: {path.name}", "    columns:"]
        lines += [f"      {name}: {name}" for name in known]
        if path.stem == "leads":
            lines.append("    attributes: all")
    return "\n".join(lines) + "\n"


def read(files: list[Path]) -> None:
    # left to guess, DuckDB takes a file whose first rows hold no quotes for one without any
    options = "all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"'"
    with duckdb.connect() as connection:
        for path in files:
            sql = f"CREATE TABLE {path.stem} AS FROM read_csv('{path}', {options})"
            connection.execute(sql)
