"""Looking a lead up: a search box, those found, and the way of the one that is chosen."""

import json
from html import escape
from typing import Protocol

import ipywidgets as widgets
import pandas as pd

from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.measures.rates import counted
from alignment.measures.tracker import Tracked
from alignment.measures.vocabulary import worded
from alignment.show.display import LAB_STYLE, PLOTLY, table_html
from alignment.show.sheet import dressed

ASKED = "Name, company, e-mail address or id, then Enter"
LATEST = 300
"""Events in the table; a lead's latest."""
SHOWN_AT_ONCE = 8
"""Leads in the list of those found without scrolling."""


class Followable(Protocol):
    """Where leads are looked up; `alignment.handing.Handing` is one."""

    def found(self, text: str) -> Finding: ...
    def tracked(self, lead_id: str) -> Tracked: ...


class Tracker(widgets.VBox):
    """A search box, the leads found, and all that happened to the chosen one.

    Enter searches; the arrow keys walk through those found, and the chart and the table follow. A
    lead that is found alone is shown at once.

    Parameters
    ----------
    followable : Followable
    text : str
        What is looked for at first; empty: nothing.
    """

    def __init__(self, followable: Followable, text: str = "") -> None:
        self._followable = followable
        self._ids: list[str] = []
        self._asked: str | None = None
        self._text = widgets.Text(
            description="Look for",
            placeholder=ASKED,
            continuous_update=False,
            layout={"width": "32rem"},
        )
        self._find = widgets.Button(description="Find", button_style="primary")
        self._said = widgets.HTML()
        self._choice = widgets.Select(
            tooltip="The leads found", layout={"width": "auto", "display": "none"}
        )
        self._story, self._numbers = widgets.HTML(), widgets.HTML()
        self._chart = widgets.Output()
        for words in (self._said, self._story):
            words.add_class("alignment-said")
        asking = widgets.HBox([self._text, self._find])
        super().__init__(
            [asking, self._said, self._choice, self._story, self._chart, self._numbers]
        )
        dressed(self)
        self._text.observe(self._search, "value")
        self._find.on_click(self._search)
        self._choice.observe(self._chosen, "index")
        self._text.value = text

    def _search(self, _: object) -> None:
        """Look for what stands in the box; what was shown before goes."""
        if self._text.value == self._asked:
            return  # a click on the button leaves the box first, which has searched already
        self._offer(pd.DataFrame())
        self._clear()
        try:
            found = self._followable.found(self._text.value)
        except AlignmentError as error:
            self._asked, self._said.value = None, _refusal(error)
            return
        self._asked, self._said.value = self._text.value, _sentence(found)
        self._offer(found.table)

    def _offer(self, table: pd.DataFrame) -> None:
        self._choice.unobserve(self._chosen, "index")
        self._ids = [str(lead_id) for lead_id in table.get("lead_id", ())]
        self._choice.options = [_label(row) for row in table.to_dict("records")]
        self._choice.index = None
        self._choice.rows = max(2, min(len(self._ids), SHOWN_AT_ONCE))
        self._choice.layout.display = None if len(self._ids) > 1 else "none"
        self._choice.observe(self._chosen, "index")
        if len(self._ids) == 1:
            self._choice.index = 0

    def _chosen(self, _: object) -> None:
        if self._choice.index is None:
            return
        try:
            tracked = self._followable.tracked(self._ids[self._choice.index])
        except AlignmentError as error:
            self._clear()
            self._story.value = _refusal(error)
            return
        self._story.value = _sentence(tracked) + _caveats(tracked)
        self._chart.outputs = (_drawn(tracked),)
        self._numbers.value = _numbers(tracked)

    def _clear(self) -> None:
        self._story.value = self._numbers.value = ""
        self._chart.outputs = ()


def _drawn(tracked: Tracked) -> dict[str, object]:
    """The chart as an output cell holds it."""
    from alignment.show import charts

    made = charts.tracked(tracked.table, tracked.sentence, **tracked.marks)
    data = {PLOTLY: json.loads(made.to_json()), "text/plain": tracked.sentence}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def _numbers(tracked: Tracked) -> str:
    """The table of events, the latest first."""
    shown = tracked.table.drop(columns="kind").iloc[::-1].head(LATEST)
    n_hidden = len(tracked.table) - len(shown)
    more = f"<p>{counted(n_hidden, 'earlier event')}.</p>" if n_hidden else ""
    table = f'<div style="max-height:26rem;overflow:auto">{table_html(shown)}</div>'
    section = f'<section class="finding tex2jax_ignore mathjax_ignore">{table}{more}</section>'
    return LAB_STYLE + section


def _sentence(found: Finding) -> str:
    return f'<p class="tex2jax_ignore mathjax_ignore"><bdi>{escape(found.sentence)}</bdi></p>'


def _caveats(found: Finding) -> str:
    lines = "".join(f"<li><bdi>{escape(caveat)}</bdi></li>" for caveat in found.caveats)
    return f'<ul class="alignment-quiet tex2jax_ignore mathjax_ignore">{lines}</ul>'


def _label(row: dict[str, object]) -> str:
    """A lead as the list has it: who it is, where it came from, its stage and its id."""
    known = {name: value for name, value in row.items() if pd.notna(value)}
    who = [worded(known[name]) for name in ("name", "company") if name in known]
    more = [worded(known[name]) for name in ("source", "last_stage") if name in known]
    parts = [", ".join(who), *more, f"since {known['created_at']:%Y-%m-%d}", str(known["lead_id"])]
    return " · ".join(part for part in parts if part)


def _refusal(error: AlignmentError) -> str:
    return f'<pre style="white-space:pre-wrap">{escape(str(error))}</pre>'
