"""The leads that a score is replayed on: from when to when each is observed, and its conversion."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.agreement import Rule
from alignment.agreement.rule import number
from alignment.engine import quoted
from alignment.errors import AlignmentError, Problem, nearest
from alignment.history import History
from alignment.measures.attributes import meets
from alignment.measures.journeys import OUTCOME_STAGE, entry_column, sql_text
from alignment.measures.loop import NOT_RECORDED
from alignment.measures.recording import recording_start
from alignment.measures.replay.crossings import NEVER
from alignment.measures.replay.points import Whole
from alignment.measures.replay.spans import PERIODS

LISTED = 1_000
"""Ids among which the one most like a wrong one is looked for."""
TAKEN = {
    "threshold", "n_handed_off", "n_mature", "n_converted", "n_immature", "precision",
    "precision_low", "precision_high", "recall", "lift", "per_week", "rate", "label",
}  # fmt: skip
"""Columns of a split's own table."""
MOST_GROUPS = 300
"""Values of a column that leads can be split by."""


@dataclass(frozen=True, eq=False)
class Observed:
    """Leads known at an instant.

    Parameters
    ----------
    table : DataFrame
        One row a lead, by lead_id: lead_id, created_at, source, campaign_id, owner, converted_at
        (missing: not by `as_of`), and every attribute; today's values.
    as_of : Timestamp
    """

    table: pd.DataFrame
    as_of: pd.Timestamp
    _bases: dict[tuple[str, int], Whole] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, history: History, as_of: pd.Timestamp, outcome: str) -> "Observed":
        """The leads created by `as_of`; `outcome` is one of `terms.OUTCOMES`."""
        settings = pd.DataFrame({"as_of": [as_of], "currency": [""]})
        table = history.query(sql_text("journeys"), settings=settings)
        table["converted_at"] = table[entry_column(OUTCOME_STAGE[outcome])]
        table = table[["lead_id", "created_at", "source", "campaign_id", "owner", "converted_at"]]
        # a conversion that a CRM keeps with the lead is not the one that is judged here
        own = [name for name in history.attributes if name not in table]
        if own:
            names = ", ".join(quoted(name) for name in own)
            held = history.query(f"SELECT lead_id, {names} FROM leads")
            table = table.merge(held, on="lead_id", how="left")
        return cls(table, as_of)

    def as_known_at(self, at: pd.Timestamp) -> "Observed":
        """The same leads, of which only what was known at an earlier instant is told.

        Those created later keep their rows, so that all arrays stay aligned, and are never
        observed.
        """
        converted = self.table["converted_at"].where(self.table["converted_at"] <= at)
        return Observed(self.table.assign(converted_at=converted), min(at, self.as_of))

    @cached_property
    def created(self) -> Whole:
        """Microseconds since 1970 (UTC), one entry a lead."""
        return instants(self.table["created_at"])

    @cached_property
    def converted(self) -> Whole:
        """The same; NEVER where it did not by `as_of`."""
        return instants(self.table["converted_at"])

    @cached_property
    def until(self) -> Whole:
        """A lead is observed from its creation to before this instant."""
        return np.minimum(self.converted, instant(self.as_of) + 1)

    @cached_property
    def first_at(self) -> pd.Timestamp:
        """When the first lead was created; NaT where there is none."""
        return self.table["created_at"].min()

    @cached_property
    def outcome_recorded_from(self) -> pd.Timestamp | None:
        """From when outcomes were recorded, where surely not from the start; else None."""
        return recording_start(self.table["created_at"], self.table["converted_at"], self.as_of)

    @property
    def splits(self) -> list[str]:
        """The columns that leads can be split by."""
        return [c for c in self.table if c != "lead_id" and not c.endswith("_at")]

    @cached_property
    def meeting(self) -> Callable[[Rule], NDArray[np.bool_]]:
        """Whether each lead meets a rule on attributes; a rule is looked up once."""
        held: dict[str, NDArray[np.bool_]] = {}

        def meeting(rule: Rule) -> NDArray[np.bool_]:
            key = rule.model_dump_json()
            if key not in held:
                held[key] = meets(rule, self.table)
            return held[key]

        return meeting

    def groups(self, by: str) -> tuple[Whole, list[str]]:
        """The group of each lead as a number, and the names of the groups, in their order.

        Raises
        ------
        AlignmentError
            Where `by` is none of `splits` (empty puts all into one), or holds too many values.
        """
        if not by:
            return np.zeros(len(self.table), dtype=np.int64), [""]
        if by not in self.splits:
            advice = nearest(by, [*PERIODS, *self.splits])
            problem = Problem("by", repr(by), "month, quarter or a column of the leads", advice)
            raise AlignmentError("The thresholds cannot be split so.", [problem])
        if by in TAKEN:
            problem = Problem("by", repr(by), "a column with a name that no figure has")
            raise AlignmentError("The thresholds cannot be split so.", [problem])
        held = self.table[by]
        is_number = pd.api.types.is_numeric_dtype(held)
        codes, values = pd.factorize(held if is_number else held.astype("str"), sort=True)
        names = [number(value) for value in values.tolist()]
        if len(names) > MOST_GROUPS:
            found = f"{by!r}, which has {len(names):,} values"
            problem = Problem("by", found, f"a column of at most {MOST_GROUPS}")
            raise AlignmentError("The thresholds cannot be split so.", [problem])
        if (codes < 0).any():
            codes, names = np.where(codes < 0, len(names), codes), [*names, NOT_RECORDED]
        return codes.astype(np.int64), names

    def n_converters(self, group: Whole, n_groups: int, edges: Whole) -> Whole:
        """Leads that converted, as group × period of the conversion."""
        n_periods = len(edges) - 1
        who = np.flatnonzero(self.converted != NEVER)
        period = np.searchsorted(edges, self.converted[who], side="right") - 1
        is_in = (period >= 0) & (period < n_periods)
        cell = group[who[is_in]] * n_periods + period[is_in]
        return np.bincount(cell, minlength=n_groups * n_periods).reshape(n_groups, n_periods)

    def base(self, by: str, horizon: int) -> Whole:
        """Of each group: leads old enough by their creation, and the converted of them."""
        if (by, horizon) not in self._bases:
            group, names = self.groups(by)
            ends = self.created + horizon
            is_old = (ends <= instant(self.as_of)) & (self.created < self.until)
            hits = is_old & (self.converted <= ends)
            marks = [np.bincount(group[mask], minlength=len(names)) for mask in (is_old, hits)]
            self._bases[by, horizon] = np.column_stack(marks)
        return self._bases[by, horizon]

    def number(self, lead_id: str, at: pd.Timestamp) -> int:
        """The row of a lead.

        Raises
        ------
        AlignmentError
            Where there is no such lead, or `at` is later than what is known.
        """
        found = np.flatnonzero(self.table["lead_id"] == lead_id)
        problems = []
        if not len(found):
            advice = nearest(str(lead_id), self.table["lead_id"].iloc[:LISTED])
            problems.append(Problem("lead_id", repr(lead_id), "a known lead", advice))
        if not at <= self.as_of:
            problems.append(Problem("at", str(at), f"an instant up to {self.as_of}"))
        if problems:
            raise AlignmentError("The score cannot be explained.", problems)
        return int(found[0])


