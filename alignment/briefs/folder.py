"""Where a brief lies: ``briefs/NAME/`` with the brief and the agreement it was written under."""

import re
from dataclasses import dataclass
from pathlib import Path

from alignment import yaml_file
from alignment.agreement import FILE as AGREEMENT
from alignment.agreement import Agreement, Parties, Signer
from alignment.briefs.brief import Brief
from alignment.errors import AgreementError, Problem, nearest
from alignment.files import alone_in, refuse_sample, writing
from alignment.proposals import opened
from alignment.yaml_model import checked

FOLDER = "briefs"
FILE = "brief.yml"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")

_COMMENTS = {
    "title": "What both teams say of a campaign before it begins. Any change to it makes both\n"
    "approvals void.",
    "written_under": "The agreement that definitions, levels, tasks and metrics come from; its\n"
    f"text stands beside this file, in {AGREEMENT}.",
    "channel": "As the history calls it.",
    "starts_on": "The first and the last day, both included.",
    "budget_amount": "What it may cost, and the revenue it is to bring, in the agreed currency.",
    "target": "Whom it is for: a rule on attributes.",
    "personas": "Who has the problem, and what the campaign says to them.",
    "answers": "The nine questions, answered together.",
    "metrics": "The agreement's metrics that it is judged by, the weightiest first.",
    "heard": "Digest of what each team had answered when this was saved.",
    "approvals": "Each holds the digest of what was approved; written by approving.",
}


@dataclass(frozen=True)
class BriefFolder:
    """The folder of one brief; what it holds is read anew each time it is asked.

    Parameters
    ----------
    workspace : Path
    name : str
        Of the folder: a to z, digits, - and _; `BriefFolder.of` checks it.
    """

    workspace: Path
    name: str

    @classmethod
    def of(cls, workspace: Path | str, name: object) -> "BriefFolder":
        """The folder of the brief of this name, whether it is there or not.

        Raises
        ------
        AgreementError
            Where no folder may be called so.
        """
        name = str(name)  # papermill hands a name such as 2027 over as a number
        if not _NAME.fullmatch(name):
            expected = "a name of a to z, digits, - and _, at most 60 signs"
            like = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:60]
            advice = f"{like!r} would do." if like else ""
            problem = Problem("brief", repr(name[:80]), expected, advice)
            raise AgreementError("A brief cannot be called so.", [problem])
        return cls(Path(workspace), name)

    @property
    def path(self) -> Path:
        """The folder."""
        return self.workspace / FOLDER / self.name

    @property
    def file(self) -> Path:
        """The brief's own file."""
        return self.path / FILE

    @property
    def exists(self) -> bool:
        """Whether the brief was begun."""
        return self.file.is_file()

    def open(self) -> Brief:
        """The brief.

        Raises
        ------
        AgreementError
            Where there is none, or with every problem of it, each at its line.
        """
        if not self.workspace.is_dir():
            problem = Problem(str(self.workspace), "no such folder", "a workspace")
            raise AgreementError("There is no workspace.", [problem])
        if not self.exists:
            known = briefs(self.workspace)
            advice = nearest(self.name, known) if known else "Begin it in notebook 4."
            problem = Problem(str(self.file), "no file", "a brief", advice)
            raise AgreementError("There is no brief of that name.", [problem])
        return checked(Brief, yaml_file.read(self.file), "The brief cannot be read.")

    def under(self, brief: Brief) -> Agreement | None:
        """The agreement that the brief was written under; None where it is not there unchanged.

        The one in force where it says the same, with the signatures that it has by now; else the
        one kept beside the brief.
        """
        places = [place / AGREEMENT for place in (self.workspace, self.path)]
        held = [opened(path) for path in places if path.is_file()]
        return next((e for e in held if e and e.digest == brief.written_under.digest), None)

    def begin(self, title: str, agreement: Agreement) -> Brief:
        """Begin the brief under an agreement; one that stands there already is given instead.

        Raises
        ------
        AgreementError
            Where the title is blank; and for the shipped sample.
        AlignmentError
            Where the workspace may not be written to.
        """
        refuse_sample(self.workspace)
        if self.exists:
            return self.open()
        made = Brief.begun(title, agreement)
        with writing(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
        self._write(made, agreement)
        return made

    def save(self, brief: Brief, seen: str, agreement: Agreement | None = None) -> None:
        """Write the brief in place of the one that the room has seen, whole or not at all.

        Parameters
        ----------
        seen : str
            The digest of that one.
        agreement : Agreement or None
            The one it is written under from now on; None: as before.

        Raises
        ------
        AgreementError
            Where the file holds another brief by now, or cannot be read; and for the sample.
        AlignmentError
            Where the workspace may not be written to.
        """
        refuse_sample(self.workspace)
        self.open()  # where there is none, it says so
        with alone_in(self.path):
            now = self.open()
            if now.digest != seen:
                raise AgreementError(
                    f"Nothing was saved: {self.file} was changed since this page was opened. "
                    "Run the notebook again, and change what stands there then."
                )
            # an approval given meanwhile stays, and is void where the text differs
            self._write(brief.model_copy(update={"approvals": now.approvals}), agreement)

    def approve(self, signer: Signer, digest: str, parties: Parties) -> None:
        """Put one more approval under the brief as it stands (`Brief.approved`).

        Raises
        ------
        AgreementError
            With everything that is wrong with it, or where the brief cannot be read.
        AlignmentError
            Where the workspace may not be written to.
        """
        refuse_sample(self.workspace)
        self.open()  # where there is none, it says so
        with alone_in(self.path):  # two who approve at once are both heard
            self._write(self.open().approved(signer, digest, parties), None)

    def _write(self, brief: Brief, agreement: Agreement | None) -> None:
        # the agreement first: cut off in between, the brief tells that it is another's
        if agreement is not None:
            agreement.save(self.path / AGREEMENT)
        yaml_file.write(brief, self.file, _COMMENTS)


def briefs(workspace: Path | str) -> tuple[str, ...]:
    """The names of the briefs in a workspace, in order."""
    found = (Path(workspace) / FOLDER).glob(f"*/{FILE}")
    return tuple(sorted(path.parent.name for path in found if _NAME.fullmatch(path.parent.name)))
