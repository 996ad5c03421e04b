"""In whose hands each lead is at an instant.

What a stay in Sales is, `alignment.measures.stays` says, for the service levels, too. A lead that
reached a later stage without a hand-off is Sales' own: not Marketing's to hand over, and Sales owes
nothing for it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.journeys import OUTCOME_STAGE, settled, sql_text
from alignment.measures.stays import OUT, PLACES, Stays
from alignment.period import DAY, local_day, starts_at

RECYCLED, DISQUALIFIED = (PLACES.index(name) for name in terms.DETOURS)
SQL, OPPORTUNITY = (PLACES.index(name) for name in ("sql", "opportunity"))


@dataclass(frozen=True, eq=False)
class Hands:
    """The leads that ever left Marketing's hands, or have a deal, and where they stand at as-of.

    A lead that is not among them is Marketing's, and Sales never had it.

    Parameters
    ----------
    table : DataFrame
        One row a lead, by lead_id. A date without a time counts at the end of its day, but not
        after as-of.

        - lead_id, stage: its last; missing: no change is recorded
        - is_sales: in the hand-off stage or a later one, handed off or not
        - n_stays: so many so far
        - handed_off_at: the start of the stay under way, or of the one that it left last (missing:
          none, or it was Sales' own); held_since: the same while the stay lasts
        - returned_at: when it last left Sales' stages, or was recycled
        - reopened_at: when it last left ``disqualified``; lost_at: when a deal of it last was
        - reached: the stages entered in this stay (a deal is an opportunity), as bits by `PLACES`
        - is_sql: it became an SQL or more in this stay
        - is_given_back: by Sales on the local day of as-of, and not in its hands again since;
          given_stage, reason: of that
        - has_deal: open or won; has_stay_deal: opened in this stay, whatever became of it
        - is_won, is_converted: by as-of
    as_of : Timestamp
    """

    table: pd.DataFrame
    as_of: pd.Timestamp

    @classmethod
    def of(cls, history: History, agreement: Agreement, as_of: pd.Timestamp) -> "Hands":
        """Where each lead stands at an instant (UTC without zone)."""
        hand_off = PLACES.index(agreement.hand_off_stage)
        trails, moves = _read(history, as_of, hand_off)
        deals = history.query(sql_text("hand_off/deals"), settings=pd.DataFrame({"as_of": [as_of]}))
        deals["entered_at"] = settled(deals, history, as_of)
        table = _stays(trails, hand_off, OUTCOME_STAGE[agreement.outcome], moves)
        return cls(_with_deals(table, deals, agreement.outcome), as_of)

    def are_marketings(self, cooldown_days: int) -> NDArray[np.bool_]:
        """Which of the leads Marketing may hand over: not in Sales' hands, not disqualified, not
        converted, without an open or won deal, and not given back within the cooldown."""
        held = self.table
        cools = held["returned_at"] + cooldown_days * DAY > self.as_of
        is_out = held["stage"].eq("disqualified") | held["is_sales"] | held["is_won"]
        return ~(is_out | cools | held["has_deal"] | held["is_converted"]).to_numpy(dtype=bool)

    def free_since(self, cooldown_days: int) -> pd.Series:
        """By lead_id, since when nothing of what happened to a lead keeps Marketing from handing it
        over; only those with a reason to wait that is over."""
        held = self.table.set_index("lead_id")
        cooled = held["returned_at"] + cooldown_days * DAY
        reasons = pd.concat([cooled, held["reopened_at"], held["lost_at"]], axis=1)
        return reasons.max(axis=1).dropna()

    @property
    def in_sales(self) -> pd.DataFrame:
        """Those in Sales' hands that are not won: the rows of `table`."""
        held = self.table
        return held[held["held_since"].notna() & ~held["is_won"]]


def _read(
    history: History, as_of: pd.Timestamp, hand_off: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every entry into a stage, each stage that follows itself once; and the moves of as-of's day.

    lead numbers the leads; at is when an entry had surely happened.
    """
    day_at = starts_at(local_day(as_of, history.zone), history.zone)
    settings = pd.DataFrame({"as_of": [as_of], "day_at": [day_at]})
    places = pd.DataFrame({"stage": PLACES, "place": np.arange(len(PLACES), dtype=np.int8)})
    places["is_marketing"] = places["place"] < hand_off
    trails, moves = (
        history.query(sql_text(f"hand_off/{name}"), settings=settings, places=places)
        for name in ("trails", "moves")
    )
    lead = np.cumsum((trails["lead_id"] != trails["lead_id"].shift()).to_numpy(dtype=bool)) - 1
    is_repeated = _as_before(lead) & _as_before(trails["place"].to_numpy())
    trails = trails.assign(lead=lead, at=settled(trails, history, as_of))
    return trails[~is_repeated].reset_index(drop=True), moves


def _stays(trails: pd.DataFrame, hand_off: int, outcome: str, moves: pd.DataFrame) -> pd.DataFrame:
    """One row a lead of the trails, as `Hands.table` has it, without its deals."""
    lead, place = trails["lead"].to_numpy(), trails["place"].to_numpy()
    at, n = trails["at"].to_numpy(), int(trails["lead"].max() + 1) if len(trails) else 0
    is_sales = (place >= hand_off) & (place < OUT)
    follows = _as_before(lead)
    was_sales, was_out = (follows & _shifted(held) for held in (is_sales, place == DISQUALIFIED))
    ends = was_sales & ~is_sales
    stays = Stays.of(lead, place, hand_off)
    began_at = np.append(stays.hand_offs, -1)[stays.of_entry]

    def latest(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        found = np.full(n, -1)
        found[lead[which]] = np.flatnonzero(which)
        return found

    last, left = latest(lead >= 0), latest(ends)
    began = np.where(is_sales[last] | (left < 0), began_at[last], began_at[np.maximum(left - 1, 0)])
    is_held = stays.of_entry[last] >= 0
    return pd.DataFrame(
        {
            "lead_id": trails["lead_id"].array[last],
            "stage": pd.array(np.array(PLACES)[place[last]], dtype="str"),
            "is_sales": is_sales[last],
            "n_stays": np.bincount(lead[stays.hand_offs], minlength=n),
            "handed_off_at": _at(at, began),
            "held_since": _at(at, np.where(is_held, began, -1)),
            "returned_at": _at(at, latest(ends | (place == RECYCLED))),
            "reopened_at": _at(at, latest(was_out)),
            "reached": _bits(lead, place, np.where(is_held, began, len(lead))),
            "is_converted": latest(place == PLACES.index(outcome)) >= 0,
        }
    ).merge(_given_back(trails.iloc[left[~is_sales[last] & (left >= 0)]], moves), "left", "lead_id")


def _bits(
    lead: NDArray[np.int64], place: NDArray[np.int8], began: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The places that each lead entered from a row of its own on, as bits."""
    found = np.zeros(len(began), dtype=np.int64)
    is_in = np.arange(len(lead)) >= began[lead]
    np.bitwise_or.at(found, lead[is_in], np.int64(1) << place[is_in].astype(np.int64))
    return found


def _given_back(left: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Of the last moves out of Sales' hands, those that Sales made on the day of as-of: lead_id,
    is_given_back, given_stage, reason. Where nobody knows who made one, Sales did."""
    moved = moves.rename(columns={"changed_at": "entered_at"})
    found = left.merge(moved, on=["lead_id", "entered_at", "place"])
    found = found[found["team"].isna() | (found["team"] == "sales")]
    stage = pd.array(np.array(PLACES)[found["place"]], dtype="str")
    return found[["lead_id", "reason"]].assign(is_given_back=True, given_stage=stage)


def _with_deals(table: pd.DataFrame, deals: pd.DataFrame, outcome: str) -> pd.DataFrame:
    marks = deals.assign(has_deal=~deals["is_lost"])
    by_lead = marks.groupby("lead_id").agg(
        has_deal=("has_deal", "max"),
        is_won=("is_won", "max"),
        deal_at=("entered_at", "max"),
        lost_at=("lost_at", "max"),
    )
    held = table.merge(by_lead.reset_index(), on="lead_id", how="outer")
    held = held.sort_values("lead_id", ignore_index=True)
    for flag in ("has_deal", "is_won", "is_given_back", "is_converted", "is_sales"):
        held[flag] = held[flag].eq(True)
    for count in ("n_stays", "reached"):
        held[count] = held[count].fillna(0).astype(np.int64)
    held.loc[held["deal_at"] >= held["held_since"], "reached"] |= 1 << OPPORTUNITY
    held["is_sql"] = held["reached"] >= 1 << SQL
    held["has_stay_deal"] = held["reached"] >= 1 << OPPORTUNITY
    if outcome == "won":
        held["is_converted"] |= held["is_won"]
    elif outcome == "opportunity":
        held["is_converted"] |= held["deal_at"].notna()
    held["is_won"] |= held["stage"].eq("customer")
    return held


def _as_before(values: NDArray) -> NDArray[np.bool_]:
    return np.append(False, values[1:] == values[:-1])[: len(values)]


def _shifted(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.append(False, flags[:-1])[: len(flags)]


def _at(at: NDArray, rows: NDArray[np.int64]) -> NDArray:
    found = np.full(len(rows), np.datetime64("NaT", "us"))
    found[rows >= 0] = at[rows[rows >= 0]]
    return found
