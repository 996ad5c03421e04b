"""The agreed metrics, on a history small enough to check by eye (town.py)."""

from dataclasses import replace

import numpy as np
import pandas as pd
import poor_histories
import pytest
import town
from metric_cases import APRIL, COSTED, MARCH, SPRING, agreed, cards

from alignment.agreement import Agreement
from alignment.errors import AlignmentError
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.scorecards import KNOWN, Measured, Scorecards
from alignment.measures.scorecards.cohort_rates import cohort
from alignment.measures.scorecards.months import is_cut
from alignment.measures.service import Episodes, attainment
from alignment.period import Period


def of(key: str, month: str) -> Measured:
    return cards().measured(key, Period.of(month))


@pytest.mark.parametrize(
    ("key", "month", "value", "n"),
    [
        ("n_leads", "2026-01", 4, 4),
        ("n_mql", "2026-01", 3, 3),
        ("n_sql", "2026-01", 1, 1),
        ("n_won", "2026-03", 1, 1),
        ("n_opportunity", "2026-01", 2, 2),
        ("won_amount", "2026-03", 500, 1),
        ("pipeline_amount", "2026-01", 1500, 2),  # a's and b's deal
        ("win_rate", "2026-03", 0.5, 2),  # b's won, e's lost
        ("win_rate", "2026-04", 1, 1),
        # a an SQL at once, b a deal after six days, c given back
        ("mql_to_sql_rate", "2026-01", 2 / 3, 3),
        ("mql_rejection_rate", "2026-01", 1 / 3, 3),
        ("recycle_rate", "2026-01", 1 / 3, 3),
        ("qualification_share", "2026-01", 1, 3),
        # a within the hour; b two days later, c by a machine: a draft has four hours
        ("first_contact_share", "2026-01", 1 / 3, 3),
        # a, b and c of four leads; d never
        ("lead_to_mql_rate", "2026-01", 3 / 4, 4),
        ("sql_to_opportunity_rate", "2026-01", 1, 1),
        ("re_mql_rate", "2026-01", 0, 1),
        # waits of 1, 16 and (given back untouched) more hours
        ("first_contact_median_hours", "2026-01", 16, 3),
        # k1: 15 of its 30 days lie in January, 15 in February; k2's all on its first day
        ("cost_per_lead", "2026-01", 150 / 4, 4),
        ("cost_per_mql", "2026-01", 150 / 3, 3),
        ("cost_per_sql", "2026-01", 150, 1),
        ("cost_per_lead", "2026-02", 240, 1),
        ("cost_per_won", "2026-01", 150, 1),
        ("return_amount", "2026-01", 850, 1),
    ],
)
def test_each_figure_is_what_can_be_counted_by_eye(
    key: str, month: str, value: float, n: int
) -> None:
    found = of(key, month)
    assert (found.value, found.n) == (pytest.approx(value), n)


def test_a_campaign_costs_nothing_after_as_of_and_one_without_a_first_day_is_told() -> None:
    made = cards()
    assert list(made.ground.spending.amounts) == pytest.approx([150, 240, 0, 1000])  # 10 of 30 days
    assert "Left out is the cost of 1 campaign without a first day." in made.at_a_glance.caveats


def test_a_cost_in_another_currency_is_left_out_and_told() -> None:
    foreign = COSTED.assign(currency=["USD", None, "EUR", "EUR"])
    made = cards(campaigns=foreign)
    assert made.ground.spending.amounts[0] == 0
    assert "Left out is the cost of 1 campaign in another currency." in made.at_a_glance.caveats


def test_a_segment_bears_its_share_of_what_a_campaign_cost() -> None:
    whole = town.journeys()
    some = whole.narrowed(whole.table["lead_id"].isin(["a", "c"]).to_numpy())
    made = Scorecards(replace(town.episodes(agreed()), journeys=some), APRIL, SPRING, COSTED)
    # a is one of three leads of k1, c of three of k2
    assert list(made.ground.spending.amounts[:2]) == pytest.approx([50, 50 + 30])
    assert made.measured("n_won", Period.of("2026-01")).value == 1
    assert made.measured("won_amount", MARCH).value == 0


def test_a_segment_is_not_held_against_targets_of_all_leads() -> None:
    whole = town.journeys()
    some = whole.narrowed(np.arange(7) < 5)
    made = Scorecards(replace(town.episodes(agreed()), journeys=some), MARCH, SPRING, COSTED)
    row = made.at_a_glance.table.set_index("metric").loc["n_won"]
    assert (row["value"], row["verdict"]) == (1, "NO TARGET")
    assert "without a target for a segment (" in made.at_a_glance.sentence
    assert "Without a target for a segment: " in made.by_month.sentence
    verdicts = made.at_a_glance.table["verdict"]
    assert made.at_a_glance.figures["n_no_target"] == (verdicts == "NO TARGET").sum() > 0
    assert made.at_a_glance.figures["n_not_enough_data"] == (verdicts == "NOT ENOUGH DATA").sum()
    assert "the target is agreed for all leads together" in row["sentence"]
    card = made.card("sales")
    assert f"{card.figures['n_no_target']} without a target for a segment (" in card.sentence


