"""Stays, times, balances and steps, on a history small enough to check by eye (town.py)."""

import dataclasses
from collections import Counter

import pandas as pd
import pytest
import town
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures import funnel
from alignment.measures.funnel.stays import stays
from alignment.measures.journeys import Journeys
from alignment.period import Period, starts_at

SPRING = Period.of("2026-04", 4)


def of(lead: str) -> list[tuple[str, str]]:
    held = stays(town.journeys())
    rows = held[held["lead_id"] == lead]
    return [(row.stage, f"{row.entered_at:%m-%d}") for row in rows.itertuples()]


def test_a_lead_without_any_change_is_a_lead_since_its_creation() -> None:
    assert of("g") == [("lead", "04-11")]


def test_where_every_lead_s_first_stage_is_told_there_is_a_stay_for_each_and_no_more() -> None:
    leads = pd.DataFrame({"lead_id": ["a", "b"], "created_at": town.at("01-01"), "source": "x"})
    told = leads.rename(columns={"created_at": "changed_at"})[["lead_id", "changed_at"]]
    history = History.from_frames(leads, None, told.assign(stage="lead"))
    held = stays(Journeys.of(history, Agreement.draft()))
    assert list(held["lead_id"]) == ["a", "b"]
    assert list(held["stage"]) == ["lead", "lead"]


def test_what_no_change_of_stage_tells_the_deals_do() -> None:
    assert of("a") == [
        ("lead", "01-05"),
        ("mql", "01-06"),
        ("sql", "01-06"),
        ("opportunity", "01-10"),
        ("customer", "01-20"),
    ]


def test_each_stay_ends_where_the_next_begins_and_the_last_is_open() -> None:
    held = stays(town.journeys())
    for _, rows in held.groupby("lead_id"):
        assert list(rows["left_at"].iloc[:-1]) == list(rows["entered_at"].iloc[1:])
        assert pd.isna(rows["left_at"].iloc[-1])


def test_those_still_in_a_stage_count_as_longer_than_so_far() -> None:
    table = funnel.time_in_stage(town.journeys(), SPRING).table.set_index("stage")
    # as MQL: a 2 h, b 6 days, c 1.6 days, e 2 days, f since 1 hour
    mql = table.loc["mql"]
    assert (mql["n_entered"], mql["n_left"], mql["n_in_it"]) == (5, 4, 1)
    assert mql["median_days"] == pytest.approx(39 / 24)
    # as opportunity: a 10 days, b 48, f 8; e's was lost, but nobody moved it on
    assert table.loc["opportunity", "median_days"] == pytest.approx(10)


def test_customers_and_the_disqualified_have_no_time_in_stage() -> None:
    assert set(funnel.time_in_stage(town.journeys(), SPRING).table["stage"]).isdisjoint(
        {"customer", "disqualified"}
    )


def test_too_few_stays_have_no_median() -> None:
    found = funnel.time_in_stage(town.journeys(least_count=20), SPRING)
    assert found.table["median_days"].isna().all()
    assert "not enough data" in found.sentence


def test_balances_of_the_town() -> None:
    found = funnel.stage_balance(town.journeys(), SPRING)
    recycled = found.table[found.table["stage"] == "recycled"]
    assert list(recycled["n_in"]) == [1, 0, 0, 0]
    assert list(recycled["n_at_end"]) == [1, 1, 1, 1]
    lead = found.table[found.table["stage"] == "lead"]
    assert list(lead["n_in"]) == [4, 1, 0, 2]
    assert list(lead["n_out"]) == [4, 1, 0, 1]
    assert "So far in April 2026" in found.sentence  # known until noon of its last day


STAGES = ["lead", "mql", "sql", "recycled", "opportunity", "customer"]
change = st.tuples(st.sampled_from("abc"), st.integers(0, 120), st.sampled_from(STAGES))


@settings(max_examples=6, phases=[Phase.explicit, Phase.generate])
@given(st.lists(change, max_size=25))
def test_a_balance_is_the_one_before_with_what_came_and_without_what_went(
    changes: list[tuple[str, int, str]],
) -> None:
    journeys = walked(changes)
    period = Period.of("2026-05", 5)
    table = funnel.stage_balance(journeys, period).table
    assert (table["n_at_end"] == table["n_before"] + table["n_in"] - table["n_out"]).all()
    for _, rows in table.groupby("stage"):
        assert list(rows["n_before"].iloc[1:]) == list(rows["n_at_end"].iloc[:-1])
    held = stays(journeys)
    for month in period.months:
        rows = table[table["month"] == month]
        end = Period.of(month).end_at
        by_then = held[held["entered_at"] < end].groupby("lead_id")["stage"].last()
        standing = Counter(by_then)
        assert {s: n for s, n in zip(rows["stage"], rows["n_at_end"], strict=True) if n} == standing
        assert rows["n_at_end"].sum() == len(by_then)


def walked(changes: list[tuple[str, int, str]]) -> Journeys:
    start = starts_at(SPRING.first, "UTC")
    leads = pd.DataFrame({"lead_id": list("abc"), "created_at": start, "source": "x"})
    frame = pd.DataFrame(changes, columns=["lead_id", "changed_at", "stage"])
    frame["changed_at"] = start + pd.to_timedelta(frame["changed_at"].astype("int64"), unit="D")
    known = pd.DataFrame(
        {"lead_id": ["a"], "occurred_at": [pd.Timestamp("2026-06-01")], "activity": ["call"]}
    )
    frame = frame.astype({"lead_id": "str", "stage": "str"})
    history = History.from_frames(leads, known.assign(team="sales"), frame)
    return Journeys.of(history, Agreement.draft())


def test_a_step_counts_who_got_there_in_time_of_the_old_enough() -> None:
    table = funnel.cohort_rates(town.journeys(), SPRING).table.set_index("stage")
    # lead → MQL in 30 days: a, b, c, e of the five old enough; f, g are too young
    lead = table.loc["lead"]
    assert (lead["n_mature"], lead["n_immature"], lead["n_converted"]) == (5, 2, 4)
    # opportunity → customer: a in 10 days; b took 48; e never
    deal = table.loc["opportunity"]
    assert (deal["n_mature"], deal["n_converted"]) == (3, 1)


def test_whoever_skipped_a_stage_has_passed_it() -> None:
    table = funnel.cohort_rates(town.journeys(within_days=60), SPRING).table.set_index("stage")
    # b and e had a deal and were never SQL: they count as SQL from then on
    assert list(table.loc["sql", ["n_mature", "n_converted"]]) == [3, 3]
    assert list(table.loc["mql", ["n_mature", "n_converted"]]) == [4, 3]


def test_steps_chain_and_an_unrecorded_stage_is_stepped_over() -> None:
    found = funnel.cohort_rates(town.journeys(), SPRING)
    assert list(found.table["next_stage"].iloc[:-1]) == list(found.table["stage"].iloc[1:])
    assert "sal" not in set(found.table["stage"])
    assert any("SALs" in caveat for caveat in found.caveats)


def test_too_few_have_no_rate() -> None:
    found = funnel.cohort_rates(town.journeys(least_count=20), SPRING)
    assert found.table["rate"].isna().all()
    assert "too few" in found.sentence


def test_a_history_of_leads_alone_has_no_steps() -> None:
    journeys = town.journeys()
    bare = journeys.table.assign(**{f"{s}_at": pd.NaT for s in ("mql", "sql", "opportunity")})
    bare = bare.assign(customer_at=pd.NaT)
    found = funnel.cohort_rates(dataclasses.replace(journeys, table=bare), SPRING)
    assert not found.is_answered
    assert "lacks any stage after the first" in found.sentence
