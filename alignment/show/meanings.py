"""Words, and a text for what each means."""

from collections.abc import Mapping
from html import escape

import ipywidgets as widgets


class Meanings(widgets.VBox):
    """A line a word: what it means, to be written or changed.

    Parameters
    ----------
    meanings : mapping of word to what it means
    is_filled : bool
        Whether the meanings are there to be changed; else they only show what is usual, and are
        no part of the content.
    own : mapping of word to what it means, or None
        What was written before, to be changed; words that `meanings` lacks among them.
    """

    def __init__(
        self,
        meanings: Mapping[str, str],
        is_filled: bool = False,
        own: Mapping[str, str] | None = None,
    ) -> None:
        own = own or {}
        usual = {**meanings, **{word: "" for word in own if word not in meanings}}
        held = {**(meanings if is_filled else {}), **own}
        self._texts = {
            word: written(meaning, 2, held.get(word, "")) for word, meaning in usual.items()
        }
        super().__init__([_line(word, text) for word, text in self._texts.items()])

    @property
    def content(self) -> dict[str, str]:
        """What each word means; a word without a text is left out."""
        return said(self._texts)


def written(usual: str, rows: int, text: str = "") -> widgets.Textarea:
    """A box for a few lines, holding `text`, or showing what is usual where nothing is typed."""
    made = widgets.Textarea(text, placeholder=usual, rows=rows, continuous_update=False)
    made.add_class("alignment-words")
    return made


def said(texts: Mapping[str, widgets.Textarea]) -> dict[str, str]:
    """What was typed into each of some boxes; blank ones are left out."""
    return {name: text.value.strip() for name, text in texts.items() if text.value.strip()}


def _line(word: str, text: widgets.Textarea) -> widgets.HBox:
    made = widgets.HBox([widgets.HTML(f"<p>{escape(word)}</p>"), text])
    made.add_class("alignment-term")
    return made
