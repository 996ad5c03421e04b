// Marks the box of controls around it, once it stands in the page.
function render({ el }) {
  let waiting = 0;
  const mark = () => {
    const box = el.closest(".alignment-controls");
    if (box) box.setAttribute("data-lm-suppress-shortcuts", "true");
    else waiting = setTimeout(mark, 30);
  };
  mark();
  return () => clearTimeout(waiting);
}
export default { render };
