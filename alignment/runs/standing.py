"""Whether a report stands that need not be made again."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alignment import frozen, record
from alignment.decisions import FILE as DECISIONS
from alignment.readiness import Ready


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


def stands(folder: Path, wanted: str) -> bool:
    """Whether a folder holds a whole report that was made of the same inputs."""
    path = folder / record.RECORD
    if not path.is_file():
        return False
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        files = held["files"]
    except (ValueError, KeyError, TypeError):
        return False
    return held.get("inputs") == wanted and all((folder / name).exists() for name in files)
