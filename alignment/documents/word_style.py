"""The Word file that lends a document its fonts, its sheet, its head and its foot."""

import io
from typing import TYPE_CHECKING, Any

from alignment.documents.text import clean

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.styles.style import ParagraphStyle

    from alignment.documents.document import Document

FONT, FONT_ARABIC_HEBREW = "Calibri", "Arial"
INK, MUTED, RULE, WARNING = "1C2430", "5A6472", "DDE2E8", "9A5B00"
_MARGIN_MM, _WIDTH_MM, _HEIGHT_MM = 20, 210, 297


def styled(document: "Document") -> bytes:
    """An empty Word file, pandoc's own in the house's look, for pandoc to take its styles from."""
    import subprocess

    import pypandoc
    from docx import Document as opened

    own = subprocess.run(
        [pypandoc.get_pandoc_path(), "--print-default-data-file=reference.docx"],
        capture_output=True,
        check=True,
    ).stdout
    file = opened(io.BytesIO(own))
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()
