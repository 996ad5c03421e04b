"""First response on a plain clock, on a history small enough to check by eye (town.py)."""

import dataclasses
from datetime import date

import pandas as pd
import town

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.service import first_response
from alignment.period import Period

SPRING = Period.of("2026-04", 4)


def test_untouched_leads_stay_in_the_denominator() -> None:
    found = first_response(town.journeys(), SPRING, within_hours=4)
    # mature: a 1 h, b 48 h, c never (a machine called), e 3 h; f was handed off an hour ago
    assert (found.figures["n_mature"], found.figures["n_within"]) == (4, 2)
    assert found.figures["n_touched"] == 3
    assert found.figures["rate"] == 0.5


def test_the_median_counts_the_untouched_as_later_than_all_others() -> None:
    # 1, 3, 48, never
    assert first_response(town.journeys(), SPRING, 4).figures["median_hours"] == (3 + 48) / 2


def test_there_is_no_median_where_half_were_never_touched() -> None:
    journeys = town.journeys()
    handed = journeys.hand_offs
    touched = handed["first_touch_at"].where(handed["lead_id"] == "a")
    mostly = dataclasses.replace(journeys, hand_offs=handed.assign(first_touch_at=touched))
    found = first_response(mostly, SPRING, 4)
    assert found.figures["median_hours"] is None
    assert "There is no median" in found.sentence


def test_a_touch_before_the_hand_off_is_no_response() -> None:
    touched = town.journeys().hand_offs.set_index("lead_id")["first_touch_at"]
    assert touched["a"] == town.at("01-06 10:00")


def test_a_touch_on_the_last_instant_of_the_limit_is_in_time() -> None:
    assert first_response(town.journeys(), SPRING, 3).figures["n_within"] == 2
    assert first_response(town.journeys(), SPRING, 2.99).figures["n_within"] == 1


def test_hand_offs_younger_than_the_limit_wait_though_they_were_touched() -> None:
    every = first_response(town.journeys(), SPRING, 4).table.iloc[0]
    assert (every["n_handed_off"], every["n_immature"]) == (5, 1)


def test_weekdays_are_those_of_the_companys_zone() -> None:
    journeys = dataclasses.replace(town.journeys(), zone="Pacific/Auckland")
    period = Period.of("2026-04", 4, "Pacific/Auckland")
    table = first_response(journeys, period, 4, ["weekday"]).table.set_index("value")
    # a and b: Tuesday 6 January 09:00 UTC is Tuesday 22:00 there; c Wednesday
    assert (table.loc["Tuesday", "n_handed_off"], table.loc["Wednesday", "n_handed_off"]) == (3, 1)


def test_the_parts_of_every_dimension_add_up_to_the_whole() -> None:
    table = first_response(town.journeys(), SPRING, 4, ["weekday", "owner"]).table
    counts = ["n_handed_off", "n_mature", "n_immature", "n_unrecorded", "n_untimed", "n_within"]
    for _, rows in table.groupby("dimension"):
        assert list(rows[counts].sum()) == list(table.iloc[0][counts])


def test_without_activities_of_sales_it_says_what_is_lacking() -> None:
    journeys = town.journeys()
    handed = journeys.hand_offs.assign(first_touch_at=pd.Series(dtype="datetime64[us]"))
    found = first_response(dataclasses.replace(journeys, hand_offs=handed), SPRING, 4)
    assert "lacks the activities of Sales" in found.sentence


def test_a_touch_that_is_only_a_date_is_a_touch_but_stands_in_no_share_of_hours() -> None:
    leads = pd.DataFrame({"lead_id": ["a", "b"], "created_at": town.at("01-05"), "source": "x"})
    handed = pd.DataFrame({"lead_id": ["a", "b"], "changed_at": town.at("01-06 09:00")})
    touched = pd.DataFrame(
        {
            "lead_id": ["a", "b", "b"],
            "occurred_at": [town.at("01-06"), town.at("01-06 10:00"), town.at("01-09")],
            "is_date_occurred_at": [True, False, True],
            "activity": "call",
            "team": "sales",
        }
    )
    history = History.from_frames(leads, touched, handed.assign(stage="mql"))
    journeys = Journeys.of(history, Agreement.draft())
    assert list(journeys.hand_offs["is_date_response"]) == [True, False]
    # on the day of the hand-off, and no earlier than it
    assert journeys.hand_offs["first_touch_at"][0] == pd.Timestamp("2026-01-06 23:59:59.999999")
    every = first_response(journeys, Period.of("2026-01"), 4).table.iloc[0]
    assert (every["n_untimed"], every["n_mature"], every["n_within"]) == (1, 1, 1)


def test_a_hand_off_that_is_only_a_date_stands_in_no_share_of_hours() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "source": "x"})
    handed = pd.DataFrame({"lead_id": ["a"], "changed_at": [date(2026, 1, 6)], "stage": "mql"})
    touched = pd.DataFrame({"lead_id": ["a"], "occurred_at": town.at("01-06 10:00")})
    history = History.from_frames(
        leads, touched.assign(activity="call", team="sales"), handed, zone="Europe/Berlin"
    )
    every = first_response(
        Journeys.of(history, Agreement.draft()), Period.of("2026-01"), 4
    ).table.iloc[0]
    assert (every["n_handed_off"], every["n_untimed"]) == (1, 1)


def test_a_second_hand_off_has_a_clock_of_its_own() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "source": "x"})
    stages = [("01-06 09:00", "mql"), ("01-06 10:00", "mql"), ("01-20", "recycled")]
    stages += [("06-02 09:00", "mql")]
    changed = pd.DataFrame(stages, columns=["changed_at", "stage"]).assign(lead_id="a")
    changed["changed_at"] = [town.at(text) for text in changed["changed_at"]]
    touched = pd.DataFrame({"lead_id": ["a"], "occurred_at": [town.at("06-02 10:00")]})
    history = History.from_frames(leads, touched.assign(activity="call", team="sales"), changed)
    journeys = dataclasses.replace(Journeys.of(history, Agreement.draft()), least_count=1)
    # an MQL recorded twice in a row was handed off once
    assert len(journeys.hand_offs) == 2
    june = first_response(journeys, Period.of("2026-06"), 1).figures
    assert (june["n_handed_off"], june["n_within"], june["median_hours"]) == (1, 1, 1.0)
    january = first_response(journeys, Period.of("2026-01"), 1).figures
    assert (january["n_touched"], january["n_mature"]) == (0, 1)


def test_what_was_promised_stands_beside_what_was_done() -> None:
    found = first_response(town.journeys(), SPRING, 4, agreed_share=0.9)
    assert "50% (2 of 4; 95% interval 15.0% to 85%); 90% was agreed" in found.sentence
