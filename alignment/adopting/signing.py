"""Both teams sign what they chose of the proposals; with the second signature it is in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from alignment import terms
from alignment.adopting import pending as aside
from alignment.adopting.merging import Standing, Text, merged, standing
from alignment.adopting.pending import Pending
from alignment.adopting.retiring import became, retired, withdrawn
from alignment.adopting.signature import added
from alignment.adopting.telling import in_words, told
from alignment.agreement import Agreement, Signer, SignOff
from alignment.agreement.rule import joined
from alignment.errors import AgreementError, Problem, nearest
from alignment.files import alone_in, refuse_sample
from alignment.finding import Finding
from alignment.period import date_words
from alignment.proposals import in_force, proposed


@dataclass(frozen=True)
class Signing:
    """The signing of what stands proposed in a workspace; read anew each time it is asked."""

    workspace: Path

    @property
    def agreement(self) -> Agreement:
        """The agreement in force."""
        return in_force(self.workspace)

    @property
    def state(self) -> str:
        """Which version is in force and who signed it, or that it is a draft: a sentence."""
        return in_words(self.agreement)

    @property
    def proposals(self) -> tuple[Standing, ...]:
        """What could be signed: every proposal that would change something and was never in force.

        Raises
        ------
        AgreementError
            Where the agreement in force cannot be read.
        """
        return tuple(each for each in self._every if each.parts)

    @property
    def standing(self) -> Finding:
        """What stood proposed when it was asked, and who had signed what.

        A page keeps it, so it tells of that moment; what is true now is `state`, `proposals` and
        `under_signature`.

        Returns
        -------
        Finding
            One row a proposal that would change something: proposal, kind, version, changes
            (words), is_stale (whether it was made on another text than the one in force).
        """
        found = self.proposals
        rows = [(e.name, e.kind, e.version, "; ".join(e.changes), e.is_stale) for e in found]
        columns = ["proposal", "kind", "version", "changes", "is_stale"]
        return Finding(
            pd.DataFrame(rows, columns=columns),
            told(found, self.agreement, self._pending),
            (*(note for each in found for note in each.notes), *self.unread),
            "proposals",
            {"n_proposals": len(found), "n_under_signature": len(self._pending)},
        )

    @property
    def under_signature(self) -> tuple[str, ...]:
        """Of each text that is not in force yet, who has signed it and who has not: a sentence."""
        now = self.agreement
        return tuple(each.state(now) for each in self._pending)

    @property
    def unread(self) -> tuple[str, ...]:
        """A sentence for each file among the proposals that cannot be read."""
        return (*proposed(self.workspace)[1], *aside.pending(self.workspace)[1])

    def text(self, chosen: Sequence[str] = ()) -> Text:
        """The agreement in force with the proposals of these names: what would be signed.

        Parameters
        ----------
        chosen : sequence of str
            At most one of a kind; empty: the agreement as it stands.

        Raises
        ------
        AgreementError
            Where there is no such proposal, two are of one kind, or they make no agreement.
        """
        known = {each.name: each for each in self._every}
        problems = [
            Problem(
                "proposals",
                repr(name),
                "a proposal that stands open",
                became(self.workspace, str(name)) or nearest(str(name), known),
            )
            for name in chosen
            if name not in known
        ]
        found = [known[name] for name in dict.fromkeys(chosen) if name in known]
        for kind in dict.fromkeys(each.kind for each in found):
            same = [each.name for each in found if each.kind == kind]
            if len(same) > 1:
                told = joined(same, "and")
                problems.append(Problem("proposals", told, f"one of the kind {kind}", "Choose."))
        if problems:
            raise AgreementError("These proposals cannot be put together.", problems)
        return merged(self.agreement, found)

    def signed(self, text: Text) -> dict[str, SignOff]:
        """The signatures that this very text has, by team."""
        return self._held(text, self._under(text))

    def sign(
        self,
        chosen: Sequence[str],
        team: str,
        person: str,
        role: str,
        digest: str,
        on: date | None = None,
    ) -> str:
        """Sign for a team; with the other's signature, put the text into force. Says what it did.

        The first signature stands with its text in ``proposals/agreement_vVERSION_N.yml``. With
        the second the text becomes ``agreement.yml``, and the earlier one is kept in
        ``agreements/``. Cut off in between, the agreement in force is whole, and signing the same
        again finishes it.

        Parameters
        ----------
        digest : str
            Of the `text` that the room has read.
        on : date or None
            None: today; no later day.

        Raises
        ------
        AgreementError
            With everything that is wrong, before anything is written: also where the text is
            another by now, or one person signs for both teams; and for the shipped sample.
        AlignmentError
            Where the workspace may not be written to.
        """
        refuse_sample(self.workspace)
        self.text(chosen)  # where there is no workspace, it says so
        with alone_in(self.workspace):
            text = self.text(chosen)
            under = self._under(text)
            if digest == text.digest and (done := self._finished(text, under)):
                return done
            return self._put(text, under, Signer(team, person, role, on or date.today()), digest)

    def withdraw(self, name: str) -> str:
        """Move a proposal that stands open to ``proposals/withdrawn/``, and say so.

        A text under signature that holds what it proposes goes with it.

        Raises
        ------
        AgreementError
            Where there is no such proposal; and for the shipped sample.
        AlignmentError
            Where the workspace may not be written to.
        """
        refuse_sample(self.workspace)
        self.text([name])  # where there is none, it says so
        with alone_in(self.workspace):
            self.text([name])
            found = next(each for each in self._every if each.name == name)
            signed = [each for each in self._pending if each.holds(found.proposal, found.parts)]
            return withdrawn(self.workspace, found, signed)

    def _put(self, text: Text, under: Pending | None, signer: Signer, digest: str) -> str:
        held = self._held(text, under)
        made = added(text, held, signer, digest)
        called = made.parties.model_dump()
        if signer.team in held:
            own = held[signer.team]
            who = f"{own.person} on {date_words(own.signed_on)}"
            return f"{called[signer.team]} has signed this already: {who}. Nothing was changed."
        kept = aside.kept_aside(self.workspace, made, under.path if under else None)
        if made.is_signed:
            return self._in_force(text, kept)
        other = next(each for each in terms.TEAMS if each != signer.team)
        said = f"Signed for {called[signer.team]} by {signer.person.strip()}, in {kept.path}."
        rest = f"{called[other]} has not signed: until then the agreement stays as it is."
        return " ".join([said, rest, *self._void])

    @property
    def _every(self) -> list[Standing]:
        in_force, before = self.agreement, aside.earlier(self.workspace)
        return [standing(in_force, before, each) for each in proposed(self.workspace)[0]]

    @property
    def _pending(self) -> list[Pending]:
        """Texts under signature that are not in force yet."""
        digest = self.agreement.digest if self.agreement.is_signed else ""
        every = aside.pending(self.workspace)[0]
        return [each for each in every if each.agreement.digest != digest]

    @property
    def _void(self) -> list[str]:
        now = self.agreement
        return [each.state(now) for each in self._pending if each.is_void]

    def _under(self, text: Text) -> Pending | None:
        """Where this very text is kept aside with a signature that holds."""
        every = aside.pending(self.workspace)[0]
        same = [each for each in every if each.agreement.digest == text.digest and each.signed]
        return max(same, key=lambda each: len(each.signed), default=None)

    def _held(self, text: Text, under: Pending | None) -> dict[str, SignOff]:
        """The signatures of this text: those in the agreement in force, where it is that."""
        return self.agreement.sign_offs.holding(text.digest) | (under.signed if under else {})

    def _finished(self, text: Text, under: Pending | None) -> str:
        """Finish what was cut off after the second signature; empty: nothing was."""
        now = self.agreement
        if now.is_signed and now.digest == text.digest:
            if under:
                aside.removed(under)
            retired(self.workspace, self._every)
            return self.state
        if under is not None and under.agreement.is_signed:
            return self._in_force(text, under)
        return ""

    def _in_force(self, text: Text, signed: Pending) -> str:
        kept = aside.put_in_force(self.workspace, signed)
        retired(self.workspace, self._every)
        said = [self.state]
        if text.differences:
            said.append(f"What changed: {'; '.join(text.differences)}.")
        said.append(f"What was in force before is kept in {kept}.")
        stale = [each.name for each in self.proposals]
        if stale:
            said.append(f"Made before it, and still to be decided: {joined(stale, 'and')}.")
        return " ".join([*said, *self._void])
