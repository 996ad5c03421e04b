"""Choosing from what is there: one of a list, or several."""

from collections.abc import Callable, Sequence

import ipywidgets as widgets

from alignment.measures.vocabulary import worded
from alignment.show.widget_tree import discard

NOTHING = -1

Entry = tuple[str, object]
"""What people read, and what it stands for."""


def same(one: object, other: object) -> bool:
    """Whether two values of the data are the same: true is not 1."""
    return type(one) is type(other) and one == other


def with_given(entries: Sequence[Entry], given: Sequence[object], mark: str) -> list[Entry]:
    """The entries, and behind them each given value that they lack, marked so."""
    strangers: list[object] = []
    for value in given:
        held = [*(own for _, own in entries), *strangers]
        if not any(same(value, own) for own in held):
            strangers.append(value)
    return [*entries, *((f"{worded(value)} ({mark})", value) for value in strangers)]


class Choice(widgets.Dropdown):
    """One of the entries, or none yet.

    Parameters
    ----------
    entries : sequence of (label, what it stands for)
    chosen : object
        What is chosen at first; None: nothing.
    asked : str
        What stands there while nothing is chosen; empty: something always is.
    """

    def __init__(
        self, entries: Sequence[Entry], chosen: object = None, asked: str = "", **traits: object
    ) -> None:
        self.held, options = _options(entries, asked)
        first = next((n for n, held in enumerate(self.held) if same(held, chosen)), options[0][1])
        super().__init__(options=options, value=first, **traits)
        self.add_class("alignment-choice")

    def offer(self, entries: Sequence[Entry], asked: str) -> None:
        """Other entries, none of them chosen yet."""
        self.held, self.options = _options(entries, asked)
        self.index = 0

    @property
    def chosen(self) -> object:
        """What the chosen entry stands for; None: nothing is chosen."""
        return None if self.value in (None, NOTHING) else self.held[self.value]


class Several(widgets.HBox):
    """Some of the entries: each chosen one is a button that takes it away again.

    Parameters
    ----------
    changed : function
        Called after every change.
    asked : str
        What stands there while nothing is chosen.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        chosen: Sequence[object],
        changed: Callable[[], None],
        asked: str = "choose a value …",
    ) -> None:
        self._entries, self.chosen, self._changed = list(entries), list(chosen), changed
        self._asked = asked
        self._chips = [self._chip(value) for value in self.chosen]
        entries, asked = self._offered()
        self._adding = Choice(entries, asked=asked)
        self._adding.observe(self._added, "value")
        super().__init__(children=(*self._chips, self._adding))

    def _chip(self, value: object) -> widgets.Button:
        label = next((label for label, held in self._entries if same(held, value)), worded(value))
        chip = widgets.Button(description=f"{label}  ✕", tooltip="Take it away")
        chip.add_class("alignment-chip")
        chip.on_click(self._taken_away)
        return chip

    def _offered(self) -> tuple[list[Entry], str]:
        free = [
            entry
            for entry in self._entries
            if not any(same(entry[1], value) for value in self.chosen)
        ]
        more = "or …" if self.chosen else self._asked
        return free, more if free else "that is all"

    def _added(self, _: object) -> None:
        value = self._adding.chosen
        if value is not None:
            self.chosen.append(value)
            self._chips.append(self._chip(value))
            self._refresh()

    def _taken_away(self, chip: widgets.Button) -> None:
        place = self._chips.index(chip)
        del self.chosen[place], self._chips[place]
        self._refresh()
        discard(chip)

    def _refresh(self) -> None:
        self._adding.offer(*self._offered())
        self.children = (*self._chips, self._adding)
        self._changed()


def _options(entries: Sequence[Entry], asked: str) -> tuple[list[object], list[tuple[str, int]]]:
    places = [(label, place) for place, (label, _) in enumerate(entries)]
    unchosen = [(asked, NOTHING)] if asked or not places else []
    return [value for _, value in entries], [*unchosen, *places]
