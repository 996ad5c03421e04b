"""Both teams sign what they chose of the proposals, after reading what it changes."""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Protocol

import ipywidgets as widgets

from alignment import terms
from alignment.agreement import Agreement
from alignment.agreement import SignOff as Signature
from alignment.errors import AlignmentError
from alignment.show.proposal_list import ProposalList, Proposed, bullets
from alignment.show.question import Question
from alignment.show.rating_grid import heading
from alignment.show.sheet import dressed
from alignment.show.signature_line import SignatureLine, told
from alignment.show.widget_tree import discard

NOTHING_CHOSEN = "Tick above what you want to sign."
NOTHING_TO_SIGN = "There is nothing to sign."
AS_IT_STANDS = "The agreement as it stands, which not both teams have signed."


class Signed(Protocol):
    """What would be signed; `alignment.adopting.Text` is one."""

    @property
    def agreement(self) -> Agreement: ...
    @property
    def differences(self) -> Sequence[str]: ...
    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def digest(self) -> str: ...


class Signable(Protocol):
    """Where it is signed; `alignment.adopting.Signing` is one."""

    @property
    def state(self) -> str: ...
    @property
    def proposals(self) -> Sequence[Proposed]: ...
    @property
    def unread(self) -> Sequence[str]: ...
    @property
    def under_signature(self) -> Sequence[str]: ...
    def text(self, chosen: Sequence[str]) -> Signed: ...
    def withdraw(self, name: str) -> str: ...
    def signed(self, text: Signed) -> Mapping[str, Signature]: ...
    def sign(
        self, chosen: Sequence[str], team: str, person: str, role: str, digest: str
    ) -> str: ...


class SignOff(widgets.VBox):
    """What stands proposed, what would be signed, and a line for each team's signature.

    Nobody's name stands there and nothing is ticked at first; a signature binds the text that is
    shown, and is asked for once more before it is given. So is a proposal before it is withdrawn.

    Parameters
    ----------
    signing : Signable
    """

    def __init__(self, signing: Signable) -> None:
        self._signing = signing
        self._text: Signed | None = None
        self._in_force, self._read, self._wrong, self._said = (widgets.HTML() for _ in range(4))
        self._withdrawing, self._went = Question(), widgets.HTML()
        self._read.add_class("alignment-changes")
        self._wrong.add_class("alignment-wrong")
        self._list = self._listed(())
        self._at = widgets.VBox([self._list])
        self._lines = {team: SignatureLine(partial(self._ask, team)) for team in terms.TEAMS}
        self._asking = Question()
        again = widgets.Button(description="Look again for proposals")
        again.add_class("alignment-adding")
        again.on_click(lambda _: self.look_again())
        super().__init__(
            children=(
                *(heading("What is proposed"), self._in_force, self._at),
                *(self._withdrawing, self._went, again),
                *(heading("This is what you sign"), self._read, *self._lines.values()),
                *(self._asking, self._wrong, self._said),
            )
        )
        dressed(self)
        self.look_again()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of the proposals that are ticked."""
        return self._list.chosen

    def look_again(self) -> None:
        """Read anew what stands proposed and who has signed; nothing is ticked."""
        self._said.value = self._went.value = ""
        self._read_anew()

    def _listed(self, proposals: Sequence[Proposed]) -> ProposalList:
        return ProposalList(proposals, self._follow, self._ask_away)

    def _read_anew(self) -> None:
        try:
            proposals, signing = self._signing.proposals, self._signing
            lines = (signing.state, *signing.under_signature, *signing.unread)
        except AlignmentError as error:
            proposals, lines = (), (str(error),)
        self._in_force.value = "".join(f"<p><bdi>{escape(line)}</bdi></p>" for line in lines)
        old, self._list = self._list, self._listed(proposals)
        self._at.children = (self._list,)
        discard(old)
        self._follow()

    def _follow(self) -> None:
        """Show what would be signed now, and who has signed it."""
        self._asking.drop()
        self._withdrawing.drop()
        self._wrong.value = ""
        held: Mapping[str, Signature] = {}
        try:
            self._text = self._signing.text(self.chosen)
            held = self._signing.signed(self._text)
        except AlignmentError as error:
            self._text = None
            self._wrong.value = escape(str(error))
        self._read.value = self._to_read(held)
        is_open = self._text is not None and (bool(self.chosen) or len(held) < len(terms.TEAMS))
        for team, line in self._lines.items():
            line.show(self._called(team), held.get(team), is_open)

    def _to_read(self, held: Mapping[str, Signature]) -> str:
        if self._text is None:
            return ""
        notes = "".join(f"<p>{escape(note)}</p>" for note in self._text.notes)
        if self._text.differences:
            return bullets(self._text.differences) + notes
        said = AS_IT_STANDS
        if len(held) == len(terms.TEAMS):
            said = NOTHING_CHOSEN if self._list.is_any else NOTHING_TO_SIGN
        return f"<p>{escape(said)}</p>{notes}"

    def _called(self, team: str) -> str:
        return str(getattr(self._text.agreement.parties, team)) if self._text else team

    def _ask_away(self, name: str) -> None:
        """Ask once more before a proposal is withdrawn."""
        self._asking.drop()
        self._said.value = self._went.value = ""
        self._withdrawing.ask(
            f"Withdraw {name}? Nobody can sign it then; its file is kept.",
            {"Withdraw it": partial(self._withdraw, name), "Keep it": lambda: None},
        )

    def _withdraw(self, name: str) -> None:
        chosen = self.chosen
        try:
            said = self._signing.withdraw(name)
        except AlignmentError as error:
            said = str(error)
        self._read_anew()
        self._list.tick(chosen)
        self._went.value = told(said)

    def _ask(self, team: str) -> None:
        """Ask once more, with what the signature does; the text is the one that was shown."""
        line, text = self._lines[team], self._text
        self._withdrawing.drop()
        self._said.value = self._went.value = ""
        if problems := line.problems:
            self._wrong.value = escape("\n".join(["Not signed yet:", *problems]))
        elif text is not None:
            self._wrong.value = ""
            self._asking.ask(
                f"{line.person} signs for {self._called(team)}. {self._outcome(team, text)}",
                {"Sign": partial(self._sign, team, text), "Not yet": lambda: None},
            )

    def _outcome(self, team: str, text: Signed) -> str:
        """What follows from a team's signature."""
        others = [each for each in terms.TEAMS if each != team]
        if all(self._lines[each].is_signed for each in others):
            return f"With that, version {text.agreement.version} is in force."
        return f"It is in force once {self._called(others[0])} has signed too."

    def _sign(self, team: str, text: Signed) -> None:
        line, chosen = self._lines[team], self.chosen
        said = wrong = ""
        try:
            said = self._signing.sign(chosen, team, line.person, line.role, text.digest)
            line.clear()
        except AlignmentError as error:
            wrong = str(error)
        self._read_anew()
        self._list.tick(chosen)
        if wrong:
            self._wrong.value = escape(wrong)
        self._said.value = told(said)
