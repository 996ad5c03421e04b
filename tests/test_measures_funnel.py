"""Stages, counts, cohorts and days, on a history small enough to check by eye (town.py)."""

import dataclasses

import pandas as pd
import pytest
import town
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.agreement import Agreement
from alignment.measures import funnel
from alignment.measures.journeys import Journeys
from alignment.period import Period

SPRING = Period.of("2026-04", 4)


def test_a_lead_that_skipped_a_stage_has_passed_it() -> None:
    table = funnel.waterfall(town.journeys(), SPRING).table.set_index("stage")
    # c, d, g stop as a lead or MQL; b and f never were SQL but won
    assert dict(table["n_reached"]) == {
        "lead": 7,
        "mql": 5,
        "sql": 4,
        "opportunity": 4,
        "customer": 3,
    }
    assert list(table.loc["mql", ["n_stopped", "n_recycled", "n_open"]]) == [1, 1, 0]
    assert list(table.loc["lead", ["n_stopped", "n_disqualified", "n_open"]]) == [2, 1, 1]


def test_what_stops_and_what_goes_on_add_up_at_every_stage() -> None:
    table = funnel.waterfall(town.journeys(), SPRING).table
    gone_on = (table["n_reached"] - table["n_stopped"]).iloc[:-1]
    assert list(gone_on) == list(table["n_reached"].iloc[1:])
    parts = table[["n_recycled", "n_disqualified", "n_open"]].sum(axis=1)
    assert list(parts) == list(table["n_stopped"])


def test_entries_are_counted_in_the_month_they_happened() -> None:
    # on the evening of 30 April the month is over
    found = funnel.period_counts(town.journeys(as_of=town.at("04-30 18:00")), SPRING)
    wide = found.table.pivot_table(index="stage", columns="month", values="n_entered")
    assert list(wide.loc["lead"]) == [4, 1, 0, 2]
    assert list(wide.loc["customer"]) == [1, 0, 1, 1]
    assert "2 leads (month before: 0)" in found.sentence


def test_immature_leads_stand_in_no_rate_even_when_they_converted() -> None:
    found = funnel.cohorts(town.journeys(), SPRING)
    april = found.table.set_index("month").loc["2026-04"]
    assert (april["n_entered"], april["n_immature"], april["n_converted"]) == (2, 2, 0)
    assert pd.isna(april["rate"])
    # of a to e only a was won within 30 days; b took 55
    assert (found.figures["n_converted"], found.figures["n_mature"]) == (1, 5)


def test_a_conversion_on_the_last_instant_of_the_horizon_counts() -> None:
    # a took 15 days to the minute, f 10
    on_time = funnel.cohorts(town.journeys(within_days=15), SPRING)
    too_late = funnel.cohorts(town.journeys(within_days=14), SPRING)
    assert (on_time.figures["n_converted"], too_late.figures["n_converted"]) == (2, 1)


def test_a_cohort_is_mature_on_the_last_instant_of_its_horizon() -> None:
    # f was created on 10 April, 20.5 days before the end
    assert funnel.cohorts(town.journeys(within_days=20), SPRING).figures["n_mature"] == 6
    assert funnel.cohorts(town.journeys(within_days=21), SPRING).figures["n_mature"] == 5


def test_below_the_agreed_count_there_is_no_rate_but_a_sentence_that_says_so() -> None:
    found = funnel.cohorts(town.journeys(least_count=20), SPRING)
    assert "not enough data (1 of 5 leads; a rate takes 20)" in found.sentence
    assert found.figures["rate"] is None
    assert found.table["rate"].isna().all()


def test_rows_after_as_of_change_no_figure() -> None:
    agreement = Agreement.draft()
    early = Journeys.of(town.history(), agreement, town.at("02-28 12:00"))
    assert early.table["customer_at"].notna().sum() == 1  # a; b was won on 1 March
    assert set(early.table["lead_id"]) == set("abcde")
    assert early.table.set_index("lead_id").loc["b", "won_amount"] != 500.0


def test_days_to_convert_count_every_win_however_late() -> None:
    found = funnel.days_to_convert(town.journeys(), SPRING)
    # a 15 days, b 55, f 10
    assert found.figures["n_converted"] == 3
    assert found.figures["median_days"] == 15
    counted = dict(zip(found.table["within_days"], found.table["n_converted"], strict=True))
    assert (counted[14], counted[30], counted[60]) == (1, 2, 3)


def test_a_period_without_leads_is_answered_in_words() -> None:
    empty = Period.of("2020-01")
    for measure in (funnel.waterfall, funnel.cohorts, funnel.days_to_convert):
        found = measure(town.journeys(), empty)
        assert not found.is_answered
        assert found.sentence.startswith("This history cannot say")


days = st.integers(0, 400)


@settings(max_examples=20)
@given(st.lists(st.tuples(days, st.none() | days), min_size=1, max_size=40), st.integers(1, 90))
def test_every_lead_of_a_cohort_is_mature_or_immature_or_unrecorded(
    leads: list[tuple[int, int | None]], within_days: int
) -> None:
    journeys = made(leads, within_days)
    found = funnel.cohorts(journeys, Period.of("2026-02", 14))
    if not found.is_answered:
        assert all(won is None for _, won in leads)
        return
    table = found.table
    parts = table["n_mature"] + table["n_immature"] + table["n_unrecorded"]
    assert list(parts) == list(table["n_entered"])
    assert (table["n_converted"] <= table["n_mature"]).all()
    start = journeys.outcome_recorded_from
    first = pd.Timestamp.min if start is None else start
    by_hand = sum(
        created + within_days <= END and at(created) >= first and won is not None
        and won <= created + within_days
        for created, won in leads
    )  # fmt: skip
    assert table["n_converted"].sum() == by_hand


END = 400


def at(day: int) -> pd.Timestamp:
    return pd.Timestamp("2025-01-01") + pd.Timedelta(days=day)


def made(leads: list[tuple[int, int | None]], within_days: int) -> Journeys:
    base = town.journeys()
    table = base.table.iloc[:1].loc[[0] * len(leads)].reset_index(drop=True)
    table["created_at"] = [at(created) for created, _ in leads]
    table["customer_at"] = pd.to_datetime([None if w is None else at(w) for _, w in leads])
    return dataclasses.replace(base, table=table, as_of=at(END), within_days=within_days)


def test_an_outcome_other_than_won_is_counted_from_its_stage() -> None:
    journeys = dataclasses.replace(town.journeys(), outcome="sql")
    found = funnel.cohorts(journeys, SPRING)
    assert found.figures["n_converted"] == 1
    assert "sales qualified within 30 days" in found.sentence


@pytest.mark.parametrize("start", ["mql", "sql"])
def test_cohorts_can_start_at_a_later_stage(start: str) -> None:
    found = funnel.cohorts(town.journeys(), SPRING, start)
    assert found.figures["n_entered"] == {"mql": 5, "sql": 1}[start]
