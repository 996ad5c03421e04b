"""One person of each team approves a brief."""

from dataclasses import dataclass
from datetime import date

from alignment.agreement import Agreement, Signer, SignOff
from alignment.briefs import Brief
from alignment.briefs.lacking import unready
from alignment.errors import AgreementError, Problem
from alignment.files import refuse_sample
from alignment.informing import Informing


@dataclass(frozen=True)
class Approval:
    """The approval of a brief by both teams; read anew each time it is asked."""

    informing: Informing

    @property
    def brief(self) -> Brief:
        """The brief as it stands."""
        return self.informing.brief

    @property
    def under(self) -> Agreement:
        """The agreement it was written under; the one in force where that is not there."""
        return self.informing.under

    @property
    def state(self) -> str:
        """Who approved and who has not, or that it was changed since: a sentence."""
        brief = self.informing.brief
        return f"“{brief.title}”: {brief.approval_state(self.informing.under.parties)}."

    @property
    def lacking(self) -> tuple[str, ...]:
        """What must be answered before anybody can approve, each as a sentence."""
        asked, now = self.informing, self.informing.round
        return unready(asked.brief, asked.written_under, now.answers, now.awaited)

    @property
    def digest(self) -> str:
        """Of the brief as it stands."""
        return self.informing.brief.digest

    @property
    def held(self) -> dict[str, SignOff]:
        """The approvals of this very brief, by team."""
        return self.informing.brief.approved_by

    def approve(
        self, team: str, person: str, role: str, digest: str, on: date | None = None
    ) -> str:
        """Approve the brief for a team, and say so.

        Parameters
        ----------
        digest : str
            Of the brief that the approver has read.

        Raises
        ------
        AgreementError
            With everything that is wrong, before anything is written; also where the brief is
            not ready.
        """
        refuse_sample(self.informing.workspace)
        problems = [Problem("brief", lack, "every question answered") for lack in self.lacking]
        if problems:
            raise AgreementError("The brief is not ready to be approved.", problems)
        parties, signer = (
            self.informing.under.parties,
            Signer(team, person, role, on or date.today()),
        )
        if team in self.held and digest == self.digest:
            return f"{getattr(parties, team)} has approved this already. Nothing was changed."
        self.informing.folder.approve(signer, digest, parties)
        return self.state
