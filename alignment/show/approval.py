"""Both teams approve a brief, after reading it and what it still lacks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Protocol

import ipywidgets as widgets

from alignment import terms
from alignment.agreement import Agreement
from alignment.agreement import SignOff as Signature
from alignment.briefs import Brief
from alignment.errors import AlignmentError
from alignment.show.brief_text import brief_text
from alignment.show.proposal_list import bullets
from alignment.show.question import Question
from alignment.show.rating_grid import heading
from alignment.show.sheet import dressed
from alignment.show.signature_line import SignatureLine, told

WORDS = ("Approve", "Approved")
UNREADY = "Nobody can approve it before this is settled:"
CHANGED = "The brief was changed since it was read here. Read it again before anybody approves it."


class Approvable(Protocol):
    """What is approved; `alignment.briefing.Briefing.approval` is one, read anew each time."""

    @property
    def brief(self) -> Brief: ...
    @property
    def under(self) -> Agreement:
        """The agreement it was written under."""

    @property
    def state(self) -> str:
        """Who approved, who has not, whose approval is void: a sentence."""

    @property
    def lacking(self) -> Sequence[str]:
        """What must be done before anybody can approve, each as a sentence."""

    @property
    def held(self) -> Mapping[str, Signature]:
        """The valid approvals, by team."""

    def approve(self, team: str, person: str, role: str, digest: str) -> str: ...


@dataclass(frozen=True)
class _Standing:
    """A brief as it stands, what it lacks, and who has approved it."""

    brief: Brief
    under: Agreement
    state: str
    lacking: tuple[str, ...]
    held: Mapping[str, Signature]

    @classmethod
    def of(cls, now: Approvable) -> "_Standing":
        return cls(now.brief, now.under, now.state, tuple(now.lacking), now.held)


class Approval(widgets.VBox):
    """The brief to be read, what it still lacks, and a line for each team's approval.

    An approval binds the brief that stands there to be read, and is asked for once more before it
    is given. Where the brief is changed meanwhile, nobody approves until it is read again.

    Parameters
    ----------
    approval : Approvable
    unsaved : function → str, or None
        What is written elsewhere in the page and not saved, as a sentence; empty: nothing.
    """

    def __init__(self, approval: Approvable, unsaved: Callable[[], str] | None = None) -> None:
        self._approval, self._unsaved = approval, unsaved or (lambda: "")
        self._read: Brief | None = None
        self._first: tuple[object, ...] | None = None
        self._text, self._state, self._lacks = (widgets.HTML() for _ in range(3))
        self._wrong, self._said = widgets.HTML(), widgets.HTML()
        self._text.add_class("alignment-own")
        self._text.add_class("alignment-to-read")
        self._lacks.add_class("alignment-changes")
        self._wrong.add_class("alignment-wrong")
        self._lines = {team: SignatureLine(partial(self._ask, team), WORDS) for team in terms.TEAMS}
        self._asking = Question()
        again = widgets.Button(description="Read the brief again")
        again.add_class("alignment-adding")
        again.on_click(lambda _: self.look_again())
        above = (heading("Who approves the brief"), self._text, self._state, self._lacks, again)
        super().__init__((*above, *self._lines.values(), self._asking, self._wrong, self._said))
        dressed(self)
        self.look_again()

    def look_again(self) -> None:
        """Read anew which brief stands there, what it lacks, and who has approved it."""
        self._wrong.value = self._said.value = ""
        now = self._now()
        self._read = now.brief if now else None
        self._text.value = brief_text(now.brief, now.under) if now else ""
        self._show(now)

    def _now(self) -> _Standing | None:
        """The brief as it stands; None where it cannot be read, which is told."""
        try:
            return _Standing.of(self._approval)
        except AlignmentError as error:
            self._wrong.value = escape(str(error))
            return None

    def _show(self, now: _Standing | None) -> None:
        """Who has approved by now; lines are open only under the brief that was read."""
        self._asking.drop()
        is_read = now is not None and self._is_read(now.brief)
        self._tell(now, is_read)
        for team, line in self._lines.items():
            held = now.held.get(team) if now else None
            line.show(team.capitalize(), held, is_read and now is not None and not now.lacking)

    def _is_read(self, brief: Brief) -> bool:
        return self._read is not None and brief.digest == self._read.digest

    def _tell(self, now: _Standing | None, is_read: bool) -> None:
        """What stands there by now; at first the page tells it above."""
        if now is None:
            self._state.value = self._lacks.value = ""
            return
        standing = (now.state, now.lacking)
        self._first = self._first or standing
        is_first = standing == self._first
        self._state.value = "" if is_first else told(now.state)
        lacks = _to_settle(now.lacking, is_open=not is_first)
        self._lacks.value = lacks if is_read else f"<p>{CHANGED}</p>"

    def _ask(self, team: str) -> None:
        """Ask once more; the brief is the one that was read."""
        line, read = self._lines[team], self._read
        self._said.value = ""
        if problems := line.problems:
            self._wrong.value = escape("\n".join(["Not approved yet:", *problems]))
        elif read is not None:
            self._wrong.value = ""
            binds = "Any change to the brief makes it void."
            said = (f"{line.person} approves for {team.capitalize()}.", binds, self._unsaved())
            approve = partial(self._approve, team, read.digest)
            self._asking.ask(" ".join(said).strip(), {"Approve": approve, "Not yet": lambda: None})

    def _approve(self, team: str, digest: str) -> None:
        line = self._lines[team]
        said = wrong = ""
        try:
            said = self._approval.approve(team, line.person, line.role, digest)
            line.clear()
        except AlignmentError as error:
            wrong = str(error)
        self._show(self._now())
        if wrong:
            self._wrong.value = escape(wrong)
        self._said.value = told(said)


def _to_settle(lacking: Sequence[str], is_open: bool) -> str:
    if not lacking:
        return ""
    opened = " open" if is_open else ""
    return f"<details{opened}><summary>{UNREADY}</summary>{bullets(lacking)}</details>"
