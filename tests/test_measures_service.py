"""First response on the working clock, on a history small enough to check by eye (town.py)."""

import dataclasses
from datetime import date

import pandas as pd
import town

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.service import Episodes, first_response
from alignment.measures.service.words import calendar_words, days_words
from alignment.period import Period

SPRING = Period.of("2026-04", 4)
COUNTS = ["n_handed_off", "n_mature", "n_immature", "n_unrecorded", "n_untimed", "n_within"]


def replaced(episodes: Episodes, **parts: object) -> Episodes:
    """The same under other journeys."""
    journeys = dataclasses.replace(episodes.journeys, **parts)
    return Episodes.of(episodes.history, episodes.agreement, journeys)


def lone(touched: list[str], stages: list[tuple[str, str]], **terms: object) -> Episodes:
    """One lead: when Sales touched it, and its changes of stage; in UTC of 2026."""
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "source": "x"})
    changed = pd.DataFrame(stages, columns=["changed_at", "stage"]).assign(lead_id="a")
    changed["changed_at"] = [town.at(text) for text in changed["changed_at"]]
    acts = pd.DataFrame({"occurred_at": [town.at(text) for text in touched]})
    acts = acts.assign(lead_id="a", activity="call", team="sales")
    history = History.from_frames(leads, acts, changed)
    agreement = Agreement.draft().changed(least_count=1, **terms)
    return Episodes.of(history, agreement, Journeys.of(history, agreement))


def test_untouched_leads_stay_in_the_denominator() -> None:
    found = first_response(town.episodes(), SPRING, within_hours=4)
    # mature: a 1 h, b 16 h, c never (a machine called), e 3 h; f was handed off an hour ago
    assert (found.figures["n_mature"], found.figures["n_within"]) == (4, 2)
    assert found.figures["n_touched"] == 3
    assert found.figures["rate"] == 0.5


def test_nights_and_weekends_do_not_count() -> None:
    # handed off on a Friday at 16:00, touched on Monday at 10:00
    friday = lone(["01-12 10:00"], [("01-09 16:00", "mql")])
    assert first_response(friday, Period.of("2026-01"), 2).figures["n_within"] == 1
    assert first_response(friday, Period.of("2026-01"), 1.9).figures["n_within"] == 0


def test_a_hand_off_in_the_night_waits_from_the_morning_on() -> None:
    night = lone(["01-07 09:30"], [("01-06 22:00", "mql")])
    assert first_response(night, Period.of("2026-01"), 0.5).figures["n_within"] == 1


def test_the_median_counts_the_untouched_as_waiting_on() -> None:
    # touched after half an hour (f, too young for the share), 1, 3 and 16; c still waited then
    found = first_response(town.episodes(), SPRING, 4)
    assert found.figures["median_hours"] == 3
    assert found.sentence.endswith(
        "The median was 3.0 working hours; 1 (25%) had no touch at all so far."
    )


def test_a_lead_given_back_untouched_waits_no_longer() -> None:
    # given back an hour after the second hand-off; the first was touched after two
    stages = [("01-06 09:00", "mql"), ("01-07 09:00", "recycled")]
    stages += [("06-02 09:00", "mql"), ("06-02 10:00", "recycled")]
    back = lone(["01-06 11:00", "08-03 09:00"], stages)
    assert list(back.hand_offs["waited_hours"]) == [2, 43 * 8 + 8 + 0]  # touched in August
    untouched = lone(["01-06 11:00"], stages)
    assert list(untouched.hand_offs["waited_hours"]) == [2, 1]
    # of two that waited an hour one went on to two: half of them is not known to be touched sooner
    found = first_response(untouched, Period.of("2026-06", 6), 1)
    assert found.figures["median_hours"] == 2
    assert found.figures["n_touched"] == 1


def test_there_is_no_median_where_too_few_were_touched() -> None:
    episodes = town.episodes()
    handed = episodes.journeys.hand_offs
    touched = handed["first_touch_at"].where(handed["lead_id"] == "a")
    mostly = replaced(episodes, hand_offs=handed.assign(first_touch_at=touched))
    found = first_response(mostly, SPRING, 4)
    assert found.figures["median_hours"] is None
    assert "There is no median" in found.sentence


