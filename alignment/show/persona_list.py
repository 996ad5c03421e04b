"""The kinds of people that a campaign is for: a line each, a few at a time, or pasted at once."""

import csv
from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets

from alignment.briefs import Persona
from alignment.measures.rates import counted
from alignment.show.condition import removing
from alignment.show.meanings import written
from alignment.show.rating_grid import paragraph
from alignment.show.sheet import dressed
from alignment.show.widget_tree import discard

FIELDS = {
    "name": "Who it is",
    "problem": "What troubles it",
    "message": "What the campaign says to it",
}
"""What stands above each column, by the field of a persona."""
AT_ONCE = 10
"""Lines on a page of the list: two hundred boxes would take a browser seconds."""
PASTED = "One a line: who | what troubles it | what the campaign says. Or copied from a spreadsheet"
UNREAD = "Personas: what was pasted is not on the list yet: press “Put them on the list”."

Held = dict[str, str]
"""What stands in a line, by field."""


class PersonaList(widgets.VBox):
    """Personas to write, change, take away, and paste; a line left blank is none.

    Parameters
    ----------
    personas : sequence of Persona
        What it opens with.
    changed : function or None
        Called after every change.
    """

    def __init__(
        self, personas: Sequence[Persona] = (), changed: Callable[[], None] | None = None
    ) -> None:
        self._changed = changed or (lambda: None)
        self._held: list[Held] = [persona.model_dump() for persona in personas]
        self._first = 0
        self._list, self._shown = widgets.VBox(), widgets.Label()
        self._list.add_class("alignment-parts")
        self._back = _button("Earlier", lambda: self._turn(-AT_ONCE))
        self._on = _button("Later", lambda: self._turn(AT_ONCE))
        self._turning = widgets.HBox([self._back, self._on, self._shown])
        add = _button("Add a persona", self._add)
        add.add_class("alignment-adding")
        self._pasted = written(PASTED, 4)
        self._pasted.observe(lambda _: self._changed(), "value")
        self._said = widgets.HTML()
        put = _button("Put them on the list", self._put)
        many = widgets.VBox([self._pasted, widgets.HBox([put, self._said])])
        pasting = widgets.Accordion([many], titles=("Paste many at once",))
        head = widgets.HBox([_cell(label, name) for name, label in FIELDS.items()])
        head.add_class("alignment-persona")
        head.add_class("alignment-persona-head")
        super().__init__(children=(head, self._list, self._turning, add, pasting))
        dressed(self)
        self._show()

    @property
    def content(self) -> list[Held]:
        """The personas as plain data that `Persona` reads; blank lines are left out."""
        return [held for _, held in self._written]

    @property
    def problems(self) -> tuple[str, ...]:
        """What lines lack, each as a sentence that names the line."""
        found, places = [], dict[tuple[str, ...], int]()
        for n, held in self._written:
            first = places.setdefault(tuple(held.values()), n)
            if not held["name"]:
                found.append(f"Persona {n}: write who it is.")
            elif first != n:
                found.append(f"Persona {n} is the same as persona {first}: take one away.")
        return (*found, *([UNREAD] if self._pasted.value.strip() else []))

    @property
    def _written(self) -> list[tuple[int, Held]]:
        """The lines in which something stands, trimmed, each with its place from 1 on."""
        trimmed = [{name: text.strip() for name, text in held.items()} for held in self._held]
        return [(n, held) for n, held in enumerate(trimmed, start=1) if any(held.values())]

    def _add(self) -> None:
        self._held.append(dict.fromkeys(FIELDS, ""))
        self._turn_to_last()

    def _take_away(self, held: Held) -> None:
        # the line itself: another may hold the same words
        self._held = [each for each in self._held if each is not held]
        self._show()
        self._changed()

    def _put(self) -> None:
        """Put what was pasted behind what stands there; what stands there already is left out."""
        stands = {tuple(held.values()) for held in self.content}
        pasted = personas_in(self._pasted.value)
        fresh = {key: held for held in pasted if (key := tuple(held.values())) not in stands}
        self._held = [held for held in self._held if any(map(str.strip, held.values()))]
        self._held += fresh.values()
        self._pasted.value = ""
        again = len(pasted) - len(fresh)
        more = f" {counted(again, 'line')} stood there already." if again else ""
        self._said.value = f"<p>{counted(len(fresh), 'persona')} put on the list.{more}</p>"
        self._turn_to_last()

    def _turn(self, n_lines: int) -> None:
        self._first += n_lines
        self._show()

    def _turn_to_last(self) -> None:
        self._first = len(self._held)
        self._show()
        self._changed()

    def _show(self) -> None:
        """Lines for those of the page, in place of the ones that were there."""
        last_page = max(0, len(self._held) - 1) // AT_ONCE * AT_ONCE
        self._first = min(max(0, self._first), last_page)
        until = min(self._first + AT_ONCE, len(self._held))
        old, self._list.children = (
            self._list.children,
            tuple(self._line(n, self._held[n]) for n in range(self._first, until)),
        )
        for line in old:
            discard(line)
        self._back.disabled, self._on.disabled = self._first == 0, until == len(self._held)
        self._turning.layout.display = None if len(self._held) > AT_ONCE else "none"
        self._shown.value = f"{self._first + 1:,} to {until:,} of {len(self._held):,}"

    def _line(self, place: int, held: Held) -> widgets.HBox:
        boxes = [self._box(place, held, name) for name in FIELDS]
        line = widgets.HBox([*boxes, removing(lambda: self._take_away(held))])
        line.add_class("alignment-persona")
        return line

    def _box(self, place: int, held: Held, name: str) -> widgets.Text | widgets.Textarea:
        kind = widgets.Text if name == "name" else widgets.Textarea
        spoken = f"Persona {place + 1}, {FIELDS[name].lower()}"
        made = kind(held[name], tooltip=spoken, continuous_update=False)
        made.add_class(f"alignment-persona-{name}")

        def keep(change: Mapping[str, str]) -> None:
            held[name] = change["new"]
            self._changed()

        made.observe(keep, "value")
        return made


def personas_in(text: str) -> list[Held]:
    """The personas of a pasted text, one a line: cut at tabs, where there is none at ``|``.

    A cell of a spreadsheet may hold line ends and tabs: such a cell stands in quotes. What is
    missing at the end is blank; the message keeps what would be a fourth part.
    """
    found = []
    for row in _rows(text):
        sign, cells = ("\t", row) if len(row) > 1 else ("|", row[0].split("|"))
        parts = (*cells[:2], sign.join(cells[2:]))
        tidy = [" ".join(part.split()) for part in parts]
        found.append(dict(zip(FIELDS, [*tidy, "", ""], strict=False)))
    return found


def _rows(text: str) -> list[list[str]]:
    """The cells of each line that is not blank; quotes that enclose no cell are text."""
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in text.splitlines()]
    return [row for row in rows if any(cell.strip() for cell in row)]


def _cell(label: str, name: str) -> widgets.HTML:
    made = paragraph(label, "alignment-quiet")
    made.add_class(f"alignment-persona-{name}")
    return made


def _button(label: str, act: Callable[[], None]) -> widgets.Button:
    made = widgets.Button(description=label)
    made.on_click(lambda _: act())
    return made
