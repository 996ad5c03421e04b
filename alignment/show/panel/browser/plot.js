// Where things lie in a chart, and their drawing.

const HANDLE_ROW = 24;
const PALE = 0.6;

/** Lowest and highest of what is drawn: [y], stacked sums, intervals, and zero unless told. */
function extentOf(spec) {
  const sums = new Map();
  let [low, high] = spec.form === "number" ? [Infinity, -Infinity] : [0, 0];
  const meet = (value) => {
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const series of spec.series) {
    const isStacked = spec.is_stacked && series.kind === "bar" && !series.is_ghost;
    if (series.kind === "bar") meet(0);
    for (let i = 0; i < series.y.length; i++) {
      if (Number.isNaN(series.y[i])) continue;
      if (isStacked) sums.set(series.x[i], (sums.get(series.x[i]) ?? 0) + series.y[i]);
      meet(isStacked ? sums.get(series.x[i]) : series.y[i]);
      if (series.low && !series.is_ghost && !isStacked) [series.low[i], series.high[i]].forEach(meet);
    }
  }
  return low <= high ? [low, high] : null;
}

/** First and last x, and the smallest distance of two bars. */
function spanOf(spec) {
  if (spec.x_names) return { first: -0.5, last: spec.x_names.length - 0.5, slot: 1 };
  let [first, last, slot] = [Infinity, -Infinity, Infinity];
  for (const { x, kind } of spec.series) {
    if (!x.length) continue;
    first = Math.min(first, x[0]);
    last = Math.max(last, x.at(-1));
    if (kind !== "bar") continue;
    for (let i = 1; i < x.length; i++) if (x[i] > x[i - 1]) slot = Math.min(slot, x[i] - x[i - 1]);
  }
  if (!Number.isFinite(slot)) return last > first ? { first, last, slot: 1 } : { first: first - 1, last: last + 1, slot: 1 };
  return { first: first - slot / 2, last: last + slot / 2, slot };
}

/** Limits far beyond the data would flatten it: they are told at the edge instead. */
function isNear(limit, [low, high]) {
  return limit.value <= high + 0.6 * (high - low) && limit.value >= low - 0.6 * (high - low);
}

/** The geometry of a chart, or null where it has nothing to draw. `before` keeps axes from jumping. */
function layoutOf(spec, context, width, height, handleValues, before) {
  const extent = extentOf(spec);
  if (!extent || !(width > 80)) return null;
  let [low, high] = extent;
  for (const limit of spec.limits) {
    if (isNear(limit, extent)) [low, high] = [Math.min(low, limit.value), Math.max(high, limit.value)];
  }
  if (before && high <= before.y.high && high > 0.6 * before.y.high && low >= before.y.low) {
    [low, high] = [before.y.low, before.y.high];
  }
  if (spec.form === "share") high = Math.min(high, 1);
  const top = 10 + HANDLE_ROW * spec.handles.length;
  const bottom = height - (spec.x_label ? 40 : 24);
  const y = roundAxis(low, high, Math.floor((bottom - top) / 34), spec.form === "count");
  if (spec.form === "share" && y.high > 1) y.high = 1;
  const widest = Math.max(...y.ticks.map((tick) => context.measureText(onAxis(tick, spec.form, y.step)).width));
  const left = Math.ceil((widest + 10) / 8) * 8;
  const right = width - 14;
  const { first, last, slot } = spanOf(spec);
  const [from, to] = [Math.min(first, ...handleValues), Math.max(last, ...handleValues)];
  return {
    left, right, top, bottom, slot, from, to,
    y: { ...y, at: (value) => bottom - ((value - y.low) / (y.high - y.low)) * (bottom - top) },
    x: (value) => left + ((value - from) / (to - from)) * (right - left),
    valueAt: (pixel) => from + ((pixel - left) / (right - left)) * (to - from),
  };
}

