"""Every stay of a lead in Sales: from a hand-off to its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.journeys import Journeys, settled, sql_text
from alignment.measures.recording import recording_start
from alignment.measures.service.course import KEYS, Course
from alignment.measures.stays import Stays
from alignment.measures.team_activities import team_activities
from alignment.measures.working import WorkingClock
from alignment.period import DAY, local_days

OWN = (
    *("lead_id", "handed_off_at", "first_touch_at", "is_date_hand_off", "is_date_response"),
    *("source", "campaign_id", "owner"),
)
"""The columns of every hand-off; the others are attributes of its lead."""


@dataclass(frozen=True, eq=False)
class Episodes:
    """The hand-offs of a history and what became of each, as of the instant of its journeys.

    A lead handed off twice has two episodes, each with a clock of its own; a change of its owner
    starts none, and what anybody in Sales does counts.

    Parameters
    ----------
    history : History
    agreement : Agreement
    journeys : Journeys
        Of both.
    whole : Episodes or None
        Those of everybody, where these are some leads' and it is at hand.
    """

    history: History
    agreement: Agreement
    journeys: Journeys
    whole: "Episodes | None" = None

    @classmethod
    def of(cls, history: History, agreement: Agreement, journeys: Journeys) -> "Episodes":
        """The episodes; what they rest on is asked when it is wanted."""
        return cls(history, agreement, journeys)

    @cached_property
    def clock(self) -> WorkingClock:
        """That of the agreed calendar."""
        return WorkingClock.of(self.agreement.calendar)

    @cached_property
    def hand_offs(self) -> pd.DataFrame:
        """What the response needs of each: the columns of `Journeys.hand_offs`, stay (its number
        among `alignment.measures.stays.Stays`), until_at (the lead's next hand-off; missing: none),
        returned_at and returned_to (when and by which stage the stay ended; missing: it lasts),
        is_recorded (Sales' touches were by then), is_timed (hand-off and touch are no bare dates),
        and in working hours took_hours (to the first touch; missing: none), waited_hours (to the
        first touch; where there is none until it was given back, or as-of) and passed_hours (to
        as-of)."""
        every = self.journeys.hand_offs
        if every.empty:
            return every
        at, start = every["handed_off_at"], self.journeys.touch_recorded_from or pd.Timestamp.min
        ends = every[KEYS].merge(self.course.ends, on=KEYS, how="left").set_axis(every.index)
        is_recorded = at >= start
        made = every.assign(
            stay=ends["stay"],
            until_at=every.groupby("lead_id")["handed_off_at"].shift(-1),
            returned_at=ends["settled_at"],
            returned_to=ends["stage"],
            is_recorded=is_recorded,
            is_timed=is_recorded & ~every["is_date_response"].astype(bool),
        )
        waits_until = made["first_touch_at"].fillna(self.given_up(made))
        return made.assign(
            took_hours=self.clock.hours(at, made["first_touch_at"]),
            waited_hours=self.clock.hours(at, waits_until),
            passed_hours=self.clock.hours(at, pd.Series(self.journeys.as_of, made.index)),
        )

    def given_up(self, handed: pd.DataFrame) -> pd.Series:
        """When each stops waiting for Sales: given back, or as-of."""
        return handed["returned_at"].fillna(self.journeys.as_of)

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """The columns of `hand_offs`, deal_at (a deal is open or won; the hand-off itself where one
        was by then), qualified_at (SQL or later, or a deal), accepted_at (SAL or later, or a deal),
        decided_at (qualified or given back, the first), reason (why it was given back) and
        is_taken_back (Marketing itself did that: no rejection; where nobody knows who, Sales
        did)."""
        made = self.hand_offs
        if made.empty:
            return made
        deal, moved = self._deal_at, self.course.moves(made, self.history)
        return made.assign(
            accepted_at=earlier(self.course.first_entry(made, self._from("sal")), deal),
            qualified_at=self._qualified_at,
            deal_at=deal,
            decided_at=earlier(self._qualified_at, made["returned_at"]),
            reason=moved["reason"],
            is_taken_back=moved["team"].eq("marketing").fillna(False).astype(bool),
        )

    @cached_property
    def _deal_at(self) -> pd.Series:
        first = self.course.first_entry(self.hand_offs, self._from("opportunity"))
        return earlier(first, self._deals(self.hand_offs))

    @cached_property
    def _qualified_at(self) -> pd.Series:
        return earlier(self.course.first_entry(self.hand_offs, self._from("sql")), self._deal_at)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a hand-off: the columns of `decisions`, engaged_at (the lead's own last activity
        up to the hand-off), is_date_engaged, first_contact_at (Sales' first conversation, before
        the next hand-off), is_date_contact, first_actor (who touched first; missing: nobody, or
        not recorded) and n_before (what Sales did in the 24 hours before)."""
        made = self.decisions
        if made.empty:
            return made
        around = self._around(made)
        contact, engaged = around["first_contact_at"], around["engaged_at"]
        return made.assign(
            engaged_at=engaged,
            is_date_engaged=engaged.notna() & (engaged != around["known_at"]),
            first_contact_at=contact,
            is_date_contact=contact.notna() & (contact != around["timed_contact_at"]),
            first_actor=around["first_actor"],
            n_before=around["n_before"].fillna(0).astype(int),
        )

    @cached_property
    def decided_recorded_from(self) -> pd.Timestamp | None:
        """From when Sales' decisions were recorded, where surely not from the start; else None.

        What is recorded of all holds for some: few leads could not tell.
        """
        if self.whole is not None:
            return self.whole.decided_recorded_from
        held = self.hand_offs
        if held.empty:
            return None
        decided_at = earlier(self._qualified_at, held["returned_at"])
        return recording_start(held["handed_off_at"], decided_at, self.journeys.as_of)

    @cached_property
    def knows_touches(self) -> bool:
        """Whether anything that Sales did is recorded at all, of whatever lead and time."""
        if self.journeys.everybody.hand_offs["first_touch_at"].notna().any():
            return True
        return "sales" in team_activities(self.history, self.journeys.as_of)

    @property
    def knows_acceptance(self) -> bool:
        """Whether the stage SAL comes after the hand-off, and is used."""
        is_after = terms.STAGES.index(self.agreement.hand_off_stage) < terms.STAGES.index("sal")
        return is_after and self._is_used(["sal"])

    @property
    def knows_decisions(self) -> bool:
        """Whether any lead is known to have been qualified or given back, or to have a deal."""
        has_deals = bool((self.journeys.everybody.table["n_deals"] > 0).any())
        return has_deals or self._is_used([*self._from("sql"), *terms.DETOURS])

    def _is_used(self, stages: Sequence[str]) -> bool:
        entries = self.journeys.everybody.entries
        return len(entries) > 0 and bool(entries["stage"].isin(list(stages)).any())

    @property
    def attributes(self) -> list[str]:
        """The columns of the journeys' hand-offs that are attributes of leads."""
        return [name for name in self.journeys.hand_offs if name not in OWN]

    def _from(self, stage: str) -> Sequence[str]:
        """The stage and all later ones, from the one after the hand-off."""
        first = max(
            terms.STAGES.index(stage), terms.STAGES.index(self.agreement.hand_off_stage) + 1
        )
        return terms.STAGES[first:]

    @cached_property
    def course(self) -> Course:
        """The entries into stages that the hand-offs lie in, and when each had surely happened."""
        entries = self.journeys.entries
        at = settled(entries, self.history, self.journeys.as_of)
        stays = Stays.of_entries(entries, self.agreement.hand_off_stage)
        entries = entries.reset_index(drop=True).assign(settled_at=at.array, stay=stays.of_entry)
        return Course(entries, stays)

    def _deals(self, handed: pd.DataFrame) -> pd.Series:
        """When each first had a deal that was not lost before."""
        deals = self.history.query(sql_text("service/known_deals"), settings=self._settings)
        deals["opened_at"] = settled(deals, self.history, self.journeys.as_of)
        asked = handed[["lead_id", "handed_off_at", "returned_at"]].assign(row=handed.index)
        both = asked.merge(deals, on="lead_id")
        is_over = (both["lost_at"] < both["handed_off_at"]) | (
            both["opened_at"] >= both["returned_at"]
        )
        has = both[~is_over]
        at = has["opened_at"].where(has["opened_at"] > has["handed_off_at"], has["handed_off_at"])
        return at.groupby(has["row"]).min().reindex(handed.index).rename("deal_at")

    def _around(self, handed: pd.DataFrame) -> pd.DataFrame:
        at, as_of = handed["handed_off_at"], self.journeys.as_of
        asked = handed[["lead_id", "handed_off_at", "first_touch_at"]].assign(
            day_before_at=at - DAY, until_at=handed["until_at"].fillna(as_of + 2 * DAY)
        )
        found = self.history.query(
            sql_text("service/episodes"),
            hand_offs=asked,
            conversations=self._conversations,
            days=local_days(self.history.first_at, as_of, self.history.zone),
            settings=self._settings,
        )
        return handed[KEYS].merge(found, on=KEYS, how="left").set_axis(handed.index)

    @property
    def _conversations(self) -> pd.DataFrame:
        """The activities in which Sales reaches a lead; where none is agreed, all of its own."""
        agreed = self.agreement.service_levels.sales.conversations
        if agreed:
            return pd.DataFrame({"activity": list(agreed)}, dtype="str")
        return self.history.query(
            "SELECT DISTINCT a.activity AS activity FROM activities AS a WHERE a.team = 'sales'"
        )

    @property
    def _settings(self) -> pd.DataFrame:
        return pd.DataFrame({"as_of": [self.journeys.as_of]})


def earlier(one: pd.Series, other: pd.Series) -> pd.Series:
    """The earlier of two instants; missing where both are."""
    return one.where(~(other < one), other).fillna(other)
