"""A document as Markdown: what people wrote stays text in it."""

import re
from html import unescape

import mistune
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from alignment.documents import Document
from alignment.documents.text import block, clean, prose
from alignment.errors import ReportError

PIECES = "- + = # * _ ` ~ | \\ < > & [ ] ( ) ! : . 1 a $ ^ {{ }} &lt; &#35; --- ``` === </td> <!--"
texts = st.lists(
    st.lists(st.sampled_from([*PIECES.split(), " ", "\n", "\n\n", "שלום", "😀"]), max_size=8).map(
        "".join
    ),
    min_size=15,
    max_size=15,
)
OURS = {"p", "br", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "hr"}


def markdown(body: Markup, **parts: object) -> str:
    held = {"name": "x", "title": "T", "imprint": "version 2", "body": body, **parts}
    return Document(**held).markdown  # type: ignore[arg-type]


def read(text: str) -> str:
    """The page that a Markdown reader makes of it."""
    reader = mistune.create_markdown(
        escape=False, plugins=["table", "strikethrough", "task_lists", "footnotes", "url"]
    )
    return str(reader(text))


def words(page: str) -> str:
    return "".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


@settings(max_examples=3, phases=[Phase.explicit, Phase.generate])
@given(texts)
@example(
    ["a\n===", "a\n- b\n1. c", "---", "c:\\new\\--", "&copy; &amp;lt;", "| a |\n|---|", "x\n\n"]
)
@example(
    [
        "- a\n- b\n1. c\n2. d\nwww.a.b :smile: https://a.b/ c@d.e",
        "1. a\n\n2. b",
        "<script>x</script>",
        "[a](javascript:b)",
        "![a](b)",
        "<http://c.d>",
        "# e",
        "    f",
    ]
)
def test_any_text_reads_back_as_that_text(given_texts: list[str]) -> None:
    held = Markup(
        "<p>Q</p>{}<ul><li>{}</li></ul><table><tbody><tr><td>{}</td></tr></tbody></table>"
    )
    body = Markup("").join(held.format(prose(t), block(t), block(t)) for t in given_texts)
    found = read(markdown(body)).split("<hr />")[0].split("<p>Q</p>")[1:]
    assert [words(each) for each in found] == [
        words(prose(t)) + 2 * "".join(clean(t).split()) for t in given_texts
    ]
    assert set(re.findall(r"<(\w+)", "".join(found))) <= OURS


def test_tables_are_tables_of_markdown_with_their_line_ends() -> None:
    table = Markup(
        '<table><colgroup><col style="width: 20%"></colgroup><thead><tr><th>Word</th></tr></thead>'
        "<tbody><tr><td>{}</td></tr></tbody></table>"
    ).format(block("one | two\nthree"))
    assert "| one \\| two<br>three |" in markdown(table)


def test_what_stands_under_the_title_is_a_list() -> None:
    assert "- **Version:** 2\n" in markdown(Markup(""), facts={"Version": "2"})


def test_lists_that_people_typed_are_lists() -> None:
    typed = prose("We will:\n- *call*\n• write\n\n2. first\n3. then")
    expected = "We will:\n\n- \\*call\\*\n- write\n\n2.  first\n3.  then\n"
    assert expected in markdown(typed)


def test_no_reader_makes_a_link_or_an_emoji_of_a_text() -> None:
    made = markdown(prose("https://a.b www.a.b c@d.e :smile: at 12:30:15"))
    assert r"https\://a.b www\.a.b c\@d.e \:smile: at 12:30:15" in made


def test_a_draft_says_so_first_and_last() -> None:
    made = markdown(Markup("<h2>Goal</h2>"), draft_because=("Not signed.",))
    assert made.startswith("# T\n\n**DRAFT.** What is missing:\n\n- Not signed.\n\n## Goal")
    assert made.endswith("**DRAFT.** version 2\n")


def test_the_same_document_is_the_same_text() -> None:
    assert markdown(Markup("<p>a</p>")) == markdown(Markup("<p>a</p>"))


def test_without_pandoc_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> str:
        raise OSError("No pandoc was found")

    monkeypatch.setattr("pypandoc.convert_text", missing)
    with pytest.raises(ReportError, match="No pandoc was found; expected pandoc 3"):
        markdown(Markup("<p>a</p>"))
