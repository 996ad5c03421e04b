"""A document as a page that needs nothing but itself."""

import io
import re
from html.parser import HTMLParser

import docx
import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from alignment.documents import Document
from alignment.documents.rendering import rendered

HOSTILE = "</style><script>alert(1)</script>\"'\\"


def document(**parts: object) -> Document:
    held = {"name": "plan", "title": "Plan", "body": Markup("<h2>Goal</h2><p>More.</p>")}
    return Document(**{**held, "imprint": "version 2", **parts})  # type: ignore[arg-type]


class Tags(HTMLParser):
    """Every element that a page opens."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.names.add(tag)


def test_a_page_runs_and_loads_nothing() -> None:
    page = document(title=HOSTILE, imprint=HOSTILE, facts={HOSTILE: HOSTILE}).html
    assert Tags(page).names.isdisjoint({"script", "link", "img", "a", "iframe"})
    assert "default-src 'none'" in page
    assert page.count("</style>") == 1
    assert "url(" not in page


def test_a_title_reaches_the_style_sheet_as_nothing_but_signs() -> None:
    style = re.search(r"(?s)<style>(.*)</style>", document(title='x"; } *').html)
    assert style is not None
    assert '@top-left { content: "x\\22 \\3b \\20 \\7d \\20 \\2a "; }' in style[1]


def test_a_draft_is_marked_on_the_screen_and_on_every_sheet_and_lists_what_is_missing() -> None:
    page = document(draft_because=("Not signed yet for Sales.",)).html
    assert '<p class="band">DRAFT</p>' in page
    assert '@top-right { content: "DRAFT"; }' in page
    assert page.index("What is missing:") < page.index("Not signed yet for Sales.")
    assert page.index("Not signed yet for Sales.") < page.index("<h2>Goal</h2>")


def test_what_is_void_stands_on_every_page_of_every_format() -> None:
    made = document(draft_because=("x",), void=("approval", "agreement in force"))
    mark = "DRAFT · APPROVAL VOID · AGREEMENT IN FORCE VOID"
    assert f'<p class="band">{mark}</p>' in made.html
    assert ">DRAFT<br>APPROVAL VOID<br>AGREEMENT IN FORCE VOID</p>" in made.html
    style = re.search(r'@top-right { content: "(.*?)";', made.html)
    assert style is not None
    assert re.sub(r"\\(\w+) ", lambda sign: chr(int(sign[1], 16)), style[1]) == mark
    assert made.markdown.startswith(f"**{mark}.**")
    assert made.markdown.endswith(f"**{mark}.** version 2\n")
    sheet = docx.Document(io.BytesIO(made.docx)).sections[0]
    assert sheet.header.paragraphs[0].text == f"Plan\t{mark}"


def test_a_document_that_lacks_nothing_is_no_draft_in_any_format() -> None:
    page = document().html
    assert "DRAFT" not in page
    assert 'class="band"' not in page
    assert "DRAFT" not in document().markdown


def test_warnings_stand_before_the_body() -> None:
    page = document(warnings=("The agreement has changed since.",)).html
    assert page.index("The agreement has changed since.") < page.index("<h2>Goal</h2>")


def test_a_template_that_lacks_a_value_says_so() -> None:
    with pytest.raises(UndefinedError, match="document"):
        rendered("content.html.j2")
