"""Numbers as people write them: thousands parted by spaces, and what is told of the others."""

import pytest

from alignment.show.number_box import NumberBox


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("18 500", 18500),
        ("18\u00a0500.5", 18500.5),
        ("1\u2009000\u202f000", 1_000_000),
        (" -1 000 ", -1000),
        ("2.5", 2.5),
    ],
)
def test_spaces_of_any_width_may_part_thousands(typed: str, number: float) -> None:
    box = NumberBox()
    box.value = typed
    assert (box.number, box.problem) == (number, "")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1.000.000", "it has more than one point; write 1000000 or 1 000 000"),
        ("1,5", "write 1000 or 2.5, without commas"),
        ("18 50", "its spaces do not part thousands; write 1000 or 1 000"),
        ("1000 000", "its spaces do not part thousands; write 1000 or 1 000"),
        ("lots", "write digits alone, as in 1000 or 2.5"),
    ],
)
def test_what_is_no_number_is_told_by_what_stands_there(typed: str, told: str) -> None:
    box = NumberBox()
    box.value = typed
    assert box.number is None
    assert box.problem == f"“{typed}” is no number: {told}"