def test_a_touch_before_the_hand_off_is_no_response_and_is_counted_apart() -> None:
    table = town.episodes().table.set_index("lead_id")
    assert table["first_touch_at"]["a"] == town.at("01-06 10:00")
    assert list(table["n_before"]) == [1, 0, 0, 0, 0]


def test_a_touch_on_the_last_instant_of_the_limit_is_in_time() -> None:
    assert first_response(town.episodes(), SPRING, 3).figures["n_within"] == 2
    assert first_response(town.episodes(), SPRING, 2.99).figures["n_within"] == 1


def test_hand_offs_younger_than_the_limit_wait_though_they_were_touched() -> None:
    every = first_response(town.episodes(), SPRING, 4).table.iloc[0]
    assert (every["n_handed_off"], every["n_immature"]) == (5, 1)


def test_a_hand_off_is_old_enough_once_the_working_hours_have_passed() -> None:
    # a Friday's at 16:00, as known on Sunday: an hour of work has passed
    friday = lone([], [("01-09 16:00", "mql"), ("01-11 12:00", "sal")])
    touched = friday.journeys.hand_offs.assign(first_touch_at=town.at("01-09 16:30"))
    held = replaced(friday, hand_offs=touched)
    assert first_response(held, Period.of("2026-01"), 1).figures["n_mature"] == 1
    assert first_response(held, Period.of("2026-01"), 1.1).figures["n_mature"] == 0


def test_weekdays_and_hours_are_those_of_the_companys_zone() -> None:
    episodes = replaced(town.episodes(), zone="Pacific/Auckland")
    period = Period.of("2026-04", 4, "Pacific/Auckland")
    table = first_response(episodes, period, 4, ["weekday", "hour"]).table.set_index("value")
    # a and b: Tuesday 6 January 09:00 UTC is Tuesday 22:00 there; c Wednesday
    assert (table.loc["Tuesday", "n_handed_off"], table.loc["Wednesday", "n_handed_off"]) == (3, 1)
    assert table.loc["22:00", "n_handed_off"] == 4
    assert list(table.index[-2:]) == ["22:00", "23:00"]  # f, in their summer time


def test_who_touched_first_is_a_dimension_and_nobody_one_of_its_values() -> None:
    episodes = lone(["06-02 10:00"], [("01-06 09:00", "mql"), ("01-07", "sal"), ("06-02", "mql")])
    table = first_response(episodes, Period.of("2026-06", 6), 4, ["first_actor"]).table
    assert list(table["value"]) == ["all", "nobody yet"]  # no actor is recorded
    acts = pd.DataFrame({"lead_id": ["a", "a"], "activity": "call", "team": "sales"})
    acts = acts.assign(
        occurred_at=[town.at("06-02 10:00"), town.at("06-02 11:00")], actor=["Ann", "Bob"]
    )
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "source": "x"})
    stages = pd.DataFrame({"lead_id": ["a"], "changed_at": town.at("06-02"), "stage": "mql"})
    history = History.from_frames(leads, acts, stages)
    made = Episodes.of(history, episodes.agreement, Journeys.of(history, episodes.agreement))
    assert list(made.table["first_actor"]) == ["Ann"]


def test_the_parts_of_every_dimension_add_up_to_the_whole() -> None:
    by = ["weekday", "hour", "owner", "source", "first_actor"]
    table = first_response(town.episodes(), SPRING, 4, by).table
    for _, rows in table.groupby("dimension"):
        assert list(rows[COUNTS].sum()) == list(table.iloc[0][COUNTS])


def test_without_any_activity_of_sales_it_says_what_is_lacking() -> None:
    # town.changed knows nothing but what the lead did
    silent = town.changed(("01-06 09:00", "mql", None))
    assert "lacks the activities of Sales" in first_response(silent, SPRING, 4).sentence


