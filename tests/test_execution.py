"""What a run of a notebook leaves, and what it says when it stops."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from small_notebook import runs, says, written

from alignment.errors import ReportError
from alignment.execution import executed
from alignment.kernel import Kernel


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    with Kernel() as held:
        yield held


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "{month} of run"
    place.mkdir()
    return place


def stopped(kernel: Kernel, tmp_path: Path, folder: Path, source: str) -> str:
    """What is said when a cell of `source` stops a notebook."""
    notebook = written(tmp_path / "n.ipynb", says("Intro\n\n## How far?\n"), runs(source))
    failed = tmp_path / "failed.ipynb"
    with pytest.raises(ReportError) as caught:
        executed(kernel, notebook, {"month": "2026-03"}, folder, failed, is_quiet=True)
    return str(caught.value)


def test_a_run_stands_in_its_folder_and_names_no_other(
    kernel: Kernel, tmp_path: Path, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cell = runs("from pathlib import Path\nPath('here').write_text(month + out)")
    notebook = written(tmp_path / "n.ipynb", cell)
    values = {"month": "2026-03", "out": "."}
    executed(kernel, notebook, values, folder, tmp_path / "failed", is_quiet=True)
    assert (folder / "here").read_text(encoding="utf-8") == "2026-03."
    kept = nbformat.read(folder / "n.ipynb", as_version=4)
    assert kept.metadata.papermill.output_path == "n.ipynb"
    assert str(tmp_path) not in (folder / "n.ipynb").read_text(encoding="utf-8")
    assert not (tmp_path / "failed").exists()
    assert capfd.readouterr() == ("", "")


def test_a_failing_cell_is_named_by_its_heading_and_comment(
    kernel: Kernel, tmp_path: Path, folder: Path
) -> None:
    told = stopped(kernel, tmp_path, folder, "# Show: the funnel\n1 / 0")
    assert told == (
        "The notebook stopped under “How far?” at “Show: the funnel”.\n"
        "ZeroDivisionError: division by zero\n"
        f"The half-run notebook is kept as {tmp_path / 'failed.ipynb'}."
    )
    half_run = nbformat.read(tmp_path / "failed.ipynb", as_version=4)
    assert half_run.metadata.papermill.exception is True


def test_our_own_error_is_told_with_its_problems_and_no_trace(
    kernel: Kernel, tmp_path: Path, folder: Path
) -> None:
    source = (
        "# Open\nfrom alignment.errors import HistoryError, Problem\n"
        "raise HistoryError('Cannot.', [Problem('leads', 'x', 'y'), Problem('deals', 'z', 'w')])"
    )
    told = stopped(kernel, tmp_path, folder, source)
    assert "at “Open”.\nCannot.\n  - leads: found x; expected y.\n  - deals: found z" in told
    assert "Traceback" not in told


def test_a_kernel_that_dies_is_told(kernel: Kernel, tmp_path: Path, folder: Path) -> None:
    told = stopped(kernel, tmp_path, folder, "# Load\nimport os\nos._exit(1)")
    assert "Its kernel died; most often its memory ran out." in told
    assert (tmp_path / "failed.ipynb").is_file()


def test_a_notebook_knows_no_name_of_the_one_before_and_a_dead_kernel_is_started_anew(
    kernel: Kernel, tmp_path: Path
) -> None:
    def says_what_it_knows(name: str, source: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        path = written(tmp_path / "n.ipynb", runs(source))
        values = {"month": "2026-03"}
        made = executed(kernel, path, values, folder, tmp_path / "failed", is_quiet=True)
        return str(made["cells"][-1]["outputs"][0]["text"])

    known = "import os\nprint(os.getpid(), 'kept' in globals(), get_ipython().execution_count)"
    first = says_what_it_knows("one", f"{known}\nkept = 1")
    second = says_what_it_knows("two", known)
    assert first.split()[1] == second.split()[1] == "False"
    assert first == second
    dies = written(tmp_path / "dies.ipynb", runs("import os\nos._exit(1)"))
    with pytest.raises(ReportError, match="kernel died"):
        executed(kernel, dies, {"month": "2026-03"}, tmp_path, tmp_path / "failed", is_quiet=True)
    third = says_what_it_knows("three", known)
    assert third.split()[0] != first.split()[0]
    assert third.split()[1:] == first.split()[1:]


def test_a_folder_that_is_not_there_is_told_before_the_notebook_runs(
    kernel: Kernel, tmp_path: Path
) -> None:
    with pytest.raises(ReportError, match=r"could not be made ready \(FileNotFoundError"):
        kernel.run(tmp_path / "nowhere", lambda _: pytest.fail("the notebook ran"))
