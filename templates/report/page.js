"use strict";
(() => {
  const config = {
    displaylogo: false,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
    responsive: true,
  };
  // A4 less its margins is 680 px, and page.css prints charts at 0.85 of what is drawn
  const paperWidth = 800;
  const plots = [];

  for (const chart of document.querySelectorAll("figure.chart")) {
    const spec = JSON.parse(chart.querySelector("script").textContent);
    const plot = chart.querySelector(".plot");
    Plotly.newPlot(plot, spec.data, { ...spec.layout, autosize: true }, config);
    plots.push(plot);
  }

  // relayout is done when it returns, as printing needs; Plots.resize waits first
  const fit = (width) => {
    for (const plot of plots) Plotly.relayout(plot, { width, autosize: width === null });
  };
  addEventListener("beforeprint", () => fit(paperWidth));
  addEventListener("afterprint", () => fit(null));
})();