def test_calls_before_the_hand_off_alone_leave_every_hand_off_untouched() -> None:
    early = lone(["01-05 10:00"], [("01-06 09:00", "mql"), ("01-20", "sal")])
    found = first_response(early, Period.of("2026-01"), 4)
    assert (found.figures["n_mature"], found.figures["rate"]) == (1, 0.0)


def test_without_hand_offs_it_says_what_is_lacking() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "source": "x"})
    history = History.from_frames(leads)
    agreement = Agreement.draft()
    none = Episodes.of(history, agreement, Journeys.of(history, agreement))
    assert none.table.empty
    assert "it lacks hand-offs from January" in first_response(none, SPRING).sentence


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
    episodes = Episodes.of(history, Agreement.draft(), journeys)
    every = first_response(episodes, Period.of("2026-01"), 4).table.iloc[0]
    assert (every["n_untimed"], every["n_mature"], every["n_within"]) == (1, 1, 1)


def test_a_hand_off_that_is_only_a_date_stands_in_no_share_of_hours() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "source": "x"})
    handed = pd.DataFrame({"lead_id": ["a"], "changed_at": [date(2026, 1, 6)], "stage": "mql"})
    touched = pd.DataFrame({"lead_id": ["a"], "occurred_at": town.at("01-06 10:00")})
    history = History.from_frames(
        leads, touched.assign(activity="call", team="sales"), handed, zone="Europe/Berlin"
    )
    agreement = Agreement.draft()
    episodes = Episodes.of(history, agreement, Journeys.of(history, agreement))
    every = first_response(episodes, Period.of("2026-01"), 4).table.iloc[0]
    assert (every["n_handed_off"], every["n_untimed"]) == (1, 1)


def test_a_lead_given_back_and_handed_off_again_waited_only_while_sales_had_it() -> None:
    # four hours of work on Tuesday, then Marketing's until June
    stages = [("01-06 09:00", "mql"), ("01-06 13:00", "recycled"), ("06-02 09:00", "mql")]
    again = lone(["06-02 10:00"], [*stages, ("06-03", "sal")])
    assert list(again.hand_offs["waited_hours"]) == [4, 1]
    assert list(again.given_up(again.hand_offs)) == [town.at("01-06 13:00"), town.at("06-03")]


def test_a_second_hand_off_has_a_clock_of_its_own() -> None:
    stages = [("01-06 09:00", "mql"), ("01-06 10:00", "mql"), ("01-20", "recycled")]
    twice = lone(["06-02 10:00"], [*stages, ("06-02 09:00", "mql")])
    # an MQL recorded twice in a row was handed off once
    assert len(twice.hand_offs) == 2
    june = first_response(twice, Period.of("2026-06"), 1).figures
    assert (june["n_handed_off"], june["n_within"], june["median_hours"]) == (1, 1, 1.0)
    january = first_response(twice, Period.of("2026-01"), 1).figures
    assert (january["n_touched"], january["n_mature"]) == (0, 1)


def test_what_was_promised_stands_beside_what_was_done() -> None:
    levels = {"sales": {"first_contact_within_hours": 4, "first_contact_share": 0.9}}
    agreed = Agreement.draft().changed(service_levels=levels)
    found = first_response(town.episodes(agreed), SPRING)
    assert found.sentence.startswith(
        "Of the leads handed off from January 2026 to April 2026, touched by Sales within 4 "
        "working hours: 50% (2 of 4; 95% interval 15.0% to 85%); 90% was agreed. "
    )


def test_the_calendar_stands_beside_the_figure() -> None:
    calendar = {"zone": "Europe/Berlin", "country": "DE", "days_off": [date(2026, 12, 24)]}
    agreed = Agreement.draft().changed(calendar=calendar)
    assert first_response(town.episodes(agreed), SPRING).caveats[0] == (
        "Working hours are those agreed: Monday to Friday, 09:00 to 17:00 in Europe/Berlin, "
        "without the public holidays of DE and 1 day off of the company's own."
    )
    plain = Agreement.draft().calendar
    assert calendar_words(plain).endswith("in UTC; public holidays count as working days.")
    assert days_words(plain.model_copy(update={"days": ("tue", "sun")})) == "Tuesday, Sunday"
