"""What Sales gives back and what it holds, on hand-offs that can be counted by eye (town.py)."""

import town

from alignment.measures.service import held, rejections
from alignment.period import Period

SPRING = Period.of("2026-04", 4)
COUNTS = ["n_mature", "n_immature", "n_returned"]


def test_the_share_given_back_is_of_all_hand_offs_old_enough() -> None:
    found = rejections(town.episodes(), SPRING)
    every = found.table.iloc[0]
    # a, b, c and e; c was given back after two days; f waits
    assert list(every[COUNTS]) == [4, 1, 1]
    assert found.figures == {"n_mature": 4, "n_returned": 1, "rate": 0.25}
    assert found.sentence.endswith(
        "25% (1 of 4; 95% interval 4.6% to 70%): 1 recycled, most often for “no budget”."
    )


def test_every_reason_is_a_share_of_the_same_hand_offs() -> None:
    table = rejections(town.episodes(), SPRING).table
    reason = table[table["dimension"] == "reason"].iloc[0]
    assert (reason["value"], reason["returned_to"], reason["is_agreed"]) == (
        "no budget",
        "recycled",
        True,
    )
    assert (reason["n_mature"], reason["rate"]) == (4, 0.25)


def test_the_parts_of_every_dimension_add_up_to_the_whole() -> None:
    table = rejections(town.episodes(), SPRING, ["source", "owner", "weekday", "hour"]).table
    for dimension, rows in table.groupby("dimension"):
        counts = COUNTS[2:] if dimension == "reason" else COUNTS
        assert list(rows[counts].sum()) == list(table.iloc[0][counts])
    source = table[table["dimension"] == "source"].set_index("value")
    assert list(source.loc["list", COUNTS]) == [1, 1, 1]


def test_a_lead_given_back_too_late_counts_as_kept_and_one_without_a_reason_says_so() -> None:
    late = town.changed(("01-06", "mql", None), ("01-20 00:01", "recycled", "no budget"))
    assert rejections(late, SPRING).figures["n_returned"] == 0
    bare = rejections(town.changed(("01-06", "mql", None), ("01-20", "recycled", None)), SPRING)
    assert bare.table["is_agreed"].iloc[1] == False  # noqa: E712
    assert bare.sentence.endswith("No reason is recorded for 1 (100%).")


def test_a_hand_off_too_young_is_no_rejection_though_it_was_given_back() -> None:
    # as of 30 April, fourteen days to qualify
    young = town.changed(("04-20", "mql", None), ("04-21", "recycled", "no budget"))
    every = rejections(young, SPRING).table.iloc[0]
    assert list(every[COUNTS]) == [0, 1, 0]


def test_a_hand_off_is_old_enough_on_the_last_instant_of_its_days() -> None:
    on_time = town.changed(("04-16", "mql", None), ("04-21", "recycled", "no budget"))
    assert list(rejections(on_time, SPRING).table.iloc[0][COUNTS]) == [1, 0, 1]


def test_what_marketing_took_back_is_no_rejection_and_is_told() -> None:
    held = town.changed(
        ("01-06", "mql", None), ("01-08", "recycled", None), teams=["marketing", "marketing"]
    )
    found = rejections(held, SPRING)
    assert list(found.table.iloc[0][COUNTS]) == [1, 0, 0]
    assert "1 hand-off was taken back by Marketing: no rejection by Sales." in found.caveats


def test_a_lead_moved_back_to_an_earlier_stage_was_given_back() -> None:
    found = rejections(town.changed(("01-06", "mql", None), ("01-08", "lead", None)), SPRING)
    assert "1 moved back to Lead, most often for" in found.sentence


def test_without_hand_offs_it_says_what_is_lacking() -> None:
    assert "it lacks hand-offs" in rejections(town.episodes(), Period.of("2025-01")).sentence


def test_sales_holds_what_was_handed_off_and_has_neither_a_deal_nor_an_end() -> None:
    # a, b, e and f have a deal, c was given back
    assert held(town.episodes()).sentence.startswith("Sales holds no lead without a deal")
    found = held(town.changed(("01-06", "mql", None)))
    row = found.table.iloc[0]
    # until 30 April: 114 days, 24 more than the draft's 90
    assert (row["lead_id"], row["owner"], row["held_days"], row["over_days"]) == (
        "a",
        "Ann",
        114,
        24,
    )
    assert found.sentence == (
        "Sales holds 1 lead without a deal, 1 (100%) of them for more than the 90 days agreed; the "
        "longest for 114 days. Most of them are with Ann: 1."
    )


def test_only_the_last_hand_off_of_a_lead_says_whether_it_is_held() -> None:
    again = [("01-06", "mql", None), ("02-02", "recycled", None), ("03-02", "mql", None)]
    assert held(town.changed(*again)).figures["longest_days"] == 59
    assert held(town.changed(*again, ("04-01", "recycled", None))).figures["n_held"] == 0


def test_a_lead_held_to_the_day_of_the_limit_is_not_over_it() -> None:
    one = town.changed(("01-06", "mql", None))
    assert held(one, 114).figures["n_over"] == 0
    assert held(one, 113).figures["n_over"] == 1
    assert "Most of them" not in held(one, 114).sentence


def test_a_won_lead_is_held_by_nobody() -> None:
    won = town.changed(("01-05 12:00", "customer", None), ("01-06", "mql", None))
    assert held(won).figures["n_held"] == 0
