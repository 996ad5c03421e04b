"""A score replayed: its definitions one by one, each on leads that can be followed by eye."""

import pandas as pd
import pytest

from alignment.agreement import Score
from alignment.history import History
from alignment.measures.replay import Replay, prepare
from tests.replayed import SCORE, Lead, at, handed_off, moment, replayed, row

MICROSECOND = pd.Timedelta("1us")


def points(replay: Replay, when: str | pd.Timestamp, lead: str = "a") -> object:
    return replay.explain(SCORE, lead, moment(when)).figures["score"]


def test_an_activity_counts_from_its_instant_until_a_window_later() -> None:
    replay = replayed(Lead(("01-05 webinar",)))
    assert points(replay, at("01-05") - MICROSECOND) == 0
    assert points(replay, "01-05") == 20
    assert points(replay, at("01-15") - MICROSECOND) == 20
    assert points(replay, "01-15") == 0


def test_an_activity_counts_only_so_often() -> None:
    replay = replayed(Lead(tuple(f"01-0{day} visit" for day in range(1, 8))))
    told = replay.explain(SCORE, "a", at("01-08"))
    assert told.table.iloc[0].tolist() == ["visit", 7, 3, 3.0]
    assert told.sentence == "a had 3 points on 8 January 2026: visit ×7 (3 counted): 3."


def test_fit_counts_for_ever_and_a_missing_attribute_for_nothing() -> None:
    replay = replayed(
        Lead(attributes={"budget": True}), Lead(attributes={"budget": None}), Lead(("01-05 visit",))
    )
    assert [points(replay, "02-20", lead) for lead in "abc"] == [5, 0, 0]
    told = replay.explain(SCORE, "a", at("02-20"))
    assert told.sentence == "a had 5 points on 20 February 2026: budget is yes: 5."
    assert replay.explain(SCORE, "b", at("02-20")).sentence.endswith(
        "0 points on 20 February 2026, for nothing."
    )


def test_all_that_happens_at_one_instant_is_in_before_the_score_is_looked_at() -> None:
    together = replayed(Lead(("01-05 webinar", "01-05 complaint")))
    apart = replayed(Lead(("01-05 webinar", "01-05 00:00:01 complaint")))
    assert row(together)["n_handed_off"] == 0
    assert handed_off(apart) == [at("01-05")]


def test_what_leaves_the_window_at_an_instant_is_out_before_the_score_is_looked_at() -> None:
    score = SCORE.model_copy(update={"hand_off_at": 21.0})
    assert row(replayed(Lead(("01-05 webinar", "01-15 visit"))), score)["n_handed_off"] == 0
    assert row(replayed(Lead(("01-05 webinar", "01-14 visit"))), score)["n_handed_off"] == 1


def test_a_score_rises_when_a_complaint_leaves_the_window() -> None:
    replay = replayed(Lead(("01-05 complaint", "01-06 webinar", "01-07 visit")))
    assert handed_off(replay) == [at("01-15")]


def test_a_lead_is_handed_off_at_its_creation_when_it_comes_with_enough_points() -> None:
    before = Lead(("01-05 webinar",), created="01-10")
    too_long_before = Lead(("01-05 webinar",), created="01-15")
    rich = Lead(created="01-20", attributes={"budget": True})
    by_fit = SCORE.model_copy(update={"hand_off_at": 5.0, "return_below": 1.0})
    assert handed_off(replayed(before, too_long_before)) == [at("01-10")]
    assert handed_off(replayed(rich), by_fit) == [at("01-20")]


def test_nothing_counts_from_the_conversion_on() -> None:
    assert row(replayed(Lead(("01-05 webinar",), won="01-05")))["n_handed_off"] == 0
    just_after = at("01-05") + MICROSECOND
    assert row(replayed(Lead(("01-05 webinar",), won=just_after)))["n_handed_off"] == 1


def test_a_lead_won_before_it_was_created_is_never_handed_off_but_was_missed() -> None:
    replay = replayed(
        Lead(("01-09 webinar",), created="01-10", won="01-08"), Lead(("01-05 webinar",), won="01-9")
    )
    assert row(replay)[["n_handed_off", "n_converted", "recall"]].tolist() == [1, 1, 0.5]


def test_what_machines_do_never_counts() -> None:
    score = Score(engagement={"bot_visit": {"points": 50}})
    assert row(replayed(Lead(("01-05 bot_visit",))), score)["n_handed_off"] == 0


def test_a_date_without_a_time_counts_at_the_end_of_its_local_day() -> None:
    days = pd.DataFrame({"lead_id": ["a"], "occurred_at": [at("02-05").date()]})
    history = History.from_frames(
        pd.DataFrame({"lead_id": ["a"], "created_at": [at("01-01")], "source": ["fair"]}),
        days.assign(activity="webinar", team="lead"),
        zone="Europe/Berlin",
    )
    replay = prepare(history, at("03-01"))
    assert handed_off(replay) == [at("02-05 23:00") - MICROSECOND]


