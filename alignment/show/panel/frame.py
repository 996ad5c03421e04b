"""One answer as the bytes a browser draws from.

length of the header   uint32, little endian
header                 JSON in UTF-8, spaces up to the next multiple of 8
arrays                 float64, little endian; the header names each by [first, count]
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np

from alignment.show.panel.answer import Answer, Chart, Limit, Note, Series

_PREFIX = 4


class Arrays:
    """Arrays in one buffer; one that is used by many series stands in it once."""

    def __init__(self) -> None:
        self._places: dict[int, tuple[int, int]] = {}
        self._kept: list[np.ndarray] = []
        self._n = 0

    def place(self, array: np.ndarray) -> tuple[int, int]:
        """Where an array of float64 begins and how many numbers it has."""
        if id(array) not in self._places:
            self._places[id(array)] = (self._n, len(array))
            self._kept.append(array)  # and thus alive: an id names nothing else meanwhile
            self._n += len(array)
        return self._places[id(array)]

    def packed(self) -> bytes:
        """All of them, little endian."""
        return b"".join(np.ascontiguousarray(array, dtype="<f8").tobytes() for array in self._kept)


def spoken(answer: Answer) -> tuple[dict, bytes]:
    """The part of the header that tells an answer, and its arrays."""
    arrays = Arrays()
    said = {
        "sentence": str(answer.sentence),
        "caveats": [str(caveat) for caveat in answer.caveats],
        "notes": [] if callable(answer.notes) else noted(answer.notes),
        "charts": [_chart(chart, arrays) for chart in answer.charts],
    }
    return said, arrays.packed()


def noted(notes: Sequence[Note]) -> list[dict]:
    """Notes as a header tells them."""
    return [_note(note) for note in notes]


def packed(header: Mapping[str, object], body: bytes) -> bytes:
    """A frame of a header and the arrays it names."""
    text = json.dumps(header, ensure_ascii=False, allow_nan=False).encode()
    text += b" " * (-(len(text) + _PREFIX) % 8)
    return len(text).to_bytes(_PREFIX, "little") + text + body


def unpacked(frame: bytes) -> tuple[dict, np.ndarray]:
    """The header and all numbers of a frame: what the browser reads, for tests and the curious."""
    start = _PREFIX + int.from_bytes(frame[:_PREFIX], "little")
    return json.loads(frame[_PREFIX:start]), np.frombuffer(frame, dtype="<f8", offset=start)


def _chart(chart: Chart, arrays: Arrays) -> dict:
    names = chart.x_names
    return {
        "title": str(chart.title),
        "x_label": str(chart.x_label),
        "form": chart.form,
        "x_names": None if names is None else [str(name) for name in names],
        "is_stacked": bool(chart.is_stacked),
        "said": str(chart.said),
        "currency": str(chart.currency),
        "series": [_series(series, arrays) for series in chart.series],
        "handles": [asdict(handle) for handle in chart.handles],
        "limits": [_limit(limit) for limit in chart.limits if math.isfinite(limit.value)],
    }


def _series(series: Series, arrays: Arrays) -> dict:
    looks = {"kind": series.kind, "colour": series.colour, "is_ghost": bool(series.is_ghost)}
    places = {name: arrays.place(array) for name, array in series.arrays().items()}
    return {"name": str(series.name), **looks, **places}


def _limit(limit: Limit) -> dict:
    return {"label": str(limit.label), "value": float(limit.value), "colour": limit.colour}


def _note(note: Note) -> dict:
    return {
        "title": str(note.title),
        "sentence": str(note.sentence),
        "columns": [str(column) for column in note.columns],
        "rows": [[str(cell) for cell in row] for row in note.rows],
    }
