"""A document as Markdown (GFM), made of its page by pandoc."""

import re
from typing import TYPE_CHECKING

from alignment.documents.pandoc import converted
from alignment.documents.rendering import rendered
from alignment.documents.signatures import ROOM

if TYPE_CHECKING:
    from alignment.documents.document import Document

# pandoc escapes what is Markdown within a line, yet not what becomes so at the start of one, nor
# what reads as an entity, and it loses signs behind a backslash: all of these go through it as
# characters that no text can hold
_KEPT = {sign: chr(0xFDD0 + place) for place, sign in enumerate("&-+=:.)@\n\\")}
_WRITTEN = {mark: "<br>" if sign == "\n" else f"\\{sign}" for sign, mark in _KEPT.items()}
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_START = re.compile(r"(\s*)(?:(\d{1,9})([.)])|([-+](?=\s|$)|[-=:](?=[-=:\s]*$)))")
# what readers of Markdown make a link or an emoji of by themselves: https://, www., a@b, :smile:
_LINKED = re.compile(
    r":(?=//)|(?<=\bwww)\.|(?<=[\w.+-])@(?=\w)|(?<!\w):(?=[\w+-]+:)", re.IGNORECASE
)
_ENTITY = re.compile(r"&amp;(?=#?\w+;)")
_CELL = re.compile(r"(?<=<t[dh])[^>]*>.*?(?=</t[dh]>)", re.DOTALL)
_PAIR = re.compile(r'<tr><th scope="row"><strong>(.*?)</strong></th><td>(.*?)</td></tr>', re.DOTALL)
_PAIRS = re.compile(r'<table class="pairs">.*?</table>', re.DOTALL)
_MARK = re.compile("[\ufdd0-\ufddf]")


def as_markdown(document: "Document") -> str:
    """The Markdown of a document, with its imprint last; a draft says so there too."""
    page = str(rendered("markdown.html.j2", document=document))
    page = re.sub(r"<colgroup>.*?</colgroup>", "", _PAIRS.sub(_listed, page), flags=re.DOTALL)
    # pandoc would write &nbsp;
    page = page.replace(ROOM, "").replace("\N{NO-BREAK SPACE}", " ")
    page = _CELL.sub(_on_one_line, _TEXT.sub(_guarded, page))
    source = "html-native_divs-native_spans-auto_identifiers"
    made = converted(page, "gfm", source, ["--wrap=none"])
    return _MARK.sub(lambda mark: _WRITTEN[mark[0]], made)


def _listed(pairs: re.Match[str]) -> str:
    """A table without a head, which Markdown does not know, as a list."""
    items = (f"<li><strong>{pair[1]}:</strong> {pair[2]}</li>" for pair in _PAIR.finditer(pairs[0]))
    return f"<ul>{''.join(items)}</ul>"


def _guarded(text: re.Match[str]) -> str:
    """A text of the page that stays text wherever in a line it comes to stand."""
    said = _ENTITY.sub(_KEPT["&"], text[0].replace("\\", _KEPT["\\"]))
    said = _LINKED.sub(lambda sign: _KEPT[sign[0]], said)
    start = _START.match(said)
    if start is None:
        return said
    return start[1] + (start[2] or "") + _KEPT[start[3] or start[4]] + said[start.end() :]


def _on_one_line(cell: re.Match[str]) -> str:
    """A cell without the line breaks that would keep its table from being Markdown."""
    return cell[0].replace("<br>", _KEPT["\n"])
