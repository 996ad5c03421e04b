"""Both teams sign what they chose of the proposals, after reading what it changes."""

from collections.abc import Callable, Mapping, Sequence
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
from alignment.show.rating_grid import heading, paragraph
from alignment.show.sheet import dressed
from alignment.show.widget_tree import discard

NOTHING_CHOSEN = "Tick above what you want to sign."
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
    def agreement(self) -> Agreement: ...
    @property
    def proposals(self) -> Sequence[Proposed]: ...
    @property
    def unread(self) -> Sequence[str]: ...
    @property
    def under_signature(self) -> Sequence[str]: ...
    def text(self, chosen: Sequence[str]) -> Signed: ...
    def signed(self, text: Signed) -> Mapping[str, Signature]: ...
    def sign(
        self, chosen: Sequence[str], team: str, person: str, role: str, digest: str
    ) -> str: ...


class SignOff(widgets.VBox):
    """What stands proposed, what would be signed, and a line for each team's signature.

    Nobody's name stands there and nothing is ticked at first; a signature binds the text that is
    shown, and is asked for once more before it is given.

    Parameters
    ----------
    signing : Signable
    """

    def __init__(self, signing: Signable) -> None:
        self._signing = signing
        self._text: Signed | None = None
        self._in_force, self._read, self._wrong, self._said = (widgets.HTML() for _ in range(4))
        self._in_force.add_class("alignment-quiet")
        self._read.add_class("alignment-changes")
        self._wrong.add_class("alignment-wrong")
        self._list = ProposalList((), self._follow)
        self._at = widgets.VBox([self._list])
        self._lines = {team: SignatureLine(partial(self._ask, team)) for team in terms.TEAMS}
        self._asking = Question()
        again = widgets.Button(description="Look again for proposals")
        again.add_class("alignment-adding")
        again.on_click(lambda _: self.look_again())
        super().__init__(
            children=(
                *(heading("What is proposed"), self._in_force, self._at, again),
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
        self._said.value = ""
        self._read_anew()

    def _read_anew(self) -> None:
        try:
            proposals = self._signing.proposals
            agreement = self._signing.agreement
            told = (
                f"Version {agreement.version} is in force, {agreement.signature_state}.",
                *self._signing.under_signature,
                *self._signing.unread,
            )
        except AlignmentError as error:
            proposals, told = (), (str(error),)
        self._in_force.value = "".join(f"<p><bdi>{escape(line)}</bdi></p>" for line in told)
        old, self._list = self._list, ProposalList(proposals, self._follow)
        self._at.children = (self._list,)
        discard(old)
        self._follow()

    def _follow(self) -> None:
        """Show what would be signed now, and who has signed it."""
        self._asking.drop()
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
        is_signed = len(held) == len(terms.TEAMS)
        return f"<p>{escape(NOTHING_CHOSEN if is_signed else AS_IT_STANDS)}</p>{notes}"

    def _called(self, team: str) -> str:
        return str(getattr(self._text.agreement.parties, team)) if self._text else team

    def _ask(self, team: str) -> None:
        """Ask once more, with what the signature does; the text is the one that was shown."""
        line, text = self._lines[team], self._text
        self._said.value = ""
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
        self._said.value = f"<p><bdi>{escape(said)}</bdi></p>" if said else ""


class SignatureLine(widgets.HBox):
    """A team’s name and role and its button; once it has signed, who did.

    Parameters
    ----------
    sign : function
        Called when the button is pressed.
    """

    def __init__(self, sign: Callable[[], None]) -> None:
        self._team: widgets.HTML = paragraph("", "alignment-owed")
        self._person, self._role = _line("Name"), _line("Role")
        self._button = widgets.Button(description="Sign", button_style="primary")
        self._button.on_click(lambda _: sign())
        self._signature = widgets.HTML()
        self.is_signed = False
        super().__init__([self._team])
        self.add_class("alignment-signed")

    @property
    def person(self) -> str:
        """Who signs."""
        return self._person.value.strip()

    @property
    def role(self) -> str:
        """As what."""
        return self._role.value.strip()

    @property
    def problems(self) -> tuple[str, ...]:
        """What is missing, each as a sentence."""
        held = {"The name": self.person, "The role": self.role}
        return tuple(f"{what} is missing." for what, text in held.items() if not text)

    def clear(self) -> None:
        """Nobody's name stands there any more."""
        self._person.value = self._role.value = ""

    def show(self, team: str, signature: Signature | None, is_open: bool) -> None:
        """A signature, or what it takes to give one; nothing where nothing is there to sign."""
        self.is_signed = signature is not None
        self._team.value = f"<p>{escape(team)}</p>"
        self._button.description = f"Sign for {team}"
        shown: tuple[widgets.Widget, ...] = ()
        if signature is not None:
            day = f"{signature.signed_on.day} {signature.signed_on:%B %Y}"
            who = escape(f"{signature.person}, {signature.role}, on {day}")
            self._signature.value = f"<p>✓ Signed by <bdi>{who}</bdi></p>"
            shown = (self._team, self._signature)
        elif is_open:
            shown = (self._team, self._person, self._role, self._button)
        self.children = shown


def _line(label: str) -> widgets.Text:
    made = widgets.Text(description=label, continuous_update=False)
    made.style.description_width = "initial"
    return made
