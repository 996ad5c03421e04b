"""The live panel as an anywidget: Python keeps the truth, the browser draws and reports."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from importlib import resources
from typing import TypeVar

import anywidget
import traitlets

from alignment.errors import AlignmentError, Problem
from alignment.show.panel.answer import Answer, Note, Pressed
from alignment.show.panel.frame import noted, packed, spoken
from alignment.show.panel.slider import Slider, checked, taken
from alignment.show.panel.steps import Steps

UNDO = "Undo"
_SCRIPTS = ("numbers", "canvas", "plot", "chart", "readout", "controls", "asking", "panel")
"""In this order they make one module; a later one uses what an earlier one declares."""

Given = TypeVar("Given")
Values = Mapping[str, float]


def _shipped(name: str) -> str:
    return (resources.files(__package__) / "browser" / name).read_text(encoding="utf-8")


class Panel(anywidget.AnyWidget):
    """Sliders, and charts that answer to them.

    The browser has at most one question under way and remembers only its latest wish, so that
    nothing ever queues. Values that it sends are brought into range here. What `answer` or a
    button raises is shown as text, and the earlier charts stay.

    Parameters
    ----------
    sliders : sequence of Slider
    values : mapping of str to float
        Where each slider starts.
    answer : function of values → Answer
        Asked at every movement: it should take milliseconds. JupyterLab may call it from another
        thread than the cells', but never from two at once.
    buttons : mapping of str to function of values → Pressed
        By what stands on them. "Undo" is the panel's own.
    presets : mapping of str to mapping of str to float
        Named settings of some or all sliders.

    Attributes
    ----------
    failure : Exception or None
        What `answer` or a button raised last; ``raise panel.failure`` shows where.

    Raises
    ------
    AlignmentError
        Where a value or preset is none that its slider can show, or names are not unique.
    """

    _esm = "\n".join(_shipped(f"{name}.js") for name in _SCRIPTS)
    _css = _shipped("panel.css")

    controls = traitlets.Dict().tag(sync=True)
    frame = traitlets.Bytes().tag(sync=True)

    def __init__(
        self,
        sliders: Sequence[Slider],
        values: Values,
        answer: Callable[[dict[str, float]], Answer],
        buttons: Mapping[str, Callable[[dict[str, float]], Pressed]] | None = None,
        presets: Mapping[str, Values] | None = None,
    ) -> None:
        buttons, presets = dict(buttons or {}), dict(presets or {})
        self._check_names(sliders, values, buttons)
        start = checked(sliders, values, "values")
        offered = {name: checked(sliders, preset, name) for name, preset in presets.items()}
        super().__init__(
            controls={
                "sliders": [asdict(slider) for slider in sliders],
                "buttons": [UNDO, *buttons],
                "presets": offered,
            }
        )
        self._sliders, self._answer, self._buttons = tuple(sliders), answer, buttons
        self._values, self._steps = start, Steps(start)
        self._shown: tuple[dict, bytes] = spoken(Answer("", ()))
        self._later: Callable[[], Sequence[Note]] | None = None
        self._told: dict[str, object] = {}
        self._n_frames = 0
        self._lock = threading.RLock()
        self.failure: Exception | None = None
        self._show()
        self.on_msg(self._hear)

    @staticmethod
    def _check_names(sliders: Sequence[Slider], values: Values, buttons: Mapping) -> None:
        names = [slider.name for slider in sliders]
        problems = [
            Problem("sliders", "two of one name", "a name of its own for each", column=name)
            for name in sorted({name for name in names if names.count(name) > 1})
        ]
        problems += [
            Problem("values", "none", "a number for each slider", column=name)
            for name in sorted(set(names) - set(values))
        ]
        if UNDO in buttons:
            problems.append(Problem("buttons", UNDO, "another name: this one the panel has"))
        if problems:
            raise AlignmentError("The panel cannot be made.", problems)

    @property
    def values(self) -> dict[str, float]:
        """What every slider stands at."""
        return dict(self._values)

    def move(self, values: Values) -> None:
        """Move sliders from Python, as a step that Undo takes back.

        Raises
        ------
        AlignmentError
            Where a value is none that its slider can show.
        """
        with self._lock:
            self._values |= checked(self._sliders, values, "values")
            self._steps.settle(self._values)
            self._show()

    def press(self, button: str) -> None:
        """Press a button from Python."""
        self._hear(self, {"press": button, "values": self.values}, [])

    def _hear(self, _: object, message: object, __: object) -> None:
        """A message of the browser: values asked for, a button pressed, or "here we rest"."""
        if not isinstance(message, Mapping):
            return
        with self._lock:
            if "before" in message:
                self._steps.settle(taken(self._sliders, self._values, message["before"])[0])
            if "values" in message:
                self._values, refused = taken(self._sliders, self._values, message["values"])
                said, errors = "", list(refused)
                if (button := message.get("press")) is not None:
                    said, error = self._pressed(str(button))
                    errors += [error]
                self._show(_receipt(message), said, errors)
            if message.get("wants_notes"):
                self._add_notes()
            if message.get("is_settled"):
                self._steps.settle(self._values)

    def _pressed(self, name: str) -> tuple[str, str]:
        """What came of a button, and what went wrong; its values are a step of their own."""
        if name == UNDO:
            self._values = self._steps.undo(self._values)
            return "", ""
        if name not in self._buttons:
            return "", f"There is no button {name[:60]!r}."
        self._steps.settle(self._values)
        pressed, error = self._tried(lambda: self._result(name))
        if pressed is None:
            return "", error
        self._values |= pressed.values or {}
        self._steps.settle(self._values)
        return str(pressed.said), ""

    def _result(self, name: str) -> Pressed:
        pressed = self._buttons[name](self.values)
        values = checked(self._sliders, pressed.values or {}, name)
        return Pressed(values, pressed.said)

    def _show(
        self, receipt: dict | None = None, said: str = "", errors: Sequence[str] = ()
    ) -> None:
        """A frame of the values held: their answer, or why there is none over the last one."""
        made, error = self._tried(lambda: self._answer(self.values))
        shown = None
        if made is not None:
            shown, error = self._tried(lambda: spoken(made))
        if made is not None and shown is not None:
            self._later = made.notes if callable(made.notes) else None
            if self._later:
                shown[0]["notes"] = self._shown[0]["notes"]
            self._shown = shown
        self._told = {
            "said": said,
            "error": "\n".join(filter(None, [*errors, error])),
            "is_stale": shown is None,
        }
        self._publish(receipt)

    def _add_notes(self) -> None:
        """A frame as before, with the notes that the last answer promised."""
        if self._later is None:
            return
        later, self._later = self._later, None
        made, error = self._tried(lambda: noted(later()))
        self._shown[0]["notes"] = made or []
        self._told["error"] = "\n".join(filter(None, [str(self._told["error"]), error]))
        self._publish(None)

    def _publish(self, receipt: dict | None) -> None:
        self._n_frames += 1
        state = {
            "n": self._n_frames,
            "receipt": receipt,
            "values": self._values,
            "can_undo": self._steps.can_undo(self._values),
            "are_notes_due": self._later is not None,
        }
        header, body = self._shown
        self.frame = packed({**state, **self._told, **header}, body)

    def _tried(self, act: Callable[[], Given]) -> tuple[Given | None, str]:
        """What `act` gives, or None and what went wrong; a panel outlives what it is asked."""
        try:
            return act(), ""
        except AlignmentError as error:
            self.failure = error
            return None, str(error)
        except Exception as error:
            self.failure = error
            return None, f"{type(error).__name__}: {error}"

    def __repr__(self) -> str:
        """What stands in a notebook where no widget can be drawn."""
        said = self._shown[0]["sentence"]
        return f"Live panel, {len(self._sliders)} sliders. {said}".strip()


def _receipt(message: Mapping) -> dict | None:
    """Which question of which view is answered; None where it did not say."""
    client, number = message.get("client"), message.get("number")
    is_sound = isinstance(client, str) and len(client) <= 64 and isinstance(number, int)
    return {"client": client, "number": number} if is_sound else None
