"""What a history tells of a campaign that is being planned: whom it is for, what went before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import pandas as pd

from alignment.agreement import Agreement, Rule, amendments
from alignment.briefs import Brief, BriefFolder, briefs
from alignment.finding import Finding, unanswered
from alignment.measures import campaign
from alignment.measures.vocabulary import Vocabulary
from alignment.proposals import in_force
from alignment.sealing import Round, opened
from alignment.workspace import Recent

NEW = "new_campaign"
"""What a brief is called where nobody named one."""


@dataclass(frozen=True)
class Informing(Recent):
    """A campaign's brief beside the history that helps to write it.

    What stands in files is read anew each time it is asked.

    Parameters
    ----------
    folder : BriefFolder
        Where the brief lies, or will.
    """

    part: ClassVar[str] = "brief"
    folder: BriefFolder
    _segments: dict[str, campaign.Segment] = field(default_factory=dict, repr=False, compare=False)

    @property
    def brief(self) -> Brief:
        """The brief as it stands; one in which nothing is said where it is not begun yet."""
        if self.folder.exists:
            return self.folder.open()
        return Brief.begun(self.folder.name.replace("_", " ").capitalize(), self.in_force)

    @property
    def in_force(self) -> Agreement:
        """The agreement of the workspace as it stands."""
        return in_force(self.workspace)

    @property
    def written_under(self) -> Agreement | None:
        """The agreement the brief was written under; None where it is not there unchanged."""
        return self.folder.under(self.brief)

    @property
    def under(self) -> Agreement:
        """The same; the one in force where there is none."""
        return self.written_under or self.in_force

    @property
    def changes(self) -> tuple[str, ...]:
        """What the agreement in force says otherwise than the one it was written under."""
        held, now = self.written_under, self.in_force
        return tuple(amendments(held, now)) if held and held.digest != now.digest else ()

    @property
    def round(self) -> Round:
        """Who has answered, and, once both teams have, what they said."""
        return opened(self.folder.path, self.part)

    @property
    def targets(self) -> dict[str, Rule]:
        """Whom the campaign is for: as each team says, once both are in, and as both do."""
        said = {team.capitalize(): own.target for team, own in self.round.answers.items()}
        every = {**said, "Together": self.brief.target}
        return {label: rule for label, rule in every.items() if rule is not None}

    @cached_property
    def campaigns(self) -> pd.DataFrame:
        """The campaigns there were: campaign_id, name, channel, starts_on, ends_on, cost_amount,
        currency."""
        return self.history.query("SELECT * FROM campaigns")

    @property
    def segment(self) -> campaign.Segment:
        """The leads that the campaign is for: of the brief's target; all where there is none."""
        rule = self.brief.target
        key = rule.model_dump_json() if rule else ""
        if key not in self._segments:
            self._segments.clear()
            self._segments[key] = campaign.Segment.of(self.history, self.journeys, rule)
        return self._segments[key]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What leads are, out of which a target can be made."""
        return Vocabulary.of_attributes(self.history, self.as_of)

    def size(self, target: Rule) -> Finding:
        """How many leads a target has, and nothing of what became of them."""
        return campaign.size(self.history, self.journeys, target, self.period)

    @property
    def sized(self) -> Finding:
        """How many leads each target holds, and how they converted."""
        return self._asked(
            "target",
            lambda: campaign.sized(self.history, self.journeys, self.targets, self.period),
        )

    @property
    def similar(self) -> Finding:
        """What the campaigns of that channel brought and cost."""
        channel = self.brief.channel
        return self._asked(
            "similar_campaigns",
            lambda: campaign.similar(self.history, self.journeys, self.campaigns, channel),
        )

    @property
    def needed(self) -> Finding:
        """What the campaign's goal takes, in leads and in money."""
        brief = self.brief
        if not brief.goal_amount:
            said = "The brief has no goal in money yet: what it takes cannot be told."
            return Finding(pd.DataFrame(), said, name="campaign_needs")
        return self._asked(
            "campaign_needs",
            lambda: campaign.takes(
                self.history,
                self.agreement,
                self.segment,
                self.period,
                brief.goal_amount,
                brief.budget_amount or 0,
                brief.channel,
            ),
        )

    @property
    def objections(self) -> Finding:
        """Why Sales gave such leads back, and why their deals were lost."""
        return self._asked(
            "objections",
            lambda: campaign.objections(
                self.history, self.agreement, self.segment.journeys, self.period, self.journeys
            ),
        )

    @property
    def materials(self) -> Finding:
        """What such leads had seen before the hand-off, and what became of them."""
        return self._asked(
            "materials",
            lambda: campaign.materials(self.history, self.segment.journeys, self.period),
        )

    @property
    def evidence(self) -> tuple[Finding, ...]:
        """All of it, in the order of the questions."""
        return (self.sized, self.similar, self.needed, self.objections, self.materials)

    def _asked(self, name: str, measure: Callable[[], Finding]) -> Finding:
        if not self.journeys.table.empty:
            return measure()
        return unanswered(name, "what went before such a campaign", "leads")


def latest(workspace: Path) -> str:
    """The name of the brief whose campaign begins last; `NEW` where there is none.

    Raises
    ------
    AgreementError
        Where a brief cannot be read.
    """
    found = [(BriefFolder(workspace, name).open(), name) for name in briefs(workspace)]
    begins = [(brief.starts_on or date.min, name) for brief, name in found]
    return max(begins)[1] if begins else NEW
