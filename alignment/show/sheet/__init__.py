"""What makes controls at home in a notebook: one look, and no shortcut fired from within them."""

from importlib import resources

import anywidget
import ipywidgets as widgets

BOX = "alignment-controls"


def _shipped(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


class Sheet(anywidget.AnyWidget):
    """Nothing to be seen: dresses the box that it stands in.

    Lab takes two strokes of "d" in a list, or a digit on a button, as its own: they delete the
    cell, or make text of it. It leaves alone what is marked, which only a script can do.
    """

    _esm = _shipped("sheet.js")
    _css = _shipped("sheet.css")

    def bring_into_view(self) -> None:
        """Scroll to the box, after it has become much smaller."""
        self.send({})


def dressed(box: widgets.Box) -> Sheet:
    """Put a sheet in front of a box's children."""
    box.add_class(BOX)
    sheet = Sheet()
    sheet.add_class("alignment-sheet")
    box.children = (sheet, *box.children)
    return sheet
