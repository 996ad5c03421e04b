"""A document as a Word file."""

import io

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Twips
from markupsafe import Markup

from alignment.documents import Document
from alignment.documents.text import block, prose

TABLE = Markup(
    '<table><colgroup><col style="width: 25%"><col style="width: 75%"></colgroup><thead><tr>'
    "<th>Word</th><th>Meaning</th></tr></thead><tbody><tr><td>{}</td><td>{}</td></tr></tbody>"
    "</table>"
)


def word(body: Markup, **parts: object) -> WordFile:
    held = {"name": "x", "title": "The plan", "imprint": "version 2", "body": body, **parts}
    return docx.Document(io.BytesIO(Document(**held).docx))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def draft() -> WordFile:
    said = Markup("<h2>Goal</h2>{}").format(prose("=HYPERLINK(1)\nhttps://a.b\n\nמילה <w:p/>"))
    body = said + TABLE.format(block("lead"), block("שלום: 5"))
    return word(body, title="The <b> plan", draft_because=("Not signed yet for Sales.",))


def test_every_page_has_the_title_and_what_text_it_is_and_a_draft_its_mark(draft: WordFile) -> None:
    sheet = draft.sections[0]
    assert sheet.header.paragraphs[0].text == "The <b> plan\tDRAFT"
    assert sheet.footer.paragraphs[0].text.startswith("version 2\tPage")
    fields = sheet.footer._element.iter(qn("w:fldSimple"))
    assert [each.get(qn("w:instr")).strip() for each in fields] == ["PAGE", "NUMPAGES"]


def test_what_is_no_draft_has_no_mark() -> None:
    made = word(Markup("<p>a</p>"), title="t" * 200)
    assert made.sections[0].header.paragraphs[0].text == "t" * 89 + "…"


def test_the_sheet_is_a4(draft: WordFile) -> None:
    sheet = draft.sections[0]
    assert (round(sheet.page_width.mm), round(sheet.page_height.mm)) == (210, 297)


def test_the_title_is_one_and_sections_are_headings(draft: WordFile) -> None:
    named = [(p.style.name, p.text) for p in draft.paragraphs if p.style.name != "Body Text"]
    assert named[0] == ("Title", "The <b> plan")
    assert ("Heading 1", "Goal") in named


def test_text_makes_neither_links_nor_fields_and_keeps_its_lines(draft: WordFile) -> None:
    body = draft.element.body
    assert not [*body.iter(qn("w:hyperlink")), *body.iter(qn("w:fldSimple"))]
    assert "=HYPERLINK(1)\nhttps://a.b" in [p.text for p in draft.paragraphs]


def test_paragraphs_and_cells_from_the_right_are_so_in_word(draft: WordFile) -> None:
    turned = [
        "".join(text.text for text in p.iter(qn("w:t")))
        for p in draft.element.body.iter(qn("w:p"))
        if p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None
    ]
    assert turned == ["מילה <w:p/>", "שלום: 5"]


def test_tables_fill_the_text_by_their_widths_and_keep_head_and_rows(draft: WordFile) -> None:
    table = draft.tables[0]
    widths = [int(each.get(qn("w:w"))) for each in table._tbl.tblGrid]
    sheet = draft.sections[0]
    text_width = (sheet.page_width - sheet.left_margin - sheet.right_margin) / Twips(1)
    assert sum(widths) == pytest.approx(text_width, abs=3)
    assert widths[1] == pytest.approx(3 * widths[0], abs=5)
    head, row = (each._tr for each in table.rows)
    assert [len([*tr.iter(qn("w:cantSplit"))]) for tr in (head, row)] == [1, 1]
    assert len([*head.iter(qn("w:tblHeader"))]) == 1
    assert [len([*tr.iter(qn("w:keepNext"))]) for tr in (head, row)] == [2, 0]


def test_a_short_table_is_kept_whole_with_what_stands_before_it_and_a_long_one_is_not() -> None:
    row = "<tr><td>a</td><td>b</td></tr>"
    made = str(TABLE.format("a", "b"))
    parts = (f"<p>Before.</p>{made.replace(row, row * n)}" for n in (9, 10))
    short, long = (table._tbl for table in word(Markup("".join(parts))).tables)
    kept = [[len([*tr.iter(qn("w:keepNext"))]) for tr in table.tr_lst] for table in (short, long)]
    assert kept == [[2] * 9 + [0], [2] + [0] * 10]
    assert len([*short.getprevious().iter(qn("w:keepNext"))]) == 1
