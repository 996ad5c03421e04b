"""A brief written as a document without a screen."""

from pathlib import Path

from alignment.answers import OF_A_BRIEF
from alignment.briefing.briefing import Briefing
from alignment.briefs import BriefFolder
from alignment.content_requests import ContentRequests
from alignment.errors import AlignmentError, noted, together
from alignment.sealing import opened


def run(workspace: str | Path, name: str, as_of: str = "", out: str | Path | None = None) -> str:
    """Write a brief as a document, and say where it is and whether it is a draft.

    Raises
    ------
    AlignmentError
        With everything that is wrong; what was written before is untouched.
    """
    briefing = _readable(BriefFolder.of(workspace, name), as_of)
    page, standing = briefing.write(out), briefing.standing
    lines = [standing.sentence, *(f"- {lack}" for lack in briefing.lacking)]
    lines += [f"! {warning}" for warning in standing.caveats]
    return "\n".join([*lines, f"The brief: {page}"])


def _readable(folder: BriefFolder, as_of: str) -> Briefing:
    """The brief opened, once all that its document is made of was found to be readable."""
    errors, briefing = list[AlignmentError](), None
    with noted(errors):
        folder.open()
    if folder.workspace.is_dir():
        with noted(errors):
            briefing = Briefing.open(str(folder.workspace), folder.name, as_of)
        with noted(errors):
            opened(folder.path, OF_A_BRIEF)
        with noted(errors):
            ContentRequests.open(folder.workspace)
    if errors or briefing is None:
        raise together(errors)
    return briefing
