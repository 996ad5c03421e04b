"""Both teams approve a brief, after reading what it still lacks."""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Protocol

import ipywidgets as widgets

from alignment import terms
from alignment.agreement import SignOff as Signature
from alignment.errors import AlignmentError
from alignment.show.proposal_list import bullets
from alignment.show.question import Question
from alignment.show.rating_grid import heading
from alignment.show.sheet import dressed
from alignment.show.signature_line import SignatureLine

WORDS = ("Approve", "Approved")
UNREADY = "Nobody can approve it before this is settled:"
KNOWN = "This text of the brief is known by the digest"
DIGITS = 12
"""Of the digest, by which a printed brief is known to be the same."""


class Approvable(Protocol):
    """What is approved; `alignment.briefing.Briefing.approval` is one, read anew each time."""

    @property
    def state(self) -> str:
        """Who approved, who has not, whose approval is void: a sentence."""

    @property
    def lacking(self) -> Sequence[str]:
        """What must be done before anybody can approve, each as a sentence."""

    @property
    def digest(self) -> str: ...
    @property
    def held(self) -> Mapping[str, Signature]:
        """The valid approvals, by team."""

    def approve(self, team: str, person: str, role: str, digest: str) -> str: ...


class Approval(widgets.VBox):
    """What a brief still lacks, and a line for each team's approval.

    An approval binds the brief as it stood when this was shown, and is asked for once more before
    it is given.

    Parameters
    ----------
    approval : Approvable
    """

    def __init__(self, approval: Approvable) -> None:
        self._approval = approval
        self._digest: str | None = None
        self._missing: tuple[str, ...] = ()
        self._state, self._lacks, self._wrong, self._said = (widgets.HTML() for _ in range(4))
        self._state.add_class("alignment-said")
        self._lacks.add_class("alignment-changes")
        self._wrong.add_class("alignment-wrong")
        self._lines = {team: SignatureLine(partial(self._ask, team), WORDS) for team in terms.TEAMS}
        self._asking = Question()
        again = widgets.Button(description="Read the brief again")
        again.add_class("alignment-adding")
        again.on_click(lambda _: self.look_again())
        super().__init__(
            children=(
                *(heading("Who approves the brief"), self._state, self._lacks, again),
                *(*self._lines.values(), self._asking, self._wrong, self._said),
            )
        )
        dressed(self)
        self.look_again()

    def look_again(self) -> None:
        """Read anew which brief stands there, what it lacks, and who has approved it."""
        self._wrong.value = self._said.value = ""
        self._read_anew()

    def _read_anew(self) -> None:
        self._asking.drop()
        held: Mapping[str, Signature] = {}
        self._digest, self._missing = None, ()
        try:
            state, held = self._approval.state, self._approval.held
            self._missing = tuple(self._approval.lacking)
            self._digest = self._approval.digest
            self._state.value = _paragraph(state)
        except AlignmentError as error:
            self._state.value = _paragraph(str(error))
        self._lacks.value = self._to_read()
        for team, line in self._lines.items():
            is_ready = self._digest is not None and not self._missing
            line.show(team.capitalize(), held.get(team), is_ready)

    def _to_read(self) -> str:
        if self._digest is None:
            return ""
        known = f'<p class="alignment-quiet">{KNOWN} {escape(self._digest[:DIGITS])}…</p>'
        return (f"<p>{UNREADY}</p>{bullets(self._missing)}" if self._missing else "") + known

    def _ask(self, team: str) -> None:
        """Ask once more; the brief is the one that was shown."""
        line, digest = self._lines[team], self._digest
        self._said.value = ""
        if problems := line.problems:
            self._wrong.value = escape("\n".join(["Not approved yet:", *problems]))
        elif digest is not None:
            self._wrong.value = ""
            self._asking.ask(
                f"{line.person} approves for {team.capitalize()}. "
                "Any change to the brief makes it void.",
                {"Approve": partial(self._approve, team, digest), "Not yet": lambda: None},
            )

    def _approve(self, team: str, digest: str) -> None:
        line = self._lines[team]
        said = wrong = ""
        try:
            said = self._approval.approve(team, line.person, line.role, digest)
            line.clear()
        except AlignmentError as error:
            wrong = str(error)
        self._read_anew()
        self._wrong.value = escape(wrong)
        self._said.value = _paragraph(said) if said else ""


def _paragraph(text: str) -> str:
    return f'<p style="white-space:pre-line"><bdi>{escape(text)}</bdi></p>'
