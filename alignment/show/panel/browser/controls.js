// The column of sliders, grouped; buttons and presets above them.

class PanelControls {
  /** `host` takes `move(name, value)`, `press(button)` and `take(values, mover)`. */
  constructor(host, { sliders, buttons, presets }) {
    this.host = host;
    this.root = element("section", "controls");
    this.root.setAttribute("aria-label", "Sliders");
    this.buttons = new Map(buttons.map((name) => [name, pushed(name, () => host.press(name))]));
    const bar = element("div", "bar");
    bar.append(...this.buttons.values());
    this.root.append(bar, ...this.offered(presets));
    this.rows = new Map();
    this.groups = new Map();
    this.scroll = element("div", "scroll");
    for (const slider of sliders) this.groupOf(slider).body.append(this.rowOf(slider).root);
    this.root.append(this.scroll);
  }

  offered(presets) {
    const names = Object.keys(presets);
    if (!names.length) return [];
    const bar = element("div", "bar presets");
    bar.append(element("span", "", "Start from"));
    bar.append(...names.map((name) => pushed(name, () => this.host.take(presets[name], `preset ${name}`))));
    return [bar];
  }

  groupOf(slider) {
    if (!this.groups.has(slider.group)) {
      const body = element(slider.group ? "details" : "div", "group");
      const head = element("summary", "", slider.group);
      const changed = element("span", "changed");
      head.append(changed);
      if (slider.group) body.append(head);
      body.open = true;
      this.groups.set(slider.group, { body, changed, rows: [] });
      this.scroll.append(body);
    }
    return this.groups.get(slider.group);
  }

  rowOf(slider) {
    const row = new SliderRow(slider, (value) => this.host.move(slider.name, value));
    this.rows.set(slider.name, row);
    this.groups.get(slider.group).rows.push(row);
    return row;
  }

  show(values) {
    for (const [name, row] of this.rows) row.show(values[name]);
    for (const { changed, rows } of this.groups.values()) {
      const n = rows.filter(({ differs }) => differs).length;
      say(changed, n ? `${n} changed` : "");
    }
  }

  allow(canUndo, isPressing) {
    for (const [name, button] of this.buttons) button.disabled = isPressing || (name === "Undo" && !canUndo);
  }
}

function pushed(name, act) {
  const button = element("button", "", name);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

let nRows = 0;

class SliderRow {
  constructor(slider, moved) {
    this.slider = slider;
    this.differs = false;
    this.root = element("div", "slider");
    this.root.dataset.name = slider.name;
    const label = element("label", "", slider.label);
    this.range = field("range", slider);
    this.range.id = label.htmlFor = `panel-slider-${(nRows += 1)}`;
    this.box = field("number", slider);
    this.box.setAttribute("aria-label", `${slider.label}, number`);
    this.back = pushed("", () => moved(slider.agreed));
    this.back.className = "back";
    const track = element("div", "track");
    track.append(this.range);
    if (slider.agreed !== null) track.append(markOf(slider));
    const unit = element("span", "unit", slider.unit);
    this.root.append(label, this.back, this.box, unit, track);
    this.range.addEventListener("input", () => moved(this.range.valueAsNumber));
    this.box.addEventListener("beforeinput", (event) => {
      // a decimal comma would be dropped without a word, and 12,5 read as 125
      if (event.data !== ",") return;
      event.preventDefault();
      document.execCommand("insertText", false, ".");
    });
    this.box.addEventListener("input", () => {
      if (this.box.validity.valid && Number.isFinite(this.box.valueAsNumber)) moved(this.box.valueAsNumber);
    });
    this.box.addEventListener("change", () => {
      if (Number.isFinite(this.box.valueAsNumber)) moved(this.box.valueAsNumber);
      this.box.value = this.value;
    });
  }

  show(value) {
    if (value === this.value) return;
    this.value = value;
    const { agreed, unit, label, mark } = this.slider;
    if (this.range.valueAsNumber !== value) this.range.value = value;
    if (this.box.valueAsNumber !== value) this.box.value = value;
    this.range.setAttribute("aria-valuetext", `${exact(value)} ${unit}`.trim());
    this.differs = agreed !== null && agreed !== value;
    this.root.classList.toggle("differs", this.differs);
    this.back.hidden = !this.differs;
    if (!this.differs) return;
    say(this.back, `${mark} ${exact(agreed)}`);
    this.back.title = `Back to the ${mark} ${exact(agreed)}`;
    this.back.setAttribute("aria-label", `${label}: back to the ${mark} ${exact(agreed)}`);
  }
}

function field(type, { least, most, step }) {
  const made = element("input");
  Object.assign(made, { type, min: least, max: most, step });
  return made;
}

/** A tick under the track where the agreed value lies. */
function markOf({ least, most, agreed }) {
  const mark = element("span", "mark");
  const share = Math.max(0, Math.min(1, (agreed - least) / (most - least)));
  mark.style.left = `calc(8px + ${share} * (100% - 16px))`;
  return mark;
}
