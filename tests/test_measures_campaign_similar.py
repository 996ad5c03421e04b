"""What campaigns of a channel brought and cost, on counts that can be checked by eye."""

import math
from dataclasses import replace

import pandas as pd
import poor_histories
import pytest
import town

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.campaign import similar
from alignment.measures.cost_per import cost_per_in_all, costs_per
from alignment.measures.journeys import Journeys

CAMPAIGNS = town.campaigns().assign(
    channel=["fair", "list", "Fair "],
    starts_on=pd.to_datetime(["2026-01-02", "2026-01-03", "2026-02-01"]),
    ends_on=pd.to_datetime(["2026-03-31", "2026-05-31", "2026-02-03"]),
)


HISTORY, JOURNEYS = town.history(), town.journeys()


def found(channel: str = "fair", campaigns: pd.DataFrame = CAMPAIGNS, **terms: object) -> Finding:
    return similar(HISTORY, replace(JOURNEYS, **terms), campaigns, channel)


def counts(**columns: list) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_campaigns_of_the_channel_stand_newest_first_and_their_sum_last() -> None:
    table = found().table
    assert list(table["label"]) == ["Nobody came", "Spring fair", "All of them"]
    fair, every = table.iloc[1], table.iloc[2]
    # a, b and e came by the fair; a and b were won for 1,500 in all, a within 30 days
    assert (fair["n_leads"], fair["n_mql"], fair["n_sql"], fair["n_won"]) == (3, 3, 3, 2)
    assert (fair["n_mature"], fair["n_converted"], fair["rate"]) == (3, 1, pytest.approx(1 / 3))
    assert (fair["cost_per_lead_amount"], fair["cost_per_won_amount"]) == (100, 300)
    assert (every["cost_amount"], every["won_amount"], every["return_amount"]) == (350, 1500, 1150)


def test_a_campaign_that_brought_nobody_makes_the_others_leads_dearer() -> None:
    every = found().table.iloc[-1]
    assert every["cost_per_lead_amount"] == pytest.approx(350 / 3)
    assert every["cost_per_won_amount"] == pytest.approx(350)


def test_a_won_lead_costs_what_one_won_within_the_horizon_does_as_the_rate_counts() -> None:
    # b was won on day 55
    for within_days, cost in ((54, 350), (56, 175)):
        told = found(within_days=within_days)
        assert told.table.iloc[-1]["cost_per_won_amount"] == cost
        assert f"a lead won within {within_days} days EUR {cost}" in told.sentence
        assert not any("look cheaper" in caveat for caveat in told.caveats)


def test_of_another_outcome_the_horizon_says_nothing_of_wins_which_count_so_far() -> None:
    told = found(outcome="sql")
    assert told.table.iloc[-1]["cost_per_won_amount"] == 175
    assert "a lead won so far EUR 175" in told.sentence
    assert any("wins count so far, so that older campaigns look cheaper" in c for c in told.caveats)


def test_a_campaign_runs_on_its_last_day_and_has_begun_on_its_first() -> None:
    def dated(starts_on: str, ends_on: str, zone: str = "UTC") -> Finding:
        days = {"starts_on": pd.Timestamp(starts_on), "ends_on": pd.Timestamp(ends_on)}
        return found(campaigns=CAMPAIGNS.assign(**days), zone=zone)

    assert dated("2026-01-01", "2026-04-30").table["is_running"].all()
    # as of noon in London, when the first of May begins in Auckland
    assert not dated("2026-01-01", "2026-04-30", "Pacific/Auckland").table["is_running"].any()
    assert dated("2026-04-30", "2026-05-31").is_answered
    assert not dated("2026-05-01", "2026-05-31").is_answered
    assert dated("2026-05-01", "2026-05-31", "Pacific/Auckland").is_answered


def test_a_campaign_that_still_runs_has_no_cost_of_a_lead_yet() -> None:
    told = found("list")
    bought = told.table.iloc[0]
    assert (bought["is_running"], bought["cost_amount"], bought["n_leads"]) == (True, 90, 3)
    assert math.isnan(bought["cost_per_lead_amount"])
    assert "What a lead cost cannot be told." in told.sentence
    assert any("1 campaign still runs: its cost is for the whole" in c for c in told.caveats)


def test_below_the_least_count_no_cost_of_a_won_lead_is_told() -> None:
    told = found(least_count=4)
    assert told.table["cost_per_won_amount"].isna().all()
    assert told.table["cost_per_lead_amount"].notna().any()
    assert "not enough data (1 of 3 leads; a rate takes 4)" in told.sentence


def test_an_unknown_channel_and_none_at_all_ask_for_every_campaign_and_say_so() -> None:
    assert found("radio").sentence.startswith("No campaign of the channel “radio” has begun, so")
    assert found("").sentence.startswith("No channel is chosen, so all campaigns count. 3 camp")
    bare = CAMPAIGNS.assign(channel=[None, "list", "fair"])
    assert len(found("", bare).table) == 4


def test_a_campaign_to_come_is_left_out() -> None:
    later = CAMPAIGNS.assign(starts_on=pd.to_datetime(["2026-05-01"] * 3))
    told = found(campaigns=later)
    assert not told.is_answered
    assert "campaigns that have begun" in told.sentence


