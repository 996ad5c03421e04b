"""Notebooks of a few cells, and a workspace of two leads, for the tests of reports and pages."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from alignment.agreement import Agreement
from alignment.history import History

PARAMETERS = """\
# Parameters
workspace: str = ""  # folder
month: str = "2026-01"  # the month to review
as_of: str = ""  # the last day
n_months: int = 24  # months shown
share: float = 0.5  # a share
out: str = ""  # where to write
save: bool = False  # write"""

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def says(text: str) -> dict:
    return new_markdown_cell(text)


def runs(source: str, *, tags: Sequence[str] = ()) -> dict:
    return new_code_cell(source, metadata={"tags": list(tags)})


def written(path: Path, *cells: dict, declared: str = PARAMETERS) -> Path:
    """A notebook file: title, parameters, then `cells`."""
    first = [says("# What happened?"), runs(declared, tags=["parameters"])]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    nbformat.write(new_notebook(cells=[*first, *cells], metadata=metadata), path)
    return path


def executed(*cells: dict) -> dict:
    """A notebook as a run leaves it, without running it."""
    return json.loads(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))


def showed(*data: Mapping[str, object], source: str = "secret = 'code'") -> dict:
    """A code cell with one display for each of `data`."""
    cell = runs(source)
    cell["outputs"] = [{"output_type": "display_data", "data": d, "metadata": {}} for d in data]
    return cell


def workspace(folder: Path) -> Path:
    """Two leads, of January and March 2026: nothing happened in February."""
    created_at = pd.to_datetime(["2026-01-05 09:00", "2026-03-02 09:00"])
    leads = pd.DataFrame({"lead_id": ["a", "b"], "created_at": created_at, "source": "fair"})
    folder.mkdir(parents=True)
    History.from_frames(leads).save(folder)
    Agreement.draft("Town & Co").save(folder)
    return folder


def break_answers_and_decisions(folder: Path) -> None:
    """Lay answers and decisions into a workspace that nobody can read."""
    (folder / "answers").mkdir(exist_ok=True)
    (folder / "answers" / "sales.yml").write_text("teem: sales\n", encoding="utf-8")
    (folder / "decisions.yml").write_text("decisions:\n- month: May\n", encoding="utf-8")
