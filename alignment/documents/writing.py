"""Documents as files, written whole."""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from alignment import record
from alignment.agreement import Agreement
from alignment.documents import pandoc
from alignment.documents.document import Document
from alignment.documents.plan import plan
from alignment.errors import AlignmentError, Problem, ReportError, noted, together
from alignment.files import refuse_sample, replaced_folder

RECORD = "document.json"
_IDENTITY = ("kind", "name", "company")
_PACKAGES = ("alignment-workshop", "jinja2", "python-docx")


def write(document: Document, folder: Path) -> Path:
    """Write a document into a folder of its own: HTML, Markdown and Word, and what it rests on.

    The folder is replaced whole; ``document.json`` says of which agreement the document is, and
    what keeps it a draft.

    Returns
    -------
    Path
        The page, ``NAME.html``.

    Raises
    ------
    AlignmentError
        Where the folder holds what no document wrote, or another document, or cannot be written.
    """
    refuse_taken(folder, document)
    formats = {
        "html": document.html.encode(),
        "md": document.markdown.encode(),
        "docx": document.docx,
    }
    with replaced_folder(folder.resolve()) as aside:
        for ending, content in formats.items():
            (aside / f"{document.name}.{ending}").write_bytes(content)
        held = {
            **document.record,
            "name": document.name,
            "title": document.title,
            "is_draft": document.is_draft,
            "missing": document.draft_because,
            "warnings": document.warnings,
            "versions": {**{name: version(name) for name in _PACKAGES}, "pandoc": pandoc.version()},
        }
        record.write_record(aside, held, RECORD)
    return folder / f"{document.name}.html"


def refuse_taken(folder: Path, document: Document | None = None) -> None:
    """Raise ReportError where replacing `folder` would lose what `document` does not replace.

    A document takes the place of an earlier one of its kind, name and company, whatever the
    title of each.

    Parameters
    ----------
    document : Document, optional
        None: only what no document wrote is in the way.
    """
    record.refuse_foreign(folder, RECORD)
    if document is None or not (folder / RECORD).is_file():
        return
    there = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    own = {**document.record, "name": document.name}
    # what is not told on one side (a draft knows no company yet) makes no other document
    if any(there.get(key) and own.get(key) and there[key] != own[key] for key in _IDENTITY):
        found, expected = _called(there), f"nothing, or an earlier {_called(own)}"
        advice = "Move it away, or name another folder with --out."
        problem = Problem(str(folder), found, expected, advice)
        raise ReportError("Another document would be replaced.", [problem])


def _called(held: Mapping[str, Any]) -> str:
    """A document by what tells it from others: ``brief “spring” of Tarnwald``."""
    kind, name = held.get("kind") or "document", held.get("name") or "without a name"
    of = f" of {held['company']}" if held.get("company") else ""
    return f"{kind}{of}" if kind == name else f"{kind} “{name}”{of}"


def written_plan(workspace: Path, folder: Path) -> Document:
    """The plan of a workspace, written into a folder of its own.

    Raises
    ------
    AlignmentError
        With everything wrong at once: an agreement that cannot be read, a folder that lies in the
        sample or holds what no document wrote.
    """
    errors: list[AlignmentError] = []
    made = None
    with noted(errors):
        made = plan(Agreement.open(workspace))
    with noted(errors):
        refuse_sample(folder)
        refuse_taken(folder, made)
    if errors or made is None:
        raise together(errors)
    write(made, folder)
    return made
