// A sharp canvas, the colours of the page's theme, and the frame that Python sent.

const FONT_SIZE = 12;
const COLOURS = ["marketing", "sales", "good", "bad", "quiet", "warning", "ink", "muted", "rule", "surface"];

/** Header and series of a frame; see frame.py for its form. */
function unpacked(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 4 + view.getUint32(0, true);
  const text = new Uint8Array(bytes.buffer, bytes.byteOffset + 4, start - 4);
  const header = JSON.parse(new TextDecoder().decode(text));
  // copied, because float64 wants to begin at a multiple of 8 in its buffer
  const from = bytes.byteOffset + start;
  const numbers = new Float64Array(bytes.buffer.slice(from, bytes.byteOffset + bytes.byteLength));
  for (const chart of header.charts) {
    for (const series of chart.series) {
      for (const part of ["x", "y", "low", "high"]) {
        if (series[part]) series[part] = numbers.subarray(series[part][0], series[part][0] + series[part][1]);
      }
    }
  }
  return header;
}

/** Whether the page around is dark: by Lab's own surface, else by what the system prefers. */
function isDark(root) {
  const style = getComputedStyle(root);
  if (!style.getPropertyValue("--jp-layout-color1").trim()) {
    return matchMedia("(prefers-color-scheme: dark)").matches;
  }
  const [red, green, blue] = style.backgroundColor.match(/[\d.]+/g).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

/** The colours that panel.css names for the theme in force, and the page's typeface. */
function paletteOf(root) {
  root.dataset.theme = isDark(root) ? "dark" : "light";
  const style = getComputedStyle(root);
  const palette = { family: style.fontFamily };
  for (const name of COLOURS) palette[name] = style.getPropertyValue(`--panel-${name}`).trim();
  return palette;
}

/** Tells when the page's theme changes; returns how to stop. */
function watchTheme(changed) {
  const observer = new MutationObserver(changed);
  const names = ["data-jp-theme-name", "data-jp-theme-light", "data-theme", "class", "style"];
  for (const node of [document.body, document.documentElement]) {
    observer.observe(node, { attributes: true, attributeFilter: names });
  }
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", changed);
  };
}

/** The canvas cleared, at the screen's own resolution, its unit one CSS pixel. */
function cleared(canvas, width, height, family) {
  const ratio = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = `${FONT_SIZE}px ${family}`;
  return context;
}

function line(context, colour, width, points, dash = []) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
  context.setLineDash([]);
}

/** Lines of one pixel lie on pixels. */
const crisp = (value) => Math.round(value) + 0.5;
