"""Contents kept from sight until they may be seen, and the digest that proves them unchanged.

A sealed file is text: a first line that says what it is, then the contents with a salt,
compressed and in base64, so that no editor, search or comparison shows them. That keeps answers
from being seen by the way before both teams have given theirs, and proves that none was changed
after it was sealed. It is no encryption: whoever sets out to read it can.
"""

import base64
import hashlib
import json
import secrets
import zlib
from collections.abc import Mapping
from pathlib import Path

from alignment.files import replaced_file

_N_SALT = 32
_MOST_BYTES = 50_000_000
"""Of what a line opens to: a hostile one could fill the memory."""


def sealed(content: Mapping[str, object], title: str) -> tuple[str, str]:
    """Contents (plain data) as one line of a sealed file, and their digest.

    Parameters
    ----------
    title : str
        Whose contents of what: part of the digest, so that they cannot pass for another's.

    Returns
    -------
    line : str
    digest : str
        SHA-256 (hex) of title, salt and contents as JSON. The salt, new each time, keeps few
        possible answers from being found by trying all of them.
    """
    salt = secrets.token_bytes(_N_SALT)
    said = json.dumps(content, separators=(",", ":")).encode()
    line = base64.b64encode(zlib.compress(salt + said, 9)).decode()
    return line, _digest(title, salt + said)


def write(path: Path, title: str, lines: list[str]) -> None:
    """Write a sealed file of one line, or of several while one takes another's place."""
    first = f"# Sealed: {title}. It is opened when both teams are in; do not change it."
    with replaced_file(path) as aside:
        aside.write_text("\n".join([first, *lines, ""]), encoding="ascii", newline="\n")


def line_of(path: Path, title: str, digest: str) -> str | None:
    """The line of a sealed file whose contents have this digest; None where there is none."""
    if not path.is_file():
        return None
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        bare = _bare(line)
        if bare is not None and secrets.compare_digest(_digest(title, bare), digest):
            return line
    return None


def is_whole(path: Path) -> bool:
    """Whether any line of a sealed file can be read at all, whatever its digest."""
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    return any(_bare(line) is not None for line in lines)


def content(line: str) -> dict[str, object]:
    """The contents of a line that `line_of` found to be unchanged."""
    held: dict[str, object] = json.loads((_bare(line) or b"")[_N_SALT:])
    return held


def _digest(title: str, bare: bytes) -> str:
    return hashlib.sha256(title.encode() + b"\n" + bare).hexdigest()


def _bare(line: str) -> bytes | None:
    """Salt and contents of a line; None where it is none."""
    try:
        packed = base64.b64decode(line.strip(), validate=True)
        unpacking = zlib.decompressobj()
        bare = unpacking.decompress(packed, _MOST_BYTES)
    except (ValueError, zlib.error):
        return None
    return bare if unpacking.eof and len(bare) > _N_SALT else None
