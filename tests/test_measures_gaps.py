"""What is known to be wrong or missing is told with its size and effect."""

import pandas as pd
import town

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.gaps import known_gaps
from alignment.measures.journeys import Journeys


def gaps_of(history: History) -> list[str]:
    return list(known_gaps(history, Journeys.of(history, Agreement.draft())).table.get("gap", []))


def only(**columns: object) -> History:
    lead = {"lead_id": ["a"], "created_at": [town.at("03-10")], "source": ["fair"]}
    return History.from_frames(pd.DataFrame({**lead, **columns}))


def test_each_lacking_table_is_told_with_its_cost() -> None:
    found = known_gaps(only(), Journeys.of(only(), Agreement.draft()))
    assert list(found.table["gap"]) == [
        "no activities",
        "no stage changes",
        "no deals",
        "no campaigns",
    ]
    assert found.table["effect"].str.len().min() > 10


def test_a_win_before_the_first_contact_is_told_with_its_size() -> None:
    deals = pd.DataFrame(
        {
            "deal_id": ["d"],
            "lead_id": ["a"],
            "created_at": [town.at("03-08 12:00")],
            "closed_at": [town.at("03-08 12:00")],
            "is_won": [True],
        }
    )
    leads = only().query("SELECT lead_id, created_at, source FROM leads")
    assert "1 won before first contact, by up to 1.50 days" in gaps_of(
        History.from_frames(leads, deals=deals)
    )


def test_activities_of_bots_are_counted() -> None:
    assert "1 activity made by bots" in gaps_of(town.history())


def test_leads_with_one_address_are_counted_whatever_its_case() -> None:
    leads = pd.DataFrame(
        {
            "lead_id": ["a", "b", "c"],
            "created_at": town.at("03-10"),
            "source": "fair",
            "email": ["x@y.example", "X@Y.example", None],
        }
    )
    told = gaps_of(History.from_frames(leads))
    assert "1 lead sharing an e-mail address with an earlier one" in told


def test_deals_in_another_currency_are_counted_and_in_no_sum() -> None:
    deals = pd.DataFrame(
        {
            "deal_id": ["d"],
            "lead_id": ["a"],
            "created_at": [town.at("03-12")],
            "closed_at": [town.at("03-13")],
            "is_won": [True],
            "amount": [900.0],
            "currency": ["USD"],
        }
    )
    leads = only().query("SELECT lead_id, created_at, source FROM leads")
    history = History.from_frames(leads, deals=deals)
    assert "1 deal in another currency than EUR" in gaps_of(history)
    assert Journeys.of(history, Agreement.draft()).table["won_amount"].isna().all()


def test_since_when_something_is_recorded_is_told_as_people_write_a_day() -> None:
    journeys = town.journeys()
    object.__setattr__(journeys, "outcome_recorded_from", town.at("01-15"))
    assert "nothing recorded as won before 15 January 2026" in list(
        known_gaps(town.history(), journeys).table["gap"]
    )