def test_the_shares_are_those_of_the_service_levels() -> None:
    made = cards(month=Period.of("2026-01"))
    levels = made.episodes.agreement.service_levels
    kept = attainment(made.episodes, levels, Period.of("2026-01")).table.set_index("level")
    for key, level in (
        ("first_contact_share", "first_contact"),
        ("qualification_share", "qualification"),
    ):
        found = made.measured(key)
        assert (found.value, found.low, found.high, found.n) == tuple(
            kept.loc[level, ["value", "low", "high", "n"]]
        )


def test_a_month_that_is_not_over_is_shown_and_not_judged() -> None:
    row = cards().at_a_glance.table.set_index("metric").loc["n_mql"]
    assert (row["value"], row["verdict"], row["trend"]) == (1, "NOT ENOUGH DATA", "not enough data")
    assert row["sentence"] == "MQLs were 1 (0.0 to 5.6); not judged: the month is not over."


def test_the_young_wait_and_the_sentence_says_until_when() -> None:
    found = of("lead_to_mql_rate", "2026-04")
    # f of 10 April and g of 11 April, both at eight: 30 days
    assert (found.value, found.n, found.n_waiting) == (None, 0, 2)
    assert found.note == "0 leads, and it takes 1; 2 more can be judged by 11 May 2026"


def test_below_the_least_count_there_is_no_rate() -> None:
    made = Scorecards(town.episodes(agreed(), least_count=5), MARCH, SPRING, COSTED)
    held = made.by_month.table
    rates = held[held["unit"].isin(["share", "hours"]) | held["metric"].str.startswith("cost_per")]
    assert rates["value"].isna().all()
    assert set(rates["verdict"]) == {"NOT ENOUGH DATA"}
    assert held["value"].notna().any()


def test_what_too_few_deals_came_to_is_told_and_not_judged() -> None:
    wanted = {"team": "sales", "unit": "amount", "target": 900}
    metrics = agreed(won_amount=wanted, return_amount=wanted)
    for least_count, verdict in ((1, "AT RISK"), (2, "NOT ENOUGH DATA")):
        episodes = town.episodes(metrics, least_count=least_count)
        rows = Scorecards(episodes, MARCH, SPRING, COSTED).at_a_glance.table.set_index("metric")
        assert (rows["verdict"] == verdict).all()
        assert rows.loc["won_amount", "value"] == 500
    assert rows[["low", "high"]].isna().all(axis=None)
    assert (
        rows.loc["return_amount", "sentence"]
        == "Return was 500 EUR; not judged: 1 won deal, and it takes 2."
    )
    # the deals of all four months together are three
    several = Scorecards(episodes, APRIL, SPRING, COSTED).measured("won_amount", SPRING)
    assert several.n == 3
    assert several.low is not None


def test_a_month_is_held_against_the_three_before_together() -> None:
    metric = {"team": "sales", "unit": "count", "target": 2}
    made = cards(agreed(n_mql=metric, n_leads=metric), MARCH)
    rows = made.at_a_glance.table.set_index("metric")
    # MQLs were 3 in January, 1 in February and none in March
    mql = rows.loc["n_mql"]
    assert (mql["value"], mql["before"], mql["change"], mql["trend"]) == (0, 2, -2, "steady")
    assert mql["sentence"] == (
        "MQLs were 0 (0 to 3.7), under the 2 agreed: AT RISK (chance alone could explain it). It "
        "cannot be told apart from the mean of the two months before (2)."
    )


def many(n_first: int, n_second: int) -> Scorecards:
    """So many leads in January and February 2026."""
    leads = pd.DataFrame({"lead_id": [f"{i:04}" for i in range(n_first + n_second)]})
    months = np.repeat(["2026-01-02", "2026-02-02"], [n_first, n_second])
    history = History.from_frames(leads.assign(created_at=pd.to_datetime(months), source="x"))
    agreement = agreed(n_leads={"team": "marketing", "unit": "count", "target": 100, "warn": 80})
    journeys = Journeys.of(history, agreement, pd.Timestamp("2026-03-01"))
    period = Period.of("2026-02", 2)
    return Scorecards(
        Episodes.of(history, agreement, journeys), Period.of("2026-02"), period, pd.DataFrame()
    )