def test_a_cost_in_another_currency_is_left_out_and_told() -> None:
    told = found(campaigns=CAMPAIGNS.assign(currency=["USD", "EUR", "EUR"]))
    fair = told.table.set_index("label").loc["Spring fair"]
    assert math.isnan(fair["cost_amount"])
    assert math.isnan(fair["return_amount"])
    assert told.table.iloc[-1]["return_amount"] == -50
    assert any("another currency" in caveat for caveat in told.caveats)
    # 1,500 won less 50 is not -50
    assert any("won less cost is not the return" in caveat for caveat in told.caveats)
    assert not any("is not the return" in caveat for caveat in found().caveats)


def test_who_took_part_but_came_by_another_way_is_told() -> None:
    frames = {name: HISTORY.query(f"SELECT * FROM {name}") for name in ("leads", "deals")}
    done = pd.DataFrame({"lead_id": ["g", "g", "a", "c", "d"], "occurred_at": town.at("04-20")})
    done = done.assign(activity="webinar", team=["lead"] * 4 + ["marketing"], campaign_id="k1")
    done["is_bot"] = done["lead_id"] == "c"
    history = History.from_frames(frames["leads"], done, None, frames["deals"])
    told = similar(history, Journeys.of(history, Agreement.draft()), CAMPAIGNS, "fair")
    # g alone: a came by the fair itself, c was a machine's doing, of d only Marketing did something
    assert "1 lead that took part, but came by another way, stands in no figure" in told.caveats[0]
    # by then g had done nothing, or was not there yet
    for as_of, came in (("04-19", "04-11"), ("04-25", "04-28")):
        frames["leads"].loc[frames["leads"]["lead_id"] == "g", "created_at"] = town.at(came)
        early = History.from_frames(frames["leads"], done, None, frames["deals"])
        known = Journeys.of(early, Agreement.draft(), town.at(as_of))
        assert "took part" not in similar(early, known, CAMPAIGNS, "fair").caveats[0]


def test_what_nobody_records_is_missing_and_not_nought() -> None:
    history = poor_histories.only_leads()
    told = similar(history, Journeys.of(history, Agreement.draft()), CAMPAIGNS, "fair")
    assert told.table[["n_mql", "n_won", "won_amount", "rate"]].isna().all(axis=None)
    assert list(told.table["n_leads"]) == [0, 0, 0]


def test_an_empty_history_has_no_campaigns() -> None:
    history = poor_histories.empty()
    journeys = Journeys.of(history, Agreement.draft(), town.AS_OF)
    assert not similar(history, journeys, CAMPAIGNS.head(0)).is_answered
    assert similar(history, journeys, CAMPAIGNS).figures["n_leads"] == 0


def test_leads_too_young_make_no_campaign_look_dear() -> None:
    rows = counts(
        paid_amount=[1000.0], n_leads=[100], n_mature=[50], n_mature_mql=[50], n_mature_won=[5]
    )
    made = costs_per(rows, 20).iloc[0]
    # half of 1,000 was paid for the 50 mature, of whom 5 were won
    assert made["cost_per_won_amount"] == 100
    # 5 of 50 are 4.3% to 21.4% (Wilson), a lead cost 10
    assert made["cost_per_won_low_amount"] == pytest.approx(10 / 0.2136, rel=0.01)
    assert made["cost_per_won_high_amount"] == pytest.approx(10 / 0.0435, rel=0.01)


def test_where_none_was_won_there_is_a_low_end_alone() -> None:
    rows = counts(
        paid_amount=[1000.0], n_leads=[50], n_mature=[50], n_mature_mql=[50], n_mature_won=[0]
    )
    made = costs_per(rows, 20).iloc[0]
    assert math.isnan(made["cost_per_won_amount"])
    assert math.isnan(made["cost_per_won_high_amount"])
    assert made["cost_per_won_low_amount"] > 20


def test_the_interval_of_all_is_that_of_how_campaigns_differ() -> None:
    alike = counts(
        paid_amount=[100.0, 200.0, 300.0],
        n_leads=[10, 20, 30],
        n_mature=[10, 20, 30],
        n_mature_mql=[5, 10, 15],
        n_mature_won=[1, 2, 3],
    )
    made = cost_per_in_all(alike, 20)
    ends = [made[f"cost_per_won{end}_amount"] for end in ("", "_low", "_high")]
    assert ends == pytest.approx([100, 100, 100])
    two = cost_per_in_all(alike.head(2), 20)
    assert two["cost_per_lead_amount"] == 10
    assert math.isnan(two["cost_per_lead_low_amount"])
    other = cost_per_in_all(alike.assign(paid_amount=[300.0, 200.0, 100.0]), 20)
    low, high = other["cost_per_lead_low_amount"], other["cost_per_lead_high_amount"]
    assert low < 10 < high
    assert low * high == pytest.approx(100)


def test_of_a_campaign_half_of_whose_leads_are_young_half_of_the_cost_counts() -> None:
    rows = counts(
        paid_amount=[100.0, 900.0],
        n_leads=[40, 20],
        n_mature=[20, 20],
        n_mature_mql=[10, 9],
        n_mature_won=[2, 3],
    )
    # 50 + 900, over 5 won and 19 MQLs
    made = cost_per_in_all(rows, 20)
    assert (made["cost_per_won_amount"], made["cost_per_mql_amount"]) == (190, 50)


def test_a_campaign_whose_leads_are_all_young_is_in_no_cost_of_a_won_lead() -> None:
    rows = counts(
        paid_amount=[100.0, 900.0],
        n_leads=[20, 20],
        n_mature=[20, 0],
        n_mature_mql=[10, 0],
        n_mature_won=[2, 0],
    )
    made = cost_per_in_all(rows, 20)
    assert (made["cost_per_lead_amount"], made["cost_per_won_amount"]) == (25, 50)