def test_a_hand_off_is_mature_when_the_horizon_after_it_has_passed() -> None:
    replay = replayed(Lead(("02-19 webinar",)), Lead(("02-19 00:00:00.000001 webinar",)))
    assert row(replay)[["n_handed_off", "n_mature", "n_immature"]].tolist() == [2, 1, 1]


def test_it_has_converted_when_the_outcome_came_by_the_end_of_the_horizon() -> None:
    in_time = Lead(("01-05 webinar",), won="01-15")
    too_late = Lead(("01-05 webinar",), won=at("01-15") + MICROSECOND)
    found = row(replayed(in_time, too_late))
    assert found[["n_mature", "n_converted", "precision"]].tolist() == [2, 1, 0.5]
    assert found["recall"] == 1  # both had been handed over before


def test_a_lead_may_come_too_early_at_a_low_threshold_and_in_time_or_too_late_at_a_higher() -> None:
    won = Lead(("01-05 visit", "01-12 webinar"), won="01-20")
    table = replayed(won).thresholds(SCORE, [1, 20]).table
    assert table["n_mature"].tolist() == [1, 1]
    assert table["n_converted"].tolist() == [0, 1]
    young = Lead(("02-15 visit", "02-25 webinar"))
    assert replayed(young).thresholds(SCORE, [1, 20]).table["n_immature"].tolist() == [0, 1]


def test_an_immature_hand_off_stands_in_no_rate_even_when_it_has_converted() -> None:
    found = row(replayed(Lead(("02-25 webinar",), won="02-26")))
    assert found[["n_mature", "n_converted", "n_immature"]].tolist() == [0, 0, 1]
    assert pd.isna(found["precision"])
    assert found["recall"] == 1


def test_lift_compares_with_all_leads_within_the_horizon_from_their_creation() -> None:
    replay = replayed(
        Lead(("01-05 webinar",), won="01-10"),  # precision 1 of 1
        Lead(),
        Lead(won="01-11 00:00:01"),  # too late for the base
        Lead(created="02-25", won="02-26"),  # too young for the base
    )
    assert row(replay)["lift"] == pytest.approx(1 / (1 / 3))


def test_the_interval_is_wilsons_and_below_the_least_count_there_is_no_rate() -> None:
    leads = [Lead(("01-05 webinar",), won="01-10"), Lead(("01-05 webinar",))]
    found = row(replayed(*leads))
    # 1 of 2: (1/2 + z²/4 ∓ z √(1/8 + z²/16)) ÷ (1 + z²/2), z = 1.96
    assert found["precision_low"] == pytest.approx(0.0945, abs=1e-4)
    assert found["precision_high"] == pytest.approx(0.9055, abs=1e-4)
    few = replayed(*leads, least_count=3)
    assert row(few)[["n_mature", "n_converted"]].tolist() == [2, 1]
    assert row(few)[["precision", "precision_low", "precision_high", "recall", "lift"]].isna().all()
    assert "not enough data (1 of 2 hand-offs; a rate takes 3)" in few.thresholds(SCORE).sentence


def test_hand_offs_a_week_take_a_whole_week() -> None:
    lead = Lead(("01-05 webinar",))
    assert row(replayed(lead, as_of="01-15"))["per_week"] == pytest.approx(0.5)
    assert pd.isna(row(replayed(lead, as_of="01-06"))["per_week"])
    said = replayed(lead, as_of="01-06").thresholds(SCORE).sentence
    assert said.startswith("At 20 points 1 lead would have gone to Sales; ")


def test_ten_tenths_reach_one() -> None:
    lead = Lead(tuple(f"01-05 0{hour}:00 visit" for hour in range(10)))
    tenths = Score(
        window_days=10, engagement={"visit": {"points": 0.1}}, hand_off_at=1, return_below=0.5
    )
    replay = replayed(lead)
    assert handed_off(replay, tenths) == [at("01-05 09:00")]
    assert replay.thresholds(tenths, [0.95, 1, 1.05]).table["n_handed_off"].tolist() == [1, 1, 0]


def test_thresholds_are_every_whole_number_that_somebody_reached_and_the_scores_own() -> None:
    table = replayed(Lead(("01-05 visit", "01-06 visit"))).thresholds(SCORE).table
    assert table["threshold"].tolist() == [1, 2, 20]
    assert table["n_handed_off"].tolist() == [1, 1, 0]


