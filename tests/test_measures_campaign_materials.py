"""What leads had seen before their hand-off, on a history small enough to check by eye."""

from dataclasses import replace
from datetime import date

import pandas as pd
import poor_histories
import pytest
import town

from alignment.agreement import Agreement
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.campaign import materials
from alignment.measures.journeys import Journeys
from alignment.period import Period

JANUARY = Period.of("2026-01")
AGREED = Agreement.draft().changed(least_count=1)
LEADS = ("a", "b", "c", "d")
"""All handed off on 10 January at noon; a and b are won on the 20th, c and d never."""


def journeys(history: History, agreed: Agreement, as_of: pd.Timestamp | None = None) -> Journeys:
    """Converted means won within 30 days."""
    return replace(Journeys.of(history, agreed, as_of), within_days=30)


def found(*seen: tuple, agreed: Agreement = AGREED, **given: object) -> Finding:
    """What was seen: lead, when, which asset, and by whom where it was not the lead."""
    history = town_of(*seen, **given)
    return materials(history, journeys(history, agreed), JANUARY)


def town_of(
    *seen: tuple, leads: tuple[str, ...] = LEADS, won_on: str = "01-20", until: str = "04-30"
) -> History:
    frame = pd.DataFrame({"lead_id": list(leads), "created_at": town.at("01-05"), "source": "x"})
    rows = [(*row, "lead")[:4] for row in (*seen, ("a", town.at(until), None))]
    acts = pd.DataFrame(rows, columns=["lead_id", "occurred_at", "asset", "team"])
    acts = acts.assign(asset=acts["asset"].astype("str"), activity="white_paper")
    acts["is_bot"] = acts["team"] == "bot"
    acts["team"] = acts["team"].replace("bot", "lead")
    stages = pd.DataFrame({"lead_id": list(leads), "changed_at": town.at("01-10 12:00")})
    deals = pd.DataFrame({"deal_id": ["1", "2"], "lead_id": ["a", "b"], "is_won": True})
    deals = deals.assign(created_at=town.at("01-08"), closed_at=town.at(won_on))
    return History.from_frames(frame, acts, stages.assign(stage="mql"), deals)


def test_those_who_had_seen_it_stand_beside_those_who_had_not() -> None:
    seen = town.at("01-09")
    told = found(("a", seen, "paper"), ("a", seen, "paper"), ("b", seen, "paper"), ("c", seen, "q"))
    paper, other = told.table.to_dict("records")
    assert (paper["label"], paper["kind"], paper["n_seen"]) == ("paper", "white paper", 2)
    assert (paper["n_converted_seen"], paper["n_converters"], paper["converter_share"]) == (2, 2, 1)
    assert (paper["rate"], paper["rate_unseen"]) == (1, 0)
    assert (other["rate"], other["rate_unseen"]) == (0, pytest.approx(2 / 3))
    assert told.sentence.startswith(
        "Of 4 leads first handed off in January 2026 and old enough, 2 were won within 30 days; "
        "100% of them had seen “paper” (white paper), more than anything else"
    )
    assert told.caveats[0].startswith("Seeing is not causing")


def test_what_came_after_the_hand_off_or_by_a_machine_or_a_team_was_not_seen() -> None:
    noon = town.at("01-10 12:00")
    told = found(
        ("a", noon, "at that instant"),
        ("a", noon + pd.Timedelta("1us"), "later"),
        ("b", town.at("01-09"), "machine", "bot"),
        ("b", town.at("01-09"), "sent", "marketing"),
    )
    assert list(told.table["label"]) == ["at that instant"]


def test_a_date_without_a_time_is_seen_before_where_its_day_was_over() -> None:
    days = [("a", date(2026, 1, 9), "the day before"), ("a", date(2026, 1, 10), "that day")]
    history = town_of()
    frame = pd.DataFrame(days, columns=["lead_id", "occurred_at", "asset"])
    tables = {name: history.query(f"SELECT * FROM {name}") for name in ("leads", "deals")}
    stages = history.query("SELECT * FROM stage_changes")
    dated = History.from_frames(
        tables["leads"], frame.assign(activity="x", team="lead"), stages, tables["deals"]
    )
    known = journeys(dated, AGREED, town.AS_OF)
    assert list(materials(dated, known, JANUARY).table["label"]) == ["the day before"]


def test_a_lead_that_had_converted_before_its_hand_off_proves_nothing() -> None:
    told = found(("a", town.at("01-09"), "paper"), ("c", town.at("01-09"), "paper"), won_on="01-09")
    assert (told.figures["n_handed_off"], told.figures["n_converters"]) == (2, 0)
    assert "not enough data to say what they had seen" in told.sentence


def test_a_lead_that_converted_at_the_instant_of_its_hand_off_was_not_won_by_it() -> None:
    told = found(("c", town.at("01-09"), "paper"), won_on="01-10 12:00")
    assert (told.figures["n_handed_off"], told.figures["n_converters"]) == (2, 0)


def test_hand_offs_from_before_outcomes_were_recorded_are_left_out_and_told() -> None:
    history = town_of(("a", town.at("01-09"), "paper"))
    known = journeys(history, AGREED)
    # since when is asked of thousands of leads: four cannot tell
    vars(known)["outcome_recorded_from"] = town.at("01-10 12:00")
    assert materials(history, known, JANUARY).figures["n_handed_off"] == 4
    vars(known)["outcome_recorded_from"] = town.at("01-10 12:01")
    assert not materials(history, known, JANUARY).is_answered


def test_leads_too_young_are_left_out_and_told() -> None:
    told = found(("a", town.at("01-09"), "paper"), until="02-01")
    assert not told.is_answered
    assert "hand-offs in January 2026 that are old enough" in told.sentence


def test_below_the_least_count_no_rate_is_told() -> None:
    told = found(("a", town.at("01-09"), "paper"), agreed=AGREED.changed(least_count=20))
    assert told.table[["rate", "rate_unseen", "converter_share"]].isna().all(axis=None)
    assert not told.table["is_enough"].any()


def test_only_what_is_surely_better_is_named_as_told_apart() -> None:
    leads = (*LEADS, *(f"L{n}" for n in range(60)))
    told = found(*(("ab"[n], town.at("01-09"), "paper") for n in range(2)), leads=leads)
    assert told.table["is_apart"].tolist() == [True]
    assert "The highest rate, of those told apart, is that of “paper” (white paper): 100%" in (
        told.sentence
    )


def test_later_rows_change_nothing() -> None:
    seen = [("a", town.at("01-09"), "paper"), ("c", town.at("01-09"), "paper")]
    more = [*seen, ("d", town.at("04-29"), "paper"), ("b", town.at("04-29"), "news")]
    as_of = town.at("03-01")
    told = []
    for rows in (seen, more):
        history = town_of(*rows)
        told.append(materials(history, journeys(history, AGREED, as_of), JANUARY))
    pd.testing.assert_frame_equal(told[0].table, told[1].table)
    assert told[0].sentence == told[1].sentence


def test_a_history_that_cannot_answer_says_what_it_lacks() -> None:
    assert "assets of the leads' own activities" in found().sentence
    history = poor_histories.empty()
    assert not materials(history, journeys(history, AGREED, town.AS_OF), JANUARY).is_answered
