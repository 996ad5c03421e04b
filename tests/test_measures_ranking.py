"""Segments ranked: who is told apart, between which ranks each lies, and who is too small."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.measures.attainment import BREACH, NO_TARGET, NOT_ENOUGH, PASS
from alignment.measures.ranking import ranked, ranking_table
from alignment.measures.rates import wilson_bounds
from alignment.show import charts

SHARE = ("acceptance_rate", "Acceptance", "share", "higher")


def shares(**counts: tuple[int, int]) -> pd.DataFrame:
    """One row a segment: so many of so many were accepted."""
    hits, n = np.array(list(counts.values()), dtype=float).T
    low, high = wilson_bounds(hits, n)
    rows = pd.DataFrame({"segment": list(counts), "n": n, "value": hits / n})
    rows = rows.assign(low=low, high=high, verdict=PASS, n_leads=n * 2, n_won=hits)
    return rows.assign(**dict(zip(("metric", "label", "unit", "better"), SHARE, strict=True)))


FOUR = shares(North=(90, 100), South=(60, 100), East=(58, 100), West=(10, 100))


def by_segment(rows: pd.DataFrame, least_count: int = 20) -> pd.DataFrame:
    return ranked(rows, "region", least_count).table.set_index("segment")


def test_who_is_surely_first_has_one_rank_and_who_cannot_be_told_apart_shares_two() -> None:
    table = by_segment(FOUR)
    ranks = table[["rank", "rank_low", "rank_high"]].astype(int)
    assert list(ranks.loc["North"]) == [1, 1, 1]
    assert list(ranks.loc["South"]) == [2, 2, 3]
    assert list(ranks.loc["East"]) == [3, 2, 3]
    assert list(ranks.loc["West"]) == [4, 4, 4]


def test_each_is_held_against_all_others_pooled() -> None:
    table = by_segment(FOUR)
    # South: 60 of 100; the others 90 + 58 + 10 of 300
    assert table.loc["South", "others"] == pytest.approx(158 / 300)
    assert table.loc["South", "difference"] == pytest.approx(0.6 - 158 / 300)
    assert list(table.index[table["is_apart"]]) == ["North", "West"]
    assert table["overall"].unique() == pytest.approx([218 / 400])


def test_the_sentence_names_those_apart_and_says_that_the_rest_may_be_chance() -> None:
    assert ranked(FOUR, "region", 20).sentence == (
        "By region, these can be told apart from the others. Acceptance: better in North (90% of "
        "100; the others 43%), worse in West (10.0% of 100; the others 69%). Where no segment is "
        "named, what differs may be chance."
    )
    alike = shares(North=(61, 100), South=(60, 100), East=(58, 100))
    assert ranked(alike, "region", 20).sentence == (
        "By region, none of 3 can be told apart from the others: what differs may be chance."
    )


def test_where_less_is_better_the_least_stands_first() -> None:
    table = by_segment(FOUR.assign(better="lower"))
    assert list(table.index) == ["West", "East", "South", "North"]
    assert "better in West" in ranked(FOUR.assign(better="lower"), "region", 20).sentence


def test_a_segment_of_few_cases_stands_last_and_shows_no_figure() -> None:
    table = by_segment(shares(Tiny=(5, 5), North=(90, 100), South=(60, 100)))
    assert list(table.index) == ["North", "South", "Tiny"]
    tiny = table.loc["Tiny"]
    assert tiny[["rank", "rank_low", "value", "low", "high", "difference"]].isna().all()
    assert tiny["verdict"] == NOT_ENOUGH
    assert table.loc["North", "rank_high"] == 1
    found = ranked(shares(Tiny=(5, 5), North=(90, 100), South=(60, 100)), "region", 20)
    assert found.caveats[-1] == "Too few cases for Acceptance: Tiny."
    one = ranked(shares(Tiny=(5, 5), North=(90, 100)), "region", 20)
    assert one.sentence == "By region, too few have enough data to be compared."
    assert list(one.table["segment"]) == ["North", "Tiny"]
    assert one.table["rank"].isna().all()


def test_who_has_no_interval_or_is_called_too_few_has_no_rank() -> None:
    rows = FOUR.assign(low=FOUR["low"].astype(object))
    rows.loc[0, "low"] = None
    rows.loc[1, "verdict"] = NOT_ENOUGH
    assert set(by_segment(rows).query("rank.isna()").index) == {"North", "South"}


def test_the_more_segments_are_compared_the_more_it_takes_to_stand_apart() -> None:
    few = {"North": (66, 100), "South": (5200, 10_000)}
    assert by_segment(shares(**few)).loc["North", "is_apart"]
    many = few | {f"Region {place}": (52, 100) for place in range(40)}
    assert not by_segment(shares(**many)).loc["North", "is_apart"]


def test_a_count_is_ranked_by_size_and_compared_with_nothing() -> None:
    rows = FOUR.assign(metric="n_mql", label="MQLs", unit="count", value=FOUR["n"] * [4, 3, 2, 1])
    rows = rows.assign(low=rows["value"] - 30, high=rows["value"] + 30)
    found = ranked(rows, "region", 20)
    assert list(found.table["rank"]) == [1, 2, 3, 4]
    assert found.table["difference"].isna().all()
    assert any("MQLs: they grow with the segment" in caveat for caveat in found.caveats)


@pytest.mark.parametrize("verdict", [NO_TARGET, None])
def test_a_count_held_against_no_target_is_ranked_however_small(verdict: str | None) -> None:
    rows = FOUR.assign(metric="n_mql", label="MQLs", unit="count", value=[4, 3, 2, 1], n=1)
    rows = rows.assign(low=rows["value"] - 1, high=rows["value"] + 2, verdict=verdict)
    found = ranked(rows, "region", 20)
    assert list(found.table["rank"]) == [1, 2, 3, 4]
    assert any("ranked by size alone" in caveat for caveat in found.caveats)
    assert len(charts.ranking(found.table, "").data[0].x) == 4
    overview = ranking_table(rows)
    assert overview.table["n_mql"].iloc[0] == "2 (1 to 4)"
    assert "none has enough data to be judged" in overview.sentence


def test_where_nobody_has_a_figure_that_is_said_once_and_nothing_is_drawn() -> None:
    found = ranked(shares(North=(3, 5), South=(2, 5)), "region", 20)
    assert found.caveats == ("Nobody has enough data for Acceptance.",)
    assert not charts.ranking(found.table, found.sentence).data


def test_a_sentence_cuts_a_long_name() -> None:
    long = "A region of very many words " * 20
    rows = FOUR.replace({"segment": {"North": long}})
    assert len(ranked(rows, "region", 20).sentence) < 300
    assert len(ranking_table(rows.assign(verdict=BREACH)).sentence) < 250


def test_hours_are_pooled_by_their_cases() -> None:
    rows = FOUR.assign(metric="median_hours", unit="hours", better="lower", n=[100, 100, 200, 50])
    rows = rows.assign(value=[2.0, 8.0, 9.0, 8.0]).assign(low=lambda r: r["value"] - 1)
    table = by_segment(rows.assign(high=rows["value"] + 1))
    assert table.loc["North", "others"] == pytest.approx((800 + 1800 + 400) / 350)
    assert table.loc["North", "is_apart"]


@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=9))
def test_ranks_are_those_of_counting_the_intervals_beyond(counts: list[tuple[int, int]]) -> None:
    rows = shares(**{f"s{i}": (hits, hits + more + 1) for i, (hits, more) in enumerate(counts)})
    table = ranked(rows, "region", 1).table
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_high"]).all()
    for row in table.itertuples():
        surely_before = int((table["low"] > row.high).sum())
        assert row.rank == 1 + int((table["value"] > row.value).sum())
        assert row.rank_low - 1 <= surely_before  # wider intervals can only say less


def test_the_table_of_an_index_has_a_line_a_segment_with_its_figures_as_text() -> None:
    speed = FOUR.assign(metric="median_hours", unit="hours", value=2.0, low=1.0, high=3.0)
    speed.loc[3, ["verdict", "value"]] = [NOT_ENOUGH, None]
    late = FOUR.assign(verdict=[PASS, PASS, PASS, BREACH])
    found = ranking_table(pd.concat([late, speed], ignore_index=True))
    west = found.table.set_index("segment").loc["West"]
    assert west["acceptance_rate"] == "10.0% (5.5% to 17.4%)"
    assert west["median_hours"] == "not enough data (100)"
    sizes = ["n_leads_looked_back_on", "n_won_looked_back_on"]
    counts = [*sizes, "n_pass", "n_at_risk", "n_breach", "n_not_enough_data"]
    assert list(west[counts]) == [200, 10, 0, 0, 1, 1]
    assert found.sentence == (
        "4 segments with 800 leads in the months looked back on: 1 surely misses a target: West "
        "(1)."
    )


def test_without_segments_there_is_nothing_to_rank() -> None:
    for found in (ranked(pd.DataFrame(), "region", 20), ranking_table(pd.DataFrame())):
        assert not found.is_answered
        assert found.sentence.startswith("This history cannot say")
