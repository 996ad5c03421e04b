"""Boxes for a number that may stay empty."""

import re
from dataclasses import dataclass
from math import inf, isfinite

import ipywidgets as widgets

_SPACED = re.compile(r"[-+]?\d{1,3}(\s\d{3})+(\.\d*)?")


class NumberBox(widgets.Text):
    """A text box that reads a number; blank is no number, which is not 0.

    Parameters
    ----------
    number : float or None
        What stands in it at first.
    **traits
        Of `ipywidgets.Text`.
    """

    def __init__(self, number: float | None = None, **traits: object) -> None:
        super().__init__(value=written(number), continuous_update=False, **traits)
        self.add_class("alignment-number")

    @property
    def number(self) -> float | None:
        """The number; None where the box is blank, or holds none."""
        return _read(self.value)

    @property
    def problem(self) -> str:
        """What is wrong with it; empty for a number, and for a blank box."""
        if not self.value.strip() or self.number is not None:
            return ""
        return f"“{self.value.strip()}” is no number: {_advice(self.value)}"


@dataclass(frozen=True)
class Range:
    """What a number may be; a share is typed as per cent and kept from 0 to 1.

    Parameters
    ----------
    expected : str
        The same in words, of what is typed.
    """

    expected: str = "a number, 0 or more"
    least: float = 0.0
    most: float = inf
    is_whole: bool = False
    is_share: bool = False

    def holds(self, number: float) -> bool:
        """Whether a number, as it is kept, lies within (both ends do)."""
        is_right_kind = not self.is_whole or float(number).is_integer()
        return is_right_kind and self.least <= number <= self.most


SHARE = Range("a number from 0 to 100", most=1.0, is_share=True)
HOURS = Range("a number of hours from 0.01 to 10,000", 0.01, 10_000)
DAYS = Range("a whole number of days from 1 to 3,650", 1, 3_650, is_whole=True)
COUNT = Range("a whole number from 1 to 10,000,000", 1, 10_000_000, is_whole=True)


class Quantity(NumberBox):
    """A number box that knows what may stand in it.

    Parameters
    ----------
    held : object
        What is kept at first; what is no number stands there as text.
    within : Range
    **traits
        Of `ipywidgets.Text`.
    """

    def __init__(self, held: object = None, within: Range | None = None, **traits: object) -> None:
        super().__init__(None, **traits)
        self.within = within or Range()
        self.hold(held)

    def hold(self, held: object) -> None:
        """Put what is kept in place of what stands there."""
        self.value = self._as_typed(held)
        self._held = self.value, held

    @property
    def quantity(self) -> float | None:
        """The number as it is kept; None where the box is blank, or holds none that may be."""
        kept = self._kept
        return kept if kept is not None and self.within.holds(kept) else None

    @property
    def problem(self) -> str:
        if super().problem or self.number is None or self.quantity is not None:
            return super().problem
        return f"expected {self.within.expected}, not {self.value.strip()}"

    @property
    def _kept(self) -> float | None:
        shown, held = self._held
        if isinstance(held, float) and shown == self.value:
            return held  # with digits that the box does not show
        if self.number is None or not self.within.is_share:
            return self.number
        return round(self.number / 100, 12)

    def _as_typed(self, held: object) -> str:
        if isinstance(held, bool) or not isinstance(held, int | float):
            return "" if held is None else str(held)
        return written(round(100 * held, 10) if self.within.is_share else held)


def written(number: float | None) -> str:
    """A number so that it reads back the same: 50 for 50.0."""
    if number is None:
        return ""
    is_whole = float(number).is_integer() and abs(number) < 1e15
    return str(int(number)) if is_whole else repr(float(number))


def _read(text: str) -> float | None:
    """A number, where spaces of any width may stand between thousands."""
    text = text.strip()
    try:
        number = float(re.sub(r"\s", "", text) if _SPACED.fullmatch(text) else text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _advice(text: str) -> str:
    """How to write it, by what stands in its way."""
    if "," in text:
        return "write 1000 or 2.5, without commas"
    if text.count(".") > 1:
        return "it has more than one point; write 1000000 or 1 000 000"
    if re.search(r"\d\s+\d", text):
        return "its spaces do not part thousands; write 1000 or 1 000"
    return "write digits alone, as in 1000 or 2.5"
