"""Names made short: one line, told apart where names beside one another allow it."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.measures.names import LONGEST, quoted, short, shorts


def test_a_name_that_differs_in_its_middle_keeps_what_differs() -> None:
    long = "Bought addresses of all the trade shows, and so on, {} of the list, noch mehr Worten"
    shown = shorts([long.format(year) for year in (2025, 2026)] + ["webinar"], 34)
    assert shown == [
        "Bought addr…2025 of the list, noc…",
        "Bought addr…2026 of the list, noc…",
        "webinar",
    ]


def test_names_that_differ_at_one_end_keep_both() -> None:
    regions = [f"Verkaufsgebiet Nordost-Mittelland Nummer {n:02d}" for n in (7, 8)]
    assert shorts(regions, 22) == ["Verkaufsge…Nummer 07", "Verkaufsge…Nummer 08"]


def test_a_sentence_calls_a_name_on_one_line_and_not_at_length() -> None:
    assert quoted("trade\n show ") == "“trade show”"
    assert quoted("") == "“(blank)”"
    assert len(quoted("word " * 99)) <= LONGEST + 2


@pytest.mark.parametrize("longest", [22, 34])
@settings(max_examples=20, phases=[Phase.explicit, Phase.generate])
@given(lines=st.lists(st.text("ab ", min_size=1, max_size=60), max_size=5))
def test_no_name_is_longer_than_asked_and_a_short_one_stands_whole(
    longest: int, lines: list[str]
) -> None:
    for line, shown in zip(lines, shorts(lines, longest), strict=True):
        assert len(shown) <= longest
        if len(line) <= longest:
            assert shown == short(line, longest)
