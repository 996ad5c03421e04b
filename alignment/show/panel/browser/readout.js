// What a chart's series are at the x under the pointer, or under the arrow keys.

class ReadOut {
  constructor(chart) {
    this.chart = chart;
    this.line = element("div", "cross");
    this.box = element("div", "read-out");
    this.elements = [this.line, this.box];
    this.x = null;
    const { plot, canvas } = chart;
    plot.addEventListener("pointermove", (event) => this.follow(event));
    plot.addEventListener("pointerleave", () => this.show(null));
    canvas.addEventListener("blur", () => this.show(null));
    canvas.addEventListener("keydown", (event) => this.step(event));
    this.show(null);
  }

  /** Every x at which some series has a value, rising. */
  places() {
    const places = new Set();
    for (const { x } of this.chart.spec.series) for (const value of x) places.add(value);
    return [...places].sort((a, b) => a - b);
  }

  follow(event) {
    const { at, plot } = this.chart;
    if (!at) return;
    const goal = at.valueAt(event.clientX - plot.getBoundingClientRect().left);
    let best = null;
    for (const x of this.places()) if (best === null || Math.abs(x - goal) < Math.abs(best - goal)) best = x;
    this.show(best);
  }

  step(event) {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") this.show(null);
    if (!way || !this.chart.at) return;
    event.preventDefault();
    const places = this.places();
    const now = places.indexOf(this.x);
    const next = now < 0 ? (way > 0 ? 0 : places.length - 1) : now + way;
    this.show(places[Math.max(0, Math.min(places.length - 1, next))]);
  }

  refresh() {
    this.show(this.x);
  }

  show(x) {
    const { at, spec } = this.chart;
    this.x = x;
    const isShown = x !== null && at !== null && x >= at.from && x <= at.to;
    this.line.hidden = this.box.hidden = !isShown;
    if (!isShown) return;
    const pixel = at.x(x);
    Object.assign(this.line.style, { left: `${pixel}px`, top: `${at.top}px`, height: `${at.bottom - at.top}px` });
    const head = spec.x_names ? spec.x_names[x] ?? "" : `${spec.x_label && `${spec.x_label}: `}${exact(x)}`;
    this.box.replaceChildren(element("strong", "", head), ...spec.series.map((series) => this.row(series, x)).filter(Boolean));
    const isRight = pixel > (at.left + at.right) / 2;
    Object.assign(this.box.style, { left: isRight ? "" : `${pixel + 12}px`, right: isRight ? `${this.chart.plot.clientWidth - pixel + 12}px` : "", top: `${at.top}px` });
  }

  row(series, x) {
    const i = series.x.indexOf(x);
    if (i < 0) return null;
    const { form, currency } = this.chart.spec;
    const row = element("div", "row");
    const hasInterval = series.low && !series.is_ghost && Number.isFinite(series.low[i]);
    const interval = hasInterval ? ` (${inWords(series.low[i], form, "")} to ${inWords(series.high[i], form, "")})` : "";
    row.append(swatch(series), element("span", "name", series.name), element("b", "", inWords(series.y[i], form, currency) + interval));
    return row;
  }
}
