"""Past moments that a score can learn from: which lead, when, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.history import History
from alignment.measures.journeys import stage_entries
from alignment.measures.replay import Replay
from alignment.measures.replay.observed import instant, instants
from alignment.measures.replay.points import MICROS_A_DAY, Whole
from alignment.measures.replay.spans import Spans
from alignment.period import local_days

FOLDS = 20
"""Leads are dealt into so many groups; a lead's moments hang together, its group's do not."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Leads at instants, each with what became of it.

    Only moments that can be judged: the lead was known and had not converted, outcomes were
    already recorded, and the horizon after it has passed.

    Parameters
    ----------
    lead : array
        The lead's row in `Replay.leads`.
    at : array
        Microseconds since 1970 (UTC); what happened at that very instant counts.
    is_converted : array of bool
        Within the horizon from `at`, its end included.
    horizon : int
        Microseconds.
    """

    lead: Whole
    at: Whole
    is_converted: NDArray[np.bool_]
    horizon: int

    @classmethod
    def handed_off(cls, history: History, replay: Replay, stage: str) -> "Moments":
        """The moment of every actual hand-off: an entry into `stage`.

        A hand-off that is a date without a time counts at the end of its day, as activities do.
        """
        entries = stage_entries(history, replay.as_of)
        entries = entries[entries["stage"] == stage]
        days = local_days(history.first_at, replay.as_of, history.zone)
        entered = entries["entered_at"]
        ends = days.set_index("starts_at")["ends_at"].reindex(entered).to_numpy()
        at = entered.where(~entries["is_date_entered"].astype(bool), ends)
        numbers = pd.Index(replay.leads.table["lead_id"])
        return cls._judged(replay, numbers.get_indexer(entries["lead_id"]), instants(at))

    @classmethod
    def open(cls, replay: Replay, every_days: int) -> "Moments":
        """Every so many days, all leads that are known and have not converted, at midnight UTC.

        Counted from the first lead's day, so that later rows move no moment.
        """
        leads = replay.leads
        first = -(-instant(leads.first_at) // MICROS_A_DAY) * MICROS_A_DAY
        at = np.arange(
            first,
            instant(replay.as_of) - replay.horizon_days * MICROS_A_DAY + 1,
            every_days * MICROS_A_DAY,
        )
        n_leads = len(leads.table)
        return cls._judged(replay, np.repeat(np.arange(n_leads), len(at)), np.tile(at, n_leads))

    @classmethod
    def _judged(cls, replay: Replay, lead: Whole, at: Whole) -> "Moments":
        leads, horizon = replay.leads, replay.horizon_days * MICROS_A_DAY
        began = leads.outcome_recorded_from
        is_judged = (at >= leads.created[lead]) & (at < leads.until[lead])
        is_judged &= at <= instant(replay.as_of) - horizon
        if began is not None:
            is_judged &= at >= instant(began)
        lead, at = lead[is_judged], at[is_judged]
        return cls(lead, at, leads.converted[lead] <= at + horizon, horizon)

    def __len__(self) -> int:
        return len(self.lead)

    @property
    def fold(self) -> Whole:
        """The group of each moment's lead, 0 to `FOLDS` − 1."""
        return self.lead % FOLDS

    def known_by(self, split_at: pd.Timestamp) -> NDArray[np.bool_]:
        """The moments whose outcome was known at an instant: what could be learned from then."""
        return self.at <= instant(split_at) - self.horizon

    def since(self, split_at: pd.Timestamp) -> NDArray[np.bool_]:
        """The moments at or after an instant."""
        return self.at >= instant(split_at)

    def n_converted(self, split_at: pd.Timestamp) -> tuple[int, int]:
        """Converted moments known by an instant, and those since it."""
        hits = self.is_converted
        return int(hits[self.known_by(split_at)].sum()), int(hits[self.since(split_at)].sum())

    def halfway(self, zone: str) -> pd.Timestamp | None:
        """The start of the month that leaves a third of the conversions, or near that, to judge by.

        The months just before it are lost to both sides: their outcomes were not yet known.
        None where there is no moment.
        """
        if not len(self):
            return None
        first, last = (pd.Timestamp(int(self.at[order]), unit="us") for order in self._ends)
        edges = Spans.of("month", first, last + pd.Timedelta("1us"), zone).edges[1:-1]
        return best_split(self, [pd.Timestamp(int(edge), unit="us") for edge in edges])

    @property
    def _ends(self) -> tuple[int, int]:
        return int(self.at.argmin()), int(self.at.argmax())


def handed_over(history: History, replay: Replay, stage: str) -> NDArray[np.bool_]:
    """Whether each lead of a replay entered `stage` by its as-of."""
    entries = stage_entries(history, replay.as_of)
    held = entries.loc[entries["stage"] == stage, "lead_id"]
    return replay.leads.table["lead_id"].isin(held).to_numpy()


def best_split(moments: Moments, months: Sequence[pd.Timestamp]) -> pd.Timestamp | None:
    """Of some instants the first that leaves most conversions to the poorer side.

    The earlier side counts half, since twice as many are wanted there.
    """

    def poorer(split_at: pd.Timestamp) -> float:
        earlier, later = moments.n_converted(split_at)
        return min(earlier / 2, later)

    return max(months, key=poorer, default=None)
