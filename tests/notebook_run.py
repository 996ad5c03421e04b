"""A notebook run from top to bottom: by papermill, or quicker within the test's own process."""

import json
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from alignment.files import home

_BOOKS = home() / "notebooks"


def executed(name: str, workspace: Path, out: Path, **given: object) -> str:
    """All that a run by papermill displays, as one text of HTML and charts.

    Parameters
    ----------
    name : str
        Of the notebook, without its ending.
    out : Path
        The folder for the executed notebook.
    **given
        Parameters beside the workspace.
    """
    import papermill

    made = papermill.execute_notebook(
        str(_BOOKS / f"{name}.ipynb"),
        str(out / "out.ipynb"),
        {"workspace": str(workspace), **given},
        progress_bar=False,
        extra_arguments=["--log-level=ERROR"],  # else a run warns of a local socket
    )
    outputs = [output for cell in made.cells for output in cell.get("outputs", [])]
    assert not [o for o in outputs if o["output_type"] == "error"]
    assert not [o for o in outputs if o.get("name") == "stderr"]
    return json.dumps([output.get("data", {}) for output in outputs], ensure_ascii=False)


def shown(name: str, workspace: Path, **given: object) -> str:
    """The same without a kernel of its own, and without controls.

    Raises
    ------
    Exception
        What a cell raises.
    """
    cells = json.loads((_BOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    quiet = Config({"HistoryManager": {"enabled": False}})
    shell = InteractiveShell.instance(config=quiet)  # the one that displaying asks for
    displayed: list[dict] = []
    try:
        for cell in cells:
            if cell["cell_type"] == "code":
                displayed += _run(shell, cell, {"workspace": str(workspace), **given})
    finally:
        InteractiveShell.clear_instance()
    return json.dumps(displayed, ensure_ascii=False, default=repr)


def ends(name: str, workspace: Path, *cells: str, **given: object) -> list[Any]:
    """What some cells end with, such as a control: run alone after the parameters, in order."""
    held = json.loads((_BOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    source = {cell["id"]: "".join(cell["source"]) for cell in held}
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    found = []
    try:
        with capture_output():
            shell.run_cell(source["parameters"]).raise_error()
            shell.user_ns.update({"workspace": str(workspace), **given})
            for each in cells:
                ran = shell.run_cell(source[each])
                ran.raise_error()
                found.append(ran.result)
    finally:
        InteractiveShell.clear_instance()
    return found


def _run(shell: InteractiveShell, cell: dict, given: dict[str, object]) -> list[dict]:
    """What one cell displays."""
    with capture_output() as seen:
        shell.run_cell("".join(cell["source"])).raise_error()
    assert not seen.stderr, seen.stderr
    if "parameters" in cell["metadata"].get("tags", []):
        assert given.keys() <= shell.user_ns.keys()
        shell.user_ns.update(given)
    return [output.data for output in seen.outputs]


def html(text: str) -> str:
    """Of all that was displayed, what a browser reads as markup: HTML, and labels of charts."""
    parts = []
    for data in json.loads(text):
        charts = data.get("application/vnd.plotly.v1+json", {})
        charts.get("layout", {}).pop("meta", None)  # the alternative text: set as an attribute
        parts += [str(data.get("text/html", "")), json.dumps(charts, ensure_ascii=False)]
    return "".join(parts)
