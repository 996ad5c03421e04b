"""Text that people wrote, as markup: every sign kept as text, each paragraph in its direction."""

import re
import unicodedata
from collections.abc import Iterable

from markupsafe import Markup, escape

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs by which a text can show its words in another order than they stand in."""
_ITEM = re.compile(r"\s*(?:[-*•]|([1-9]\d{0,2})\.)\s+(\S.*)")
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def clean(text: object) -> str:
    """`text` without what no document can hold: control signs, halves of signs, turned order.

    Line ends of any kind become ``\\n``; a tab becomes a space.
    """
    lines = str(text).replace("\t", " ").splitlines()
    return "\n".join("".join(filter(_is_shown, line)) for line in lines)


def _is_shown(sign: str) -> bool:
    is_character = ord(sign) & 0xFFFE != 0xFFFE and not "\ufdd0" <= sign <= "\ufdef"
    return is_character and sign not in _TURNING and unicodedata.category(sign) not in {"Cc", "Cs"}


def bare(text: object) -> Markup:
    """Text where no markup can stand: a page's title in its tab."""
    return escape(" ".join(clean(text).split()))


def direction(text: str) -> str:
    """``rtl`` where the first sign that has a direction is written from the right, else ``ltr``."""
    strong = (_STRONG.get(unicodedata.bidirectional(sign)) for sign in text)
    return next((found for found in strong if found), "ltr")


def is_mixed(text: str) -> bool:
    """Whether anything in it is written from the right."""
    return any(unicodedata.bidirectional(sign) in {"R", "AL", "AN"} for sign in text)


def inline(text: object) -> Markup:
    """Text within a line of ours; its line ends stay, and its direction turns nothing beside it."""
    if isinstance(text, Markup):
        return text
    said = clean(text)
    if not is_mixed(said):
        return _broken(said)
    return Markup('<span dir="{}">{}</span>').format(direction(said), _broken(said))


def block(text: object) -> Markup:
    """Text that fills a cell, a list item or a paragraph of ours: the whole takes its direction."""
    if isinstance(text, Markup):
        return text
    said = clean(text)
    if direction(said) == "ltr":
        return inline(said)
    # pandoc knows a direction on a div only, and then sets Word's paragraph from the right
    return Markup('<div dir="rtl">{}</div>').format(_broken(said))


def prose(text: object) -> Markup:
    """A longer text as paragraphs, one for each that blank lines part; line ends stay.

    Lines that begin with a dash, an asterisk or a dot (``- ``, ``* ``, ``• ``), or with numbers
    that count on (``1. ``), are a list.
    """
    return Markup("\n").join(map(_laid_out, _parted(clean(text).split("\n"))))


def _parted(lines: Iterable[str]) -> list[list[str]]:
    """The lines of each paragraph, and of each list: a blank line does not end one."""
    runs: list[list[str]] = []
    before, was_blank = None, True
    for line in lines:
        if not line.strip():
            was_blank = True
            continue
        item = _ITEM.fullmatch(line)
        kind = None if item is None else bool(item[1])
        if kind is not before or (was_blank and kind is None):
            runs.append([])
        runs[-1].append(line)
        before, was_blank = kind, False
    return runs


def _laid_out(lines: list[str]) -> Markup:
    items = [item for line in lines if (item := _ITEM.fullmatch(line))]
    numbers = [int(item[1]) for item in items if item[1]]
    counting_on = [first + n for first in numbers[:1] for n in range(len(numbers))]
    if not items or numbers != counting_on:
        return _paragraph("\n".join(lines))
    listed = Markup("").join(Markup("<li>{}</li>").format(block(item[2])) for item in items)
    if numbers:
        return Markup('<ol start="{}">{}</ol>').format(numbers[0], listed)
    return Markup("<ul>{}</ul>").format(listed)


def _paragraph(said: str) -> Markup:
    made = Markup("<p>{}</p>").format(_broken(said))
    return Markup('<div dir="rtl">{}</div>').format(made) if direction(said) == "rtl" else made


def sentence(text: object) -> Markup:
    """Words of ours with a capital at their start and a full stop at their end."""
    said = clean(text).strip()
    end = "" if said.endswith((".", "!", "?", "…")) else "."
    start = next((place for place, sign in enumerate(said) if sign != "("), 0)
    return inline(said[:start] + said[start : start + 1].upper() + said[start + 1 :] + end)


def _broken(said: str) -> Markup:
    return Markup("<br>").join(escape(line.strip()) for line in said.strip().split("\n"))