@pytest.mark.parametrize(
    ("n", "verdict", "trend"),
    [(150, "PASS", "better"), (95, "AT RISK", "steady"), (30, "BREACH", "worse")],
)
def test_a_count_is_judged_and_compared(n: int, verdict: str, trend: str) -> None:
    row = many(100, n).at_a_glance.table.iloc[0]
    assert (row["verdict"], row["trend"]) == (verdict, trend)


def test_the_sentence_sums_up_and_names_what_moved() -> None:
    found = many(100, 30).at_a_glance
    assert found.sentence == (
        "In February 2026, of 1 agreed metric: 1 BREACH (Leads). "
        "Worse than the month before: Leads."
    )
    assert found.table["sentence"].iloc[0] == (
        "Leads were 30 (20 to 43), under the 100 agreed: BREACH. That is worse than the month "
        "before (100)."
    )
    assert (found.figures["n_leads"], found.figures["n_leads_verdict"]) == (30, "BREACH")
    assert (found.figures["n_breach"], found.figures["n_pass"]) == (1, 0)


def test_a_metric_that_is_not_measured_says_so_and_names_the_nearest() -> None:
    made = cards(
        agreed(
            winrate={"team": "sales", "unit": "share", "target": 0.3},
            n_won={"team": "sales", "unit": "share", "target": 0.3},
        )
    )
    rows = made.at_a_glance.table.set_index("metric")
    assert set(rows["verdict"]) == {"NOT ENOUGH DATA"}
    assert "Did you mean 'win_rate'?" in rows.loc["winrate", "sentence"]
    assert "it is agreed as a share and measured as a count" in rows.loc["n_won", "sentence"]
    with pytest.raises(AlignmentError, match="Did you mean 'win_rate'"):
        made.measured("winrate")


def test_an_agreement_without_metrics_says_where_to_agree_on_them() -> None:
    made = cards(Agreement.draft().changed(metrics={}))
    for found in (made.at_a_glance, made.by_month):
        assert not found.is_answered
        assert "under `metrics` in agreement.yml" in found.sentence


def test_a_scorecard_holds_nothing_of_the_other_team() -> None:
    both = {
        "n_mql": {"team": "marketing", "unit": "count", "target": 1},
        "win_rate": {"team": "sales", "unit": "share", "target": 0.3},
    }
    made = cards(agreed(**both), MARCH)
    for team, metric, level in (
        ("marketing", "n_mql", "accepted_share"),
        ("sales", "win_rate", "reason"),
    ):
        table = made.card(team).table
        assert set(table["team"]) == {team}
        assert metric in set(table["metric"])
        assert level in set(table["metric"])
        assert table["next"].str.len().min() > 0
    with pytest.raises(AlignmentError, match="There is no such scorecard"):
        made.card("support")


def test_the_levels_are_counted_by_verdict() -> None:
    found = cards(month=Period.of("2026-01")).levels
    counts = found.table["verdict"].value_counts()
    assert found.name == "service_levels"
    assert found.figures["n_breach"] == counts.get("BREACH", 0)
    assert found.figures["n_not_enough_data"] == counts.get("NOT ENOUGH DATA", 0)


def test_every_month_has_a_row_a_metric() -> None:
    table = cards(month=APRIL).by_month.table
    assert len(table) == 4 * len(KNOWN)
    mqls = table[table["metric"] == "n_mql"]
    assert list(mqls["month"]) == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert list(mqls["value"]) == [3, 1, 0, 1]
    assert list(mqls["is_over"]) == [True, True, True, False]


@pytest.mark.parametrize("make", [poor_histories.empty, poor_histories.only_leads])
def test_a_poor_history_is_told_in_sentences(make: object) -> None:
    history = make()  # type: ignore[operator]
    agreement = agreed()
    journeys = Journeys.of(history, agreement, pd.Timestamp("2026-03-06"))
    for held in (journeys, journeys.narrowed(np.zeros(len(journeys.table), dtype=bool))):
        episodes = Episodes.of(history, agreement, held)
        made = Scorecards(episodes, APRIL, SPRING, pd.DataFrame())
        assert set(made.at_a_glance.table["verdict"]) <= {"NOT ENOUGH DATA", "NO TARGET"}
        assert len(made.by_month.table)
        assert made.card("sales").is_answered
        assert made.card("marketing").sentence


def test_nothing_after_as_of_is_known() -> None:
    early = Journeys.of(town.history(), agreed(), town.at("02-15"))
    held = replace(early, within_days=30, least_count=1)
    episodes = replace(town.episodes(agreed()), journeys=held)
    made = Scorecards(episodes, Period.of("2026-02"), Period.of("2026-02", 2), COSTED)
    # e's deal, opened on the 12th, is not lost yet, b's of January not won
    assert made.measured("pipeline_amount").value == 700
    assert made.measured("win_rate").lacks == "deals that were lost"
    assert made.measured("won_amount", SPRING).n == 1
    assert made.measured("cost_per_lead", Period.of("2026-01")).value == 150 / 4


