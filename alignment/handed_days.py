"""The days whose hand-offs a workspace keeps."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alignment.errors import Problem, ReportError
from alignment.exports import RECORD
from alignment.measures.hand_off import LATELY_DAYS

FOLDER = "handoffs"


@dataclass(frozen=True)
class HandedDays:
    """The days whose files lie in a workspace.

    Parameters
    ----------
    workspace : Path
    """

    workspace: Path

    @property
    def folder(self) -> Path:
        """Where they lie, a folder a day."""
        return self.workspace / FOLDER

    @property
    def days(self) -> list[date]:
        """Each day, the earliest first."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(day for path in found if (day := _day(path)) is not None)

    def gaps(self, day: date) -> list[str]:
        """What is lost where the one before was written too long before `day`, in words."""
        before = [each for each in self.days if each < day]
        if not before or (n := (day - before[-1]).days) <= LATELY_DAYS:
            return []
        return [
            f"The last hand-off was written {n} days before: leads whose limit in Sales' hands ran "
            f"out more than {LATELY_DAYS} days ago stand in no file for a CRM."
        ]

    def refuse_outdated(self, day: date) -> None:
        """Raise ReportError where a later day stands already: what is told would be outdated."""
        if self.days and self.days[-1] > day:
            later = f"the hand-off of {self.days[-1]}"
            advice = "Leave --notify out, or take a later day."
            problem = Problem(str(self.folder), later, f"none later than {day}", advice)
            raise ReportError("Nobody is told of a day that is outdated.", [problem])


def _day(folder: Path) -> date | None:
    """The day whose files lie in a folder; None: it is no hand-off's."""
    if not (folder / RECORD).is_file():
        return None
    try:
        return date.fromisoformat(folder.name)
    except ValueError:
        return None
