"""Reasons by source, and what Marketing can act on: hand-offs to count by eye (given_back.py)."""

from collections.abc import Callable

import given_back
import numpy as np
import pandas as pd
import poor_histories
import pytest
import town
from given_back import APRIL, SPRING

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.feedback import for_marketing, losses, reasons_by_source, stuck
from alignment.measures.feedback.acts import ACTS, EARLY, OUT, act
from alignment.measures.journeys import Journeys
from alignment.measures.service import Episodes
from alignment.period import Period

FOUR_MONTHS = Period.of("2026-04", 4)


def test_a_reason_is_a_share_of_its_sources_hand_offs_and_held_against_all_others() -> None:
    found = reasons_by_source(given_back.usual(), APRIL)
    row = found.table[found.table["source"] == "list"].set_index("reason").loc["bad data"]
    assert (row["kind"], row["n"], row["n_handed"], row["rate"]) == ("disqualified", 16, 40, 0.4)
    # 2 of the fair's 100 and 5 of the few
    assert (row["rate_elsewhere"], row["is_clear"]) == (7 / 105, True)
    assert found.sentence == (
        "Of 145 hand-offs in April 2026 old enough to judge, 33 were given back. Of 4 pairs of "
        "source and reason, one comes more often than from the other sources, “bad data” from "
        "“list”: 40% (16 of 40; 95% interval 26% to 55%), elsewhere 6.7%."
    )
    assert found.figures["n_compared"] == 4


def test_sources_come_with_most_hand_offs_first_and_a_reason_never_given_stands_at_nought() -> None:
    table = reasons_by_source(given_back.usual(), APRIL).table
    assert list(dict.fromkeys(table["source"])) == ["fair", "list", "few"]
    assert list(table["reason"]) == ["no budget", "bad data"] * 3
    assert list(table["n"]) == [10, 2, 0, 16, 0, 5]


def test_a_source_with_few_hand_offs_has_no_rate_and_is_not_compared() -> None:
    table = reasons_by_source(given_back.usual(), APRIL).table
    few = table[table["source"] == "few"]
    assert not few["is_enough"].any()
    assert few[["rate", "rate_low", "rate_elsewhere"]].isna().all(axis=None)


def test_hand_offs_too_young_are_in_no_share() -> None:
    young = reasons_by_source(given_back.known_by("2026-04-10"), APRIL)
    assert young.table.empty
    assert young.sentence.startswith("Of 0 hand-offs in April 2026 old enough to judge")
    assert "145 hand-offs are younger than that and in no share." in young.caveats


def test_alike_sources_are_not_told_apart() -> None:
    found = reasons_by_source(given_back.alike(), APRIL)
    assert found.sentence.endswith(
        "none can be told to come more often than from the other sources."
    )
    assert found.figures["top_source"] is None


def test_of_very_many_sources_the_largest_are_shown_and_the_others_count_elsewhere() -> None:
    ends = [(f"s{n:02d}", "recycled", "no budget", 2 + (n == 7)) for n in range(40)]
    found = reasons_by_source(given_back.episodes(ends), APRIL)
    assert found.table["source"].nunique() == 30
    assert found.table["source"].iloc[0] == "s07"
    assert any("Of 40 sources and 1 reason the 30 most frequent" in said for said in found.caveats)


def test_marketing_is_told_what_stands_out_and_what_to_do_next() -> None:
    found = for_marketing(given_back.usual(), APRIL, SPRING)
    lines = found.table.set_index("about")
    assert lines.loc["Reasons", "what"].startswith("“bad data” comes from “list”")
    assert lines.loc["Reasons", "next"] == ACTS["bad data"]
    assert (
        lines.loc["Reasons", "n_hand_offs"],
        lines.loc["Soonest disqualified", "n_hand_offs"],
    ) == (
        40,
        23,
    )
    assert lines.loc["Soonest disqualified", "evidence"].startswith(
        "L000 (list): “bad data” after 3 days; L001"
    )
    # 60 of the fair's 100 accepted, none of the others
    assert list(lines.loc["Sources", "evidence"]) == [
        "60% (60 of 100; 95% interval 50% to 69%) within 14 days, elsewhere 0%",
        "0% (0 of 40; 95% interval 0% to 8.8%) within 14 days, elsewhere 57%",
    ]
    assert found.figures["n_for_marketing"] == 3


