"""Widgets within widgets, taken apart."""

from collections.abc import Iterator

import ipywidgets as widgets


def every(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """A widget and all that stands in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from every(child)


def discard(widget: widgets.Widget) -> None:
    """Forget what a widget and all within it hold, and take them out of the page.

    Nothing of it stays in the state that a saved notebook keeps.
    """
    within = list(every(widget))
    for each in within:
        each.unobserve_all()
    for each in within:
        _emptied(each)
    for each in within:
        for part in ("style", "layout"):
            if isinstance(held := getattr(each, part, None), widgets.Widget):
                held.close()
        each.close()


def _emptied(widget: widgets.Widget) -> None:
    keys = set(widget.keys)
    for name in {"value", "description", "placeholder"} & keys:
        if isinstance(getattr(widget, name), str):
            setattr(widget, name, "")
    if "_options_labels" in keys:  # a choice keeps its place, and lists its entries
        widget.index = None
        widget.set_trait("_options_labels", ())
    if {"value", "min"} <= keys:
        widget.value = widget.min
    if "children" in keys:
        widget.children = ()
