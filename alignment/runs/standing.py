"""Whether a report stands that need not be made again."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alignment import frozen, record
from alignment.decisions import FILE as DECISIONS
from alignment.readiness import Ready
from alignment.runs.done import figures


def inputs(workspace: Path, found: Ready, made_by: Mapping[str, Any]) -> str:
    """A digest of all that a report depends on: data, agreement, answers, decisions, months frozen
    before, parameters, notebook and versions."""
    kept = frozen.folder_of(workspace, found.segment)
    before = {
        path.name: record.digest(path)
        for path in sorted(kept.glob("[!.]*.json"))
        if path.stem < found.month.months[0]
    }
    said = [workspace / DECISIONS, *sorted((workspace / "answers").glob("*"))]
    held = {
        "parameters": dict(found.values),
        "made_by": made_by,
        "agreement": found.agreement.digest,
        "said": {path.name: record.digest(path) for path in said if path.is_file()},
        "frozen": before,
    }
    text = json.dumps(record.plain(held), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def stands(workspace: Path, found: Ready, wanted: str) -> bool:
    """Whether a whole report stands in its folder, made of the same inputs, and its month is frozen
    where it should be."""
    folder = found.wanted.folder
    try:
        held = json.loads((folder / record.RECORD).read_text(encoding="utf-8"))
        files = held["files"]
        figures(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    is_whole = all((folder / name).exists() for name in files)
    return held.get("inputs") == wanted and is_whole and _is_frozen(workspace, found)


def _is_frozen(workspace: Path, found: Ready) -> bool:
    month = found.month.months[0]
    if not found.wanted.is_frozen or not frozen.is_over(month, found.as_of, found.history.zone):
        return True
    return (frozen.folder_of(workspace, found.segment) / f"{month}.json").is_file()
