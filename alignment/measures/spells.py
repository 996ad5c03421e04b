"""When leads meet a condition: spells of time, and what several of them come to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.history import History
from alignment.measures.journeys import settled, stage_entries
from alignment.measures.replay.crossings import NEVER
from alignment.measures.replay.observed import Observed, instants
from alignment.measures.replay.points import Whole

FIRST_STAGE = "lead"
"""Of a lead whose first change of stage is yet to come."""


@dataclass(frozen=True, eq=False)
class Spells:
    """When leads meet a condition, by lead, then time; spells of one lead never touch.

    Parameters
    ----------
    lead : array
        The lead's row in the replay.
    starts, ends : array
        Microseconds since 1970 (UTC): from `starts` to just before `ends`.
    """

    lead: Whole
    starts: Whole
    ends: Whole

    @classmethod
    def at_least(cls, n: int, parts: Sequence["Spells"]) -> "Spells":
        """When so many of the conditions are met at once."""
        lead = np.concatenate([part.lead for part in parts for _ in range(2)])
        at = np.concatenate([end for part in parts for end in (part.starts, part.ends)])
        step = np.concatenate([np.repeat((1, -1), len(part.lead)) for part in parts])
        order = np.lexsort((at, lead))
        lead, at, n_met = lead[order], at[order], np.cumsum(step[order])
        # only what stands once all changes of an instant are in
        is_last = np.append((lead[1:] != lead[:-1]) | (at[1:] != at[:-1]), True)[: len(lead)]
        lead, at, is_met = lead[is_last], at[is_last], n_met[is_last] >= n
        was_met = np.append(False, is_met[:-1])[: len(lead)]
        begins = is_met & ~was_met
        return cls(lead[begins], at[begins], at[was_met & ~is_met])

    def first(self, n_leads: int) -> Whole:
        """The first instant of each lead; NEVER where there is none."""
        found = np.full(n_leads, NEVER)
        who, place = np.unique(self.lead, return_index=True)
        found[who] = self.starts[place]
        return found

    def hold_at(self, who: Whole, at: Whole) -> NDArray[np.bool_]:
        """Whether each of these leads meets it at an instant of its own.

        Parameters
        ----------
        who, at : array
            Rows of leads, and microseconds since 1970 (UTC).
        """
        lead = np.concatenate([self.lead, who])
        instant = np.concatenate([self.starts, at])
        is_asked = np.arange(len(lead)) >= len(self.lead)
        order = np.lexsort((is_asked, instant, lead))
        latest = np.maximum.accumulate(np.where(is_asked[order], -1, order))
        found = np.empty(len(lead), dtype=np.int64)
        found[order] = latest
        latest = found[is_asked]
        held = np.zeros(len(who), dtype=bool)
        seen = latest >= 0
        held[seen] = (self.lead[latest[seen]] == who[seen]) & (at[seen] < self.ends[latest[seen]])
        return held


def in_stages(history: History, leads: Observed) -> dict[str, Spells]:
    """When each lead was in which stage, within the time that it is looked at.

    At the instant of a change it is in both stages, so that a rule may ask for the one that a
    hand-off leaves. Until its first change a lead is a lead.
    """
    entries = stage_entries(history, leads.as_of)
    who = pd.Index(leads.table["lead_id"]).get_indexer(entries["lead_id"])
    entries, who = entries[who >= 0], who[who >= 0]
    order = np.argsort(who, kind="stable")
    at = instants(settled(entries, history, leads.as_of))[order]
    who, stage = who[order], entries["stage"].to_numpy()[order]
    everybody = np.arange(len(leads.created))
    began = np.minimum(leads.created, _first_of(who, at, len(everybody)))
    lead = np.concatenate([everybody, who])
    starts = np.concatenate([began, at])
    stage = np.concatenate([np.full(len(everybody), FIRST_STAGE, dtype=object), stage])
    order = np.argsort(lead, kind="stable")
    lead, starts, stage = lead[order], starts[order], stage[order]
    is_last = np.append(lead[1:] != lead[:-1], True)[: len(lead)]
    ends = np.where(is_last, NEVER, np.append(starts[1:] + 1, NEVER)[: len(lead)])
    starts, ends = np.maximum(starts, leads.created[lead]), np.minimum(ends, leads.until[lead])
    found = {}
    for name in (*terms.STAGES, *terms.DETOURS):
        own = (stage == name) & (starts < ends)
        if own.any():
            found[name] = Spells.at_least(1, [Spells(lead[own], starts[own], ends[own])])
    return found


def _first_of(who: Whole, at: Whole, n_leads: int) -> Whole:
    found = np.full(n_leads, NEVER)
    np.minimum.at(found, who, at)
    return found