def test_the_same_data_give_the_same_figures() -> None:
    one, two = (cards().at_a_glance for _ in range(2))
    pd.testing.assert_frame_equal(one.table, two.table)
    assert (one.sentence, one.caveats, one.figures) == (two.sentence, two.caveats, two.figures)


def test_no_month_of_which_only_a_part_is_known_is_one_to_compare_with() -> None:
    """Begun by the 7th a month counts as whole, later it does not."""
    first = Period.of("2026-03", 3)
    for day, cut in (("01-01", False), ("01-07", False), ("01-08", True), ("02-01", True)):
        assert is_cut(town.at(day), first) is cut
    assert not is_cut(pd.NaT, first)


def test_a_metric_that_a_service_level_says_too_stands_once_on_a_card() -> None:
    made = cards(month=Period.of("2026-01"))
    table = made.card("sales").table
    assert "first_contact" in set(table["metric"])
    assert "first_contact_share" not in set(table["metric"])
    own = made.at_a_glance.table.set_index("metric").loc["first_contact_share"]
    row = table.set_index("metric").loc["first_contact"]
    assert row["trend"] == own["trend"]
    assert set(table.loc[table["kind"] == "service level", "trend"][1:]) == {""}
    assert table.loc[table["kind"] == "metric", "means"].str.len().min() > 0


MQL = ("01-06 09:00", "mql", None)
JANUARY = Period.of("2026-01")


def test_what_marketing_took_back_is_no_rejection() -> None:
    held = town.changed(MQL, ("01-08", "recycled", "x"), teams=("marketing", "marketing"))
    found = Scorecards(held, JANUARY, JANUARY, COSTED).measured("mql_rejection_rate")
    assert (found.value, found.n) == (0, 1)


def test_only_what_is_recycled_counts_as_that() -> None:
    held = town.changed(MQL, ("01-08", "disqualified", "x"))
    found = Scorecards(held, JANUARY, JANUARY, COSTED).measured("recycle_rate")
    assert (found.value, found.n) == (0, 1)


def test_no_day_of_a_campaign_after_as_of_costs_anything() -> None:
    early = replace(town.journeys(), as_of=town.at("02-10"))
    episodes = replace(town.episodes(agreed()), journeys=early)
    spending = Scorecards(episodes, Period.of("2026-02"), SPRING, COSTED).ground.spending
    # of k1's 30 days 15 lie in January and 10 in February by then; k2's are all on its first
    assert spending.amounts[-1] == pytest.approx(100 + 90)


def test_who_came_before_a_stage_was_recorded_stands_in_no_rate() -> None:
    ids = [f"{i:03}" for i in range(120)]
    created = pd.to_datetime(np.repeat(["2026-01-05", "2026-02-05"], 60))
    leads = pd.DataFrame({"lead_id": ids, "created_at": created, "source": "x"})
    stages = leads[["lead_id"]].assign(changed_at=created, stage="mql")
    history = History.from_frames(leads, None, stages[60:])
    journeys = replace(Journeys.of(history, agreed(), town.AS_OF), within_days=30)
    made = Scorecards(Episodes.of(history, agreed(), journeys), MARCH, SPRING, COSTED)
    rates = [made.measured("lead_to_mql_rate", Period.of(f"2026-0{n}")) for n in (1, 2)]
    assert [(each.value, each.n) for each in rates] == [(None, 0), (1, 60)]


def test_both_ends_of_the_horizon_count() -> None:
    entered, reached = (
        np.array([moment], "M8[us]") for moment in (town.at("03-31 12:00"), town.AS_OF)
    )
    found = cohort(cards().ground, "leads", entered, reached, 30).over([2])
    assert (found.value, found.n) == (1, 1)


def test_a_deal_that_is_not_closed_yet_is_not_won_and_one_of_a_lead_not_known_yet_is_none() -> None:
    leads = pd.DataFrame({"lead_id": ["a", "z"], "source": "x"})
    leads["created_at"] = [town.at("01-05"), town.at("03-01")]
    deals = leads[["lead_id"]].assign(deal_id=leads["lead_id"], created_at=town.at("01-10"))
    deals = deals.assign(closed_at=town.at("02-20"), is_won=True, amount=10.0)
    history = History.from_frames(leads, None, None, deals)
    journeys = Journeys.of(history, agreed(), town.at("02-15"))
    episodes = Episodes.of(history, agreed(), journeys)
    held = Scorecards(episodes, Period.of("2026-02"), SPRING, COSTED).ground.deals
    assert list(held["lead_id"]) == ["a"]
    assert held[["closed_at", "is_won"]].isna().all(axis=None)
