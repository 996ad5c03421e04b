"""What a campaign is: its title, channel, days, budget, and the revenue that it is to bring."""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import Protocol

import ipywidgets as widgets

from alignment.show.number_box import Quantity, Range
from alignment.show.rating_grid import paragraph
from alignment.show.sheet import dressed

LABELS = {
    "title": "Title",
    "channel": "Channel",
    "starts_on": "First day",
    "ends_on": "Last day",
    "budget_amount": "Budget",
    "goal_amount": "Revenue it is to bring",
}
"""What stands beside each field, by the field of a brief."""
AMOUNT = Range("an amount from 0 to 1,000,000,000,000", most=1e12)
UNKNOWN = "No campaign in the history ran on this channel: past ones of every channel are shown."


class Campaign(Protocol):
    """What a campaign is; `alignment.briefs.Brief` is one."""

    @property
    def title(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def budget_amount(self) -> float | None: ...
    @property
    def goal_amount(self) -> float | None: ...


class CampaignForm(widgets.VBox):
    """A field a line; all but the title may stay open.

    Parameters
    ----------
    campaign : Campaign
        What it opens with.
    channels : sequence of str
        Those of the history's campaigns; another can be typed.
    currency : str
        Of the amounts.
    changed : function or None
        Called after every change.
    """

    def __init__(
        self,
        campaign: Campaign,
        channels: Sequence[str] = (),
        currency: str = "",
        changed: Callable[[], None] | None = None,
    ) -> None:
        self._channels = tuple(channels)
        self._title = widgets.Text(campaign.title, tooltip="Title", continuous_update=False)
        self._title.add_class("alignment-title")
        self._channel = widgets.Combobox(
            value=campaign.channel,
            options=self._channels,
            placeholder="choose one, or write another",
            continuous_update=False,
        )
        self._starts = widgets.DatePicker(value=campaign.starts_on, tooltip="First day")
        self._ends = widgets.DatePicker(value=campaign.ends_on, tooltip="Last day")
        self._budget = _amount(campaign.budget_amount, LABELS["budget_amount"])
        self._goal = _amount(campaign.goal_amount, LABELS["goal_amount"])
        self._strange = paragraph("", "alignment-quiet")
        super().__init__(children=self._rows(currency))
        dressed(self)
        fields = (self._title, self._channel, self._starts, self._ends, self._budget, self._goal)
        for field in fields:
            field.observe(lambda _: changed() if changed else None, "value")
        self._channel.observe(self._tell_strange, "value")
        self._tell_strange()

    def _rows(self, currency: str) -> tuple[widgets.HBox, ...]:
        return (
            _row("title", self._title),
            _row("channel", self._channel, self._strange),
            _row("starts_on", self._starts, widgets.Label("to"), self._ends, label="Runs from"),
            _row("budget_amount", self._budget, widgets.Label(currency)),
            _row("goal_amount", self._goal, widgets.Label(f"{currency} in all")),
        )

    @property
    def content(self) -> dict[str, object]:
        """The fields of a brief by their names; None, or an empty channel: not said."""
        return {
            "title": self._title.value.strip(),
            "channel": self._channel.value.strip(),
            "starts_on": self._starts.value,
            "ends_on": self._ends.value,
            "budget_amount": self._budget.quantity,
            "goal_amount": self._goal.quantity,
        }

    @property
    def problems(self) -> tuple[str, ...]:
        """What is missing or wrong, each as a sentence."""
        found = [] if self._title.value.strip() else ["Title: say what the campaign is called."]
        first, last = self._starts.value, self._ends.value
        if first is not None and last is not None and last < first:
            found.append(f"Last day: {last} comes before the first day, {first}.")
        amounts = {"budget_amount": self._budget, "goal_amount": self._goal}
        wrong = [f"{LABELS[name]}: {box.problem}." for name, box in amounts.items() if box.problem]
        return (*found, *wrong)

    def _tell_strange(self, _: object = None) -> None:
        channel = self._channel.value.strip()
        is_strange = bool(channel and self._channels and channel not in self._channels)
        self._strange.value = f"<p>{escape(UNKNOWN)}</p>" if is_strange else ""


def _amount(held: float | None, spoken: str) -> Quantity:
    return Quantity(held, AMOUNT, tooltip=spoken, placeholder="open")


def _row(name: str, *fields: widgets.Widget, label: str = "") -> widgets.HBox:
    owed = paragraph(label or LABELS[name], "alignment-owed")
    made = widgets.HBox([owed, widgets.HBox(fields)])
    made.add_class("alignment-level")
    return made
