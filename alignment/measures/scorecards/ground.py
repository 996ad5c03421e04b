"""What the metrics are measured on: hand-offs, leads, deals and costs, month by month."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.measures.costs import campaign_costs
from alignment.measures.journeys import REACHED, Journeys, entry_column, sql_text
from alignment.measures.scorecards.begun import WHOLE, Begun, beginning
from alignment.measures.scorecards.months import Months, instants
from alignment.measures.service import Episodes
from alignment.measures.service.promises import recorded
from alignment.period import local_day, starts_at

DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, eq=False)
class Ground:
    """All that a metric's measure may ask.

    Parameters
    ----------
    episodes : Episodes
    months : Months
    campaigns : DataFrame
        campaign_id, cost_amount, currency, starts_on and perhaps ends_on; may be empty.
    """

    episodes: Episodes
    months: Months
    campaigns: pd.DataFrame

    @property
    def journeys(self) -> Journeys:
        """Those of the hand-offs."""
        return self.episodes.journeys

    @property
    def is_for_all(self) -> bool:
        """Whether these are the leads of all, or of a segment."""
        return self.journeys.whole is None

    @property
    def qualify_days(self) -> int:
        """The days that Sales has to qualify a hand-off, or give it back."""
        return self.episodes.agreement.service_levels.sales.qualification_within_days

    @cached_property
    def decided(self) -> pd.DataFrame:
        """The hand-offs of these months since decisions are recorded, with rejected_at: when Sales
        itself gave them back."""
        handed = recorded(self.episodes, self.months.period)
        return handed.assign(rejected_at=handed["returned_at"].where(~handed["is_taken_back"]))

    @cached_property
    def deals(self) -> pd.DataFrame:
        """The deals opened, won or lost in these months: created_at, closed_at (missing: not by
        as-of), is_won, amount (missing: not known in the agreed currency)."""
        start, end = self.months.edges[[0, -1]]
        settings = {"as_of": self.journeys.as_of, "currency": self.journeys.currency}
        asked = pd.DataFrame([{**settings, "start_at": start, "end_at": end}])
        found = self.episodes.history.query(sql_text("scorecards/deals"), settings=asked)
        if self.is_for_all or found.empty:
            return found
        own = pd.Index(self.journeys.table["lead_id"])
        return found[own.get_indexer(found["lead_id"]) >= 0].reset_index(drop=True)

    @cached_property
    def starts_at(self) -> np.datetime64:
        """From when the leads were surely recorded; NaT: there is nothing."""
        first_at = self.episodes.history.first_at
        if pd.isna(first_at):
            return np.datetime64("NaT", "us")
        begins = local_day(first_at, self.months.period.zone).replace(day=1)
        start = np.datetime64(starts_at(begins, self.months.period.zone), "us")
        table = self.journeys.everybody.table
        seen = [instants(table[entry_column(stage)]) for stage in REACHED]
        return beginning(np.fmin.reduce(seen), start, np.datetime64(self.journeys.as_of))

    @property
    def begun(self) -> Begun:
        """Which of these months are known at all, and which wholly."""
        return Begun.of(self.months, self.starts_at)

    def since(self, every: pd.Series) -> Begun:
        """The same of events: those of all leads, as UTC instants."""
        if np.isnat(self.starts_at):
            return WHOLE
        until = np.datetime64(self.journeys.as_of)
        return Begun.of(self.months, beginning(instants(every), self.starts_at, until))

    @cached_property
    def spending(self) -> "Spending":
        """What the campaigns cost in each month."""
        return Spending.of(self)


@dataclass(frozen=True, eq=False)
class Spending:
    """What campaigns cost in each month, in the agreed currency.

    A campaign's cost is spread evenly over its days, the last one included; without a last day all
    of it falls on the first. Nothing counts after the day of as-of. Of some leads, a campaign
    counts by their share of all the leads it brought so far.

    Parameters
    ----------
    amounts : array of float
    is_known : bool
        Whether any campaign's cost and first day are.
    n_foreign, n_undated : int
        Campaigns left out: their cost is in another currency; they have no first day.
    n_before : int
        How many of the first months are over before the first of these campaigns begins.
    """

    amounts: NDArray[np.float64]
    is_known: bool
    n_foreign: int = 0
    n_undated: int = 0
    n_before: int = 0

    @classmethod
    def of(cls, ground: Ground) -> "Spending":
        """That of the campaigns of a history."""
        held, journeys, months = ground.campaigns, ground.journeys, ground.months
        if held.empty:
            return cls(np.zeros(len(months.names)), False)
        cost = campaign_costs(journeys, held).astype(float)
        first = _days(held, "starts_on")
        last = np.fmax(_days(held, "ends_on"), first)
        last = np.where(np.isnat(last), first, last)
        is_dated = ~np.isnat(first)
        is_ours = (cost.notna() & (cost != 0)).to_numpy()
        share = np.ones(len(held)) if ground.is_for_all else _shares(journeys, cost.index)
        counts = is_ours & is_dated
        begun, until = first[counts], last[counts] + DAY
        per_day = (cost.to_numpy() * share)[counts] / _n_days(begun, until)
        today = np.datetime64(local_day(journeys.as_of, journeys.zone), "D")
        starts = np.array(months.days, dtype="datetime64[D]")
        ends = np.minimum(_next_months(starts), today + DAY)
        overlap = _n_days(np.maximum(begun[:, None], starts), np.minimum(until[:, None], ends))
        n_foreign = int((held["cost_amount"].notna().to_numpy() & cost.isna().to_numpy()).sum())
        n_undated = int((is_ours & ~is_dated).sum())
        n_before = int((_next_months(starts) <= begun.min()).sum()) if counts.any() else 0
        return cls(per_day @ overlap, bool(counts.any()), n_foreign, n_undated, n_before)


def _shares(journeys: Journeys, campaign_ids: pd.Index) -> NDArray[np.float64]:
    """Of all the leads that each campaign brought so far, how many are these; none brought: 0."""
    own, every = (
        held.table["campaign_id"].value_counts().reindex(campaign_ids).fillna(0).to_numpy(float)
        for held in (journeys, journeys.everybody)
    )
    return own / np.maximum(every, 1)


def _days(held: pd.DataFrame, name: str) -> NDArray[np.datetime64]:
    if name not in held:
        return np.full(len(held), np.datetime64("NaT", "D"))
    return pd.to_datetime(held[name]).to_numpy().astype("datetime64[D]")


def _n_days(first: NDArray, until: NDArray) -> NDArray[np.float64]:
    """Days from one to before another; 0 where there are none."""
    return np.maximum((until - first) / DAY, 0.0)


def _next_months(starts: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    following = starts.astype("datetime64[M]") + np.timedelta64(1, "M")
    return following.astype("datetime64[D]")
