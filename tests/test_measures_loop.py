"""The closed loop and the reasons, on a history small enough to check by eye (town.py)."""

import town

from alignment.measures import loop
from alignment.period import Period

SPRING = Period.of("2026-04", 4)


def test_leads_wins_money_and_cost_come_together_by_source() -> None:
    found = loop.closed_loop(town.journeys(), SPRING, "source", town.campaigns())
    table = found.table.set_index("group")
    fair, bought = table.loc["fair"], table.loc["list"]
    assert (fair["n_leads"], fair["n_won"], fair["won_amount"]) == (3, 2, 1500)
    # 300 over three leads of k1; 90 over three of k2
    assert (fair["cost_amount"], fair["return_amount"]) == (300, 1200)
    assert (bought["cost_amount"], bought["return_amount"]) == (90, 210)
    assert (bought["n_mature"], bought["n_immature"], bought["n_converted"]) == (2, 1, 0)
    assert table.loc[loop.NOT_RECORDED, "n_leads"] == 1
    assert table["n_leads"].sum() == 7


def test_a_campaign_is_told_by_its_name_and_its_cost_in_another_currency_is_left_out() -> None:
    campaigns = town.campaigns()
    campaigns.loc[0, "currency"] = "USD"
    found = loop.closed_loop(town.journeys(), SPRING, "campaign_id", campaigns)
    table = found.table.set_index("label")
    assert table.loc["Spring fair", "n_leads"] == 3
    assert table["cost_amount"].isna()["Spring fair"]
    assert any("another currency" in caveat for caveat in found.caveats)


def test_a_campaign_that_brought_nobody_stands_with_its_whole_cost() -> None:
    table = loop.closed_loop(town.journeys(), SPRING, "campaign_id", town.campaigns()).table
    nobody = table.set_index("label").loc["Nobody came"]
    assert (nobody["n_leads"], nobody["cost_amount"], nobody["return_amount"]) == (0, 50, -50)


def test_without_costs_no_return_is_told() -> None:
    found = loop.closed_loop(town.journeys(), SPRING, "source")
    assert found.table["return_amount"].isna().all()
    assert found.figures["cost_amount"] is None
    assert "No costs are recorded, so no return can be told." in found.caveats


def test_sources_that_cannot_be_told_apart_are_not_ranked_as_if_they_could() -> None:
    found = loop.closed_loop(town.journeys(), SPRING, "source")
    assert "cannot be told apart from “list”" in found.sentence


def test_a_history_without_that_column_says_what_it_lacks() -> None:
    journeys = town.journeys()
    journeys.table["owner"] = None
    found = loop.closed_loop(journeys, SPRING, "owner")
    assert not found.is_answered
    assert "lacks the owner of its leads" in found.sentence


def test_reasons_are_counted_by_kind_and_not_after_as_of() -> None:
    found = loop.reasons(town.history(), SPRING, town.AS_OF)
    assert list(found.table.itertuples(index=False, name=None)) == [
        ("recycled", "no budget", 1),
        ("disqualified", "duplicate", 1),
        ("lost", "price", 1),
    ]
    early = loop.reasons(town.history(), SPRING, town.at("02-01"))
    assert "lost" not in set(early.table["kind"])