function drawAxes(context, spec, at, palette) {
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const tick of at.y.ticks.filter((value) => value <= at.y.high)) {
    const y = at.y.at(tick);
    line(context, tick === 0 ? palette.muted : palette.rule, 1, [[at.left, crisp(y)], [at.right, crisp(y)]]);
    context.fillStyle = palette.muted;
    context.fillText(onAxis(tick, spec.form, at.y.step), at.left - 7, y);
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  const labels = spec.x_names ? namedTicks(context, spec, at) : countedTicks(at);
  context.fillStyle = palette.muted;
  for (const { x, text } of labels) {
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.min(x, at.right + 12 - half), at.bottom + 7);
  }
  if (!spec.x_label) return;
  context.textAlign = "right";
  context.fillText(fitted(context, spec.x_label, at.right - at.left), at.right, at.bottom + 24);
}

function countedTicks(at) {
  const axis = roundAxis(at.from, at.to, Math.floor((at.right - at.left) / 60), false);
  return axis.ticks
    .filter((tick) => tick >= at.from && tick <= at.to)
    .map((tick) => ({ x: at.x(tick), text: onAxis(tick, "count", axis.step) }));
}

/** Categories, as many as fit: each, or every second, third, fourth, sixth, twelfth … */
function namedTicks(context, spec, at) {
  const texts = spec.x_names.map((name) => fitted(context, name, 110));
  const widest = Math.max(0, ...texts.map((text) => context.measureText(text).width)) + 12;
  const room = (at.right - at.left) / texts.length;
  const every = [1, 2, 3, 4, 6, 12, 24, 48, 96].find((n) => n * room >= widest) ?? texts.length;
  return texts.map((text, i) => ({ x: at.x(i), text })).filter((_, i) => i % every === 0);
}

/** Runs of indices without a gap. */
function runsOf(values) {
  const runs = [];
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    if (i && Number.isFinite(values[i - 1])) runs.at(-1).push(i);
    else runs.push([i]);
  });
  return runs;
}

function drawBand(context, series, at, colour) {
  context.fillStyle = colour;
  for (const run of runsOf(series.low)) {
    const [only] = run;
    context.globalAlpha = run.length > 1 ? 0.17 : 0.6;
    if (run.length === 1) drawWhisker(context, at, at.x(series.x[only]), series.low[only], series.high[only], colour);
    context.beginPath();
    for (const i of run) context.lineTo(at.x(series.x[i]), at.y.at(series.high[i]));
    for (const i of run.reverse()) context.lineTo(at.x(series.x[i]), at.y.at(series.low[i]));
    context.fill();
  }
  context.globalAlpha = 1;
}

function drawLine(context, series, at, colour) {
  context.globalAlpha = series.is_ghost ? PALE : 1;
  context.lineJoin = "round";
  const isSparse = series.x.length < (at.right - at.left) / 14;
  for (const run of runsOf(series.y)) {
    const points = [];
    for (const i of run) {
      const point = [at.x(series.x[i]), at.y.at(series.y[i])];
      if (series.kind === "step" && points.length) points.push([point[0], points.at(-1)[1]]);
      points.push(point);
    }
    line(context, colour, series.is_ghost ? 1.5 : 2.25, points, series.is_ghost ? [5, 4] : []);
    if (series.kind === "step" || series.is_ghost || (!isSparse && run.length > 1)) continue;
    context.fillStyle = colour;
    for (const [x, y] of points) {
      context.beginPath();
      context.arc(x, y, 3, 0, 7);
      context.fill();
    }
  }
  context.globalAlpha = 1;
}

