"""The numbers that everybody should know, on a history small enough to check by eye (town.py)."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
import town

from alignment.errors import AlignmentError
from alignment.history import History
from alignment.measures import funnel
from alignment.measures.costs import lead_costs
from alignment.measures.funnel.number import median_of
from alignment.measures.funnel.touches import touches
from alignment.period import Period

SPRING = Period.of("2026-04", 4)


def numbers(history: History | None = None, **terms: object):
    given = {
        name: terms.pop(name) for name in ("target_accounts", "in_market_share") if name in terms
    }
    return funnel.numbers(town.journeys(**terms), history or town.history(), SPRING, **given)


def row(found, words: str) -> pd.Series:
    (one,) = (row for _, row in found.table.iterrows() if words in row["number"])
    return one


def test_what_nobody_has_said_stands_there_as_such() -> None:
    found = numbers()
    target = row(found, "Accounts in the target market")
    assert pd.isna(target["value"])
    assert target["note"] == "nobody has said yet"
    assert pd.isna(row(found, "Accounts buying now")["value"])


def test_what_the_room_says_of_its_market_is_reckoned_with() -> None:
    found = numbers(target_accounts=4000, in_market_share=0.05)
    assert row(found, "Accounts buying now")["value"] == 200
    assert found.figures["target_accounts"] == 4000


@pytest.mark.parametrize("companies", [["Ada", "ada ", "Bolt", None, "Cog", "Cog", None]])
def test_the_known_share_counts_companies_once_however_they_are_written(companies: list) -> None:
    held = town.history()
    leads = held.query("SELECT lead_id, created_at, source, campaign_id, owner FROM leads")
    named = leads.sort_values("lead_id").assign(company=pd.Series(companies, dtype="str"))
    history = History.from_frames(named)
    found = row(numbers(history, target_accounts=12), "known")
    assert (found["value"], found["n"]) == (0.25, 3)
    assert pd.isna(row(numbers(history, target_accounts=2), "known")["value"])


@pytest.mark.parametrize(
    "given", [{"target_accounts": -1}, {"in_market_share": 5}, {"target_accounts": "many"}]
)
def test_a_market_that_cannot_be_is_refused(given: dict) -> None:
    with pytest.raises(AlignmentError, match="parameters"):
        numbers(**given)


def test_touches_until_the_hand_off_and_until_won() -> None:
    found = numbers()
    # handed off: a (one visit of its own, one call before), b, c, e, f: none
    own = row(found, "By the lead itself, before its first hand-off, mean")
    assert (own["value"], own["n"]) == (pytest.approx(1 / 5), 5)
    # won: a touched twice by Sales before, b once, f's call came after
    sales = row(found, "By Sales, before it was won, mean")
    assert (sales["value"], sales["n"]) == (pytest.approx(1), 3)
    assert sales["low"] < 1 < sales["high"]
    assert row(found, "By Sales, before it was won, median")["value"] == 1
    assert row(found, "By Marketing, before it was won, mean")["note"] == "not recorded"


def test_a_touch_at_the_instant_of_the_win_came_no_sooner() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": [town.at("01-01")], "source": "x"})
    calls = pd.DataFrame(
        {"lead_id": "a", "occurred_at": [town.at("01-02"), town.at("01-05")], "activity": "call"}
    ).assign(team="sales")
    deals = pd.DataFrame(
        {"deal_id": ["d"], "lead_id": ["a"], "created_at": [town.at("01-02")], "is_won": [True]}
    ).assign(closed_at=town.at("01-05"), amount=9.0, currency="EUR")
    history = History.from_frames(leads, calls, None, deals)
    journeys = town.Journeys.of(history, town_agreement())
    found = funnel.numbers(journeys, history, SPRING)
    assert row(found, "By Sales, before it was won, mean")["value"] == 1


def town_agreement():
    from alignment.agreement import Agreement

    return Agreement.draft().changed(least_count=1)


def test_the_average_deal_and_the_cost_of_a_lead() -> None:
    found = numbers()
    deal = row(found, "Average deal won")
    assert (deal["value"], deal["n"]) == (600, 3)
    assert deal["low"] < 600 < deal["high"]
    # 300 over a, b, e; 90 over c, d, f; g came without a campaign and cost nothing
    assert row(found, "Cost of a lead")["value"] == pytest.approx(390 / 7)
    assert lead_costs(town.journeys(), town.campaigns()).sum() == 390


def test_an_amount_in_another_currency_is_no_amount_of_ours() -> None:
    leads = pd.DataFrame({"lead_id": ["a", "b"], "created_at": town.at("01-01"), "source": "x"})
    deals = pd.DataFrame({"deal_id": ["d", "e"], "lead_id": ["a", "b"], "is_won": True}).assign(
        created_at=town.at("04-01"), closed_at=town.at("04-02"), amount=[100.0, 9_000.0]
    )
    history = History.from_frames(leads, None, None, deals.assign(currency=["EUR", "USD"]))
    found = funnel.numbers(town.Journeys.of(history, town_agreement()), history, SPRING)
    deal = row(found, "Average deal won")
    assert (deal["value"], deal["n"]) == (100, 1)


def test_a_mean_of_few_deals_says_that_a_few_carry_it() -> None:
    assert any("that of 3 won deals: a few large ones" in caveat for caveat in numbers().caveats)


def test_a_touch_that_is_only_a_date_counts_where_its_day_is_over() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-01"), "source": "x"})
    days = [town.at("04-03"), town.at("04-04")]
    calls = pd.DataFrame({"lead_id": "a", "occurred_at": days, "activity": "call"})
    calls = calls.assign(team="sales", is_date_occurred_at=True)
    history = History.from_frames(leads, calls)
    journeys = town.Journeys.of(history, town_agreement())
    until = [town.at("04-03"), town.at("04-04"), town.at("04-04 12:00"), town.at("04-04 23:59")]
    spans = [pd.DataFrame({"lead_id": ["a"], "until_at": [each]}) for each in until]
    held = touches(history, journeys, *spans)
    assert [int(each["n_sales"].iloc[0]) for each in held] == [0, 1, 1, 1]


def test_spans_of_one_scan_stay_apart_and_keep_their_order() -> None:
    spans = [
        pd.DataFrame({"lead_id": ["b", "a"], "until_at": town.at("04-01")}, index=[7, 3]),
        pd.DataFrame({"lead_id": ["a", "g"], "until_at": town.at("01-06 09:00")}, index=[3, 9]),
    ]
    one, other = touches(town.history(), town.journeys(), *spans)
    assert one["n_sales"].to_dict() == {7: 1, 3: 2}
    assert other["n_sales"].to_dict() == {3: 1, 9: 0}


def test_each_kind_of_number_is_there_and_the_few_that_matter_are_read_aloud() -> None:
    found = numbers()
    assert list(dict.fromkeys(found.table["about"])) == [
        "Market",
        "Touches",
        "Stages",
        "Steps",
        "Time",
        "Money",
    ]
    assert "80% of the leads became MQLs" in found.sentence
    assert "a deal brought EUR 600 on average" in found.sentence


def test_below_the_least_count_no_number_is_told() -> None:
    found = numbers(least_count=20)
    held = found.table[found.table["about"].isin(["Touches", "Steps", "Time", "Money"])]
    assert held["value"].isna().all()
    assert "not enough data" in found.sentence


def test_the_interval_of_a_median_comes_from_the_order_alone() -> None:
    values = np.arange(1.0, 101)
    assert median_of(values) == (50.5, 40, 61)
    assert median_of(values**3)[1:] == (40**3, 61**3)
    assert median_of(np.array([4.0])) == (4, 4, 4)


def test_won_deals_alone_do_not_tell_which_share_is_won() -> None:
    held = town.journeys()
    assert held.table["n_deals"].sum() > held.table["n_deals_won"].sum()
    said = "Only won deals are recorded"
    assert not any(said in each for each in funnel.cohort_rates(held, SPRING).caveats)
    won = dataclasses.replace(held, table=held.table.assign(n_deals=held.table["n_deals_won"]))
    assert any(said in each for each in funnel.cohort_rates(won, SPRING).caveats)
    assert any(said in each for each in funnel.numbers(won, town.history(), SPRING).caveats)
