"""In whose hands each lead is at an instant."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment import terms
from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.hand_off.owed import PLACES
from alignment.measures.journeys import OUTCOME_STAGE, settled, sql_text
from alignment.period import DAY, local_day, starts_at

OUT = len(terms.STAGES)
"""Places from here on are detours."""
RECYCLED, SQL, OPPORTUNITY = (PLACES.index(name) for name in ("recycled", "sql", "opportunity"))


@dataclass(frozen=True, eq=False)
class Standing:
    """The leads that ever left Marketing's hands, or have a deal, and where they stand at as-of.

    A lead that is not among them is Marketing's, and Sales never had it.

    Parameters
    ----------
    table : DataFrame
        One row a lead, by lead_id. A date without a time counts at the end of its day, but not
        after as-of.

        - lead_id, stage: its last; missing: no change is recorded
        - n_stays: in Sales' hands so far
        - held_since: in Sales' hands since, by the hand-off stage or a later one; missing: it
          is not
        - returned_at: last given back, or recycled
        - reached: the stages entered in this stay (a deal is an opportunity), as bits by `PLACES`
        - is_sql: it became an SQL or more in this stay
        - is_given_back: by Sales on the local day of as-of, and not handed over again since;
          given_stage, reason: of that
        - has_deal: open or won; has_stay_deal: opened in this stay, whatever became of it
        - is_won, is_converted: by as-of
    as_of : Timestamp
    """

    table: pd.DataFrame
    as_of: pd.Timestamp

    @classmethod
    def of(cls, history: History, agreement: Agreement, as_of: pd.Timestamp) -> "Standing":
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
        is_out = held["stage"].eq("disqualified") | held["held_since"].notna() | held["is_won"]
        return ~(is_out | cools | held["has_deal"] | held["is_converted"]).to_numpy(dtype=bool)

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
    """One row a lead of the trails, as `Standing.table` has it, without its deals."""
    lead, place = trails["lead"].to_numpy(), trails["place"].to_numpy()
    at, n = trails["at"].to_numpy(), int(trails["lead"].max() + 1) if len(trails) else 0
    is_sales = (place >= hand_off) & (place < OUT)
    was_sales = _as_before(lead) & np.append(False, is_sales[:-1])[: len(lead)]
    begins, ends = is_sales & ~was_sales, was_sales & ~is_sales

    def latest(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        found = np.full(n, -1)
        found[lead[which]] = np.flatnonzero(which)
        return found

    last, began, left = latest(lead >= 0), latest(begins), latest(ends)
    is_held = is_sales[last]
    return pd.DataFrame(
        {
            "lead_id": trails["lead_id"].array[last],
            "stage": pd.array(np.array(PLACES)[place[last]], dtype="str"),
            "n_stays": np.bincount(lead[begins], minlength=n),
            "held_since": _at(at, np.where(is_held, began, -1)),
            "returned_at": _at(at, latest(ends | (place == RECYCLED))),
            "reached": _bits(lead, place, np.where(is_held, began, len(lead))),
            "is_converted": latest(place == PLACES.index(outcome)) >= 0,
        }
    ).merge(_given_back(trails.iloc[left[~is_held & (left >= 0)]], moves), "left", "lead_id")


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
        has_deal=("has_deal", "max"), is_won=("is_won", "max"), deal_at=("entered_at", "max")
    )
    held = table.merge(by_lead.reset_index(), on="lead_id", how="outer")
    held = held.sort_values("lead_id", ignore_index=True)
    for flag in ("has_deal", "is_won", "is_given_back", "is_converted"):
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


def _at(at: NDArray, rows: NDArray[np.int64]) -> NDArray:
    found = np.full(len(rows), np.datetime64("NaT", "us"))
    found[rows >= 0] = at[rows[rows >= 0]]
    return found
