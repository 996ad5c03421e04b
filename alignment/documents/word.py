"""A document as a Word file, made of its page by pandoc; fonts, sheet, head and foot of our own."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alignment.documents.document import Document


def as_word(document: "Document") -> bytes:
    """The Word file of a document: A4, its title and whether it is a draft at every page's head."""
    import pypandoc

    from alignment.documents.word_style import styled

    with TemporaryDirectory() as folder:
        reference, made = Path(folder) / "reference.docx", Path(folder) / "made.docx"
        reference.write_bytes(styled(document))
        pypandoc.convert_text(
            f"<body>{document.content}</body>",
            "docx",
            format="html-auto_identifiers",
            outputfile=str(made),
            extra_args=["--shift-heading-level-by=-1", f"--reference-doc={reference}"],
            sandbox=True,
        )
        return made.read_bytes()
