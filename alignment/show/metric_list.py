"""The metrics that a campaign is judged by, the weightiest first."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

import ipywidgets as widgets

from alignment.agreement.wording import label
from alignment.measures.vocabulary import worded
from alignment.show.choice import Choice, Entry
from alignment.show.condition import removing
from alignment.show.rating_grid import paragraph
from alignment.show.sheet import dressed
from alignment.show.widget_tree import discard

STRANGE = "no metric of the agreement"
ADD = "add a metric …"
NONE_LEFT = "that is all the agreement has"
NOTHING = "None is chosen yet."


class MetricList(widgets.VBox):
    """A line a metric, to be moved up and down and taken away; one is added from the agreement's.

    Parameters
    ----------
    metrics : mapping of name to words
        Those of the agreement, and what each is to be.
    chosen : sequence of str
        The weightiest first; one that the agreement lacks stays, and is marked.
    changed : function or None
        Called after every change.
    """

    def __init__(
        self,
        metrics: Mapping[str, str],
        chosen: Sequence[str] = (),
        changed: Callable[[], None] | None = None,
    ) -> None:
        self._metrics, self._changed = dict(metrics), changed or (lambda: None)
        self._chosen = list(chosen)
        self._list = widgets.VBox()
        self._list.add_class("alignment-parts")
        self._adding = Choice([], asked=ADD)
        self._adding.observe(self._added, "value")
        super().__init__(children=(self._list, self._adding))
        dressed(self)
        self._show()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of those chosen, the weightiest first."""
        return tuple(self._chosen)

    def _added(self, _: object) -> None:
        if self._adding.chosen is not None:
            self._chosen.append(str(self._adding.chosen))
            self._show()
            self._changed()

    def _move(self, name: str, n_places: int) -> None:
        place = self._chosen.index(name)
        self._chosen.insert(max(0, place + n_places), self._chosen.pop(place))
        self._show()
        self._changed()

    def _take_away(self, name: str) -> None:
        self._chosen.remove(name)
        self._show()
        self._changed()

    def _show(self) -> None:
        lines = [self._line(n, name) for n, name in enumerate(self._chosen, start=1)]
        old, self._list.children = (
            self._list.children,
            tuple(lines) or (paragraph(NOTHING, "alignment-quiet"),),
        )
        for line in old:
            discard(line)
        free: list[Entry] = [
            (f"{_called(name)}: {said}", name)
            for name, said in self._metrics.items()
            if name not in self._chosen
        ]
        self._adding.offer(free, ADD if free else NONE_LEFT)

    def _line(self, place: int, name: str) -> widgets.HBox:
        up = _moving("↑", f"{_called(name)}: weightier", lambda: self._move(name, -1))
        down = _moving("↓", f"{_called(name)}: less weighty", lambda: self._move(name, 1))
        up.disabled, down.disabled = place == 1, place == len(self._chosen)
        said = self._metrics.get(name, STRANGE)
        words = widgets.HTML(f"<p>{place}. {_kept(_called(name))}: {_kept(said)}</p>")
        return widgets.HBox([up, down, words, removing(lambda: self._take_away(name))])


def _called(name: str) -> str:
    return worded(label(name))


def _kept(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


def _moving(label: str, spoken: str, act: Callable[[], None]) -> widgets.Button:
    made = widgets.Button(description=label, tooltip=spoken)
    made.add_class("alignment-remove")
    made.on_click(lambda _: act())
    return made