def test_a_long_table_of_thresholds_keeps_every_second_or_third(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("alignment.measures.replay.replay.MOST_THRESHOLDS", 5)
    table = replayed(Lead(("01-05 webinar",))).thresholds(SCORE).table
    assert table["threshold"].tolist() == [1, 2, 3, 4, 5, 8, 11, 14, 17, 20]


def test_a_generous_cap_makes_the_table_no_coarser() -> None:
    score = Score(engagement={"webinar": {"points": 20, "at_most": 500}})
    table = replayed(Lead(("01-05 webinar",))).thresholds(score).table
    assert table["threshold"].tolist() == [*range(1, 21), 50]


def test_a_lead_stays_in_sales_until_its_score_falls_and_comes_again_when_it_rises() -> None:
    replay = replayed(Lead(("01-05 webinar", "02-01 webinar")))
    stays = replay.episodes(SCORE).table
    assert stays["handed_off_at"].tolist() == [at("01-05"), at("02-01")]
    assert stays["returned_at"].tolist() == [at("01-15"), at("02-11")]
    assert stays["outcome"].tolist() == ["returned", "returned"]
    assert stays["score"].tolist() == [20, 20]


def test_between_the_two_thresholds_a_lead_stays_where_it_is() -> None:
    replay = replayed(Lead(("01-05 webinar", "01-12 webinar", "01-13 complaint")))
    assert replay.episodes(SCORE).table["returned_at"].tolist() == [at("01-22")]


def test_a_score_still_up_when_the_cooldown_ends_hands_off_at_that_instant() -> None:
    did = ("01-05 webinar", "01-06 complaint", "01-06 complaint", "01-07 webinar", "01-07 webinar")
    stays = replayed(Lead(did)).episodes(SCORE).table
    # back on the 6th; up again on the 7th, but free only on the 9th
    assert stays["handed_off_at"].tolist() == [at("01-05"), at("01-09")]
    assert stays["returned_at"].tolist()[0] == at("01-06")


def test_the_conversion_ends_a_stay_and_as_of_leaves_it_open() -> None:
    stays = replayed(Lead(("01-05 webinar",), won="01-10"), Lead(("02-25 webinar",))).episodes(
        SCORE
    )
    assert stays.table["outcome"].tolist() == ["converted", "open"]
    assert stays.table["returned_at"].isna().all()
    assert stays.table["converted_at"].tolist() == [at("01-10"), pd.NaT]
    assert stays.figures["n_converted"] == stays.figures["n_open"] == 1


def test_a_stay_that_ends_soon_has_bounced_and_a_young_one_is_not_asked() -> None:
    replay = replayed(Lead(("01-05 webinar",)), Lead(("02-25 webinar",)))
    figures = replay.episodes(SCORE, bounce_days=10).figures
    assert (figures["n_bounced"], figures["n_old_enough"], figures["bounce_rate"]) == (1, 1, 1.0)
    assert replay.episodes(SCORE, bounce_days=9).figures["n_bounced"] == 0


def test_months_are_those_of_the_companys_zone_in_summer_and_winter() -> None:
    late = ("03-31 21:59:59 webinar",), ("03-31 22:00 webinar",), ("10-31 22:30 webinar",)
    replay = replayed(*map(Lead, late), zone="Europe/Berlin", as_of="11-05")
    months = replay.thresholds(SCORE, [20], by="month").table.set_index("month")["n_handed_off"]
    assert months[months > 0].to_dict() == {"2026-03": 1, "2026-04": 1, "2026-10": 1}
    assert list(months.index) == [f"2026-{month:02}" for month in range(1, 12)]
    quarters = replay.thresholds(SCORE, [20], by="quarter").table.set_index("quarter")
    assert quarters["n_handed_off"].to_dict() == {
        "2026-Q1": 1, "2026-Q2": 1, "2026-Q3": 0, "2026-Q4": 1
    }  # fmt: skip


def test_a_split_by_an_attribute_names_its_missing_values_last() -> None:
    sizes = [9, 250, None, 250]
    leads = [Lead(("01-05 webinar",), attributes={"n_employees": size}) for size in sizes]
    table = replayed(*leads).thresholds(SCORE, [20], by="n_employees").table
    assert table["n_employees"].tolist() == ["9", "250", "(not recorded)"]
    assert table["n_handed_off"].tolist() == [1, 2, 1]


def test_since_and_until_keep_hand_offs_and_conversions_within() -> None:
    replay = replayed(
        Lead(("01-05 webinar",), won="01-20"),
        Lead(("01-20 webinar",), won="01-21"),
        Lead((), won="01-25"),
        Lead(("02-01 webinar",)),
    )
    found = row(replay, since=at("01-20"), until=at("02-01"))
    assert found["n_handed_off"] == 1
    assert found["recall"] == pytest.approx(2 / 3)  # the first was handed over before
    assert found["per_week"] == pytest.approx(7 / 12)
    assert row(replay, since=at("06-01"))["n_handed_off"] == 0
    assert row(replay, until=at("01-01"))["n_handed_off"] == 0


def test_figures_are_those_of_the_scores_own_threshold_and_counts_are_whole() -> None:
    found = replayed(Lead(("01-05 webinar",), won="01-10")).thresholds(SCORE, [1])
    assert found.table["threshold"].tolist() == [1, 20]
    figures = {name: found.figures[name] for name in ("threshold", "n_handed_off", "precision")}
    assert str(figures) == "{'threshold': 20, 'n_handed_off': 1, 'precision': 1.0}"
    assert found.sentence == (
        "At 20 points 1 lead would have gone to Sales, 0.1 a week; won within 10 days: "
        "100% (1 of 1; 95% interval 21% to 100%). Of all leads won, 100% had been handed over "
        "before."
    )
