"""How long the steps around a hand-off took, on hand-offs that can be timed by eye (town.py)."""

from datetime import date

import pandas as pd
import town

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.service import Episodes, clocks
from alignment.period import Period

SPRING = Period.of("2026-04", 4)
CALLS = {"sales": {"first_contact_within_hours": 4, "conversations": ["call"]}}


def episodes() -> Episodes:
    return town.episodes(Agreement.draft().changed(service_levels=CALLS, least_count=1))


def rows(held: Episodes) -> pd.DataFrame:
    return clocks(held, SPRING).table.set_index("clock")


def test_the_systems_delay_runs_day_and_night_from_what_the_lead_last_did() -> None:
    row = rows(episodes()).loc["systems"]
    # a visited on 4 January, 08:00, and was handed off on the 6th, 09:00; the others did nothing
    assert (row["n_started"], row["n_out"], row["p50"]) == (1, 4, 49)
    assert pd.isna(row["limit"])
    assert pd.isna(row["rate"])


def test_an_attempt_is_any_touch_and_a_contact_a_conversation() -> None:
    table = rows(episodes())
    # touched after half an hour (f), 1, 3 and 16 hours; c given back untouched after 16
    attempt, contact = table.loc["attempt"], table.loc["contact"]
    assert (attempt["n_started"], attempt["n_over"], attempt["p50"]) == (5, 4, 3)
    # e got a mail, and has waited for a call ever since
    assert (contact["n_over"], contact["p50"]) == (3, 16)
    assert (contact["n_mature"], contact["n_within"]) == (4, 1)
    assert (attempt["n_mature"], attempt["n_within"]) == (4, 2)


def test_a_qualification_is_timed_in_days_until_it_is_decided_either_way() -> None:
    row = rows(episodes()).loc["qualification"]
    # f at once (a deal), a two hours, c and e 1.625 days, b 5.625
    assert (row["p50"], row["p95"]) == (1.625, 5.625)
    assert (row["n_started"], row["n_mature"], row["n_within"]) == (5, 4, 4)


def test_the_sentence_says_how_long_half_of_them_took() -> None:
    assert clocks(episodes(), SPRING).sentence == (
        "Of the leads handed off from January 2026 to April 2026, half were handed off within 2.0 "
        "days of what they last did (95% within 2.0 days); half were touched within 3.0 working "
        "hours; half were spoken with within 16.0 working hours; half were qualified or given back "
        "within 1.62 days (95% within 5.62 days)."
    )


def test_a_touch_in_the_day_before_is_told_and_stops_no_clock() -> None:
    said = clocks(episodes(), SPRING).caveats[0]
    assert said.startswith("1 hand-off (20%) was preceded by something Sales did in the 24 hours ")


def test_without_an_agreed_conversation_every_touch_is_a_contact() -> None:
    plain = town.episodes(Agreement.draft().changed(least_count=1))
    table = rows(plain).drop(columns="label")
    assert table.loc["contact"].equals(table.loc["attempt"].rename("contact"))
    assert any(
        "conversation: everything Sales did" in said for said in clocks(plain, SPRING).caveats
    )


def test_below_the_least_count_no_time_is_told() -> None:
    found = clocks(town.episodes(least_count=6), SPRING)
    assert found.table[["p50", "p95", "rate"]].isna().all(axis=None)
    assert found.sentence.endswith("too few got anywhere to say how long it took.")


def test_a_lead_never_touched_is_never_over_and_ends_no_wait() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-04"), "source": "x"})
    acts = pd.DataFrame({"lead_id": ["a"], "occurred_at": town.at("01-05"), "activity": "call"})
    stages = pd.DataFrame({"lead_id": ["a"], "changed_at": town.at("01-06 09:00"), "stage": "mql"})
    history = History.from_frames(leads, acts.assign(team="sales"), stages)
    agreement = Agreement.draft().changed(least_count=1)
    attempt = rows(Episodes.of(history, agreement, Journeys.of(history, agreement))).loc["attempt"]
    assert (attempt["n_started"], attempt["n_over"]) == (1, 0)
    assert pd.isna(attempt["p50"])