/** Bars beside each other in their slot, or on each other; a ghost is a line across its slot. */
function drawBars(context, spec, at, palette) {
  const bars = spec.series.filter((series) => series.kind === "bar");
  const solid = bars.filter((series) => !series.is_ghost);
  const full = at.x(at.slot) - at.x(0);
  const slot = full * (spec.x_names ? 0.72 : full < 5 ? 1 : 0.9);
  const wide = spec.is_stacked ? slot : slot / Math.max(1, solid.length);
  const sums = new Map();
  solid.forEach((series, place) => {
    context.fillStyle = palette[series.colour];
    for (let i = 0; i < series.y.length; i++) {
      if (!Number.isFinite(series.y[i])) continue;
      const under = spec.is_stacked ? sums.get(series.x[i]) ?? 0 : 0;
      sums.set(series.x[i], under + series.y[i]);
      const left = at.x(series.x[i]) - slot / 2 + (spec.is_stacked ? 0 : place * wide);
      const [from, to] = [at.y.at(under), at.y.at(under + series.y[i])];
      const [start, end] = [Math.round(left), Math.round(left + wide)];
      // bars as thin as the gaps between them would flicker
      const drawn = Math.max(1, wide < 5 ? end - start : end - start - 1);
      context.fillRect(start, Math.min(from, to), drawn, Math.abs(from - to));
      if (series.low && !spec.is_stacked) drawWhisker(context, at, left + wide / 2, series.low[i], series.high[i], palette.ink);
    }
  });
  for (const series of bars.filter(({ is_ghost: isGhost }) => isGhost)) {
    series.x.forEach((x, i) => {
      if (!Number.isFinite(series.y[i])) return;
      const y = at.y.at(series.y[i]);
      line(context, palette.ink, 1.5, [[at.x(x) - slot / 2, y], [at.x(x) + slot / 2, y]], [3, 2]);
    });
  }
}

function drawWhisker(context, at, x, low, high, colour) {
  if (Number.isFinite(low)) line(context, colour, 1.2, [[x, at.y.at(low)], [x, at.y.at(high)]]);
}

/** Lines of reference, each named at its right end where no other name stands. */
function drawLimits(context, spec, at, palette) {
  context.textAlign = "right";
  context.textBaseline = "alphabetic";
  const taken = [];
  for (const limit of spec.limits) {
    const isInside = limit.value <= at.y.high && limit.value >= at.y.low;
    const isAbove = limit.value > at.y.high;
    const y = isInside ? at.y.at(limit.value) : isAbove ? at.top : at.bottom;
    if (isInside) line(context, palette[limit.colour], 1.5, [[at.left, crisp(y)], [at.right, crisp(y)]], [2, 3]);
    const mark = isInside ? "" : isAbove ? "\u2191 " : "\u2193 ";
    const amount = limit.value === 0 ? "" : inWords(limit.value, spec.form, "");
    const text = fitted(context, `${mark}${limit.label} ${amount}`.trim(), (at.right - at.left) * 0.7);
    let base = y - 5 < at.top + FONT_SIZE ? y + FONT_SIZE + 3 : y - 5;
    while (taken.some((other) => Math.abs(other - base) < FONT_SIZE + 2)) base += FONT_SIZE + 3;
    taken.push(base);
    const wide = context.measureText(text).width + 6;
    context.fillStyle = palette.surface;
    context.fillRect(at.right - wide, base - FONT_SIZE, wide, FONT_SIZE + 3);
    context.fillStyle = limit.colour === "quiet" ? palette.muted : palette[limit.colour];
    context.fillText(text, at.right - 2, base);
  }
}

function drawPlot(context, spec, at, palette) {
  drawAxes(context, spec, at, palette);
  drawBars(context, spec, at, palette);
  const lines = spec.series.filter(({ kind }) => kind !== "bar");
  for (const series of lines) {
    if (series.low && !series.is_ghost) drawBand(context, series, at, palette[series.colour]);
  }
  const ghostsFirst = [...lines].sort((a, b) => b.is_ghost - a.is_ghost);
  for (const series of ghostsFirst) {
    const isFaint = series.is_ghost && series.colour === "quiet";
    drawLine(context, series, at, isFaint ? palette.muted : palette[series.colour]);
  }
  drawLimits(context, spec, at, palette);
}
