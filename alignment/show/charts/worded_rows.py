"""Rows of which each is told in words above its figure: nothing stands beside it to be cut off."""

from collections.abc import Iterable, Sequence

from alignment.show import theme

LINE, LANE = 18, 16
"""Pixels of a line of words, and of a lane that is drawn under them."""


def height_of(n_lines: int, n_lanes: int) -> int:
    """Pixels of a row."""
    return LINE * n_lines + LANE * n_lanes + 16


def lane(place: int, n_lines: int, n_lanes: int, number: float) -> float:
    """Where a lane of a row lies on an axis on which rows are whole numbers from 0."""
    top = 8 + LINE * n_lines + LANE * (number + 0.5)
    return place - 0.5 + top / height_of(n_lines, n_lanes)


def words(texts: Sequence[str], n_lines: int, n_lanes: int) -> list[dict]:
    """Annotations: what is said of each row, from the left edge on."""
    middle = (8 + LINE * n_lines / 2) / height_of(n_lines, n_lanes)
    place = {"xref": "x domain", "x": 0, "xanchor": "left", "yref": "y", "yanchor": "middle"}
    look = {"showarrow": False, "align": "left", "bgcolor": "#ffffff"}
    return [
        {**place, **look, "y": row - 0.5 + middle, "text": text} for row, text in enumerate(texts)
    ]


def axis(n_rows: int) -> dict[str, object]:
    """The axis of the rows, the first at the top."""
    return {
        "range": [n_rows - 0.5, -0.5],
        "showgrid": False,
        "showticklabels": False,
        "ticks": "",
        "fixedrange": True,
    }


def marks(at: float, ends: Iterable[tuple[float, float]]) -> list[dict]:
    """The target, dotted, through the lanes of each row and not through its words."""
    line = {"color": theme.INK, "dash": "dot", "width": 1.5}
    return [
        {"type": "line", "x0": at, "x1": at, "yref": "y", "y0": top, "y1": bottom, "line": line}
        for top, bottom in ends
    ]


def coloured(text: str, ink: str) -> str:
    """Words of ours in a colour."""
    return f'<span style="color:{ink}">{text}</span>'
