"""Contents kept from sight, and the digest that proves them unchanged."""

import base64
import zlib
from pathlib import Path

import pytest

from alignment.sealing import contents

SAID = {"ratings": {"tracked_together": {"rating": 2, "note": "Späť, “nobody” reads it."}}}


def test_what_was_sealed_comes_back_and_cannot_be_read_at_a_glance(tmp_path: Path) -> None:
    path = tmp_path / "sales.audit.sealed"
    line, digest = contents.sealed(SAID, "audit of sales")
    contents.write(path, "audit of sales", [line])
    text = path.read_text(encoding="ascii")
    assert text.startswith("# Sealed: audit of sales. It is opened when both teams are in")
    for word in ("tracked", "rating", "nobody"):
        assert word not in text.split("\n", 1)[1]
    found = contents.line_of(path, "audit of sales", digest)
    assert found is not None
    assert contents.content(found) == SAID


def test_the_same_contents_have_another_digest_each_time() -> None:
    lines, digests = zip(*(contents.sealed(SAID, "audit of sales") for _ in range(5)), strict=True)
    assert len(set(digests)) == len(set(lines)) == 5


def test_another_teams_sealed_contents_cannot_be_handed_in_as_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "sales.audit.sealed"
    line, digest = contents.sealed(SAID, "audit of marketing")
    contents.write(path, "audit of sales", [line])
    assert contents.line_of(path, "audit of sales", digest) is None


def test_of_two_lines_the_one_of_the_digest_counts(tmp_path: Path) -> None:
    path = tmp_path / "s"
    made = [contents.sealed({"guesses": {"n": n}}, "t") for n in (1, 2)]
    contents.write(path, "t", [line for line, _ in made])
    for n, (line, digest) in enumerate(made, start=1):
        assert contents.line_of(path, "t", digest) == line
        assert contents.content(line) == {"guesses": {"n": n}}


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "s"
    line, digest = contents.sealed(SAID, "t")
    contents.write(path, "t", [line])
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert contents.line_of(path, "t", digest) == line


BOMB = base64.b64encode(zlib.compress(b"0" * 60_000_000, 9))


@pytest.mark.parametrize("raw", [b"", b"# only\n", b"\xff\xfe\x00", b"QUJD\n", BOMB, "ž".encode()])
def test_what_is_no_sealed_file_opens_to_nothing(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "s"
    path.write_bytes(raw)
    assert contents.line_of(path, "t", "0" * 64) is None
    assert not contents.is_whole(path)


def test_a_sealed_file_cut_short_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "s"
    line, digest = contents.sealed(SAID, "t")
    contents.write(path, "t", [line[: len(line) // 8 * 4]])
    assert contents.line_of(path, "t", digest) is None
    assert not contents.is_whole(path)