def test_a_change_of_owner_starts_no_clock_and_whoever_touches_stops_it() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "owner": "Bob"})
    acts = [("01-06 09:30", "owner_changed", "Ann"), ("01-06 11:00", "call", "Ann"),
            ("01-06 12:00", "call", "Bob")]  # fmt: skip
    done = pd.DataFrame(acts, columns=["occurred_at", "activity", "actor"]).assign(lead_id="a")
    done["occurred_at"] = [town.at(text) for text in done["occurred_at"]]
    done["team"] = ["marketing", "sales", "sales"]
    stages = pd.DataFrame({"lead_id": ["a"], "changed_at": town.at("01-06 09:00"), "stage": "mql"})
    history = History.from_frames(leads.assign(source="x"), done, stages)
    agreement = Agreement.draft().changed(least_count=1)
    held = Episodes.of(history, agreement, Journeys.of(history, agreement))
    assert rows(held).loc["attempt", "p50"] == 2
    assert list(held.table["first_actor"]) == ["Ann"]


def test_a_lead_given_back_unspoken_waits_no_longer_for_a_contact() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "source": "x"})
    acts = pd.DataFrame({"lead_id": "a", "occurred_at": [town.at("04-29"), town.at("04-30")]})
    acts = acts.assign(activity=["call", "mail"], team="sales")
    moves = [("01-06 09:00", "mql"), ("01-06 13:00", "recycled"), ("04-28 09:00", "mql")]
    stages = pd.DataFrame(moves, columns=["changed_at", "stage"]).assign(lead_id="a")
    stages["changed_at"] = [town.at(text) for text, _ in moves]
    history = History.from_frames(leads, acts, stages)
    agreement = Agreement.draft().changed(least_count=1, service_levels=CALLS)
    held = Episodes.of(history, agreement, Journeys.of(history, agreement))
    # four hours until it was given back, a day until the second was called
    assert rows(held).loc["contact", ["n_started", "n_over", "p50"]].tolist() == [2, 1, 8]


def test_a_decision_is_awaited_until_as_of_however_often_it_was_handed_off() -> None:
    stages = [("01-06", "mql", None), ("01-08", "lead", None), ("04-10", "mql", None)]
    row = rows(town.changed(*stages)).loc["qualification"]
    # two days until it was given back; twenty and still waiting
    assert (row["n_started"], row["n_over"], row["p50"]) == (2, 1, 2)


def test_what_sales_did_at_the_instant_of_the_hand_off_was_not_before_it() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "source": "x"})
    acts = pd.DataFrame({"lead_id": "a", "occurred_at": [town.at("01-06 09:00"), town.at("01-05")]})
    acts = acts.assign(activity="call", team="sales")
    stages = pd.DataFrame({"lead_id": ["a"], "changed_at": town.at("01-06 09:00"), "stage": "mql"})
    history = History.from_frames(leads, acts, stages)
    agreement = Agreement.draft().changed(least_count=1)
    held = Episodes.of(history, agreement, Journeys.of(history, agreement))
    # the other came 33 hours before
    assert list(held.table["n_before"]) == [0]
    assert list(held.table["first_contact_at"]) == [town.at("01-06 09:00")]


def test_dates_without_a_time_are_timed_by_no_clock_of_hours() -> None:
    leads = pd.DataFrame({"lead_id": ["a", "b"], "created_at": town.at("01-05"), "source": "x"})
    stages = pd.DataFrame({"lead_id": ["a"], "changed_at": [date(2026, 1, 6)], "stage": "mql"})
    touched = pd.DataFrame({"lead_id": ["a", "a"], "occurred_at": town.at("01-06 10:00")})
    touched["activity"], touched["team"] = ["visit", "call"], ["lead", "sales"]
    history = History.from_frames(leads, touched, stages)
    agreement = Agreement.draft().changed(least_count=1)
    table = rows(Episodes.of(history, agreement, Journeys.of(history, agreement)))
    assert table["n_out"].to_dict() == {"systems": 1, "attempt": 1, "contact": 1}


def test_without_hand_offs_it_says_what_is_lacking() -> None:
    found = clocks(episodes(), Period.of("2025-01"))
    assert found.sentence.endswith("it lacks hand-offs in January 2025 (stage changes).")


def test_a_clock_of_what_nobody_records_is_not_told() -> None:
    held = town.history()
    silent = History.from_frames(
        held.query("SELECT * FROM leads"),
        held.query("SELECT * FROM activities WHERE team <> 'sales'"),
        held.query("SELECT * FROM stage_changes"),
        held.query("SELECT * FROM deals"),
    )
    agreed = Agreement.draft().changed(service_levels=CALLS, least_count=1)
    journeys = Journeys.of(silent, agreed)
    found = clocks(Episodes.of(silent, agreed, journeys), SPRING)
    assert list(found.table["clock"]) == ["systems", "qualification"]
    assert "touched" not in found.sentence
