"""Controls around functions that are passed in: they ask and show, and know nothing themselves."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from html import escape
from typing import Protocol

import ipywidgets as widgets

from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.parameters import flag
from alignment.show.display import as_html
from alignment.show.question import Question

_WIDE = {"description_width": "9rem"}
_WHOLE = {"width": "auto", "flex": "0 0 auto"}


def explore(
    compare: Callable[[str, int], Finding], by: Mapping[str, str], within_days: int
) -> widgets.VBox:
    """Choose what to compare by and within how many days; the finding follows at once.

    Parameters
    ----------
    compare : function of (column, days) → Finding
    by : mapping of str to str
        What the room reads → the column.
    within_days : int
        Where the slider starts: the agreed horizon.
    """
    if not by:
        return widgets.VBox([widgets.HTML("This history holds nothing to compare leads by.")])
    choice = widgets.ToggleButtons(options=dict(by), description="Compare by", style=_WIDE)
    days = widgets.IntSlider(
        value=within_days,
        min=min(7, within_days),
        max=max(365, within_days),
        description="Within days",
        style=_WIDE,
        layout={"width": "32rem"},
    )
    shown = widgets.HTML()

    def refresh(_: object = None) -> None:
        shown.value = as_html(compare(choice.value, days.value), is_open=True)

    choice.observe(refresh, "value")
    days.observe(refresh, "value")
    refresh()
    return widgets.VBox([choice, days, shown])


class Deciding(Protocol):
    """Where decisions are kept; every `alignment.workspace.Workspace` is one."""

    @property
    def decided(self) -> Finding:
        """What is decided so far; read anew each time."""


def decide(
    record: Callable[[dict[str, object]], str], room: Deciding | None = None
) -> widgets.VBox:
    """A form for one decision: choice, owner, date, dissent; recorded on a click, then empty again.

    Parameters
    ----------
    record : function of {choice, owner, due_on, dissent} → str
        Keeps the decision and says what it did; an AlignmentError is shown, nothing is lost.
    room : Deciding or None
        Where decisions are kept: once one was recorded, all of them are shown below.
    """
    fields = {
        "choice": widgets.Textarea(description="We decide", rows=2),
        "owner": widgets.Text(description="Owner"),
        "due_on": widgets.DatePicker(
            description="Done by", value=date.today() + timedelta(days=14)
        ),
        "dissent": widgets.Textarea(description="Who disagrees", rows=2),
    }
    for field in fields.values():
        field.style, field.layout = _WIDE, {"width": "40rem"}
    blank = {name: field.value for name, field in fields.items()}
    shown = widgets.HTML()

    def keep() -> str:
        said = record({name: field.value for name, field in fields.items()})
        for name, field in fields.items():
            field.value = blank[name]
        if room:
            shown.value = as_html(room.decided, is_open=True)
        return said

    below = [shown] if room else []
    return widgets.VBox([*fields.values(), button("Record the decision", keep), *below])


def button(
    label: str,
    act: Callable[[], str],
    is_pressed: bool = False,
    ask: Callable[[], str] | None = None,
    is_primary: bool = True,
) -> widgets.HBox:
    """A button beside what came of pressing it.

    Parameters
    ----------
    act : function → str
        What to do; returns what it did.
    is_pressed : bool
        Do it now, as a run without anybody to click does; an error is then raised. Papermill
        hands `true` and `false` over as text, which is read.
    ask : function → str, or None
        What to ask before it is done; empty: nothing. Never asked where `is_pressed` does it.
    is_primary : bool
        Whether it is what a cell is for; else it looks plainer.
    """
    style = "primary" if is_primary else ""
    pressed = widgets.Button(description=label, button_style=style, layout=_WHOLE)
    said, asking = widgets.HTML(), Question()

    def do() -> None:
        said.value = _told(act)

    def press(_: object) -> None:
        asking.drop()
        said.value = question = ""
        try:
            question = ask() if ask else ""
        except AlignmentError as error:
            said.value = _refused(error)
            return
        if question:
            asking.ask(question, {label: do, "Not now": lambda: None})
        else:
            do()

    pressed.on_click(press)
    if flag(is_pressed, "save"):
        said.value = f"<bdi>{escape(act())}</bdi>"
    return widgets.HBox([pressed, said, asking], layout={"flex_flow": "row wrap"})


def _told(act: Callable[[], str]) -> str:
    """What was done, or why not."""
    try:
        return f"<bdi>{escape(act())}</bdi>"
    except AlignmentError as error:
        return _refused(error)


def _refused(error: AlignmentError) -> str:
    return f'<pre style="white-space:pre-wrap">{escape(str(error))}</pre>'
