"""What a report's folder holds, and whose files may be replaced."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment import record
from alignment.errors import ReportError


def test_numbers_of_every_kind_become_plain_json(tmp_path: Path) -> None:
    held = {
        "whole": np.int64(3),
        "share": np.float64(0.5),
        "missing": float("nan"),
        "flag": np.bool_(True),
        "on": date(2026, 9, 1),
        "at": pd.Timestamp("2026-09-01 12:00"),
        "never": pd.NaT,
        "unknown": pd.NA,
        "list": (1, None, "x"),
    }
    record.write_json(tmp_path / "x.json", held)
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8")) == {
        "whole": 3,
        "share": 0.5,
        "missing": None,
        "flag": True,
        "on": "2026-09-01",
        "at": "2026-09-01T12:00:00",
        "never": None,
        "unknown": None,
        "list": [1, None, "x"],
    }


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.booleans() | st.none()))
def test_the_order_of_keys_changes_no_byte(
    tmp_path_factory: pytest.TempPathFactory, held: dict
) -> None:
    folder = tmp_path_factory.mktemp("order")
    record.write_json(folder / "a.json", held)
    record.write_json(folder / "b.json", dict(reversed(held.items())))
    assert (folder / "a.json").read_bytes() == (folder / "b.json").read_bytes()
    assert json.loads((folder / "a.json").read_text(encoding="utf-8")) == held


def reported(folder: Path) -> Path:
    """A folder as a report leaves it."""
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "loop.csv").write_text("a\n", encoding="utf-8")
    (folder / "index.html").write_text("page", encoding="utf-8")
    record.write_record(folder, {"seconds": 1})
    return folder


def test_an_earlier_report_may_be_replaced(tmp_path: Path) -> None:
    folder = reported(tmp_path / "2026-09")
    record.refuse_foreign(folder)
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["files"] == [
        "index.html",
        "tables",
        "tables/loop.csv",
        "run.json",
    ]


def test_what_viewers_leave_behind_is_no_foreign_file(tmp_path: Path) -> None:
    folder = reported(tmp_path / "2026-09")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "6-checkpoint.ipynb").touch()
    record.refuse_foreign(folder)
    assert (folder / ".ipynb_checkpoints").is_dir()


def test_figures_saved_by_a_click_are_no_foreign_files(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "loop.csv").touch()
    findings = {"loop": {"table": "tables/loop.csv"}, "silent": {"table": None}}
    record.write_json(tmp_path / "metrics.json", {"findings": findings})
    record.refuse_foreign(tmp_path)
    (tmp_path / "tables" / "own.csv").touch()
    with pytest.raises(ReportError, match=r"found tables/own\.csv;"):
        record.refuse_foreign(tmp_path)


def test_a_note_laid_beside_a_report_is_not_lost(tmp_path: Path) -> None:
    folder = reported(tmp_path / "2026-09")
    (folder / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ReportError, match=r"found note\.txt; expected only what an earlier run"):
        record.refuse_foreign(folder)


def test_a_folder_that_no_report_made_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    for n in range(7):
        (tmp_path / f"{n}.txt").touch()
    with pytest.raises(ReportError, match=r"0\.txt, 1\.txt, 2\.txt, 3\.txt, 4\.txt and 2 more"):
        record.refuse_foreign(tmp_path)


def test_an_empty_or_a_new_folder_is_fine(tmp_path: Path) -> None:
    record.refuse_foreign(tmp_path)
    record.refuse_foreign(tmp_path / "not" / "yet")
    assert not (tmp_path / "not").exists()


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ReportError, match="found a file; expected a folder"):
            record.refuse_foreign(place)


def test_a_damaged_record_is_told_and_nothing_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReportError, match="earlier run wrote cannot be read"):
        record.refuse_foreign(tmp_path)


def test_a_digest_tells_one_notebook_from_another(tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("1", encoding="utf-8")
    b.write_text("2", encoding="utf-8")
    first, second = (record.made_by(each, {"leads": b}, a) for each in (a, b))
    assert first["notebook"] != second["notebook"]
    assert first["history"] == second["history"]
