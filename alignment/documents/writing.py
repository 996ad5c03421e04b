"""Documents as files, written whole."""

import importlib.metadata
from pathlib import Path

from alignment import record
from alignment.documents.document import Document
from alignment.files import replaced_folder

RECORD = "document.json"
_PACKAGES = ("alignment-workshop", "jinja2", "pypandoc-binary", "python-docx")


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
        Where the folder holds what no document wrote, or cannot be written.
    """
    record.refuse_foreign(folder, RECORD)
    formats = {
        "html": document.html.encode(),
        "md": document.markdown.encode(),
        "docx": document.docx,
    }
    with replaced_folder(folder) as aside:
        for ending, content in formats.items():
            (aside / f"{document.name}.{ending}").write_bytes(content)
        held = {
            **document.record,
            "title": document.title,
            "is_draft": document.is_draft,
            "missing": document.draft_because,
            "warnings": document.warnings,
            "versions": {name: importlib.metadata.version(name) for name in _PACKAGES},
        }
        record.write_record(aside, held, RECORD)
    return folder / f"{document.name}.html"