def utc(at: object, where: str) -> pd.Timestamp:
    """An instant as UTC without zone: as it came, with a zone turned into UTC, or as ISO text.

    Raises
    ------
    AlignmentError
        Where it is none; `where` names the parameter.
    """
    try:
        found = pd.Timestamp(at)
    except (TypeError, ValueError):
        problem = Problem(where, repr(at), "an instant, such as 2026-09-30 12:00")
        raise AlignmentError("The instant cannot be read.", [problem]) from None
    return found if found.tz is None else found.tz_convert("UTC").tz_localize(None)


def instant(at: pd.Timestamp) -> int:
    """Microseconds since 1970; a missing instant is 0, for a history without rows."""
    return 0 if pd.isna(at) else int(at.as_unit("us").to_numpy().astype(np.int64))


def instants(times: pd.Series) -> Whole:
    """Microseconds since 1970; missing is NEVER."""
    held = times.astype("datetime64[us]")
    whole = held.to_numpy().astype(np.int64)
    whole[held.isna().to_numpy()] = NEVER
    return whole


def times(whole: Whole) -> NDArray[np.datetime64]:
    """Instants as pandas has them; NEVER is missing."""
    held = whole.astype("datetime64[us]")
    held[whole == NEVER] = np.datetime64("NaT")
    return held
