"""Where both teams stand: what each says, what the history says, and what to mend first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import ClassVar

import pandas as pd

from alignment import audits, sealing
from alignment.answers import Answers, awaiting
from alignment.audits import Audit
from alignment.errors import AgreementError, Problem, ReportError
from alignment.files import refuse_sample
from alignment.finding import Finding, unanswered
from alignment.measures import audit
from alignment.measures.journeys import Journeys
from alignment.measures.response import conversion_by_response
from alignment.measures.service import Episodes
from alignment.period import local_day
from alignment.workspace import Asking


@dataclass(frozen=True)
class Auditing(Asking):
    """An audit of a workspace; opened by `Workspace.at`."""

    part: ClassVar[str] = "audit"

    @cached_property
    def journeys(self) -> Journeys:
        """One row a lead, with its hand-offs."""
        return Journeys.of(self.history, self.agreement, self.as_of)

    @property
    def gaps(self) -> Finding:
        """How both teams rate each question."""
        asked = self.round
        return audit.gaps(asked.answers, asked.awaited)

    def evidence(self, n_months: int) -> Finding:
        """What history and agreement say to each question, of the last whole months.

        Held back until both teams are in, so that nobody answers with the figure at hand.

        Raises
        ------
        AlignmentError
            Where no period has so many months.
        """
        if awaited := self.round.awaited:
            return _held_back("evidence", awaited)
        proposed, unread = self._proposed
        found = audit.evidence(
            self.history, self.agreement, self.journeys, self.qualifying, proposed, n_months
        )
        return replace(found, caveats=(*found.caveats, *unread))

    @property
    def _proposed(self) -> tuple[Mapping[str, Answers], tuple[str, ...]]:
        """What both teams propose as definitions; and, where it cannot be read, that it cannot."""
        try:
            return sealing.opened(self.workspace, "definitions").answers, ()
        except AgreementError as error:
            said = "The teams' own definitions are not looked at: they cannot be read."
            return {}, (f"{said} {error.message}",)

    def numbers(self, n_months: int) -> Finding:
        """Both teams' guesses of the numbers, beside what the same months say."""
        if self.journeys.table.empty:
            return unanswered("numbers", "any of the numbers", "leads")
        asked = self.round
        contacts = audit.Contacts.of(self.history, self.agreement, self.journeys, n_months)
        known = audit.known(contacts, self.agreement, self.qualifying)
        return audit.numbers(asked.answers, known, contacts.period.when, asked.awaited)

    def responses(self, n_months: int) -> Finding:
        """How leads converted by how soon Sales touched them."""
        if awaited := self.round.awaited:
            return _held_back("conversion_by_response", awaited)
        if self.journeys.table.empty:
            return unanswered("conversion_by_response", "how leads convert", "leads")
        episodes = Episodes.of(self.history, self.agreement, self.journeys)
        period = audit.full_months(self.journeys, n_months)
        hours = self.agreement.first_contact_within_hours
        return conversion_by_response(episodes, period, hours)

    def audited(
        self, gaps: Finding, evidence: Finding, fix_first: Finding, audited_on: str
    ) -> Audit:
        """The audit that three findings make.

        Parameters
        ----------
        audited_on : str
            YYYY-MM-DD; empty: today.

        Raises
        ------
        ReportError
            Where that is no day.
        """
        try:
            day = date.fromisoformat(audited_on) if audited_on else date.today()
        except (TypeError, ValueError):
            expected = "a day (YYYY-MM-DD), or nothing for today"
            problem = Problem("parameters", repr(audited_on), expected, column="audited_on")
            raise ReportError("The parameters make no sense.", [problem]) from None
        known_on = day if pd.isna(self.as_of) else local_day(self.as_of, self.history.zone)
        return Audit.of(gaps, evidence, fix_first, self.agreement, day, known_on)

    def since(self, now: Audit) -> Finding:
        """What has changed since the audit before.

        Raises
        ------
        AgreementError
            With every problem of that audit's file.
        """
        return audit.since(now, audits.previous(self.workspace, now.audited_on))

    def keeping(self, n_months: int, audited_on: str) -> Callable[[], str]:
        """What keeps the audit when called, with the answers as they then stand."""

        def keep() -> str:
            if awaited := self.round.awaited:
                return f"An audit is kept once both teams are in: {awaiting(awaited)}."
            refuse_sample(self.workspace)
            gaps, evidence = self.gaps, self.evidence(n_months)
            fix_first = audit.fix_first(gaps, evidence)
            made = self.audited(gaps, evidence, fix_first, audited_on)
            return f"Kept in {made.save(self.workspace)}."

        return keep


def _held_back(name: str, awaited: Sequence[str]) -> Finding:
    said = f"What the history says is shown once both teams have said it: {awaiting(awaited)}."
    return Finding(pd.DataFrame(), said, name=name)
