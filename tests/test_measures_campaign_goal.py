"""What a campaign's goal takes: a company whose rates, deals and costs are known."""

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
import town

from alignment.agreement import Agreement, Rule
from alignment.agreement.rule import rule_of
from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.campaign import Segment, takes
from alignment.measures.campaign.spending import campaign_cost
from alignment.measures.funnel.money import n_running
from alignment.measures.journeys import Journeys
from alignment.period import Period

SPRING = Period.of("2026-04", 4)
AGREED = Agreement.draft().changed(goal={"text": "x", "outcome": "won", "within_days": 30})
LARGE = rule_of({"attribute": "size", "is": "large"})
SMALL = rule_of({"attribute": "size", "is": "small"})
TINY = rule_of({"attribute": "size", "is": "tiny"})
KINDS = (("large", 200, 100, 50), ("small", 400, 100, 0), ("tiny", 10, 2, 1))
BARELY = (("large", 200, 100, 50), ("tiny", 20, 0, 0))
"""Size, leads, opportunities among them, and wins among those: of 1,000 each."""


@cache
def company(
    kinds: tuple[tuple[str, int, int, int], ...] = KINDS, ends_on: str | None = None
) -> tuple[History, Journeys]:
    """All created on 5 January 2026, by four campaigns; a fifth lead of each has none."""
    rows = [
        (size, n < n_deals, n < n_won)
        for size, n_all, n_deals, n_won in kinds
        for n in range(n_all)
    ]
    leads = pd.DataFrame(rows, columns=["size", "has_deal", "is_won"])
    leads["lead_id"] = [f"l{n:04d}" for n in range(len(leads))]
    names = pd.Series(["k0", "k1", "k2", "k3", None])
    leads["campaign_id"] = names.loc[[n % 5 for n in range(len(leads))]].to_numpy()
    leads = leads.assign(created_at=town.at("01-05"), source="x")
    deals = leads.loc[leads["has_deal"], ["lead_id", "is_won"]].assign(amount=1000.0)
    deals = deals.assign(deal_id=deals["lead_id"], created_at=town.at("01-08"), currency="EUR")
    deals["closed_at"] = town.at("01-20")
    seen = pd.DataFrame({"lead_id": ["l0000"], "occurred_at": town.at("04-30"), "activity": "v"})
    held = leads[["lead_id", "created_at", "source", "campaign_id", "size"]]
    history = History.from_frames(
        held,
        seen.assign(team="lead"),
        None,
        deals,
        campaigns().assign(ends_on=pd.to_datetime(ends_on)),
    )
    return history, Journeys.of(history, AGREED)


def campaigns() -> pd.DataFrame:
    """Each brought 122 leads: for 10 each by mail, for 40 each at fairs."""
    made = pd.DataFrame(
        {"campaign_id": ["k0", "k1", "k2", "k3"], "starts_on": None, "ends_on": None}
    )
    made["name"], made["channel"] = list("abcd"), ["mail", "mail", "mail", "fair"]
    return made.assign(cost_amount=[1220.0, 1220.0, 1220.0, 4880.0], currency="EUR")


@cache
def asked(
    rule: Rule | None,
    label: str,
    goal: float | None,
    budget: float | None = None,
    channel: str = "",
) -> Finding:
    history, journeys = company()
    segment = Segment.of(history, journeys, rule, label)
    return takes(history, AGREED, segment, SPRING, goal, budget, channel)


def row(found: Finding, stage: str) -> pd.Series:
    return found.table.set_index("stage").loc[stage]


def test_the_goal_is_reckoned_back_by_the_rates_of_the_targets_own_leads() -> None:
    found = asked(LARGE, "Sales", 10_000.0)
    # 10 deals of 1,000; half of the opportunities are won; half of the leads become one
    assert row(found, "won_deals")["value"] == pytest.approx(10)
    assert row(found, "opportunity")["value"] == pytest.approx(20, rel=0.02)
    assert row(found, "lead")["value"] == pytest.approx(40, rel=0.02)
    lead = row(found, "lead")
    assert lead["low"] < 35
    assert lead["high"] > 46
    assert lead["rests_on"] == "100 of 200 leads"
    assert "as the leads of “Sales” went on from January 2026 to April 2026." in found.sentence


