"""What each team owes the other, in boxes to fill in, each beside what was achieved so far."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape

import ipywidgets as widgets
import traitlets

from alignment.agreement import ServiceLevels
from alignment.measures.vocabulary import worded
from alignment.show.achieved import Achieved
from alignment.show.choice import Entry, Several, with_given
from alignment.show.comparison import STRANGE
from alignment.show.level_row import LEVELS, LevelRow
from alignment.show.meanings import written
from alignment.show.model_check import problems_of
from alignment.show.rating_grid import heading, paragraph
from alignment.show.sheet import dressed
from alignment.show.widget_tree import discard

OWED = {"marketing": "What Marketing owes Sales", "sales": "What Sales owes Marketing"}
REACHED = (
    "Any touch is a first contact, an attempt too. The clock until a lead is reached goes by "
    "these; where there is none, by every touch."
)
REJECTION, REJECTED = "When Sales rejects a lead", "what happens with it"
AFTER = "first_contact"
"""The level below which stands by what a lead is reached."""


class LevelForm(widgets.VBox):
    """A row a level: the promise, in boxes, beside what was achieved.

    Parameters
    ----------
    levels : ServiceLevels or None
        What the form holds at first; None: no number.
    achieved : mapping of level to words
        What the history says of each; by the names in `LEVELS`.
    activities : sequence of str
        Sales' own, by some of which it reaches a lead.
    usual : ServiceLevels or None
        By what a lead is reached, and what happens on rejection, at first where `levels` is None.
    start_from : mapping of label to ServiceLevels
        Levels to begin with, each a button.

    Attributes
    ----------
    levels : ServiceLevels or None
        What stands there; None while something is missing or wrong. Observable.
    """

    levels = traitlets.Any(None, allow_none=True, read_only=True)

    def __init__(
        self,
        levels: ServiceLevels | None = None,
        achieved: Mapping[str, str] | None = None,
        *,
        activities: Sequence[str] = (),
        usual: ServiceLevels | None = None,
        start_from: Mapping[str, ServiceLevels] | None = None,
    ) -> None:
        self._usual, self._activities = usual or levels or ServiceLevels(), tuple(activities)
        self._is_held = False
        self._rows = {
            level.name: LevelRow(level, self._refresh) for own in LEVELS.values() for level in own
        }
        self._boxes = [box for row in self._rows.values() for box in row.boxes.values()]
        self._earlier: tuple[list[str], tuple[object, ...], str] = ([], (), "")
        self._undo = _button("Undo", self._go_back)
        self._reached = widgets.VBox()
        self._reached.add_class("alignment-promises")
        self._about_reached = paragraph(REACHED, "alignment-quiet")
        self._rejection = written(REJECTED, 2)
        self._wrong = widgets.HTML()
        self._wrong.add_class("alignment-wrong")
        super().__init__(children=(*self._starting(start_from or {}), *self._shown(), self._wrong))
        dressed(self)
        self._rejection.observe(lambda _: self._refresh(), "value")
        self.hold(levels)
        self.tell({name: Achieved(words) for name, words in (achieved or {}).items()})

    @property
    def content(self) -> dict[str, object]:
        """What stands there, as plain data that `ServiceLevels` reads; no blank box in it."""
        return self._plain

    @property
    def _plain(self) -> dict[str, object]:
        made: dict = {"marketing": {}, "sales": {}}
        for row in self._rows.values():
            for promise, box in row.boxes.items():
                *above, key = promise.path
                if (number := box.quantity) is not None:
                    held = made[above[0]] if above else made
                    held[key] = int(number) if promise.within.is_whole else number
        made["sales"]["conversations"] = list(self._conversations.chosen)
        said = self._rejection.value.strip()
        return {**made, **({"on_rejection": said} if said else {})}

    @property
    def problems(self) -> tuple[str, ...]:
        """What is missing or cannot be taken, each as a sentence."""
        found = tuple(each for row in self._rows.values() for each in (*row.missing, *row.wrong))
        return (*found, *self._unsaid) or problems_of(ServiceLevels, self._plain, {})

    @property
    def _unsaid(self) -> tuple[str, ...]:
        """That nothing is said of what happens on rejection: the default is no one's word."""
        return () if self._rejection.value.strip() else (f"{REJECTION}: write {REJECTED}.",)

    def hold(self, levels: ServiceLevels | None) -> None:
        """Put other levels in place of what stands there; None: no number."""
        own = levels or self._usual
        with self._quietly():
            for row in self._rows.values():
                row.hold(levels)
            self._offer(own.sales.conversations)
            self._rejection.value = own.on_rejection
        self._undo.layout.display = "none"

    def start_over(self, levels: ServiceLevels) -> None:
        """The same, after which "Undo" brings back what stood there."""
        typed = [box.value for box in self._boxes]
        self._earlier = typed, tuple(self._conversations.chosen), self._rejection.value
        self.hold(levels)
        self._undo.layout.display = None

    def _go_back(self) -> None:
        typed, chosen, said = self._earlier
        with self._quietly():
            for box, text in zip(self._boxes, typed, strict=True):
                box.value = text
            self._offer(chosen)
            self._rejection.value = said
        self._undo.layout.display = "none"

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Many changes at once, followed by what comes of them all."""
        self._is_held = False
        yield
        self._is_held = True
        self._refresh()

    def tell(self, achieved: Mapping[str, Achieved]) -> None:
        """Say what was achieved beside each level; nothing beside one that is left out."""
        for name, row in self._rows.items():
            row.tell(achieved.get(name))

    def _offer(self, conversations: Sequence[object]) -> None:
        """The activities by which Sales reaches a lead, to choose from."""
        known: list[Entry] = [(worded(name), name) for name in self._activities]
        entries = with_given(known, conversations, STRANGE)
        self._conversations = Several(entries, conversations, self._refresh, "choose activities …")
        old = self._reached.children[:1]
        self._reached.children = (self._conversations, self._about_reached)
        for widget in old:
            discard(widget)

    def _shown(self) -> list[widgets.Widget]:
        shown: list[widgets.Widget] = []
        for team, owed in OWED.items():
            shown.append(heading(owed))
            for level in LEVELS[team]:
                shown.append(self._rows[level.name])
                if level.name == AFTER:
                    shown.append(_row("A lead is reached by", self._reached))
        return [*shown, _row(REJECTION, self._rejection)]

    def _starting(self, levels: Mapping[str, ServiceLevels]) -> list[widgets.Widget]:
        """Buttons that begin with some levels, and the one that takes it back."""
        made = [_button(label, partial(self.start_over, own)) for label, own in levels.items()]
        return [widgets.HBox([widgets.Label("Start from"), *made, self._undo])] if made else []

    def _refresh(self) -> None:
        if not self._is_held:
            return
        wrong = [each for row in self._rows.values() for each in row.wrong]
        self._wrong.value = escape("\n".join([*wrong, *self._unsaid]))
        self.set_trait(
            "levels", None if self.problems else ServiceLevels.model_validate(self._plain)
        )


def _row(label: str, field: widgets.Widget) -> widgets.HBox:
    made = widgets.HBox([paragraph(label, "alignment-owed"), field])
    made.add_class("alignment-level")
    return made


def _button(label: str, act: Callable[[], None]) -> widgets.Button:
    made = widgets.Button(description=label)
    made.on_click(lambda _: act())
    return made
