// The panel: draws every frame that Python sends, and tells Python what the room moved.

const RESTS_AFTER = 600;
const LET_GO_AFTER = 100;
const READ_AFTER = 800;
const NOTED_AFTER = 120;
const WAITING = {
  slow: "Waiting for Python\u2026 Another cell may be running.",
  lost: "Python does not answer, and what is shown is old. Was the kernel restarted? Then run this cell again.",
};

class PanelView {
  constructor(model, root) {
    Object.assign(this, { model, root, shown: 0, values: {}, charts: [], isHeld: false, isMoved: false, timers: {} });
    root.className = "alignment-panel";
    const { sliders, buttons, presets } = model.get("controls");
    this.sliders = new Map(sliders.map((slider) => [slider.name, slider]));
    this.asking = new Asking((message) => model.send(message), (how) => this.wait(how));
    this.controls = new PanelControls(this, { sliders, buttons, presets });
    this.build();
    this.colours = paletteOf(root);
    this.listen();
    this.draw();
  }

  build() {
    const made = (name, tag, role = null) => {
      this[name] = element(tag, name);
      if (role) this[name].setAttribute("role", role);
      return this[name];
    };
    const side = element("div", "answer");
    side.append(made("error", "pre", "alert"), made("said", "p", "status"), made("sentence", "p"));
    side.append(made("caveats", "ul"), made("grid", "div"), made("notes", "div"));
    const slow = made("slow", "p", "status");
    slow.hidden = true;
    const body = element("div", "body");
    body.append(this.controls.root, side);
    this.root.replaceChildren(body, slow, made("aloud", "p", "status"));
  }

  listen() {
    const framed = () => this.draw();
    const held = (event) => {
      this.isHeld = event.type === "pointerdown";
      if (!this.isHeld && this.isMoved) this.rest(LET_GO_AFTER);
    };
    // a view is made before it is in the page, where it has neither a width nor the page's colours
    const resized = new ResizeObserver(() => this.redraw());
    resized.observe(this.grid);
    const unwatched = watchTheme(() => this.redraw());
    this.model.on("change:frame", framed);
    for (const name of ["pointerdown", "pointerup", "pointercancel"]) window.addEventListener(name, held, true);
    this.end = () => {
      this.model.off("change:frame", framed);
      for (const name of ["pointerdown", "pointerup", "pointercancel"]) window.removeEventListener(name, held, true);
      resized.disconnect();
      unwatched();
      this.asking.end();
      Object.values(this.timers).forEach(clearTimeout);
    };
  }

  palette = () => this.colours;
  slider = (name) => this.sliders.get(name);
  value = (name) => this.values[name];

  /** A frame of Python's; an older one than what is shown is dropped. */
  draw() {
    const bytes = this.model.get("frame");
    if (!bytes?.byteLength) return;
    const frame = unpacked(bytes);
    if (frame.n <= this.shown) return;
    this.shown = frame.n;
    this.asking.hear(frame.receipt);
    if (this.asking.isIdle) this.values = { ...frame.values };
    this.tell(frame);
    this.drawCharts(frame.charts);
    this.controls.show(this.values);
    this.controls.allow(frame.can_undo, this.asking.isPressing);
    this.notes.classList.toggle("due", frame.are_notes_due);
    if (frame.are_notes_due) this.askForNotes();
    this.root.dispatchEvent(new CustomEvent("panel-drawn", { bubbles: true, detail: frame.values }));
  }

  /** Say that Python is slow, or gone: then nothing shown belongs to the sliders any more. */
  wait(how) {
    this.slow.hidden = !how;
    say(this.slow, WAITING[how] ?? "");
    this.root.classList.toggle("lost", how === "lost");
    if (how === "lost") this.controls.allow(true, false);
  }

  /** Notes that take longer to make are asked for when the hand pauses. */
  askForNotes() {
    this.afterwards("notes", NOTED_AFTER, () => {
      if (this.asking.isIdle) this.tellPython({ wants_notes: true });
    });
  }

