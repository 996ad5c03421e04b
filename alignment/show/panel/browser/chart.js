// One chart of the panel: its title, legend, canvas, handles that can be dragged, and read-out.

const PLOT_HEIGHT = 214;

class PanelChart {
  /** `host` gives `palette()`, `slider(name)`, `value(name)`, and takes `move(name, value)`. */
  constructor(host) {
    this.host = host;
    this.root = element("figure", "chart");
    this.title = element("figcaption");
    this.legend = element("div", "legend");
    this.plot = element("div", "plot");
    this.canvas = element("canvas");
    this.canvas.setAttribute("role", "img");
    this.canvas.tabIndex = 0;
    this.said = element("p", "said");
    this.readOut = new ReadOut(this);
    this.handles = [];
    this.plot.append(this.canvas, this.said, ...this.readOut.elements);
    this.root.append(this.title, this.legend, this.plot);
    this.spec = null;
    this.at = null;
  }

  show(spec) {
    this.spec = spec;
    say(this.title, spec.form === "amount" && spec.currency ? `${spec.title}, ${spec.currency}` : spec.title);
    this.canvas.setAttribute("aria-label", `Chart: ${spec.title}. Arrow keys read its values.`);
    this.nameSeries();
    this.makeHandles();
    this.draw();
  }

  nameSeries() {
    const named = this.spec.series.length > 1 ? this.spec.series : [];
    const key = JSON.stringify(named.map(({ name, kind, colour, is_ghost: isGhost }) => [name, kind, colour, isGhost]));
    if (key === this.legendKey) return;
    this.legendKey = key;
    this.legend.replaceChildren(
      ...named.map((series) => {
        const item = element("span", "key", series.name);
        item.prepend(swatch(series));
        return item;
      }),
    );
  }

  makeHandles() {
    const key = JSON.stringify(this.spec.handles);
    if (key === this.handlesKey) return;
    this.handlesKey = key;
    for (const handle of this.handles) handle.root.remove();
    const known = this.spec.handles.filter(({ slider }) => this.host.slider(slider));
    this.handles = known.map((handle, row) => new PanelHandle(this, handle, row));
    this.plot.append(...this.handles.map(({ root }) => root));
  }

  draw() {
    const [width, height] = [this.plot.clientWidth, PLOT_HEIGHT];
    if (!this.spec || !width) return;
    const palette = this.host.palette();
    const context = cleared(this.canvas, width, height, palette.family);
    const isHeld = this.handles.some((handle) => handle.isHeld);
    const reached = this.handles.map(({ value }) => value).filter(Number.isFinite);
    const kept = isHeld && this.at ? [this.at.from, this.at.to] : reached;
    this.at = this.spec.said ? null : layoutOf(this.spec, context, width, height, kept, this.at);
    say(this.said, this.at ? "" : this.spec.said || "There is nothing to show here.");
    this.said.hidden = Boolean(this.at);
    if (this.at) drawPlot(context, this.spec, this.at, palette);
    this.place();
    this.readOut.refresh();
  }

  /** Handles where the sliders stand; cheap, so that they follow a hand at once. */
  place() {
    for (const handle of this.handles) handle.place(this.at);
  }
}

function swatch(series) {
  const made = element("i", `swatch ${series.kind === "bar" ? "bar" : "line"}`);
  made.dataset.colour = series.colour;
  if (series.is_ghost) made.classList.add("ghost");
  return made;
}

class PanelHandle {
  constructor(chart, spec, row) {
    Object.assign(this, { chart, spec, slider: chart.host.slider(spec.slider), isHeld: false });
    this.root = element("div", "handle");
    this.root.dataset.colour = spec.colour;
    this.root.tabIndex = 0;
    this.root.setAttribute("role", "slider");
    this.root.setAttribute("aria-label", spec.label);
    this.root.setAttribute("aria-valuemin", this.slider.least);
    this.root.setAttribute("aria-valuemax", this.slider.most);
    this.root.style.top = `${4 + row * HANDLE_ROW}px`;
    this.pill = element("span", "pill");
    this.root.append(this.pill);
    this.root.addEventListener("pointerdown", (event) => this.take(event));
    this.root.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.root.addEventListener(name, () => this.release());
    }
    this.root.addEventListener("keydown", (event) => this.press(event));
  }

  get value() {
    return this.chart.host.value(this.spec.slider);
  }

  place(at) {
    this.root.hidden = !at;
    if (!at) return;
    say(this.pill, `${this.spec.label} ${exact(this.value)}`);
    this.root.setAttribute("aria-valuenow", this.value);
    const x = at.x(this.value);
    this.root.style.transform = `translateX(${x}px)`;
    this.root.style.height = `${at.bottom - parseFloat(this.root.style.top)}px`;
    const half = this.pill.offsetWidth / 2;
    const shift = Math.max(half - x, 0) + Math.min(at.right + 14 - x - half, 0);
    this.pill.style.transform = `translateX(calc(-50% + ${shift}px))`;
  }

  take(event) {
    if (event.button) return;
    this.isHeld = true;
    this.root.setPointerCapture(event.pointerId);
    this.root.focus({ preventScroll: true });
    event.preventDefault();
  }

  drag(event) {
    if (!this.isHeld || !this.chart.at) return;
    const pixel = event.clientX - this.chart.plot.getBoundingClientRect().left;
    this.chart.host.move(this.spec.slider, this.chart.at.valueAt(pixel));
  }

  release() {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.chart.draw();
  }

  press(event) {
    const { step, least, most } = this.slider;
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
    const goal = { Home: least, End: most }[event.key] ?? this.value + step * (steps[event.key] ?? NaN);
    if (!Number.isFinite(goal)) return;
    event.preventDefault();
    this.chart.host.move(this.spec.slider, goal);
  }
}
