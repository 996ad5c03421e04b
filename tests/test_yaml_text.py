"""YAML as plain data with lines, and plain data as YAML."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.yaml_text import emit, parse, place, top_parts

texts = st.text(st.characters(codec="utf-8"), max_size=20)
scalars = st.one_of(
    texts, st.integers(-(10**9), 10**9), st.floats(allow_nan=False), st.booleans(), st.none()
)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def test_times_and_no_stay_text_and_dates_too() -> None:
    document = parse(b"from: 10:30\nanswer: no\non: 2026-09-30\nn: 010\n", "a.yml")
    assert document.data == {"from": "10:30", "answer": "no", "on": "2026-09-30", "n": 10}


def test_every_key_and_entry_knows_its_line() -> None:
    document = parse(b"# first\na:\n  - x: 1\n  - 2\nb: 3\n", "a.yml")
    lines = {("a",): 2, ("a", 0): 3, ("a", 0, "x"): 3, ("a", 1): 4, ("b",): 5}
    assert document.lines == lines
    assert document.line(("a", 0, "missing")) == 3


def test_a_place_is_written_as_people_write_it() -> None:
    assert place(("score", "fit", 1, "points")) == "score.fit[2].points"


def test_all_repeated_keys_are_told_with_both_lines_and_the_first_is_kept() -> None:
    document = parse(b"a: 1\na: 2\nb: {c: 1, c: 2}\n", "a.yml")
    assert document.data == {"a": 1, "b": {"c": 1}}
    assert [(p.row, p.column) for p in document.problems] == [(2, "a"), (3, "b.c")]
    assert "line 1" in document.problems[0].advice


@pytest.mark.parametrize(
    ("raw", "row", "found"),
    [
        (b"a: [1,\nb: 2\n", 3, "no YAML"),
        (b"a: 1\n\tb: 2\n", 2, "no YAML"),
        (b"a: 1\nb: \x07\n", 2, "does not allow"),
        (b"a: 1\n---\nb: 2\n", 2, "another document"),
        (b"a: 1\nb: caf\xe9\n", 2, "0xe9"),
        (b"a: &x [1]\nb: *x\n", 1, "alias"),
        (b"a: 1\nb: !python 3\n", 2, "tag !python"),
        (b"a: 1\n? [1]\n: 2\n", 2, "no text"),
        (b"a: 1\nb: !!int x\n", 2, "'x'"),
    ],
)
def test_broken_yaml_is_a_problem_at_its_line(raw: bytes, row: int, found: str) -> None:
    (problem,) = parse(raw, "a.yml").problems
    assert (problem.where, problem.row) == ("a.yml", row)
    assert found in problem.found


def test_a_tab_is_named_as_the_likely_cause() -> None:
    (problem,) = parse(b"a: 1\n\tb: 2\n", "a.yml").problems
    assert "spaces, not tabs" in problem.advice


def test_values_nested_beyond_reason_are_refused_rather_than_crash() -> None:
    (problem,) = parse(b"[" * 5000, "a.yml").problems
    assert "nested" in problem.found


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert parse(b"\xef\xbb\xbfa: 1\n", "a.yml").data == {"a": 1}


@given(st.dictionaries(texts.filter(bool), trees, min_size=1, max_size=4))
def test_what_is_emitted_reads_back_the_same(data: dict[str, object]) -> None:
    text = emit(data)
    document = parse(text.encode(), "a.yml")
    assert document.problems == ()
    assert document.data == data


def test_short_values_stand_on_one_line_and_prose_in_a_block() -> None:
    text = emit({"rules": {"mql": {"score": {"at_least": 50}}}, "note": "One.\nTwo.", "l": [1, 2]})
    assert text == (
        "rules:\n  mql:\n    score: {at_least: 50}\nnote: |-\n  One.\n  Two.\nl: [1, 2]\n"
    )


def test_a_value_that_stands_twice_is_written_out_twice() -> None:
    day = date(2026, 10, 6)
    assert emit({"a": day, "b": day}) == "a: 2026-10-06\nb: 2026-10-06\n"


def test_no_emitted_line_ends_in_a_blank() -> None:
    text = emit({"a": {"b": "word " * 60 + "end"}})
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_the_parts_of_a_text_carry_the_comments_above_them_and_add_up_to_it() -> None:
    text = "# head\n\n# on a\na: 1\n\n# on b\nb:\n  - 1 # one\n# end\n"
    parts = top_parts(parse(text.encode(), "a.yml"))
    assert parts == {
        "a": "# head\n\n# on a\na: 1\n",
        "b": "\n# on b\nb:\n  - 1 # one\n# end\n",
    }
    assert "".join(parts.values()) == text