  tell(frame) {
    for (const name of ["error", "said", "sentence"]) {
      say(this[name], frame[name]);
      if (name !== "sentence") this[name].hidden = !frame[name];
    }
    this.root.classList.toggle("stale", frame.is_stale);
    this.rebuilt(this.caveats, frame.caveats, () => frame.caveats.map((text) => element("li", "", text)));
    this.rebuilt(this.notes, frame.notes, () => frame.notes.map(noted));
    const aloud = `${frame.error || frame.sentence} ${frame.said}`;
    this.afterwards("aloud", READ_AFTER, () => say(this.aloud, aloud));
  }

  rebuilt(target, content, make) {
    const key = JSON.stringify(content);
    if (target.dataset.key === key) return;
    target.dataset.key = key;
    target.replaceChildren(...make());
  }

  drawCharts(specs) {
    while (this.charts.length > specs.length) this.charts.pop().root.remove();
    while (this.charts.length < specs.length) {
      this.charts.push(new PanelChart(this));
      this.grid.append(this.charts.at(-1).root);
    }
    specs.forEach((spec, i) => this.charts[i].show(spec));
  }

  /** Everything again, in the colours and sizes of now, once before the next paint. */
  redraw() {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => {
      this.colours = paletteOf(this.root);
      for (const chart of this.charts) chart.draw();
    });
  }

  /** The room moved a slider: it follows at once, its charts when Python has answered. */
  move(name, wished) {
    const { least, most, step } = this.sliders.get(name);
    const steps = Math.round((Math.min(Math.max(wished, least), most) - least) / step);
    const value = Number(Math.min(least + steps * step, most).toFixed(9));
    if (value !== this.values[name]) this.take({ [name]: value }, name);
  }

  /** Values from a slider, or from a preset: another mover's are a step of their own for Undo. */
  take(values, mover) {
    const isNext = this.isMoved && mover !== this.mover;
    const before = isNext ? { before: this.values } : {};
    this.mover = mover;
    this.values = { ...this.values, ...values };
    this.controls.show(this.values);
    for (const chart of this.charts) chart.place();
    this.asking.want(this.values, before);
    this.rest();
  }

  press(button) {
    this.asking.want(this.values, { press: button });
    this.controls.allow(false, true);
  }

  /** Tell Python once the room has let go: what Undo goes back to. */
  rest(delay = RESTS_AFTER) {
    this.isMoved = true;
    this.afterwards("rest", delay, () => {
      if (this.isHeld || !this.asking.isIdle) return this.rest(delay);
      this.isMoved = false;
      this.tellPython({ is_settled: true });
    });
  }

  /** A message that needs no answer. */
  tellPython(message) {
    try {
      this.model.send(message);
    } catch {
      this.wait("lost");
    }
  }

  afterwards(name, delay, act) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(act, delay);
  }
}

function noted({ title, sentence, columns, rows }) {
  const made = element("section", "note");
  const table = element("table");
  const isNumber = columns.map((_, i) => rows.every((row) => /^([\u2212\u2013+-]?[\d.,\s%]*|\u2013)$/.test(row[i] ?? "")));
  const cell = (tag, text, i) => element(tag, isNumber[i] ? "number" : "", text);
  const head = element("tr");
  head.append(...columns.map((text, i) => cell("th", text, i)));
  const body = element("tbody");
  for (const row of rows) {
    const line = element("tr");
    line.append(...row.map((text, i) => cell("td", text, i)));
    body.append(line);
  }
  const top = element("thead");
  top.append(head);
  table.append(top, body);
  made.append(element("h4", "", title));
  if (sentence) made.append(element("p", "", sentence));
  if (rows.length) made.append(table);
  return made;
}

export default {
  render({ model, el }) {
    const root = element("div");
    el.append(root);
    const view = new PanelView(model, root);
    return () => view.end();
  },
};
