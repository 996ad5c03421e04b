"""One look for every chart: colours with a meaning, one template, and labels that stay text."""

import unicodedata
from collections.abc import Mapping
from textwrap import wrap

import numpy as np
import plotly.graph_objects as go

from alignment.measures.names import short, shorts

INK = "#1c2430"
MUTED = "#5a6472"
RULE = "#dde2e8"
MARKETING = "#2a6f97"
PALE = "#8fb8d0"
SALES = "#c2571a"
GOOD = "#2f7d5b"
BAD = "#b23a48"
QUIET = "#b9c4cf"
FAINT = "#e6ebf0"
WARNING = "#b7791f"
"""Marketing is blue, Sales orange, wherever the two stand beside each other."""

LONGEST_LABEL = 34
ROW_HEIGHT = 30

_AXIS = {
    "automargin": True,
    "gridcolor": RULE,
    "zeroline": False,
    "linecolor": RULE,
    "dividercolor": RULE,
    "title": {"font": {"size": 12, "color": MUTED}, "standoff": 10},
}

TEMPLATE = go.layout.Template(
    layout={
        "font": {
            "family": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif",
            "size": 13,
            "color": INK,
        },
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "colorway": [MARKETING, SALES, GOOD, QUIET, BAD],
        "margin": {"l": 10, "r": 20, "t": 40, "b": 40},
        "hoverlabel": {"bgcolor": "#ffffff", "font": {"color": INK}},
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        "xaxis": {**_AXIS, "separatethousands": True},
        "yaxis": {
            **_AXIS,
            "separatethousands": True,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": "rgba(0,0,0,0)",
        },
        "bargap": 0.3,
    }
)

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}


def label(text: object, longest: int = LONGEST_LABEL) -> str:
    """Text from a CRM as a chart shows it: as text, on one line, no longer than `longest`.

    Plotly reads some markup and mathematics in labels, so their signs are escaped; control
    signs and line ends become spaces, and text with signs that turn its direction is kept to
    itself. A long text is shortened in its middle: names often differ at their end.
    """
    return _safe(short(text, longest))


def _safe(short: str) -> str:
    is_turned = any(unicodedata.bidirectional(sign) not in _LEFT_TO_RIGHT for sign in short)
    safe = "".join(_ENTITIES.get(sign, sign) for sign in short)
    return f"\u2068{safe}\u2069" if is_turned else safe


_LEFT_TO_RIGHT = {"L", "EN", "ES", "ET", "AN", "CS", "NSM", "BN", "B", "S", "WS", "ON", ""}


def labels(texts: object, longest: int = LONGEST_LABEL) -> list[str]:
    """Labels for an axis: those that would look the same keep what differs.

    What cannot be told apart so has invisible signs added: two categories of one name would be
    drawn on top of each other.
    """
    seen: dict[str, int] = {}
    made = []
    for text in shorts(list(texts), longest):  # type: ignore[call-overload]
        shown = _safe(text)
        n = seen.get(shown, 0)
        seen[shown] = n + 1
        made.append(shown + "\u200b" * n)
    return made


def wrapped(texts: object, width: int = 40, n_lines: int = 2) -> list[str]:
    """Labels for an axis that take up to `n_lines` lines."""
    return ["<br>".join(wrap(text, width)) for text in labels(texts, width * n_lines - 6)]


def figure(height: int, alt: str, **layout: object) -> go.Figure:
    """An empty figure in the house's look.

    Parameters
    ----------
    height : int
        Pixels.
    alt : str
        The alternative text: what the chart says to somebody who cannot see it.
    """
    made = go.Figure()
    return dressed(made, height, alt, **layout)


def dressed(made: go.Figure, height: int, alt: str, **layout: object) -> go.Figure:
    """A figure of subplots in the house's look: their titles start where their panels do."""
    made.update_layout(template=TEMPLATE, height=height, meta={"alt": alt}, **layout)
    domains = {axis.domain for axis in made.select_xaxes() if axis.domain}
    for title in made.layout.annotations:
        if title.xref != "paper":
            continue
        start = next(a for a, b in sorted(domains) if a <= title.x <= b)
        title.update(x=start, xanchor="left", font={"size": 13, "color": MUTED})
    return made


def error_bars(rate: object, low: object, high: object) -> Mapping[str, object]:
    """An interval as plotly's error bars; a value outside of its own has none on that side.

    Missing: no interval. (Arrays: in a list plotly takes what is missing for nought, and draws it.)
    """
    ends = (high - rate, rate - low)  # type: ignore[operator]
    above, below = (np.maximum(np.asarray(gap, dtype=float), 0) for gap in ends)
    return {
        "type": "data",
        "symmetric": False,
        "array": above,
        "arrayminus": below,
        "thickness": 1.4,
        "width": 3,
    }
