"""What a live panel shows of its sliders' values: sentences, charts and small tables.

Nothing here knows a widget, so whatever makes an answer can be tested without one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from alignment.errors import AlignmentError, Problem

Colour = Literal["marketing", "sales", "good", "bad", "quiet", "warning"]
Form = Literal["share", "count", "amount", "number"]
Kind = Literal["line", "bar", "step"]


@dataclass(frozen=True, eq=False)
class Series:
    """Values over x.

    Parameters
    ----------
    name : str
        In the legend and the read-out.
    x : array of float
        Rising. In a chart with `x_names`, positions in them.
    y : array of float
        NaN is a gap.
    low, high : array of float or None
        An interval around y: a band, or whiskers on bars.
    kind : str
        `step` holds a value until the next x.
    is_ghost : bool
        Dashed and pale: how it is as agreed.

    Raises
    ------
    AlignmentError
        Where the arrays are not of one length.
    """

    name: str
    x: npt.ArrayLike
    y: npt.ArrayLike
    low: npt.ArrayLike | None = None
    high: npt.ArrayLike | None = None
    kind: Kind = "line"
    colour: Colour = "marketing"
    is_ghost: bool = False

    def __post_init__(self) -> None:
        lengths = {part: array.shape for part, array in self.arrays().items()}
        if len(set(lengths.values())) != 1 or len(lengths["x"]) != 1:
            problem = Problem("series", f"{lengths}", "arrays of one length", column=self.name)
            raise AlignmentError("A series cannot be drawn.", [problem])
        if (self.low is None) != (self.high is None):
            problem = Problem("series", "one end of an interval", "both", column=self.name)
            raise AlignmentError("A series cannot be drawn.", [problem])

    def arrays(self) -> dict[str, npt.NDArray[np.float64]]:
        """Those of x, y, low and high that there are, as float64."""
        given = {"x": self.x, "y": self.y, "low": self.low, "high": self.high}
        return {
            name: np.asarray(array, dtype=np.float64)
            for name, array in given.items()
            if array is not None
        }


@dataclass(frozen=True)
class Handle:
    """A vertical line at a slider's value, which can be dragged on the chart."""

    slider: str
    label: str
    colour: Colour = "sales"


@dataclass(frozen=True)
class Limit:
    """A horizontal line of reference, its value after its label; none where it is not finite."""

    label: str
    value: float
    colour: Colour = "bad"


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart of the panel.

    Parameters
    ----------
    form : str
        How y is written: a share (0 to 1) as %, a count or an amount grouped, a number as it is.
    x_names : sequence of str or None
        Categories, such as months; x then counts them from 0.
    is_stacked : bool
        Bars that are no ghosts stand on each other.
    said : str
        Stands in place of the chart where there is nothing to draw.
    currency : str
        Of an amount.
    """

    title: str
    series: Sequence[Series]
    x_label: str = ""
    form: Form = "number"
    handles: Sequence[Handle] = ()
    limits: Sequence[Limit] = ()
    x_names: Sequence[str] | None = None
    is_stacked: bool = False
    said: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Note:
    """A small table of texts under its sentence."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    sentence: str = ""


@dataclass(frozen=True, eq=False)
class Answer:
    """Everything that the panel shows of one setting of its sliders.

    Parameters
    ----------
    notes : sequence of Note, or function → sequence of Note
        Given as a function, they are made once the hand pauses, so that charts need not wait for
        tables that nobody can read while they change; until then the earlier ones stand there pale.
    """

    sentence: str
    charts: Sequence[Chart]
    notes: Sequence[Note] | Callable[[], Sequence[Note]] = ()
    caveats: Sequence[str] = ()


@dataclass(frozen=True)
class Pressed:
    """What a button did: where the sliders stand now (None: as before), and a sentence."""

    values: Mapping[str, float] | None = None
    said: str = ""
