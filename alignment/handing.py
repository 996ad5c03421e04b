"""A day's hand-off: opened from a workspace, looked into, written as files, and told."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pandas as pd

from alignment import exports, record
from alignment.errors import AlignmentError, Problem, ReportError, noted, together
from alignment.files import refuse_sample, replaced_folder
from alignment.finding import Finding
from alignment.handed_days import FOLDER, HandedDays
from alignment.measures import tracker
from alignment.measures.hand_off import HandOff, by_task, read
from alignment.measures.rates import counted
from alignment.period import local_day
from alignment.workspace import Workspace

if TYPE_CHECKING:
    from alignment.notifying import Delivery, Patience

LEDGER = "notified.json"
_FIRST_LEAD = "SELECT lead_id FROM leads ORDER BY created_at, lead_id LIMIT 1"


@dataclass(frozen=True)
class Handing(Workspace):
    """What changes hands on the last day that a workspace knows, or on the day of `as_of`."""

    @classmethod
    def at(cls, place: str, as_of: str = "") -> Self:
        """The workspace at `place`, as known by the end of a day.

        Raises
        ------
        AlignmentError
            As `Workspace.at`; also where the day is not known yet: an old hand-off must not pass
            for a new one.
        """
        opened = super().at(place, as_of)
        if as_of and pd.notna(opened.as_of):
            known = local_day(opened.as_of, opened.history.zone)
            if known < date.fromisoformat(as_of):
                advice = "Import what has happened since, or leave the day out."
                problem = Problem("as_of", repr(as_of), f"a day up to {known}", advice)
                raise ReportError("That day is not known yet.", [problem])
        return opened

    @cached_property
    def hand_off(self) -> HandOff:
        """Who goes to Sales, who comes back, and what is overdue."""
        return HandOff.of(self.history, self.agreement, self.as_of)

    @cached_property
    def lists(self) -> tuple[Finding, Finding, Finding]:
        """The three lists as a room reads them: the first leads of each, in local times."""
        return read(self.hand_off, self.history.zone)

    @property
    def overdue_by_task(self) -> Finding:
        """How late the overdue tasks are, task by task."""
        return by_task(self.hand_off, self.agreement.calendar)

    @property
    def folder(self) -> Path:
        """Where the files of that day lie unless another folder is named."""
        return self.workspace / FOLDER / self.hand_off.day.isoformat()

    def export(self, out: str | Path | None = None) -> Path:
        """Write the files of the day (`alignment.exports.write`), and give their folder.

        They are written aside and take the place of an earlier export when all of them stand.

        Parameters
        ----------
        out : path, optional
            The folder to make or replace; `folder` when not given.

        Raises
        ------
        AlignmentError
            Where the folder holds anything else, or is the sample's own, before anything is
            written; or where it cannot be written. An earlier export is untouched.
        """
        _refuse_empty(self)
        folder = self._place(out)
        with replaced_folder(folder.resolve()) as aside:
            exports.write(aside, self.hand_off, self.history, self.agreement)
        return folder

    def exporting(self, out: str = "") -> Callable[[], str]:
        """What writes the files when called, and says where."""
        return lambda: " ".join([f"Written to {self.export(out or None)}.", *self.gaps])

    @property
    def gaps(self) -> list[str]:
        """What to know before the files are used: days lost, and ids that no CRM will match."""
        ids = pd.Series(exports.changing(self.hand_off), dtype="str")
        n_defused = int(ids.str.match(r"[=+\-@]").sum())
        said = HandedDays(self.workspace).gaps(self.hand_off.day)
        if n_defused:
            stand, them = ("stands", "it") if n_defused == 1 else ("stand", "them")
            begin = "it begins" if n_defused == 1 else "they begin"
            said.append(
                f"{counted(n_defused, 'id')} {stand} behind an apostrophe, as {begin} with a sign "
                f"of formulas: a CRM will not match {them}."
            )
        return said

    def found(self, text: str) -> Finding:
        """The leads whose id, name, e-mail address or company holds a text."""
        return tracker.found(self.history, text, self.as_of)

    def tracked(self, lead_id: str) -> tracker.Tracked:
        """All that happened to one lead, with its score after each event."""
        return tracker.tracked(self.history, self.agreement, lead_id, self.as_of)

    def followed(self, text: str = "") -> tracker.Tracked:
        """The lead that a text finds first; empty: the first that changes hands, or was created."""
        if not text:
            tables = (self.hand_off.to_sales.table, self.hand_off.back.table)
            ids = [lead_id for table in tables for lead_id in table["lead_id"].head(1)]
            ids = ids or list(self.history.query(_FIRST_LEAD)["lead_id"])
            return self.tracked(ids[0]) if ids else tracker.Tracked(**vars(self.found(text)))
        found = self.found(text)
        if not found.is_answered:
            return tracker.Tracked(**vars(found))
        return self.tracked(found.table["lead_id"].iloc[0])

    def notify(self, delivery: "Delivery") -> str:
        """Tell another system who changes hands, each hand-off once, and say so.

        Raises
        ------
        AlignmentError
            Where it was not reached or will not take it, or the workspace is the sample.
        """
        from alignment.notifying import tell, told_of

        refuse_sample(self.workspace)
        HandedDays(self.workspace).refuse_outdated(self.hand_off.day)
        facts = {
            "schema": 1,
            "company": self.agreement.company,
            "day": self.hand_off.day,
            "agreement": {"version": self.agreement.version, "digest": self.agreement.digest},
        }
        told = told_of(self.changes)
        n = tell(told, facts, delivery, self.workspace / FOLDER / LEDGER)
        before = f"; {len(told) - n:,} it had been told of before" if len(told) > n else ""
        return f"{delivery.place} was told of {counted(n, 'hand-off')}{before}."

    @property
    def changes(self) -> pd.DataFrame:
        """The leads that change hands, both ways (`alignment.exports.changes`)."""
        ids = exports.changing(self.hand_off)
        return exports.changes(self.hand_off, exports.leads(self.history, ids))

    def _place(self, out: str | Path | None) -> Path:
        folder = Path(str(out)) if out else self.folder  # papermill hands 2026 over as a number
        refuse_sample(folder)
        record.refuse_foreign(folder, exports.RECORD)
        return folder


def run(
    workspace: str | Path,
    as_of: str = "",
    out: str | Path | None = None,
    notify: str | None = None,
    patience: "Patience | None" = None,
) -> list[str]:
    """Write the files of a day's hand-off and, where asked to, tell another system.

    Everything that can be checked is checked before anything is written.

    Parameters
    ----------
    as_of : str
        The last day whose rows may be used, YYYY-MM-DD; empty: all that is known.
    out : path, optional
        The folder to make or replace; ``WORKSPACE/handoffs/DAY`` when not given.
    notify : str, optional
        The address to tell.
    patience : Patience, optional
        How long to wait for it.

    Returns
    -------
    list of str
        What to tell people, a sentence a line.

    Raises
    ------
    AlignmentError
        With everything that is wrong. Where only the telling failed, the files stand.
    """
    place, errors = Path(workspace), list[AlignmentError]()
    delivery = handing = None
    with noted(errors):
        if notify is not None:
            delivery = _delivery(place, notify, patience)
    with noted(errors):
        refuse_sample(Path(out) if out else place)
        if out:
            record.refuse_foreign(Path(out), exports.RECORD)
    with noted(errors):
        _refuse_missing(place)
        handing = Handing.at(str(place), as_of)
    if delivery and handing is not None:
        with noted(errors):
            HandedDays(place).refuse_outdated(handing.hand_off.day)
    if errors or handing is None:
        raise together(errors)
    said = [f"! {gap}" for gap in handing.gaps]
    said.append(f"The hand-off of {handing.hand_off.day}: {handing.export(out)}")
    if delivery:
        said.append(handing.notify(delivery))
    return [*_sentences(handing.hand_off), *said]


def _delivery(workspace: Path, url: str, patience: "Patience | None") -> "Delivery":
    from alignment.notifying import Delivery, Ledger

    refuse_sample(workspace)
    delivery = Delivery.to(url, os.environ, patience)
    Ledger.open(workspace / FOLDER / LEDGER)
    return delivery


def _refuse_missing(workspace: Path) -> None:
    if not workspace.is_dir():
        problem = Problem(str(workspace), "no such folder", "a workspace")
        raise ReportError("There is no workspace.", [problem])


def _refuse_empty(handing: Handing) -> None:
    if not handing.history.n_rows.get("leads"):
        problem = Problem(str(handing.workspace / "history"), "no lead", "leads", "Import some.")
        raise ReportError("Nobody can change hands.", [problem])


def _sentences(hand_off: HandOff) -> list[str]:
    """The sentence of each list, and below it each caveat that no list before it had."""
    said: dict[str, None] = {}
    for finding in (hand_off.to_sales, hand_off.back, hand_off.overdue):
        lines = [finding.sentence, *(f"! {caveat}" for caveat in finding.caveats)]
        said |= dict.fromkeys(lines)
    return list(said)
