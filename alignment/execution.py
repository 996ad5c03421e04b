"""A notebook run to its end by papermill, or the reason why it stopped."""

import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from alignment import parameters
from alignment.errors import (
    AgreementError,
    AlignmentError,
    HistoryError,
    MappingError,
    ReportError,
)
from alignment.files import replaced_file
from alignment.kernel import Kernel

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbformat import NotebookNode

_OURS = {
    error.__name__
    for error in (AlignmentError, AgreementError, HistoryError, MappingError, ReportError)
}


def executed(
    kernel: Kernel,
    notebook: Path,
    values: Mapping[str, object],
    folder: Path,
    failed: Path,
    is_quiet: bool,
) -> Mapping:
    """The notebook as papermill ran it, which also stands in `folder`.

    It runs in `folder` too, so that ``out = "."`` still holds when the executed notebook is
    opened and run again, wherever the folder went.

    Parameters
    ----------
    kernel : Kernel
        May have run other notebooks before.
    values : mapping
        Parameters, checked.
    failed : Path
        Where the half-run notebook is kept when a cell fails.
    is_quiet : bool
        Whether to leave out the line of progress on stderr.

    Raises
    ------
    ReportError
        Where a cell fails or the kernel dies, naming the cell.
    """
    import nbformat
    import papermill
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    path = folder / notebook.name
    started: list[NotebookNode] = []

    def execute(manager: "AsyncKernelManager") -> "NotebookNode":
        return papermill.execute_notebook(
            parameters.plain(notebook),
            parameters.plain(path),
            values,
            km=manager,
            request_save_on_cell_execute=False,  # writing it twice a cell costs a tenth of a run
            on_cell_start=lambda cell, cell_index: started.append(cell),
            progress_bar=False if is_quiet else {"desc": "Reviewing", "file": sys.stderr},
        )

    try:
        made = kernel.run(folder, execute)
    except (PapermillExecutionError, DeadKernelError) as error:
        if not path.exists():
            metadata = nbformat.read(notebook, as_version=4).metadata
            nbformat.write(nbformat.v4.new_notebook(cells=started, metadata=metadata), path)
        with replaced_file(failed) as half_run:
            shutil.copyfile(path, half_run)
        raise ReportError(
            f"The notebook stopped{_place(started)}.\n{_reason(error)}\n"
            f"The half-run notebook is kept as {failed}."
        ) from None
    made.metadata.papermill.update(input_path=notebook.name, output_path=notebook.name)
    nbformat.write(made, path)
    return made


def _reason(error: Exception) -> str:
    name, said = getattr(error, "ename", ""), getattr(error, "evalue", "")
    if not name:
        return "Its kernel died; most often its memory ran out."
    return said if name in _OURS else f"{name}: {said}"


def _place(started: Sequence[Mapping]) -> str:
    """The last cell that was started: the heading over it, and its first comment."""
    if not started:
        return " before its first cell"
    texts = [cell["source"] for cell in started if cell["cell_type"] == "markdown"]
    headings = re.findall(r"^#+ +(.+)$", "\n".join(texts), re.MULTILINE)
    under = f" under “{headings[-1]}”" if headings else ""
    first = started[-1]["source"].partition("\n")[0].lstrip("# ")
    return f"{under} at “{first}”"
