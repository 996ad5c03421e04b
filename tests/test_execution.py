"""What a run of a notebook leaves, and what it says when it stops."""

from pathlib import Path

import nbformat
import pytest
from small_notebook import runs, says, written

from alignment.errors import ReportError
from alignment.execution import executed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "{month} of run"
    place.mkdir()
    return place


def stopped(tmp_path: Path, folder: Path, source: str) -> str:
    """What is said when a cell of `source` stops a notebook."""
    notebook = written(tmp_path / "n.ipynb", says("Intro\n\n## How far?\n"), runs(source))
    with pytest.raises(ReportError) as caught:
        executed(notebook, {"month": "2026-03"}, folder, tmp_path / "failed.ipynb", is_quiet=True)
    return str(caught.value)


def test_a_run_stands_in_its_folder_and_names_no_other(
    tmp_path: Path, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cell = runs("from pathlib import Path\nPath('here').write_text(month + out)")
    notebook = written(tmp_path / "n.ipynb", cell)
    executed(notebook, {"month": "2026-03", "out": "."}, folder, tmp_path / "failed", is_quiet=True)
    assert (folder / "here").read_text(encoding="utf-8") == "2026-03."
    kept = nbformat.read(folder / "n.ipynb", as_version=4)
    assert kept.metadata.papermill.output_path == "n.ipynb"
    assert str(tmp_path) not in (folder / "n.ipynb").read_text(encoding="utf-8")
    assert not (tmp_path / "failed").exists()
    assert capfd.readouterr() == ("", "")


def test_a_failing_cell_is_named_by_its_heading_and_comment(tmp_path: Path, folder: Path) -> None:
    told = stopped(tmp_path, folder, "# Show: the funnel\n1 / 0")
    assert told == (
        "The notebook stopped under “How far?” at “Show: the funnel”.\n"
        "ZeroDivisionError: division by zero\n"
        f"The half-run notebook is kept as {tmp_path / 'failed.ipynb'}."
    )
    half_run = nbformat.read(tmp_path / "failed.ipynb", as_version=4)
    assert half_run.metadata.papermill.exception is True


def test_our_own_error_is_told_with_its_problems_and_no_trace(tmp_path: Path, folder: Path) -> None:
    source = (
        "# Open\nfrom alignment.errors import HistoryError, Problem\n"
        "raise HistoryError('Cannot.', [Problem('leads', 'x', 'y'), Problem('deals', 'z', 'w')])"
    )
    told = stopped(tmp_path, folder, source)
    assert "at “Open”.\nCannot.\n  - leads: found x; expected y.\n  - deals: found z" in told
    assert "Traceback" not in told


def test_a_kernel_that_dies_is_told(tmp_path: Path, folder: Path) -> None:
    told = stopped(tmp_path, folder, "# Load\nimport os\nos._exit(1)")
    assert "Its kernel died; most often its memory ran out." in told
    assert (tmp_path / "failed.ipynb").is_file()
