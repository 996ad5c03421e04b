"""A notebook run to its end by papermill, or the reason why it stopped."""

import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from alignment import parameters
from alignment.errors import (
    AgreementError,
    AlignmentError,
    HistoryError,
    MappingError,
    ReportError,
)
from alignment.files import replaced_file

_OURS = {
    error.__name__
    for error in (AlignmentError, AgreementError, HistoryError, MappingError, ReportError)
}


def executed(
    notebook: Path, values: Mapping[str, object], folder: Path, failed: Path, is_quiet: bool
) -> Mapping:
    """The notebook as papermill ran it, which also stands in `folder`.

    It runs in `folder` too, so that ``out = "."`` still holds when the executed notebook is
    opened and run again, wherever the folder went.

    Parameters
    ----------
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
    try:
        made = papermill.execute_notebook(
            parameters.plain(notebook),
            parameters.plain(path),
            values,
            cwd=folder,
            extra_arguments=["--log-level=ERROR"],  # else every run warns of a local socket
            progress_bar=False if is_quiet else {"desc": "Reviewing", "file": sys.stderr},
        )
    except (PapermillExecutionError, DeadKernelError) as error:
        with replaced_file(failed) as half_run:
            shutil.copyfile(path, half_run)
        place = _place(failed)
        name, said = getattr(error, "ename", ""), getattr(error, "evalue", "")
        raise ReportError(
            f"The notebook stopped{place}.\n{_reason(name, said)}\n"
            f"The half-run notebook is kept as {failed}."
        ) from None
    made.metadata.papermill.update(input_path=notebook.name, output_path=notebook.name)
    nbformat.write(made, path)
    return made


def _reason(name: str, said: str) -> str:
    if not name:
        return "Its kernel died; most often its memory ran out."
    return said if name in _OURS else f"{name}: {said}"


def _place(half_run: Path) -> str:
    """The heading and the first comment of the cell that failed."""
    heading = ""
    for cell in json.loads(half_run.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = next(iter(re.findall(r"^#+ +(.+)$", source, re.MULTILINE)[-1:]), heading)
        elif _has_failed(cell):
            under = f" under “{heading}”" if heading else ""
            return f"{under} at “{source.splitlines()[0].lstrip('# ')}”"
    return ""


def _has_failed(cell: Mapping) -> bool:
    return any(output["output_type"] == "error" for output in cell["outputs"])
