"""What an agreement says of a question, to be read before it is answered."""

from collections.abc import Sequence

import ipywidgets as widgets

from alignment.show.proposal_list import bullets

AS_AGREED = "As agreed."
BINDS = "The agreement says:"


def bound_lines(lines: Sequence[str]) -> widgets.HTML:
    """The lines as a list, escaped and none taken for mathematics; nothing where there is none."""
    said = f"<p>{BINDS}</p>{bullets(lines)}" if lines else ""
    made = widgets.HTML(said and f'<div class="tex2jax_ignore mathjax_ignore">{said}</div>')
    made.add_class("alignment-bound")
    return made
