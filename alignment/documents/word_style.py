"""The Word file that lends a document its fonts, its sheet, its head and its foot."""

import io
from typing import TYPE_CHECKING, NamedTuple

from alignment.documents.pandoc import reference
from alignment.documents.text import clean

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

    from alignment.documents.document import Document

FONT, TURNED_FONT = "Calibri", "Arial"
"""For Latin and the like; for what is written from the right."""
INK, MUTED, RULE, WARNING = "1C2430", "5A6472", "C9D1D9", "9A5B00"
SHEET_MM, MARGIN_MM, HEAD_MM = (210, 297), 20, 11
TEXT_WIDTH = round((SHEET_MM[0] - 2 * MARGIN_MM) / 25.4 * 1440)
"""In twentieths of a point."""


class _Look(NamedTuple):
    """How a style sets its paragraphs: points, and colour."""

    size: float = 10.5
    before: float = 0
    after: float = 6
    is_bold: bool = False
    colour: str = INK
    is_kept: bool = False


_LOOKS = {
    "Normal": _Look(),
    "Body Text": _Look(before=6, after=4),
    "Compact": _Look(size=10, before=1.5, after=1.5),
    "Title": _Look(size=22, after=10, is_bold=True),
    "Heading 1": _Look(size=15, before=20, after=5, is_bold=True),
    "Heading 2": _Look(size=11.5, before=12, after=3, is_bold=True),
    "Lead": _Look(size=12, before=2, after=6),
    "Note": _Look(size=9.5, before=6, after=4, colour=MUTED),
    "Warning": _Look(before=10, after=2, colour=WARNING, is_kept=True),
    "Header": _Look(size=8.5, after=0, colour=MUTED),
    "Footer": _Look(size=8.5, after=0, colour=MUTED),
}


def styled(document: "Document") -> bytes:
    """A Word file in the house's look, made of pandoc's own, for pandoc to take its styles from."""
    import docx

    file = docx.Document(io.BytesIO(reference()))
    for name, look in _LOOKS.items():
        _dress(_style(file, name), look)
    _rule_tables(file)
    _lay_out(file)
    _mark_pages(file, document)
    file.core_properties.title = clean(document.title)[:255]
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _style(file: "WordFile", name: str) -> "ParagraphStyle":
    from docx.enum.style import WD_STYLE_TYPE

    if name in file.styles:
        return file.styles[name]
    is_of_word = name in {"Header", "Footer"}
    made = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, is_of_word)
    made.base_style = file.styles["Normal" if is_of_word else "Body Text"]
    return made


def _dress(style: "ParagraphStyle", look: _Look) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Pt

    held = style.element
    own, layout = held.get_or_add_rPr(), held.get_or_add_pPr()
    for each in [*own, *layout.findall("{*}jc"), *layout.findall("{*}contextualSpacing")]:
        each.getparent().remove(each)
    fonts = f'w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{TURNED_FONT}"'
    half_points = round(look.size * 2)
    weight = "<w:b/><w:bCs/>" if look.is_bold else ""
    made = parse_xml(
        f"<w:rPr {nsdecls('w')}><w:rFonts {fonts}/>{weight}"
        f'<w:color w:val="{look.colour}"/><w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/></w:rPr>'
    )
    own.extend(list(made))
    style.paragraph_format.space_before = Pt(look.before)
    style.paragraph_format.space_after = Pt(look.after)
    style.paragraph_format.line_spacing = 1.1
    if look.is_kept:
        style.paragraph_format.keep_with_next = True


def _rule_tables(file: "WordFile") -> None:
    """Thin lines between rows, room in cells, the head bold and grey."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    line = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
    bold = f'<w:rPr><w:b/><w:bCs/><w:color w:val="{MUTED}"/></w:rPr>'
    style = file.styles["Table"].element
    for old in [*style.findall("{*}tblPr"), *style.findall("{*}tblStylePr")]:
        style.remove(old)
    made = parse_xml(
        f'<w:style {nsdecls("w")}><w:tblPr><w:tblInd w:w="0" '
        f'w:type="dxa"/><w:tblBorders><w:top {line}/><w:bottom {line}/><w:insideH {line}/>'
        f'</w:tblBorders><w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" '
        f'w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow">{bold}</w:tblStylePr></w:style>'
    )
    style.extend(list(made))


def _lay_out(file: "WordFile") -> None:
    from docx.shared import Mm

    sheet = file.sections[0]
    sheet.page_width, sheet.page_height = map(Mm, SHEET_MM)
    sheet.left_margin = sheet.right_margin = sheet.top_margin = Mm(MARGIN_MM)
    sheet.bottom_margin = Mm(MARGIN_MM)
    sheet.header_distance = sheet.footer_distance = Mm(HEAD_MM)
    sheet.gutter = Mm(0)


def _mark_pages(file: "WordFile", document: "Document") -> None:
    """Title and DRAFT at the head of every page; which text it is, and the page, at its foot."""
    from docx.shared import Pt, RGBColor

    sheet = file.sections[0]
    head, foot = sheet.header.paragraphs[0], sheet.footer.paragraphs[0]
    head.style, foot.style = file.styles["Header"], file.styles["Footer"]
    mark, points = document.mark, 11 if len(document.marks) < 2 else 9
    # a mark is bold and larger than the title beside it, which gives way
    head.add_run(_short(document.title, _MOST_SIGNS - round(len(mark) * points / 9)))
    if mark:
        run = _at_the_right(head).add_run(f"\t{mark}")
        run.bold, run.font.size, run.font.color.rgb = (
            True,
            Pt(points),
            RGBColor.from_string(WARNING),
        )
    foot.add_run(_short(document.imprint))
    _at_the_right(foot).add_run("\tPage ")
    _add_field(foot, "PAGE")
    foot.add_run(" of ")
    _add_field(foot, "NUMPAGES")


_MOST_SIGNS = 90
"""What fits on a line beside a page's number."""


def _short(text: str, most: int = _MOST_SIGNS) -> str:
    line = " ".join(clean(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _at_the_right(line: "Paragraph") -> "Paragraph":
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    line.paragraph_format.tab_stops.add_tab_stop(
        Mm(SHEET_MM[0] - 2 * MARGIN_MM), WD_TAB_ALIGNMENT.RIGHT
    )
    return line


def _add_field(line: "Paragraph", name: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    field = f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    line._p.append(parse_xml(field))
