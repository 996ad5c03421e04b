"""What stands proposed, each with what it would change, to be ticked."""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Protocol

import ipywidgets as widgets

KINDS = {
    "levels": "Service levels, tasks and calendar",
    "rules": "Definitions of MQL and SQL, and words",
    "score": "Score",
}
"""What a proposal is about, by its kind."""


class Proposed(Protocol):
    """A proposal; `alignment.adopting.Standing` is one."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def changes(self) -> Sequence[str]: ...
    @property
    def notes(self) -> Sequence[str]: ...


class ProposalList(widgets.VBox):
    """A line a proposal: a box to tick, under it what it changes; none is ticked at first.

    Parameters
    ----------
    changed : function
        Called after every tick.
    withdraw : function of the name
        Called by the small button beside it.
    """

    def __init__(
        self,
        proposals: Sequence[Proposed],
        changed: Callable[[], None],
        withdraw: Callable[[str], None],
    ) -> None:
        self._ticks = {each.name: _tick(each) for each in proposals}
        for tick in self._ticks.values():
            tick.observe(lambda _: changed(), "value")
        lines = [
            _line(self._ticks[each.name], each, partial(withdraw, each.name)) for each in proposals
        ]
        super().__init__(lines or [widgets.HTML("<p>Nothing is proposed.</p>")])

    @property
    def is_any(self) -> bool:
        """Whether anything is proposed."""
        return bool(self._ticks)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of those that are ticked."""
        return tuple(name for name, tick in self._ticks.items() if tick.value)

    def tick(self, names: Sequence[str]) -> None:
        """Tick those of these names that still stand there."""
        for name in names:
            if name in self._ticks:
                self._ticks[name].value = True


def bullets(texts: Sequence[str]) -> str:
    """Texts as a list, escaped; nothing for none."""
    lines = "".join(f"<li><bdi>{escape(text)}</bdi></li>" for text in texts)
    return f"<ul>{lines}</ul>" if lines else ""


def _tick(proposal: Proposed) -> widgets.Checkbox:
    about = KINDS.get(proposal.kind, proposal.kind)
    made = widgets.Checkbox(description=f"{about} ({proposal.name})", indent=False)
    made.add_class("alignment-tick")
    return made


def _line(tick: widgets.Checkbox, proposal: Proposed, withdraw: Callable[[], None]) -> widgets.VBox:
    notes = "".join(f"<p>{escape(note)}</p>" for note in proposal.notes)
    changes = widgets.HTML(bullets(proposal.changes) + notes)
    changes.add_class("alignment-changes")
    away = widgets.Button(description="Withdraw", tooltip=f"Withdraw {proposal.name}")
    away.add_class("alignment-remove")
    away.on_click(lambda _: withdraw())
    made = widgets.VBox([widgets.HBox([tick, away]), changes])
    made.add_class("alignment-proposal")
    return made
