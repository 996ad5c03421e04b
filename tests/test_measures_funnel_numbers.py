"""The numbers that everybody should know, on a history small enough to check by eye (town.py)."""

import numpy as np
import pandas as pd
import pytest
import town

from alignment.errors import AlignmentError
from alignment.history import History
from alignment.measures import funnel
from alignment.measures.costs import lead_costs
from alignment.measures.funnel.number import median_of
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
