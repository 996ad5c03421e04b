"""Old whole or new whole, never a half; and cells that no spreadsheet runs."""

import csv
import errno
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from alignment.errors import AlignmentError
from alignment.files import recovered, replaced_file, replaced_folder, write_csv


def _half_written(path: Path) -> None:
    path.write_text("half")
    raise RuntimeError


def test_a_file_whose_writing_fails_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), replaced_file(path) as aside:
        _half_written(aside)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_whose_writing_fails_stays_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    with replaced_folder(folder) as aside:
        (aside / "page").write_text("old")
    with pytest.raises(RuntimeError), replaced_folder(folder) as aside:
        _half_written(aside / "page")
    assert (folder / "page").read_text() == "old"
    assert list(tmp_path.iterdir()) == [folder]


def test_two_runs_that_replace_one_folder_do_not_mix(tmp_path: Path) -> None:
    def run(name: str) -> None:
        for _ in range(20):
            with replaced_folder(tmp_path / "day") as aside:
                for part in ("1", "2"):
                    (aside / f"{name}{part}").touch()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, "abcd"))
    first, second = sorted(path.name for path in (tmp_path / "day").iterdir())
    assert first[0] == second[0]
    assert [path.name for path in tmp_path.iterdir()] == ["day"]


@pytest.mark.parametrize(
    ("replaced", "step"),
    [
        *((replaced_file, step) for step in ("mkdir", "mkstemp", "chmod")),
        *((replaced_folder, step) for step in ("mkdir", "mkdtemp", "chmod")),
    ],
)
def test_what_may_not_be_written_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced: Any, step: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "elsewhere")

    monkeypatch.setattr(tempfile if "temp" in step else Path, step, refused)
    path = tmp_path / "audits" / "new"
    with pytest.raises(AlignmentError) as caught, replaced(path):
        pass
    assert str(caught.value) == (
        f"It cannot be written.\n  - {path}: found no way to write it (Permission denied); "
        "expected a folder that you may write to."
    )


def test_a_replacement_cut_off_between_its_renames_is_brought_back(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    with replaced_folder(folder) as aside:
        (aside / "rows").write_text("old")
    folder.rename(tmp_path / ".history.previous")
    assert (recovered(folder) / "rows").read_text() == "old"


def test_a_leftover_of_a_finished_replacement_is_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    folder.mkdir()
    (tmp_path / ".history.previous").mkdir()
    recovered(folder)
    assert list(tmp_path.iterdir()) == [folder]


def test_text_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    cells = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "a=1", "-"]
    write_csv(pd.DataFrame({"=name": cells, "n": range(-4, 5)}), path)
    back = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert back.columns[0] == "'=name"
    assert list(back.iloc[:, 0])[:7] == ["'" + cell for cell in cells[:7]]
    assert back.iloc[7, 0] == "a=1"
    assert back["n"][0] == "-4"


@pytest.mark.parametrize("before", ["\n", "\x0b", "\u00a0", "\u200b", "\ufeff", " \u3000\x00\t"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_formula_behind_signs_that_nobody_sees_is_made_harmless_too(
    tmp_path: Path, before: str, sign: str
) -> None:
    path = tmp_path / "a.csv"
    write_csv(pd.DataFrame({"a": [f"{before}{sign}1+1", f"{before}1{sign}1", ""]}), path)
    with path.open(encoding="utf-8", newline="") as file:
        cells = [row[0] for row in csv.reader(file)][1:]
    left = before.replace("\x0b", "").replace("\x00", "")  # control signs are left out
    kept = f"{left}1{sign}1"
    assert cells[0] == f"'{left}{sign}1+1"
    assert cells[1] == ("'" + kept if before[0] in "\t\r\n" else kept)


def test_control_signs_are_left_out_of_a_csv(tmp_path: Path) -> None:
    write_csv(pd.DataFrame({"name": ["nul\x00byte", "\x1b=1+1", "two\nlines"]}), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as held:
        assert list(csv.reader(held)) == [["name"], ["nulbyte"], ["'=1+1"], ["two\nlines"]]


def test_what_fails_after_a_run_was_cut_off_leaves_the_earlier_folder(tmp_path: Path) -> None:
    """Cut off between the two renames, the earlier folder stands aside only."""
    aside = tmp_path / ".history.previous"
    aside.mkdir()
    (aside / "leads").write_text("ours", encoding="utf-8")
    with pytest.raises(ValueError, match="broken"), replaced_folder(tmp_path / "history"):
        raise ValueError("broken")
    assert (tmp_path / "history" / "leads").read_text(encoding="utf-8") == "ours"


def test_what_a_run_that_was_cut_off_began_is_swept_but_not_what_another_is_writing(
    tmp_path: Path,
) -> None:
    left = tmp_path / ".history.abcd1234"
    left.mkdir()
    with replaced_folder(tmp_path / "history") as first:
        assert not left.exists()
        with replaced_folder(tmp_path / "history") as second:
            assert first.is_dir()
            (second / "leads").touch()
        (first / "deals").touch()
    assert [path.name for path in (tmp_path / "history").iterdir()] == ["deals"]
