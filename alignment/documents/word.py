"""A document as a Word file, made of its page by pandoc; fonts, sheet, head and foot of our own."""

import io
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from alignment.documents.pandoc import write_word
from alignment.documents.word_style import TEXT_WIDTH, styled

if TYPE_CHECKING:
    from alignment.documents.document import Document

_TEXT = "word/document.xml"
_ROW = re.compile(r"<w:tr>(<w:trPr>)?")
_HEAD = re.compile(r"<w:tr>(?:(?!</w:tr>).)*?<w:tblHeader.*?</w:tr>", re.DOTALL)
_GRID = re.compile(r"<w:tblGrid>.*?</w:tblGrid>", re.DOTALL)
_WIDTH = re.compile(r'(?<=<w:gridCol w:w=")\d+')
_TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_BEFORE = re.compile(
    r"(<w:pPr><w:pStyle [^>]*/>)((?:(?!<w:p>|<w:tbl>).)*</w:p>)(?=\s*<w:tbl>)", re.DOTALL
)
_WHOLE = 9
"""Rows up to which a table is not torn by a page."""
_STYLED = re.compile(r"<w:pPr><w:pStyle [^>]*/>")


def as_word(document: "Document") -> bytes:
    """The Word file of a document: A4, its title and whether it is a draft at every page's head."""
    with TemporaryDirectory() as folder:
        reference, made = Path(folder) / "reference.docx", Path(folder) / "made.docx"
        reference.write_bytes(styled(document))
        options = ["--shift-heading-level-by=-1", f"--reference-doc={reference}"]
        write_word(f"<body>{document.content}</body>", made, "html-auto_identifiers", options)
        return _laid_out(made)


def _laid_out(made: Path) -> bytes:
    """The file with tables as wide as the text, whose rows and heads are not torn by a page."""
    mended = io.BytesIO()
    with zipfile.ZipFile(made) as held, zipfile.ZipFile(mended, "w", zipfile.ZIP_DEFLATED) as out:
        for part in held.infolist():
            content = held.read(part)
            if part.filename == _TEXT:
                content = _with_whole_rows(content.decode()).encode()
            out.writestr(part, content)
    return mended.getvalue()


def _with_whole_rows(text: str) -> str:
    text = _HEAD.sub(lambda head: _STYLED.sub(r"\g<0><w:keepNext/>", head[0]), text)
    text = _TABLE.sub(_with_kept_rows, _GRID.sub(_spread, text))
    text = _BEFORE.sub(r"\1<w:keepNext/>\2", text)
    return _ROW.sub(
        lambda row: (
            (row[0] + "<w:cantSplit/>") if row[1] else "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        ),
        text,
    )


def _with_kept_rows(table: re.Match[str]) -> str:
    """A short table on one page: every row but the last is kept with the next."""
    *rows, last = table[0].split("</w:tr>")[:-1]
    n_rows = len(rows) + 1 - table[0].count("<w:tblHeader")
    if n_rows > _WHOLE:
        return table[0]
    kept = (
        row if "<w:keepNext/>" in row else _STYLED.sub(r"\g<0><w:keepNext/>", row) for row in rows
    )
    return "</w:tr>".join([*kept, last, "</w:tbl>"])


def _spread(grid: re.Match[str]) -> str:
    """Columns over the whole width: pandoc takes every sheet for a narrower one."""
    total = sum(map(int, _WIDTH.findall(grid[0])))
    return _WIDTH.sub(lambda width: str(round(int(width[0]) * TEXT_WIDTH / total)), grid[0])
