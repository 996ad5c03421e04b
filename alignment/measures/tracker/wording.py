"""What happened to one lead, in words, and between the teams."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement
from alignment.agreement.rule import number
from alignment.measures.vocabulary import worded

Row = Mapping[str, Any]
PLACES = (*terms.STAGES, *terms.DETOURS)
OUT = len(terms.STAGES)
"""Places from here on are detours."""
DATE_ONLY = "no time is known"


class Way:
    """One lead on its way: told event by event, in their order.

    Sales has a lead from its entry into the hand-off stage or a later one until it enters an
    earlier one, is recycled or disqualified.

    Parameters
    ----------
    source : object
        Where the lead came from; missing where nobody knows.

    Attributes
    ----------
    stage : str
        The latest; empty where none is recorded.
    entered : mapping or None
        The event by which it was entered.
    n_hand_offs : int
    handed_off : mapping or None
        The event by which Sales has it; None: it has not.
    """

    def __init__(self, agreement: Agreement, source: object) -> None:
        self._source = source
        self._sales = agreement.parties.sales
        self._marketing = agreement.parties.marketing
        self._first_of_sales = PLACES.index(agreement.hand_off_stage)
        self.stage = ""
        self.entered: Row | None = None
        self.n_hand_offs = 0
        self.handed_off: Row | None = None

    def told(self, event: Row) -> tuple[str, str, str]:
        """Kind, what and detail of the next event, a row of `events`.

        The kind is that of the event, or ``hand_off``, ``give_back`` where it passes the lead
        between the teams, or ``won``.
        """
        match event["kind"]:
            case "created":
                kind, what, parts = "created", "Created", self._origin(event)
            case "stage":
                kind, what, parts = self._entry(event)
            case "deal":
                kind = "won" if event["what"] == "deal won" else "deal"
                what, parts = capital(event["what"]), list(_deal(event))
            case _:
                kind, what, parts = "activity", capital(event["what"]), list(_activity(event))
        detail = [*parts, DATE_ONLY] if event["is_date"] else parts
        return kind, what, ", ".join(detail)

    def _origin(self, event: Row) -> list[str]:
        found = [] if pd.isna(self._source) else [f"source: {worded(self._source)}"]
        return [*found, *_known(event, "campaign")]

    def _entry(self, event: Row) -> tuple[str, str, list[str]]:
        stage, label = event["what"], terms.STAGE_LABELS[event["what"]]
        given = _known(event, "reason")
        if stage == self.stage:
            return "stage", label, ["recorded again", *given]
        self.stage, self.entered = stage, event
        is_of_sales = self._first_of_sales <= PLACES.index(stage) < OUT
        if is_of_sales and self.handed_off is None:
            self.handed_off = event
            self.n_hand_offs += 1
            return "hand_off", label, [f"handed off to {self._sales}{nth(self.n_hand_offs)}"]
        if is_of_sales or self.handed_off is None:
            return "stage", label, given
        self.handed_off = None
        what = "Given back" if stage == "recycled" else label
        return "give_back", what, given or [f"given back by {self._sales}"]

    def holder(self, zone_day: str) -> str:
        """Who has the lead in the end; `zone_day` is the day of the hand-off."""
        if self.handed_off is not None:
            return f"{self._sales} has had it{nth(self.n_hand_offs)} since {zone_day}"
        if self.stage == "disqualified":
            return "it is in nobody's hands"
        return f"{self._marketing} has it"


def nth(n: int) -> str:
    """` for the 2nd time`; nothing the first time."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    ending = "th" if 10 <= n % 100 <= 20 else endings.get(n % 10, "th")
    return f" for the {n}{ending} time" if n > 1 else ""


def _activity(event: Row) -> Iterator[str]:
    yield from dict.fromkeys([*_known(event, "asset"), *_known(event, "campaign")])
    yield from (f"by {actor}" for actor in _known(event, "actor"))


def _deal(event: Row) -> Iterator[str]:
    if pd.notna(event["amount"]):
        unit = _known(event, "currency")
        yield " ".join([number(event["amount"]), *unit])
    yield from _known(event, "reason")


def _known(event: Row, name: str) -> list[str]:
    """The text that an event has there, on one line."""
    value = event[name]
    return [] if pd.isna(value) else [" ".join(str(value).split()) or "(blank)"]


def capital(name: str) -> str:
    """A name of the data as a label has it: ``white_paper`` is "White paper"."""
    words = worded(name)
    return words[:1].upper() + words[1:]