def test_beside_each_need_stands_what_a_month_brings_now() -> None:
    found = asked(LARGE, "Sales", 10_000.0)
    assert row(found, "lead")["a_month_now"] == 50
    assert row(found, "won_deals")["a_month_now"] == 12.5
    assert row(found, "won_deals")["n_months"] == pytest.approx(0.8)
    assert "Now 50 such leads come a month." in found.sentence
    many = asked(LARGE, "Sales", 100_000.0).sentence
    assert "Now 50 such leads come a month, so that many take 8.0 months (" in many


def test_a_target_with_too_few_leads_is_reckoned_by_all_leads_and_says_so() -> None:
    few, every = asked(TINY, "Both", 10_000.0), asked(None, "All leads", 10_000.0)
    for stage in ("won_deals", "opportunity", "lead"):
        assert row(few, stage)["value"] == row(every, stage)["value"]
    assert (
        "as all leads went on from January 2026 to April 2026. Of the leads of “Both” alone "
        in (few.sentence)
    )
    assert row(few, "lead")["rests_on"] == "202 of 610 leads, of all leads"
    assert row(few, "lead")["a_month_now"] == 2.5


def test_where_enough_were_there_and_none_went_on_nothing_is_borrowed() -> None:
    found = asked(SMALL, "Marketing", 10_000.0)
    assert row(found, "won_deals")["value"] == pytest.approx(10)
    assert row(found, "won_deals")["rests_on"].endswith("of all leads")
    assert found.table.set_index("stage")[["value"]].loc["opportunity"].isna().all()
    assert "The average deal is that of all leads: the target has too few." in found.sentence
    assert found.sentence.endswith(
        "Of opportunities there is no number: not enough data (0 of 100 opportunities)."
    )


def test_the_least_count_is_enough_for_an_answer_and_nothing_is_borrowed_then() -> None:
    history, journeys = company(BARELY)
    found = takes(history, AGREED, Segment.of(history, journeys, TINY), SPRING, 10_000.0)
    assert found.sentence.endswith("Of leads there is no number: not enough data (0 of 20 leads).")


def test_leads_cost_what_those_of_campaigns_did_whatever_came_by_itself() -> None:
    history, journeys = company()
    cost = campaign_cost(history, journeys, SPRING)
    # (3 × 1,220 + 4,880) ÷ 488
    assert cost.median == pytest.approx(17.5, rel=0.03)
    assert cost.note == "488 leads of 4 campaigns"


def test_leads_of_a_channel_cost_what_its_own_campaigns_did_where_they_are_enough() -> None:
    history, journeys = company()
    mail = campaign_cost(history, journeys, SPRING, " Mail ")
    assert mail.median == pytest.approx(10)
    assert mail.note.startswith("366 leads of 3 campaigns of the channel")
    fair = campaign_cost(history, journeys, SPRING, "fair")
    assert fair.note == "488 leads of 4 campaigns of any channel"
    before = Period.of("2025-12", 1)
    assert campaign_cost(history, journeys, before, "mail").median == pytest.approx(10)


def brought(*campaigns: tuple[str, str, float, str | None]) -> tuple[History, Journeys]:
    """Ten leads of each mail: its name, their first day, its cost and its last day."""
    rows = pd.DataFrame(campaigns, columns=["campaign_id", "created_at", "cost_amount", "ends_on"])
    leads = rows.loc[rows.index.repeat(10), ["campaign_id", "created_at"]].assign(source="x")
    leads["created_at"] = leads["created_at"].map(town.at)
    leads["lead_id"] = [f"l{n}" for n in range(len(leads))]
    rows = rows.drop(columns="created_at").assign(starts_on=None, currency="EUR")
    rows["ends_on"] = pd.to_datetime(rows["ends_on"])
    history = History.from_frames(
        leads, None, None, None, rows.assign(name="k", channel=" Web  mail ")
    )
    return history, Journeys.of(history, AGREED, town.AS_OF)


def test_leads_of_the_period_go_before_those_of_any_time() -> None:
    old = [(f"old{n}", "01-05", 400.0, None) for n in range(3)]
    new = [(f"new{n}", "04-05", 100.0, None) for n in range(3)]
    history, journeys = brought(*old, *new)
    cost = campaign_cost(history, journeys, Period.of("2026-04"), "web mail")
    assert (cost.median, cost.note) == (10, "30 leads of 3 campaigns of the channel “web mail”")


