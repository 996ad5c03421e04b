"""What a report's folder holds besides the page: figures, and the record of its run."""

import hashlib
import json
import math
import os
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from alignment.errors import Problem, ReportError
from alignment.files import recovered, replaced_file

RECORD = "run.json"
METRICS = "metrics.json"
_PACKAGES = ("alignment-workshop", "duckdb", "pandas", "papermill", "plotly")
_LEFT_BY_PROGRAMS = frozenset({".ipynb_checkpoints", ".DS_Store"})
_MOST_NAMED = 5
_MOST_LOOKED_AT = 1_000
"""Foreign names: a whole disk need not be counted to be refused."""


def write_json(path: Path, held: Mapping[str, Any]) -> None:
    """Write `held` as `json_text`."""
    text = json_text(held)
    with replaced_file(path) as aside:
        aside.write_text(text, encoding="utf-8")


def json_text(held: Mapping[str, Any]) -> str:
    """`held` as JSON that is the same text for the same content.

    Numbers that are none (NaN, infinite) and missing instants become null, instants and days
    ISO text.
    """
    text = json.dumps(plain(held), sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return text + "\n"


def plain(value: Any) -> Any:
    """`value` as JSON knows it: numbers that are none become null, instants and days ISO text."""
    if isinstance(value, Mapping):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [plain(held) for held in value]
    if value is None or value is pd.NA:
        return None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat() if value == value else None
    return plain(value.item())


def write_record(folder: Path, held: Mapping[str, Any], name: str = RECORD) -> None:
    """Write `run.json`: what made this folder, and which files are its own."""
    write_json(folder / name, {**held, "files": [*sorted(_below(folder)), name]})


def made_by(notebook: Path, tables: Mapping[str, Path], manifest: Path) -> dict[str, Any]:
    """What figures depend on: SHA-256 of the notebook, each table and the history's manifest (which
    holds its zone, and until when it is known), versions of packages."""
    return {
        "history": digests(tables),
        "manifest": digest(manifest) if manifest.is_file() else None,
        "notebook": digest(notebook),
        "versions": {name: version(name) for name in _PACKAGES},
    }


def facts(folder: Path) -> dict[str, Any]:
    """What the figures in a folder are about; empty where there are none."""
    path = folder / METRICS
    return dict(_read(path, "facts")) if path.is_file() else {}


def digests(tables: Mapping[str, Path]) -> dict[str, str]:
    """SHA-256 of each table's file."""
    return {name: digest(path) for name, path in tables.items()}


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def refuse_foreign(folder: Path, record: str = RECORD) -> None:
    """Raise ReportError where replacing `folder` would lose what no earlier run put there.

    Parameters
    ----------
    record : str
        The file that names, under ``files``, all that such a run wrote.
    """
    recovered(folder)
    parent = next(p for p in [folder, *folder.resolve().parents] if p.exists())
    if not parent.is_dir():
        problem = Problem(str(parent), "a file", "a folder", "Name another with --out.")
        raise ReportError("There is no room for the files.", [problem])
    if not folder.exists():
        return
    ours = _ours(folder, record)
    strange = (name for name in _walked(folder) if name not in ours and not _is_left(name))
    foreign = sorted(islice(strange, _MOST_LOOKED_AT))
    if foreign:
        n_more = len(foreign) - _MOST_NAMED
        count = "many" if len(foreign) == _MOST_LOOKED_AT else f"{n_more:,}"
        more = f" and {count} more" if n_more > 0 else ""
        found = ", ".join(foreign[:_MOST_NAMED]) + more
        advice = "Move them away, or name another folder with --out."
        problem = Problem(str(folder), found, "only what an earlier run wrote", advice)
        raise ReportError("Files would be replaced that no earlier run wrote.", [problem])


def _below(folder: Path) -> set[str]:
    """Everything below a folder, as names that begin there, parted by slashes."""
    return set(_walked(folder))


def _walked(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        within = Path(place).relative_to(folder).as_posix()
        for name in (*folders, *files):
            yield name if within == "." else f"{within}/{name}"


def _is_left(name: str) -> bool:
    """Whether viewers left it behind."""
    return not _LEFT_BY_PROGRAMS.isdisjoint(name.split("/"))


def _ours(folder: Path, record: str) -> set[str]:
    """What may be replaced: what runs say they wrote."""
    written: list[str] = []
    if (folder / record).is_file():
        written += _read(folder / record, "files")
    if (folder / METRICS).is_file():
        entries = _read(folder / METRICS, "findings").values()
        written += [METRICS, "tables", *(entry["table"] or METRICS for entry in entries)]
    return set(written)


def _read(path: Path, key: str) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))[key]
    except (ValueError, KeyError, TypeError) as error:
        problem = Problem(str(path), str(error), "a file that such a run wrote", "Move it away.")
        raise ReportError("What an earlier run wrote cannot be read.", [problem]) from error
