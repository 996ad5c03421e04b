"""Names from a CRM, made short for a sentence or a chart."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

LONGEST = 60
"""Signs of a name in a sentence."""
_PARTS = {"Cc", "Zl", "Zp"}
_ROUNDS = 3


def on_one_line(text: object) -> str:
    """A name as one line: control signs, line ends and runs of blanks become one blank."""
    signs = [" " if unicodedata.category(sign) in _PARTS else sign for sign in str(text)]
    return " ".join("".join(signs).split()) or "(blank)"


def short(text: object, longest: int = LONGEST) -> str:
    """A name on one line, cut in its middle if it is longer: names often differ at their end.

    Examples
    --------
    >>> short("Campaign of a rather long name number 17", 21)
    'Campaign o…number 17'
    """
    line, half = on_one_line(text), (longest - 1) // 2
    return line if len(line) <= longest else f"{line[:half].rstrip()}…{line[-half:].lstrip()}"


def quoted(text: object) -> str:
    """A name as a sentence calls it: `“webinar”`."""
    return f"“{short(text)}”"


def shorts(texts: Iterable[object], longest: int) -> list[str]:
    """Names made short beside one another: those that would look the same keep what differs.

    Names that differ in several far places may still look the same.
    """
    lines = [on_one_line(text) for text in texts]
    shown = {line: short(line, longest) for line in lines}
    for _ in range(_ROUNDS):
        for group in _alike(shown):
            shown |= _told_apart(group, longest)
    return [shown[line] for line in lines]


def _alike(shown: dict[str, str]) -> list[list[str]]:
    """The groups of lines that are shown alike."""
    order = sorted(shown, key=lambda line: (shown[line], line))
    groups = [list(group) for _, group in groupby(order, key=lambda line: shown[line])]
    return [group for group in groups if len(group) > 1]


def _told_apart(lines: Sequence[str], longest: int) -> dict[str, str]:
    """Each line's beginning, and what stands from the first word on that is not in all of them."""
    shared, n_head = _shared(min(lines), max(lines)), longest // 3
    room = longest - n_head - 1
    word = shared.rfind(" ") + 1
    start = max(word if len(shared) - word < room // 2 else len(shared) - 2, n_head)
    made = {}
    for line in lines:
        head, tail = line[:n_head].rstrip(), line[start:]
        if len(line) <= longest:
            made[line] = line
        elif len(tail) > room:
            made[line] = f"{head}…{tail[: room - 1].rstrip()}…"
        else:
            made[line] = f"{head}…{line[-room:].lstrip()}"
    return made


def _shared(one: str, two: str) -> str:
    """What both begin with; of several lines the first and the last in order tell it for all."""
    pairs = zip(one, two, strict=False)
    n = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))
    return one[:n]
