"""Why leads came back and deals were lost, on a history small enough to check by eye (town.py)."""

import pandas as pd
import poor_histories
import pytest
import town

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.campaign import objections
from alignment.measures.journeys import Journeys
from alignment.measures.loop import NOT_RECORDED
from alignment.period import Period

SPRING = Period.of("2026-04", 4)
AGREED = Agreement.draft().changed(least_count=1)


TOWN = town.history()


def found(journeys: Journeys, history: History = TOWN) -> Finding:
    return objections(history, AGREED, journeys, SPRING)


def given(
    *reasons: str | None, team: str = "sales", n_lost: int = 0, lost_at: str = "02-01"
) -> History:
    """One lead a reason, handed off and given back a day later; and deals lost for price."""
    ids = [f"L{n}" for n in range(len(reasons))]
    leads = pd.DataFrame({"lead_id": ids, "created_at": town.at("01-05"), "source": "x"})
    handed = pd.DataFrame({"lead_id": ids, "changed_at": town.at("01-06"), "stage": "mql"})
    back = handed.assign(changed_at=town.at("01-07"), stage="recycled")
    back["reason"] = pd.array(list(reasons), dtype="str")
    stages = pd.concat([handed, back.assign(team=team)])
    stages = stages.astype({"reason": "str", "team": "str"})
    deals = pd.DataFrame({"deal_id": ids[:n_lost], "lead_id": ids[:n_lost]}, dtype="str")
    deals = deals.assign(created_at=town.at("01-08"), closed_at=town.at(lost_at), is_won=False)
    return History.from_frames(leads, None, stages, deals.assign(loss_reason="price"))


def test_what_came_back_and_what_was_lost_are_counted_apart_and_beside_nobody() -> None:
    told = found(Journeys.of(TOWN, AGREED))
    rows = told.table[["kind", "reason", "n", "n_of", "rate"]]
    assert list(rows.itertuples(index=False, name=None)) == [
        ("given back", "no budget", 1, 1, 1.0),  # d was never handed off
        ("lost", "price", 1, 1, 1.0),
    ]
    assert told.figures == {"n_given_back": 1, "n_lost": 1}
    assert "1 deal was lost, most often for “price”" in told.sentence
    # without other leads nothing is compared
    assert told.table[["rate_elsewhere", "compared"]].isna().all(axis=None)
    assert "other leads" not in told.sentence


def test_some_leads_are_compared_with_all_the_others() -> None:
    history = given(*["no budget"] * 30, *["no interest"] * 10, *["no interest"] * 40)
    every = Journeys.of(history, AGREED)
    own = every.narrowed((every.table["lead_id"].str[1:].astype(int) < 40).to_numpy())
    table = found(own, history).table.set_index("reason")
    assert table.loc["no budget", ["n", "n_of", "rate_elsewhere"]].tolist() == [30, 40, 0]
    assert table["compared"].to_dict() == {"no budget": "more often", "no interest": "less often"}
    assert "; more often than of the other leads, 0%" in found(own, history).sentence


def test_a_reason_that_nobody_recorded_stands_last_and_in_every_share() -> None:
    told = found_of(given(None, None, "no budget"))
    assert list(told.table["reason"]) == ["no budget", NOT_RECORDED]
    assert list(told.table["rate"]) == pytest.approx([1 / 3, 2 / 3])
    assert any("No reason is recorded for 2 of 3 leads given back" in c for c in told.caveats)


def found_of(history: History) -> Finding:
    return found(Journeys.of(history, AGREED), history)


def test_what_marketing_took_back_is_no_objection() -> None:
    assert not found_of(given("no budget", team="marketing")).is_answered


def test_a_kind_that_never_was_is_told() -> None:
    told = found_of(given("no budget"))
    assert "No deal was lost in that time, or none is recorded." in told.caveats
    lost = found_of(given("a", "b", n_lost=2))
    assert lost.figures == {"n_given_back": 2, "n_lost": 2}


def test_below_the_least_count_no_share_is_told() -> None:
    agreed = AGREED.changed(least_count=5)
    history = given("no budget", "no budget")
    told = objections(history, agreed, Journeys.of(history, agreed), SPRING)
    assert "(2; a share takes 5)" in told.sentence
    assert told.table["rate"].isna().all()


def test_nothing_after_as_of_counts() -> None:
    early = Journeys.of(TOWN, AGREED, town.at("02-01"))
    assert set(found(early).table["kind"]) == {"given back"}


def test_a_deal_counts_once_it_was_there_and_was_lost() -> None:
    rows = TOWN.query("SELECT * FROM deals WHERE deal_id = 'd3'")  # 12 February to 1 March
    leads = TOWN.query("SELECT lead_id, created_at, source FROM leads")
    told = []
    for created, closed in (("02-12", "03-01"), ("03-01", "02-12"), ("02-01", "02-12")):
        deals = rows.assign(created_at=town.at(created), closed_at=town.at(closed))
        history = History.from_frames(leads, None, None, deals)
        told.append(found(Journeys.of(history, AGREED, town.at("02-20")), history).is_answered)
    assert told == [False, False, True]


def test_a_deal_lost_as_the_next_month_begins_is_not_in_the_period() -> None:
    last = given("a", "a", n_lost=1, lost_at="04-30 23:59:59")
    assert found_of(last).figures["n_lost"] == 1
    assert found_of(given("a", "a", n_lost=1, lost_at="05-01")).figures["n_lost"] == 0


def test_more_often_is_said_only_where_the_intervals_do_not_touch() -> None:
    # 12 of 20, 39% to 78%, beside 16 of 40, 26% to 55%
    history = given(*["a"] * 12, *["b"] * 8, *["a"] * 16, *["b"] * 24)
    every = Journeys.of(history, AGREED)
    own = every.narrowed((every.table["lead_id"].str[1:].astype(int) < 20).to_numpy())
    assert found(own, history).table["compared"].tolist() == ["alike", "alike"]


def test_a_history_without_either_says_what_it_lacks() -> None:
    for history in (poor_histories.empty(), poor_histories.only_leads()):
        told = found(Journeys.of(history, AGREED, town.AS_OF), history)
        assert not told.is_answered
        assert "leads given back by Sales or lost deals" in told.sentence
