"""Models kept in YAML files: what people wrote stays, and nothing is half-written."""

import errno
from pathlib import Path

import pytest

from alignment import yaml_file
from alignment.errors import AlignmentError
from alignment.yaml_model import Number, Part, Value


class Inner(Part):
    x: Number = 1


class Pair(Part):
    first: Inner = Inner()
    second: Inner = Inner()
    third: str = ""


class Flag(Part):
    value: Value


COMMENTS = {"first": "The first.", "second": "The second."}


def test_a_new_file_has_a_comment_above_each_part_and_whole_numbers_without_a_point(
    tmp_path: Path,
) -> None:
    yaml_file.write(Pair(), tmp_path / "p.yml", COMMENTS)
    assert (tmp_path / "p.yml").read_text(encoding="utf-8") == (
        "# The first.\nfirst:\n  x: 1\n\n# The second.\nsecond:\n  x: 1\n\nthird: ''\n"
    )


def test_a_part_that_did_not_change_keeps_its_text_and_one_that_did_the_comment_above_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "p.yml"
    path.write_text("# Ours.\nfirst: {x: 1.0}  # one\n\n# Theirs.\nsecond: {x: 2}\n")
    yaml_file.write(Pair(second=Inner(x=3)), path, COMMENTS)
    assert path.read_text(encoding="utf-8") == (
        "# Ours.\nfirst: {x: 1.0}  # one\n\n# Theirs.\nsecond:\n  x: 3\n\nthird: ''\n"
    )


@pytest.mark.parametrize("before", ["{first: {x: 1}, second: {x: 2}}\n", "first: [\n", "\xff"])
def test_a_text_whose_parts_cannot_be_kept_is_written_anew(tmp_path: Path, before: str) -> None:
    path = tmp_path / "p.yml"
    path.write_text(before, encoding="latin-1")
    yaml_file.write(Pair(second=Inner(x=2), third="z"), path, {})
    assert path.read_text() == "first:\n  x: 1\n\nsecond:\n  x: 2\n\nthird: z\n"


def test_a_file_that_says_it_all_already_stays_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "p.yml"
    path.write_text("first: {x: 1}\nsecond: {x: 1.0} # same\n\n\nthird: ''\n# the end\n")
    before = path.read_bytes()
    yaml_file.write(Pair(), path, COMMENTS)
    assert path.read_bytes() == before


def test_true_is_not_taken_for_the_one_that_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "p.yml"
    path.write_text("value: true\n")
    yaml_file.write(Flag(value=1), path, {})
    assert path.read_text() == "value: 1\n"


def test_windows_line_ends_do_not_keep_a_part_from_staying(tmp_path: Path) -> None:
    path = tmp_path / "p.yml"
    path.write_bytes(b"# Ours.\r\nfirst: {x: 5}\r\nthird: a\r\n")
    yaml_file.write(Pair(first=Inner(x=5), third="b"), path, {})
    assert path.read_bytes() == b"# Ours.\nfirst: {x: 5}\n\nsecond:\n  x: 1\n\nthird: b\n"


def test_writing_that_fails_leaves_the_earlier_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.yml"
    yaml_file.write(Pair(), path, {})
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(AlignmentError, match="expected a disk with room on it"):
        yaml_file.write(Pair(third="new"), path, {})
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["p.yml"]


def test_half_of_a_character_is_not_written_over_what_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "pair.yml"
    yaml_file.write(Pair(third="ours"), path, {})
    before = path.read_bytes()
    with pytest.raises(AlignmentError, match="It cannot be kept"):
        yaml_file.write(Pair(third="a\ud83d"), path, {})
    assert path.read_bytes() == before