def test_a_source_that_brings_no_leads_any_more_is_told_so_and_comes_last() -> None:
    held = given_back.usual()
    leads = held.history.query("SELECT * FROM leads")
    later = leads.head(1).assign(
        lead_id="new", source="fair", created_at=pd.Timestamp("2026-05-02")
    )
    changes = held.history.query("SELECT * FROM stage_changes")
    history = History.from_frames(pd.concat([leads, later]), stage_changes=changes)
    journeys = Journeys.of(history, held.agreement, pd.Timestamp("2026-06-30"))
    episodes = Episodes.of(history, held.agreement, journeys)
    found = for_marketing(episodes, Period.of("2026-05"), SPRING)
    what = found.table["what"]
    assert "more of the leads from “fair”" in what.iloc[0]
    assert "fewer of the leads from “list”" in what.iloc[1]
    past = found.table["evidence"].str.endswith("; no lead came from there in May 2026")
    assert past.tolist() == [False, True, True]


def test_the_teams_are_called_as_the_agreement_calls_them() -> None:
    held = given_back.usual()
    parties = held.agreement.parties.model_copy(update={"marketing": "Growth"})
    agreement = held.agreement.model_copy(update={"parties": parties})
    found = for_marketing(Episodes.of(held.history, agreement, held.journeys), APRIL, SPRING)
    assert set(found.table["for"]) == {"Growth"}
    assert " for Growth" in found.sentence


def test_no_line_names_an_owner() -> None:
    found = for_marketing(given_back.usual(), APRIL, SPRING)
    assert (
        not found.table[["what", "evidence", "next"]].map(lambda text: "Ann" in text).any(axis=None)
    )


def test_sales_is_told_of_late_contacts_and_of_reasons_that_lack_or_were_never_agreed() -> None:
    ends = [("x", "recycled", None, 3), ("x", "recycled", "too far", 2), ("x", "", None, 40)]
    found = for_marketing(given_back.episodes(ends, n_touched=10), APRIL, APRIL)
    lines = found.table.set_index("about")
    assert set(lines["for"]) == {"Sales"}
    assert list(lines.index) == ["First contact", "Missing reasons", "Reasons not agreed"]
    assert lines.loc["Missing reasons", "evidence"].startswith("not enough data (3 of 5 given back")
    assert lines.loc["Reasons not agreed", "evidence"].endswith(": “too far” (2)")
    assert lines.loc["First contact", "n_hand_offs"] == 45
    assert lines.loc["First contact", "evidence"].endswith("promised; 35 not touched at all so far")


def test_the_best_hand_offs_are_those_soonest_won_or_with_a_deal() -> None:
    lines = for_marketing(town.episodes(), Period.of("2026-01"), FOUR_MONTHS).table
    best = lines.set_index("about").loc["Best hand-offs"]
    # a: handed off on 6 January, won on the 20th; b: on 1 March
    assert best["evidence"] == "a (fair): won after 13.6 days; b (fair): won after 53.6 days"


def test_where_nothing_stands_out_it_says_so() -> None:
    found = for_marketing(given_back.alike(), APRIL, APRIL)
    assert (found.table.empty, found.figures["n_for_sales"]) == (True, 0)
    assert found.sentence == "Nothing stands out for Marketing beyond what chance may bring about."


def test_without_enough_hand_offs_it_says_that_instead() -> None:
    found = for_marketing(town.episodes(least_count=20), Period.of("2026-02"), FOUR_MONTHS)
    assert found.sentence.startswith("There is not enough data to say what stands out")


def test_a_reason_of_the_teams_own_is_looked_at_together() -> None:
    assert act(" Bad Data ", "disqualified") == ACTS["bad data"]
    assert (act("too far", "disqualified"), act("too far", "recycled")) == (OUT, EARLY)


POOR = (poor_histories.empty, poor_histories.only_leads, poor_histories.hostile)


@pytest.mark.parametrize("made", POOR)
def test_a_poor_history_is_told_in_a_sentence(made: Callable[[], History]) -> None:
    history, agreement = made(), Agreement.draft()
    told_of(Episodes.of(history, agreement, Journeys.of(history, agreement)))


def test_a_segment_of_nobody_is_told_in_a_sentence() -> None:
    whole = given_back.usual()
    nobody = whole.journeys.narrowed(np.zeros(len(whole.journeys.table), dtype=bool))
    told_of(Episodes.of(whole.history, whole.agreement, nobody))


def told_of(episodes: Episodes) -> None:
    found = [
        reasons_by_source(episodes, SPRING),
        stuck(episodes),
        losses(episodes.history, episodes.journeys, SPRING),
        for_marketing(episodes, APRIL, SPRING),
    ]
    assert all(each.sentence.endswith(".") and "nan" not in each.sentence for each in found)
    assert [each.name for each in found] == ["reasons_by_source", "stuck", "losses", "feedback"]
