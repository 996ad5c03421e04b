"""What the benchmark in the browser shows: the bare round trip, the naive notebook, a panel."""

from collections.abc import Callable, Mapping
from importlib import import_module

import anywidget
import ipywidgets
import numpy as np
import traitlets

from alignment.show.panel import Answer, Chart, Handle, Panel, Series, Slider
from alignment.tuning import Tuning
from benchmarks.tick import Naive


class RoundTrip(anywidget.AnyWidget):
    """A slider, and a label that Python sets: nothing in Jupyter can answer sooner."""

    _esm = """
    export default { render({ model, el }) {
      const slider = document.createElement("input");
      Object.assign(slider, { type: "range", min: 0, max: 1000, className: "floor" });
      const label = document.createElement("span");
      slider.addEventListener("input", () => {
        model.set("value", slider.valueAsNumber);
        model.save_changes();
      });
      model.on("change:label", () => {
        label.textContent = model.get("label");
        const shown = { detail: Number(label.textContent), bubbles: true };
        el.dispatchEvent(new CustomEvent("floor-drawn", shown));
      });
      el.append(slider, label);
    } };
    """
    value = traitlets.Int().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    @traitlets.observe("value")
    def _answer(self, change: Mapping) -> None:
        self.label = str(change["new"])


def naive(workspace: str) -> ipywidgets.VBox:
    """A slider of ipywidgets, pandas at its threshold, and a new figure in an Output."""
    from IPython.display import display

    tuning = Tuning.open(workspace)
    ready = Naive(tuning.replay)
    slider = ipywidgets.IntSlider(int(tuning.score.hand_off_at), 1, 150)
    shown = ipywidgets.Output()

    def draw(_: object = None) -> None:
        score = tuning.score.model_copy(update={"hand_off_at": slider.value, "return_below": None})
        figure = ready.figure(score).update_layout(title=str(slider.value))
        with shown:
            shown.clear_output(wait=True)
            display(figure)

    slider.observe(draw, "value")
    draw()
    return ipywidgets.VBox([slider, shown]).add_class("naive")


def made(by: str, workspace: str) -> Panel:
    """The panel that a function named ``module:function`` makes of a workspace."""
    module, _, name = by.partition(":")
    function: Callable[[str], Panel] = getattr(import_module(module), name)
    return function(workspace)


def tuning(workspace: str) -> Panel:
    """The panel of a score, as notebook 2 shows it without a suggestion."""
    from alignment.show.tuning import panel

    return panel(Tuning.open(workspace))


def standing_in(_: str) -> Panel:
    """Six charts of 150 thresholds that cost Python nothing: what the panel itself takes."""
    x = np.arange(150.0)

    def answer(values: dict[str, float]) -> Answer:
        y = x * values["slope"]
        series = [Series("tried", x, y, y * 0.9, y * 1.1), Series("agreed", x, x, is_ghost=True)]
        handles = [Handle("at", "at")]
        charts = [Chart(f"Chart {i}", series, "threshold", handles=handles) for i in range(6)]
        return Answer(f"{values}", charts)

    sliders = [Slider("at", "At", 0, 150, 1, "", 50), Slider("slope", "Slope", 1, 200, 1, "", 2)]
    return Panel(sliders, {"at": 50, "slope": 2}, answer)
