"""A number that the room may move, and which wishes for it are taken."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alignment.errors import AlignmentError, Problem, nearest

_DECIMALS = 9
"""Steps such as 0.1 add up to 0.30000000000000004; nobody moves a slider finer than this."""


@dataclass(frozen=True)
class Slider:
    """One number the room may move.

    Parameters
    ----------
    name : str
        The key of its value.
    label : str
        What the room reads; may come from a CRM.
    least, most, step : float
        Its range, both ends included; values lie on `least` + whole steps, or on `most`.
    group : str
        The heading it stands under.
    agreed : float or None
        What both teams agreed: marked on the track, shown where the value differs.
    unit : str
        Stands behind the number.
    mark : str
        The word for what is marked, where it is not what was agreed, such as `history`.

    Raises
    ------
    AlignmentError
        Where the range is empty, the step not positive, or a number not finite.
    """

    name: str
    label: str
    least: float
    most: float
    step: float
    group: str = ""
    agreed: float | None = None
    unit: str = ""
    mark: str = "agreed"

    def __post_init__(self) -> None:
        numbers = (self.least, self.most, self.step, self.agreed or 0.0)
        is_sound = all(map(math.isfinite, numbers)) and self.least < self.most and self.step > 0
        if not is_sound:
            found = f"from {self.least} to {self.most} by {self.step}, agreed {self.agreed}"
            expected = "finite numbers, the least below the most, and a step above 0"
            problem = Problem("slider", found, expected, column=self.name)
            raise AlignmentError("A slider cannot be made.", [problem])

    def nearest(self, value: float) -> float:
        """The value of this slider that is nearest to a finite number."""
        inside = min(max(value, self.least), self.most)
        stepped = self.least + round((inside - self.least) / self.step) * self.step
        return float(round(min(stepped, self.most), _DECIMALS))


def checked(sliders: Iterable[Slider], values: Mapping[str, float], where: str) -> dict[str, float]:
    """Values that the program sets: each must be one that its slider can show.

    A score that is shown must be the score that was agreed, so nothing is rounded here.

    Raises
    ------
    AlignmentError
        Every name without a slider and every value that its slider cannot show.
    """
    named = {slider.name: slider for slider in sliders}
    problems = [
        Problem(
            where, f"{value!r}", _expected(named.get(name)), nearest_name(name, named), None, name
        )
        for name, value in values.items()
        if name not in named or not _shows(named[name], value)
    ]
    if problems:
        raise AlignmentError("The sliders cannot show these values.", problems)
    return {name: float(value) for name, value in values.items()}


def nearest_name(name: str, named: Mapping[str, Slider]) -> str:
    """Advice where a name has no slider."""
    return "" if name in named else nearest(name, named)


def _expected(slider: Slider | None) -> str:
    if slider is None:
        return "the name of a slider"
    return f"a number from {slider.least:g} to {slider.most:g} in steps of {slider.step:g}"


def _shows(slider: Slider, value: object) -> bool:
    number = _number(value)
    return number is not None and math.isclose(slider.nearest(number), number, abs_tol=1e-8)


def taken(
    sliders: Sequence[Slider], held: Mapping[str, float], wished: object
) -> tuple[dict[str, float], tuple[str, ...]]:
    """What is held after a wish from the browser, whom nothing is believed.

    Numbers are brought into their slider's range and onto its steps; what is no number, or
    belongs to no slider, changes nothing.

    Returns
    -------
    tuple of (dict, tuple of str)
        The values, and what was refused, in words.
    """
    values, refused = dict(held), []
    if not isinstance(wished, Mapping):
        return values, ("The browser sent no values.",)
    named = {slider.name: slider for slider in sliders}
    for name, value in wished.items():
        slider, number = named.get(name), _number(value)
        if slider is None:
            refused.append(f"There is no slider {str(name)[:60]!r}.")
        elif number is None:
            refused.append(f"{slider.label} needs a number; {str(value)[:60]!r} is none.")
        else:
            values[name] = slider.nearest(number)
    return values, tuple(refused)


def _number(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not -1e300 < value < 1e300:  # type: ignore[operator]
        return None
    return float(value)  # type: ignore[arg-type]
