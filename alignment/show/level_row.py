"""A row of the form of levels: what is promised, in boxes, beside what was achieved."""

from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets as widgets

from alignment.agreement import ServiceLevels
from alignment.show.achieved import Achieved
from alignment.show.number_box import COUNT, DAYS, HOURS, SHARE, Quantity, Range
from alignment.show.rating_grid import paragraph


@dataclass(frozen=True)
class Promise:
    """One number of a level: where it stands in `ServiceLevels`, and the words around it."""

    path: tuple[str, ...]
    before: str
    within: Range
    unit: str
    is_needed: bool = True

    def of(self, levels: ServiceLevels | None) -> object:
        """The number that levels promise; None for none."""
        held: object = levels
        for step in self.path:
            held = getattr(held, step, None)
        return held


@dataclass(frozen=True)
class Level:
    """What a team promises by one number or two; `name` is the attainment's."""

    name: str
    label: str
    promises: tuple[Promise, ...]


def _share(path: tuple[str, ...], of: str, is_needed: bool = True) -> Promise:
    return Promise(path, "at least", SHARE, f"per cent of {of}", is_needed)


_HANDED = "the handed-off leads"
_FIRST_HOURS = Promise(("sales", "first_contact_within_hours"), "within", HOURS, "working hours,")
_SQL_DAYS = Promise(("sales", "qualification_within_days"), "within", DAYS, "days,")
_HELD_DAYS = Promise(("nurture_limit_days",), "within", DAYS, "days,")

LEVELS: dict[str, tuple[Level, ...]] = {
    "marketing": (
        Level(
            "n_mql",
            "MQLs",
            (Promise(("marketing", "n_mql"), "at least", COUNT, "a month", is_needed=False),),
        ),
        Level(
            "accepted_share",
            "Accepted by Sales",
            (_share(("marketing", "accepted_share"), "the MQLs", is_needed=False),),
        ),
    ),
    "sales": (
        Level(
            "first_contact",
            "First contact",
            (_FIRST_HOURS, _share(("sales", "first_contact_share"), _HANDED)),
        ),
        Level(
            "qualification",
            "Qualified or given back",
            (_SQL_DAYS, _share(("sales", "qualification_share"), _HANDED)),
        ),
        Level(
            "nurture",
            "A deal, or given back",
            (_HELD_DAYS, _share(("nurture_share",), _HANDED)),
        ),
        Level(
            "reason",
            "Given back with a reason",
            (_share(("sales", "reason_share"), "those given back"),),
        ),
    ),
}
"""By the team that owes them, in the order that they are shown in."""


class LevelRow(widgets.HBox):
    """The boxes of one level, and what was achieved.

    Parameters
    ----------
    changed : function
        Called after every change.
    """

    def __init__(self, level: Level, changed: Callable[[], None]) -> None:
        self.level = level
        self.boxes = {promise: _box(level, promise) for promise in level.promises}
        fields = widgets.VBox([_line(*pair) for pair in self.boxes.items()])
        fields.add_class("alignment-promises")
        self._achieved = widgets.HTML()
        self._achieved.add_class("alignment-achieved")
        super().__init__(
            children=(paragraph(level.label, "alignment-owed"), fields, self._achieved)
        )
        self.add_class("alignment-level")
        for box in self.boxes.values():
            box.observe(lambda _: changed(), "value")

    def hold(self, levels: ServiceLevels | None) -> None:
        """Put what levels promise into the boxes."""
        for promise, box in self.boxes.items():
            box.hold(promise.of(levels))

    def tell(self, achieved: Achieved | None) -> None:
        """Say what was achieved; None: nothing."""
        self._achieved.value = achieved.as_html() if achieved else ""

    @property
    def wrong(self) -> tuple[str, ...]:
        """What stands there and cannot be taken, each as a sentence."""
        boxes = self.boxes.values()
        return tuple(f"{self.level.label}: {box.problem}." for box in boxes if box.problem)

    @property
    def missing(self) -> tuple[str, ...]:
        """What must be written still, each as a sentence."""
        return tuple(
            f"{self.level.label}: write “{promise.before} … {promise.unit.rstrip(',')}”."
            for promise, box in self.boxes.items()
            if promise.is_needed and not box.value.strip()
        )


def _box(level: Level, promise: Promise) -> Quantity:
    spoken = f"{level.label}, {promise.before}, {promise.unit.rstrip(',')}"
    blank = "" if promise.is_needed else "none"
    made = Quantity(None, promise.within, tooltip=spoken, placeholder=blank)
    made.add_class("alignment-quantity")
    return made


def _line(promise: Promise, box: Quantity) -> widgets.HBox:
    before = widgets.Label(promise.before)
    before.add_class("alignment-before")
    return widgets.HBox([before, box, widgets.Label(promise.unit)])
