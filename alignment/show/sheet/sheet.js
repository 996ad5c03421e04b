// Keeps keys that are struck in a box of controls from Lab, which looks for its mark on the very
// element that has the focus. What is struck with Ctrl or Cmd, such as saving, stays Lab's.
// Asked to, it brings its box back into view: the page moves when what is above its foot shrinks.
function render({ model, el }) {
  const show = () =>
    setTimeout(() => el.closest(".alignment-controls")?.scrollIntoView({ block: "start" }), 50);
  model.on("msg:custom", show);
  const guard = ({ target, ctrlKey, metaKey }) => {
    if (target instanceof Element && target.closest(".alignment-controls")) {
      target.toggleAttribute("data-lm-suppress-shortcuts", !ctrlKey && !metaKey);
    }
  };
  window.addEventListener("keydown", guard, true);
  return () => {
    window.removeEventListener("keydown", guard, true);
    model.off("msg:custom", show);
  };
}
export default { render };
