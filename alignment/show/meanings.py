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
    """

    def __init__(self, meanings: Mapping[str, str], is_filled: bool = False) -> None:
        self._texts = {
            word: written(meaning, 2, is_filled=is_filled) for word, meaning in meanings.items()
        }
        super().__init__([_line(word, text) for word, text in self._texts.items()])

    @property
    def content(self) -> dict[str, str]:
        """What each word means; a word without a text is left out."""
        return said(self._texts)


def written(text: str, rows: int, is_filled: bool = False) -> widgets.Textarea:
    """A box for a few lines, holding `text`, or showing it where nothing is typed."""
    held = {"value" if is_filled else "placeholder": text}
    made = widgets.Textarea(rows=rows, continuous_update=False, **held)
    made.add_class("alignment-words")
    return made


def said(texts: Mapping[str, widgets.Textarea]) -> dict[str, str]:
    """What was typed into each of some boxes; blank ones are left out."""
    return {name: text.value.strip() for name, text in texts.items() if text.value.strip()}


def _line(word: str, text: widgets.Textarea) -> widgets.HBox:
    made = widgets.HBox([widgets.HTML(f"<p>{escape(word)}</p>"), text])
    made.add_class("alignment-term")
    return made
