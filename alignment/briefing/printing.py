"""A brief written as a document without a screen."""

from pathlib import Path

from alignment.answers import OF_A_BRIEF
from alignment.briefing.briefing import Briefing
from alignment.briefs import BriefFolder
from alignment.content_requests import ContentRequests
from alignment.errors import AlignmentError, noted, together
from alignment.sealing import opened
from alignment.workspace import Workspace


def run(workspace: str | Path, name: str, as_of: str = "", out: str | Path | None = None) -> str:
    """Write a brief as a document, and say where it is and whether it is a draft.

    Raises
    ------
    AlignmentError
        With everything that is wrong; what was written before is untouched.
    """
    folder = BriefFolder.of(workspace, name)
    _refuse_unreadable(folder, as_of)
    briefing = Briefing.open(str(workspace), name, as_of)
    page, standing = briefing.write(out), briefing.standing
    lines = [standing.sentence, *(f"- {lack}" for lack in briefing.lacking)]
    lines += [f"! {warning}" for warning in standing.caveats]
    return "\n".join([*lines, f"The brief: {page}"])


def _refuse_unreadable(folder: BriefFolder, as_of: str) -> None:
    """Nothing, unless something that the document is made of cannot be read; all of it is told."""
    errors: list[AlignmentError] = []
    with noted(errors):
        folder.open()
    if folder.workspace.is_dir():
        with noted(errors):
            Workspace.at(str(folder.workspace), as_of)
        with noted(errors):
            opened(folder.path, OF_A_BRIEF)
        with noted(errors):
            ContentRequests.open(folder.workspace)
    if errors:
        raise together(errors)
