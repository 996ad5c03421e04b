"""Documents as files, written whole."""

from importlib.metadata import version
from pathlib import Path

from alignment import record
from alignment.agreement import Agreement
from alignment.documents import pandoc
from alignment.documents.document import Document
from alignment.documents.plan import plan
from alignment.errors import AlignmentError, noted, together
from alignment.files import refuse_sample, replaced_folder

RECORD = "document.json"
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
            "versions": {**{name: version(name) for name in _PACKAGES}, "pandoc": pandoc.version()},
        }
        record.write_record(aside, held, RECORD)
    return folder / f"{document.name}.html"


def written_plan(workspace: Path, folder: Path) -> Document:
    """The plan of a workspace, written into a folder of its own.

    Raises
    ------
    AlignmentError
        With everything wrong at once: an agreement that cannot be read, a folder that lies in the
        sample or holds what no document wrote.
    """
    errors: list[AlignmentError] = []
    with noted(errors):
        made = plan(Agreement.open(workspace))
    with noted(errors):
        refuse_sample(folder)
        record.refuse_foreign(folder, RECORD)
    if errors:
        raise together(errors)
    write(made, folder)
    return made
