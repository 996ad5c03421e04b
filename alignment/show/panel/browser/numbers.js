// Numbers as people read them, axes at round values, and text that stays text.

const formatOf = (options) => {
  const format = new Intl.NumberFormat("en", options);
  return (value) => format.format(value).replace(/^-/, "\u2212");
};
const whole = formatOf({ maximumFractionDigits: 0 });
const tenths = formatOf({ maximumFractionDigits: 1 });
const exact = formatOf({ maximumFractionDigits: 3 });
const compact = formatOf({ notation: "compact", maximumFractionDigits: 2 });

/** A value in a read-out or beside a line: as exact as it is worth reading. */
function inWords(value, form, currency) {
  if (!Number.isFinite(value)) return "\u2013";
  if (form === "share") return `${tenths(value * 100)}%`;
  if (form === "amount") return `${whole(value)} ${currency}`.trim();
  return form === "count" ? tenths(value) : exact(value);
}

/** A value on an axis, where its neighbours are `step` away. */
function onAxis(value, form, step) {
  if (form === "share") {
    const digits = step < 0.000999 ? 2 : step < 0.00999 ? 1 : 0;
    return `${(value * 100).toFixed(digits)}%`.replace(/^-/, "\u2212");
  }
  return Math.abs(value) >= 10000 && form !== "number" ? compact(value) : exact(value);
}

/** Round values that cover low to high: about `most` steps, whole ones where things are counted. */
function roundAxis(low, high, most, isWhole) {
  if (!(high > low)) [low, high] = [Math.min(0, low), Math.max(low, 0) + (low === 0 ? 1 : 0)];
  const raw = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(raw));
  let step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999999) * power;
  if (isWhole) step = Math.ceil(step);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = [];
  for (let i = first; i <= last; i++) ticks.push(Number((i * step).toPrecision(12)));
  return { low: ticks[0], high: ticks.at(-1), step, ticks };
}

/** Text from anywhere as a canvas may draw it: on one line, turning no direction but its own. */
function plain(text) {
  const line = String(text).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  return `\u2068${line}\u2069`;
}

/** Plain text no wider than `widest` pixels. */
function fitted(context, text, widest) {
  let kept = String(text);
  if (context.measureText(plain(kept)).width <= widest) return plain(kept);
  while (kept.length > 1 && context.measureText(plain(`${kept}\u2026`)).width > widest) {
    kept = kept.slice(0, -1);
  }
  return plain(`${kept.trimEnd()}\u2026`);
}

/** An element with a class and, where given, text; nothing here ever becomes HTML. */
function element(tag, className = "", text = null) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== null) made.textContent = text;
  // else Lab takes arrow keys for the notebook's; it asks the very element that has the focus
  made.dataset.lmSuppressShortcuts = "true";
  return made;
}

/** Text that is set only when it changes: the browser lays out less. */
function say(target, text) {
  if (target.textContent !== text) target.textContent = text;
}
