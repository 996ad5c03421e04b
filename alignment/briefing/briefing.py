"""A campaign's brief: asked of both teams, written together, approved, and printed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from alignment import content_requests, documents
from alignment.agreement import FILE as AGREEMENT
from alignment.agreement.rule import joined
from alignment.briefing.approval import Approval
from alignment.briefs import BriefFolder, heard, lacking
from alignment.briefs.beside import beside
from alignment.content_requests import ContentRequest, ContentRequests
from alignment.errors import AgreementError, Problem
from alignment.files import alone_in, refuse_sample
from alignment.finding import Finding
from alignment.informing import Informing, latest
from alignment.period import day_words
from alignment.sealing import only_adds, seal
from alignment.workspace import Workspace

FOLDER = "documents/briefs"


@dataclass(frozen=True)
class Briefing(Informing):
    """What writing a campaign's brief reads and writes; opened by `open`."""

    @classmethod
    def open(cls, workspace: str, brief: str = "", as_of: str = "") -> "Briefing":
        """The brief of a workspace.

        Parameters
        ----------
        brief : str
            Its name; one that is not there yet is begun with the first answer. Empty: the brief
            whose campaign begins last, or where there is none a new one.
        as_of : str
            The last day whose rows may be used, YYYY-MM-DD; empty: all that is known.

        Raises
        ------
        AlignmentError
            Where something cannot be read, or no brief may be called so.
        """
        opened = Workspace.at(workspace, as_of)
        folder = BriefFolder.of(opened.workspace, brief or latest(opened.workspace))
        # what is wrong with a brief is told at once; figures are those of its own agreement
        under = folder.under(folder.open()) if folder.exists else None
        agreement = under or opened.agreement
        return cls(opened.workspace, opened.history, agreement, opened.as_of, folder=folder)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Everything that keeps it a draft, each as a sentence."""
        now = self.round
        return lacking(self.brief, self.written_under, now.answers, now.awaited, self.in_force)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know first: what has become of the agreement, and of the metrics."""
        return documents.warnings(self.brief, self.in_force, self.written_under)

    @property
    def standing(self) -> Finding:
        """Whether it is a draft: what is missing, one row a thing, else who approved it."""
        brief, lacks = self.brief, self.lacking
        if lacks:
            n = f"{len(lacks)} things are missing" if len(lacks) > 1 else "one thing is missing"
            said = f"“{brief.title}” is a draft: {n}."
            table = pd.DataFrame({"missing": lacks})
        else:
            said = f"“{brief.title}” is approved by both teams."
            held = [[own.person, own.role, own.signed_on] for own in self.approval.held.values()]
            table = pd.DataFrame(held, columns=["approved_by", "role", "approved_on"])
        return Finding(table, said, self.warnings, "brief_standing", {"n_missing": len(lacks)})

    def seal(self, team: str, person: str, role: str, content: Mapping[str, object]) -> str:
        """Seal what a team says; with the second team, open both. Begins the brief.

        Raises
        ------
        AgreementError
            With everything that is wrong, before anything is answered.
        """
        self._begin()
        return seal(self.folder.path, team, self.part, person, role, content)

    def begins_anew(self, team: str, content: Mapping[str, object]) -> bool:
        """Whether it would; answering only what was left open does not."""
        own = self.round.answers.get(team)
        return own is not None and not only_adds(self.part, own.content(self.part), content)

    @property
    def side_by_side(self) -> Finding:
        """What each team answered beside the other's, and what both say together."""
        now = self.round
        return beside(self.brief, now.answers, now.awaited)

    @property
    def bound(self) -> dict[str, tuple[str, ...]]:
        """What the agreement answers to each question, in lines."""
        return documents.bound(self.under)

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels of the campaigns there were."""
        return tuple(sorted(self.campaigns["channel"].dropna().unique()))

    def compose(self, parts: Mapping[str, Any], seen: str) -> str:
        """Save the brief with other parts, and say so; approvals of another text are void.

        Parameters
        ----------
        parts : mapping
            Fields of `alignment.briefs.Brief`; what is left out stays.
        seen : str
            The digest of the brief that the room has seen.

        Raises
        ------
        AgreementError
            With everything that is wrong with the parts, or where it was changed since.
        """
        held = self.brief
        made = held.changed(**{**parts, "heard": heard(self.round.answers)})
        if self.folder.exists and made.digest == held.digest:
            return f"Nothing differs from what stands in {self.folder.file}."
        self._begin()
        self.folder.save(made, seen)
        told = f"Saved in {self.folder.file}."
        was_approved = bool(held.approved_by)
        return f"{told} It must be approved again." if was_approved else told

    def lost_by_that(self) -> str:
        """What to ask before the brief is put under another agreement; empty: nothing."""
        brief = self.brief
        held = [own.person for own in brief.approved_by.values()]
        if not held or brief.written_under.digest == self.in_force.digest:
            return ""
        return f"The approval of {joined(held, 'and')} is void then. Put it under the other?"

    def bring_up_to_date(self) -> str:
        """Put the brief under the agreement in force, and say so; that voids approvals.

        Raises
        ------
        AgreementError
            Where not both teams have signed that; and for the shipped sample.
        """
        held, now = self.brief, self.in_force
        if not now.is_signed:
            advice = "Let both teams sign it first."
            problem = Problem(
                str(self.workspace / AGREEMENT), now.signature_state, "signed", advice
            )
            raise AgreementError("The brief stays under the agreement it stands under.", [problem])
        self.folder.save(held.under(now), held.digest, now)
        if held.written_under.digest == now.digest:
            return f"It stands under version {now.version} already, the agreement in force."
        return f"It stands under version {now.version} of the agreement now; approve it again."

    @property
    def approval(self) -> Approval:
        """The approval of the brief by both teams."""
        return Approval(self)

    @property
    def requested(self) -> tuple[ContentRequest, ...]:
        """What Sales asks Marketing to make, for this campaign, and openly for none."""
        return ContentRequests.open(self.workspace).of(self.folder.name)

    @property
    def requests(self) -> Finding:
        """The same as a room reads it."""
        return content_requests.listed(self.requested)

    def ask(self, **values: Any) -> str:
        """Put a request on the list for this campaign (`alignment.content_requests.ask`)."""
        return content_requests.ask(self.workspace, **{"brief": self.folder.name, **values})

    def settle(self, number: int, **values: Any) -> str:
        """Change a request (`alignment.content_requests.settle`)."""
        return content_requests.settle(self.workspace, number, **values)

    @property
    def document(self) -> documents.Document:
        """The brief with all it rests on, and what the history says, as a document."""
        return documents.brief(
            self.brief,
            agreement=self.in_force,
            under=self.written_under,
            lacking=self.lacking,
            answers=self.round.answers,
            requests=self.requested,
            evidence=self.evidence,
            known="" if pd.isna(self.as_of) else day_words(self.as_of, self.history.zone),
            name=self.folder.name,
        )

    def write(self, out: str | Path | None = None) -> Path:
        """Write the document as HTML, Markdown and DOCX, and give its page.

        Parameters
        ----------
        out : path, optional
            The folder to make or replace; ``WORKSPACE/documents/briefs/NAME`` when not given.

        Raises
        ------
        AlignmentError
            Where the folder holds anything else, is the sample's own, or cannot be written to;
            what was written there before is untouched.
        """
        self.folder.open()  # where none is begun, it says so
        folder = Path(str(out)) if out else self.workspace / FOLDER / self.folder.name
        refuse_sample(folder)
        return documents.write(self.document, folder)

    def writing(self, out: str = "") -> Callable[[], str]:
        """What writes the document when called, and says where."""
        return lambda: f"Written to {self.write(out or None)}."

    def _begin(self) -> None:
        """Make the brief's folder where it is not there yet, under the agreement in force."""
        refuse_sample(self.workspace)
        with alone_in(self.workspace):
            self.folder.begin(self.brief.title, self.in_force)
