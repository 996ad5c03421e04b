"""Text that people wrote, as markup of a document."""

import pytest
from markupsafe import Markup

from alignment.documents.text import bare, block, clean, direction, inline, prose, sentence


def test_text_is_escaped() -> None:
    assert inline("<b> & &lt;") == Markup("&lt;b&gt; &amp; &amp;lt;")


def test_markup_of_ours_passes_as_it_is() -> None:
    assert inline(Markup("<b>x</b>")) == block(Markup("<b>x</b>")) == Markup("<b>x</b>")


def test_line_ends_of_any_kind_stay_as_breaks_and_blank_lines_at_the_ends_go() -> None:
    assert inline("\none\r\n two\u2028three\n\n") == Markup("one<br>two<br>three")


def test_a_longer_text_has_a_paragraph_for_every_part_between_blank_lines() -> None:
    assert prose("one\ntwo\n \nthree\n\n\n") == Markup("<p>one<br>two</p>\n<p>three</p>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5 מילה", "rtl"), ("(عميل) A", "rtl"), ("A מילה", "ltr"), ("5 %", "ltr"), ("", "ltr")],
)
def test_the_first_sign_with_a_direction_gives_it(text: str, expected: str) -> None:
    assert direction(text) == expected


def test_words_from_the_right_turn_nothing_beside_them() -> None:
    assert inline("A מילה") == Markup('<span dir="ltr">A מילה</span>')
    assert inline("מילה") == Markup('<span dir="rtl">מילה</span>')


def test_a_cell_and_a_paragraph_from_the_right_are_so_as_a_whole() -> None:
    assert block("מילה\n5") == Markup('<div dir="rtl">מילה<br>5</div>')
    assert prose("מילה\n\nA") == Markup('<div dir="rtl"><p>מילה</p></div>\n<p>A</p>')


def test_signs_that_no_document_can_hold_or_that_turn_its_order_are_left_out() -> None:
    assert clean("a\x00\x07\u202eb\u2066\ufffe\ufdd0\U0001ffff\ud800c\td") == "abc d"


def test_emoji_and_what_joins_them_stay() -> None:
    family = "👩\u200d👧 \U0001fae8"
    assert clean(family) == family


def test_a_title_in_a_tab_is_one_escaped_line() -> None:
    assert bare(" a\n<b>\tמילה") == Markup("a &lt;b&gt; מילה")


def test_a_sentence_has_a_capital_and_one_full_stop() -> None:
    assert sentence("(a or b) and c") == "(A or b) and c."
    assert sentence("Why?") == "Why?"
    assert sentence("") == "."


def test_lines_with_dashes_or_numbers_that_count_on_are_lists() -> None:
    assert prose("We:\n- <b>\n\n• b\nEnd") == Markup(
        "<p>We:</p>\n<ul><li>&lt;b&gt;</li><li>b</li></ul>\n<p>End</p>"
    )
    assert prose("2. b\n3. c") == Markup('<ol start="2"><li>b</li><li>c</li></ol>')
    assert prose("- מילה") == Markup('<ul><li><div dir="rtl">מילה</div></li></ul>')


def test_numbers_that_do_not_count_on_and_dashes_alone_stay_text() -> None:
    assert prose("1. a\n3. b") == Markup("<p>1. a<br>3. b</p>")
    assert prose("-5 points\n- ") == Markup("<p>-5 points<br>-</p>")
