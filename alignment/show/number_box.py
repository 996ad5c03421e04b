"""A box for a number that may stay empty."""

from math import isfinite

import ipywidgets as widgets


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
        return f"“{self.value.strip()}” is no number: write 1000 or 2.5, without commas"


def written(number: float | None) -> str:
    """A number so that it reads back the same: 50 for 50.0."""
    if number is None:
        return ""
    is_whole = float(number).is_integer() and abs(number) < 1e15
    return str(int(number)) if is_whole else repr(float(number))


def _read(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
