// Keeps keys that are struck in a box of controls from Lab, which looks for its mark on the very
// element that has the focus. What is struck with Ctrl or Cmd, such as saving, stays Lab's.
function render() {
  const guard = ({ target, ctrlKey, metaKey }) => {
    if (target instanceof Element && target.closest(".alignment-controls")) {
      target.toggleAttribute("data-lm-suppress-shortcuts", !ctrlKey && !metaKey);
    }
  };
  window.addEventListener("keydown", guard, true);
  return () => window.removeEventListener("keydown", guard, true);
}
export default { render };
