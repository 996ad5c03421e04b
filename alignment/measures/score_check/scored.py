"""Every active lead at the start of each month: its points then, and what became of it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Score
from alignment.engine import quoted
from alignment.history import History
from alignment.measures.attributes import meets, read
from alignment.measures.journeys import Journeys, sql_text
from alignment.measures.score_check.instants import calendar, instants
from alignment.measures.units import units_a_point
from alignment.period import Period

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
UNLIMITED = 2**31
NEVER = pd.Timestamp("2200-01-01")


@dataclass(frozen=True, eq=False)
class Scored:
    """Leads at instants, as they stood then.

    A lead is told of at an instant when it was known, had neither reached the outcome nor become a
    customer, and was active: created, or did anything itself or anything that has points, in the
    score's window up to then. What happened at or after the instant is not known to its points.

    Parameters
    ----------
    moments : DataFrame
        One row an instant, by time: month (YYYY-MM, that it begins; empty for the last, the end of
        the month under review), until_at (the instant), from_at (the window's start), is_mature
        (the horizon had passed by as-of), is_recorded (outcomes were by then).
    moment, lead : array
        Rows of `moments` and of the journeys, one entry a lead and instant, in that order.
    units : array
        Its points, in units.
    units_a_point : int
    is_converted : array of bool
        Reached the outcome within the horizon after the instant (its end included).
    kinds : DataFrame
        One row an instant and activity of such leads: n_moment, activity, units (that it brought),
        n_done (how often it was done), n_leads (by how many).
    """

    moments: pd.DataFrame
    moment: Whole
    lead: Whole
    units: Whole
    units_a_point: int
    is_converted: Flags
    kinds: pd.DataFrame

    @classmethod
    def of(
        cls,
        history: History,
        score: Score,
        journeys: Journeys,
        known: pd.DataFrame,
        month: Period,
        period: Period,
    ) -> "Scored":
        """The active leads of `journeys` at every month's start of `period`, and at the month's
        end; instants after as-of are left out. `known` is that of `known_of`."""
        moments = instants(journeys, month, period, score.window_days)
        fit = [line.points for line in score.fit]
        units = units_a_point([*(e.points for e in score.engagement.values()), *fit])
        found = _done(history, score, journeys, moments, units)
        is_lead = found["n_lead"].to_numpy() >= 0
        own = found.loc[is_lead, ["n_moment", "n_lead", "units"]].to_numpy(dtype=np.int64)
        moment, lead, earned = _with_created(journeys, moments, own)
        earned = earned + fit_units(score, known, units)[lead]
        until = moments["until_at"].to_numpy()
        ends = until + np.timedelta64(journeys.within_days, "D")
        outcome_at = journeys.outcome_at.to_numpy()
        return cls(
            moments,
            moment,
            lead,
            earned,
            units,
            outcome_at[lead] <= ends[moment],
            found.loc[~is_lead].drop(columns="n_lead").reset_index(drop=True),
        )

    @cached_property
    def is_judged(self) -> Flags:
        """Whether an instant can be judged: the start of a month, mature, its outcomes recorded."""
        held = self.moments
        return (held["is_mature"] & held["is_recorded"] & (held["month"] != "")).to_numpy()

    @cached_property
    def half(self) -> Whole:
        """Of each instant: 0 for the earlier half of those judged, 1 for the later, else −1."""
        judged = np.flatnonzero(self.is_judged)
        halves = np.full(len(self.moments), -1)
        halves[judged] = np.arange(len(judged)) >= len(judged) // 2
        return halves

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """The entries that can be judged."""
        return np.flatnonzero(self.is_judged[self.moment])

    def is_above(self, points: float) -> Flags:
        """Whether each entry has so many points or more."""
        return self.units >= round(points * self.units_a_point, 6)

    @property
    def n_active(self) -> Whole:
        """Of each instant: how many active leads there were."""
        return np.bincount(self.moment, minlength=len(self.moments))

    def named(self, half: int) -> str:
        """When a half is: `from October 2024 to January 2025`."""
        months = self.moments.loc[self.half == half, "month"]
        return Period.of(months.iloc[-1], len(months)).when


def _done(
    history: History, score: Score, journeys: Journeys, moments: pd.DataFrame, units: int
) -> pd.DataFrame:
    kinds = pd.DataFrame(
        {
            "activity": pd.Series(list(score.engagement), dtype="str"),
            "units": [round(each.points * units) for each in score.engagement.values()],
            "at_most": [each.at_most or UNLIMITED for each in score.engagement.values()],
        }
    )
    kinds = kinds[kinds["units"] != 0].astype({"units": "int64", "at_most": "int64"})
    table = journeys.table
    ends = journeys.outcome_at.fillna(NEVER)
    observed = pd.DataFrame(
        {
            "lead_id": table["lead_id"],
            "n_lead": np.arange(len(table), dtype=np.int32),
            "created_at": table["created_at"],
            "open_until_at": ends.where(~(table["customer_at"] < ends), table["customer_at"]),
        }
    )
    return history.query(
        sql_text("score_check/windows"),
        calendar=calendar(moments, journeys.zone),
        moments=moments[["until_at"]].assign(n_moment=np.arange(len(moments))),
        kinds=kinds,
        observed=observed,
    )


def _with_created(
    journeys: Journeys, moments: pd.DataFrame, done: Whole
) -> tuple[Whole, Whole, Whole]:
    """Moment, lead and units of those who did something, and of those created in the window."""
    created = journeys.table["created_at"].to_numpy()
    ends = journeys.outcome_at.to_numpy(), journeys.table["customer_at"].to_numpy()
    edges = np.searchsorted(done[:, 0], np.arange(len(moments) + 1))
    parts = []
    for place, (from_at, until_at) in enumerate(
        zip(moments["from_at"].to_numpy(), moments["until_at"].to_numpy(), strict=True)
    ):
        own = done[edges[place] : edges[place + 1]]
        is_new = (created >= from_at) & (created < until_at)
        is_new &= ~(ends[0] < until_at) & ~(ends[1] < until_at)
        is_new[own[:, 1]] = False
        new = np.flatnonzero(is_new)
        parts += [own, np.column_stack([np.full_like(new, place), new, np.zeros_like(new)])]
    together = np.concatenate(parts) if parts else done
    return together[:, 0], together[:, 1], together[:, 2]


def known_of(history: History, journeys: Journeys, score: Score) -> pd.DataFrame:
    """What the leads are, as far as the score's fit reads it: a row a lead of the journeys."""
    names = read(line.when for line in score.fit)
    held = journeys.table[[name for name in ("source", "campaign_id", "owner") if name in names]]
    asked = [name for name in names if name in history.attributes]
    if not asked:
        return held
    columns = ", ".join(quoted(name) for name in asked)
    found = history.query(f"SELECT lead_id, {columns} FROM leads ORDER BY lead_id")
    if not found["lead_id"].equals(journeys.table["lead_id"]):
        place = pd.Index(found["lead_id"]).get_indexer(journeys.table["lead_id"])
        found = found.iloc[place].reset_index(drop=True)
    flags = [name for name in asked if history.attributes[name] == "BOOLEAN"]
    return found[asked].astype(dict.fromkeys(flags, "boolean")).join(held)


def fit_units(score: Score, leads: pd.DataFrame, units: int) -> Whole:
    """Units of points for what each lead is."""
    found = np.zeros(len(leads), dtype=np.int64)
    for line in score.fit:
        found += round(line.points * units) * meets(line.when, leads)
    return found
