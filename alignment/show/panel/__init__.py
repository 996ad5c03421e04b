"""A live panel: sliders beside charts that follow at once, for any question asked of Python."""

from alignment.show.panel.answer import Answer, Chart, Handle, Limit, Note, Pressed, Series
from alignment.show.panel.slider import Slider
from alignment.show.panel.widget import Panel

__all__ = [
    "Answer",
    "Chart",
    "Handle",
    "Limit",
    "Note",
    "Panel",
    "Pressed",
    "Series",
    "Slider",
]
