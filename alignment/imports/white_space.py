"""White space around the values of a file: all that Unicode calls so, at the price of the usual."""

from pathlib import Path

WHITE = "".join(sign for sign in map(chr, range(0x10000)) if sign.isspace())

_CHUNK = 1 << 20
_LONGEST = 3


def has_odd(path: Path, separator: str) -> bool:
    """Whether a UTF-8 file may have values that end in white space other than a blank.

    Looking through the bytes once is much cheaper than looking at both ends of every value.

    Parameters
    ----------
    separator : str
        A tab there is odd everywhere: nobody can tell it from one in a value.
    """
    signs = _by_first_byte(separator)
    with path.open("rb") as file:
        before = b""
        while chunk := file.read(_CHUNK):
            text = before + chunk
            for first, odd in signs.items():
                # one byte is found ten times as fast as several
                if first in text and any(sign in text for sign in odd):
                    return True
            before = text[1 - _LONGEST :]
    return False


def _by_first_byte(separator: str) -> dict[bytes, list[bytes]]:
    """Odd signs, and line ends before a closing quote, each group by its first byte."""
    found: dict[bytes, list[bytes]] = {}
    for sign in (sign.encode() for sign in WHITE if sign not in " \r\n"):
        found.setdefault(sign[:1], []).append(sign)
    ends = (separator.encode(), b"\n", b"\r")
    found[b'"'] = [mark + b'"' + end for mark in (b"\n", b"\r") for end in ends]
    return found