def test_a_campaign_that_still_runs_is_left_out_of_what_a_lead_costs_and_counted() -> None:
    done = [(f"k{n}", "04-05", 100.0, "2026-04-29") for n in range(3)]
    running = ("on", "04-05", 9_000.0, "2026-04-30")
    history, journeys = brought(*done, running)
    cost = campaign_cost(history, journeys, SPRING, "WEB MAIL")
    assert (cost.median, cost.note) == (
        10,
        "30 leads of 3 campaigns of the channel “WEB MAIL”, without 1 still running",
    )
    # none of its leads is asked about
    elsewhere = campaign_cost(history, journeys, Period.of("2026-01"), "fair")
    assert elsewhere.note == "not enough data (0 leads of 0 campaigns of any channel)"
    # in Auckland the first of May has begun
    over = campaign_cost(history, replace(journeys, zone="Pacific/Auckland"), SPRING)
    assert over.note == "40 leads of 4 campaigns"


def test_running_campaigns_are_those_that_brought_leads_of_the_period_at_a_known_cost() -> None:
    done = [(f"k{n}", "04-05", 100.0, "2026-04-29") for n in range(3)]
    other = ("unasked", "01-05", 100.0, "2026-12-31")
    history, journeys = brought(*done, ("on", "04-05", 9_000.0, "2026-04-30"), other)
    april = Period.of("2026-04")
    assert n_running(history, journeys, april) == 1
    assert n_running(history, replace(journeys, zone="Pacific/Auckland"), april) == 0
    assert n_running(history, replace(journeys, currency="USD"), april) == 0


def test_where_all_campaigns_still_run_no_cost_is_told_and_a_month_holds_all_of_theirs() -> None:
    history, journeys = company(ends_on="2026-12-31")
    found = takes(history, AGREED, Segment.of(history, journeys, LARGE), SPRING, 10_000.0, 500.0)
    assert found.sentence.endswith(
        "cannot be told: not enough data (0 leads of 0 campaigns, without 4 still running)."
    )
    assert "budget_wins" not in set(found.table["stage"])
    assert any("the whole cost of 4 campaigns that still run" in c for c in found.caveats)


def test_of_few_campaigns_nobody_can_tell_what_another_would_cost() -> None:
    history, journeys = company()
    some = journeys.narrowed(journeys.table["campaign_id"].isin(["k0", "k1"]).to_numpy())
    cost = campaign_cost(history, some, SPRING)
    assert (cost.is_known, cost.note) == (False, "not enough data (244 leads of 2 campaigns)")


@pytest.mark.parametrize(("budget", "said"), [(2_000.0, "would reach"), (300.0, "would not reach")])
def test_the_budget_is_held_against_the_interval_of_the_spend(budget: float, said: str) -> None:
    # about 40 leads at 10 each
    found = asked(LARGE, "Sales", 10_000.0, budget, channel="mail")
    assert f"the budget of EUR {budget:,.0f} {said}" in found.sentence
    wins = row(found, "budget_wins")
    assert wins["value"] == pytest.approx(budget * 25, rel=0.02)
    assert wins["low"] <= wins["value"] <= wins["high"]


def test_a_budget_within_the_interval_may_or_may_not_reach() -> None:
    said = asked(LARGE, "Sales", 10_000.0, 400.0, channel="mail").sentence
    assert "may or may not reach: it would win EUR" in said


def test_a_budget_that_nobody_has_named_is_not_held_against_anything() -> None:
    for budget in (None, 0.0):
        found = asked(LARGE, "", 10_000.0, budget)
        assert "budget" not in found.sentence
        assert "as the target's leads went on" in found.sentence
        assert "budget" not in set(found.table["stage"])


def test_without_a_goal_or_won_deals_there_is_no_answer() -> None:
    for goal in (None, 0.0):
        assert asked(LARGE, "Sales", goal).sentence == (
            "This history cannot say what the goal takes: it lacks a goal in money."
        )
    history = town.history()
    segment = Segment.of(history, town.journeys(least_count=20), None)
    found = takes(history, AGREED, segment, SPRING, 1000.0)
    assert not found.is_answered
    assert "not enough data (3 won deals)" in found.sentence


def test_goal_and_budget_that_are_no_amounts_are_both_named() -> None:
    with pytest.raises(AlignmentError) as raised:
        asked(LARGE, "Sales", -1.0, float("nan"))
    assert [problem.column for problem in raised.value.problems] == ["goal_amount", "budget_amount"]


def test_twice_the_goal_takes_twice_as_much() -> None:
    once, twice = (asked(LARGE, "Sales", goal, 500.0).table for goal in (10_000.0, 20_000.0))
    needs = ~once["stage"].isin(["budget", "budget_wins"])
    assert (twice["value"][needs] / once["value"][needs]).tolist() == pytest.approx([2.0] * 5)
