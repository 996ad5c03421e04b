"""The score check: points at months' starts against another program, and verdicts seen by eye."""

from datetime import datetime, timedelta
from random import Random

import numpy as np
import pandas as pd
import poor_histories
import pytest
from hand_offs import frames

from alignment.agreement import Agreement, Score
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.replay import prepare
from alignment.measures.replay.observed import instant
from alignment.measures.score_check import ScoreCheck
from alignment.measures.score_check.scored import Scored, known_of
from alignment.measures.suggest.levels import levels
from alignment.period import Period
from tests.replay_cases import KINDS, START, spread
from tests.replay_cases import scored as drawn

ZONE = "Europe/Berlin"
SPRING = Period.of("2026-04", 2, ZONE)
AS_OF = START + timedelta(days=9)
FINDINGS = ("separation", "calibration", "mix", "retune")
VISITS = Score(
    window_days=30,
    engagement={"visit": {"points": 1}, "paper": {"points": 5, "at_most": 2}},
    hand_off_at=10,
    return_below=3,
)

DEMOS = Score(
    engagement={"demo": {"points": 10, "at_most": 1}, "paper": {"points": 1}},
    fit=[{"when": {"attribute": "n_employees", "at_least": 50}, "points": 5}],
    hand_off_at=10,
    return_below=5,
)


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-{text}")


def agreed(score: Score, within_days: int, least_count: int) -> Agreement:
    draft = Agreement.draft()
    goal = draft.goal.model_copy(update={"within_days": within_days})
    return draft.changed(score=score, goal=goal, least_count=least_count)


def scored(
    history: History, score: Score, month: str, n_months: int = 2, as_of: str | datetime = "12-31"
) -> tuple[Scored, Journeys]:
    until = at(as_of) if isinstance(as_of, str) else pd.Timestamp(as_of)
    agreement = agreed(score, 30, 1)
    journeys = Journeys.of(history, agreement, until)
    period = Period.of(month, n_months, history.zone)
    known = known_of(history, journeys, score)
    last = Period.of(month, 1, history.zone)
    return Scored.of(history, score, journeys, known, last, period), journeys


def told(found: Scored, journeys: Journeys) -> list[tuple[str, str, float]]:
    """Month, lead and points of every entry."""
    months = found.moments["month"].to_numpy()[found.moment]
    leads = journeys.table["lead_id"].to_numpy()[found.lead]
    points = found.units / found.units_a_point
    return list(zip(months.tolist(), leads.tolist(), points.tolist(), strict=True))


def test_points_at_months_starts_are_those_that_the_replay_counts() -> None:
    choice = Random(1).choice
    history, score = spread(choice, 200, 10, KINDS).history(), drawn(choice, KINDS)
    found, journeys = scored(history, score, "2026-04", as_of=AS_OF)
    replay = prepare(history, pd.Timestamp(AS_OF), 30)
    assert replay.leads.table["lead_id"].tolist() == journeys.table["lead_id"].tolist()
    until = found.moments["until_at"].map(instant).to_numpy()[found.moment]
    expected = levels(replay, score, found.lead, until - 1)
    assert (found.units / found.units_a_point).tolist() == expected.tolist()
    assert len(set(expected)) > 3
    assert set(found.moment) == {1, 2}


def house(
    *did: tuple[str, object, str], won: dict[str, str] | None = None, zone: str = "UTC"
) -> History:
    """Leads a, b and c, all of 1 January; d of 20 March."""
    leads = pd.DataFrame({"lead_id": list("abcd"), "source": "web"})
    leads["created_at"] = [at("01-01")] * 3 + [at("03-20")]
    acts = pd.DataFrame(did, columns=["lead_id", "occurred_at", "activity"]).assign(team="lead")
    ends = [(who, at(day), "customer") for who, day in (won or {}).items()]
    stages = pd.DataFrame(ends, columns=["lead_id", "changed_at", "stage"])
    stages["changed_at"] = stages["changed_at"].astype("datetime64[us]")
    return History.from_frames(leads, acts, stages, zone=zone)


def test_active_leads_alone_are_looked_at_and_a_conversion_at_the_instant_is_still_ahead() -> None:
    history = house(
        ("a", at("03-31 23:59"), "visit"),
        ("b", at("03-15"), "paper"),
        ("b", at("03-16"), "paper"),
        ("b", at("03-17"), "paper"),
        ("c", at("01-15"), "visit"),  # long ago by April
        ("a", at("04-01"), "visit"),  # not before the instant
        ("d", at("02-20"), "visit"),  # before it was known
        won={"a": "04-01"},
    )
    found, journeys = scored(history, VISITS, "2026-04")
    rows = told(found, journeys)
    assert [row for row in rows if row[0] == "2026-03"] == []
    april = [row for row in rows if row[0] == "2026-04"]
    assert april == [("2026-04", "a", 1), ("2026-04", "b", 10), ("2026-04", "d", 0)]
    assert found.is_converted[found.moment == 1].tolist() == [True, False, False]


def test_a_conversion_at_the_end_of_the_horizon_is_one() -> None:
    history = house(("a", at("03-31"), "visit"), ("b", at("03-31"), "visit"), won={"b": "05-01"})
    found, _ = scored(history, VISITS, "2026-04", n_months=1)  # 30 days after 1 April
    assert found.is_converted[found.moment == 0].tolist() == [False, True, False]


def test_dates_count_at_the_end_of_their_day_also_where_the_window_begins_within_one() -> None:
    # summer time began on 29 March: 30 days before April is 1 March, 23:00 in Berlin
    days = [("a", at(day).date(), "visit") for day in ("02-28", "03-01", "03-31", "04-01")]
    found, journeys = scored(house(*days, zone=ZONE), VISITS, "2026-04", n_months=1)
    assert ("2026-04", "a", 2) in told(found, journeys)


def test_months_too_young_and_leads_already_won_stand_in_no_rate() -> None:
    visits = [(who, at(f"{m:02}-10"), "visit") for who in "abc" for m in range(1, 7)]
    history = house(*visits, won={"b": "03-20"})
    found, _ = scored(history, VISITS, "2026-06", n_months=5, as_of="06-15")
    held = found.moments.assign(n=found.n_active)
    assert dict(zip(held["month"], held["is_mature"], strict=True)) == {
        "2026-02": True,
        "2026-03": True,
        "2026-04": True,
        "2026-05": True,
        "2026-06": False,
        "": False,
    }
    assert held["n"].tolist() == [3, 3, 3, 2, 2, 2]  # d came late and does nothing; b is won


def checked(history: History, month: str, n_months: int = 18, score: Score = DEMOS) -> ScoreCheck:
    agreement = agreed(score, 60, 10)
    journeys = Journeys.of(history, agreement)
    zone = history.zone
    return ScoreCheck(
        history, agreement, journeys, Period.of(month, 1, zone), Period.of(month, n_months, zone)
    )


@pytest.fixture(scope="module")
def usual() -> ScoreCheck:
    """900 leads of which those with a demo and many employees convert more often."""
    return checked(History.from_frames(**frames()), "2025-08")


def test_a_score_of_what_counts_still_separates_and_no_retune_is_due(usual: ScoreCheck) -> None:
    found = usual.separation
    assert found.figures["verdict"] == "still"
    assert found.figures["lift_later_low"] > 1
    assert found.sentence.startswith("The score still separates: leads at 10 points or more")
    assert found.table["n_mature"].sum() == found.figures["n_mature"] > 0
    assert (usual.retune.figures["is_due"], usual.retune.figures["n_due"]) == (False, 0)
    assert usual.retune.sentence.startswith("No re-tune is due")


def test_bands_share_all_that_can_be_judged_and_begin_at_both_thresholds(usual: ScoreCheck) -> None:
    table, lifts = usual.calibration.table, usual.separation.table
    assert {5.0, 10.0} <= set(table["from_points"])
    assert table["from_points"].tolist()[1:] == table["to_points"].tolist()[:-1]
    assert table["n_mature"].sum() == lifts["n_mature"].sum()
    halves = table["earlier_n_converted"] + table["later_n_converted"]
    assert halves.tolist() == table["n_converted"].tolist()
    assert usual.calibration.sentence.startswith("More points still mean more conversions")


def test_a_score_turned_round_asks_for_a_retune_and_writes_nothing() -> None:
    # nobody with a demo converts any more in the later half, everybody else does
    held = frames(n_leads=1000)
    leads, acts = held["leads"], held["activities"]
    has_demo = leads["lead_id"].isin(acts.loc[acts["activity"] == "demo", "lead_id"])
    is_late = leads["created_at"] > pd.Timestamp("2024-10-01")
    won = leads[np.where(is_late, ~has_demo & (leads.index % 3 == 0), has_demo)]
    stages = pd.DataFrame({"lead_id": won["lead_id"], "stage": "customer"})
    stages["changed_at"] = won["created_at"] + pd.Timedelta(days=45)
    turned = checked(History.from_frames(leads, acts, stages), "2025-08")
    assert turned.separation.sentence.startswith("The score separates less than it did")
    due = turned.retune
    assert due.figures["is_due"] is True
    assert due.table.set_index("reason")["is_due"].to_dict()["separation"]
    assert due.sentence.startswith("A re-tune is due. The score separates less")
    assert due.sentence.endswith("nothing changes until both teams sign.")


def test_an_activity_that_ends_and_another_that_begins_ask_for_a_retune() -> None:
    held = frames()
    acts = held["activities"]
    is_late = acts["occurred_at"] > pd.Timestamp("2025-03-01")
    acts["activity"] = acts["activity"].mask(is_late & (acts["activity"] == "demo"), "demo call")
    found = checked(History.from_frames(**held), "2025-08").retune
    table = found.table.set_index("reason")
    assert table["is_due"]["recording"]
    assert table["evidence"]["recording"].endswith("“demo”, last in Mar 2025.")
    assert table["is_due"]["new activities"]
    assert "“demo call”" in table["evidence"]["new activities"]


def test_thin_months_are_pooled_by_quarter() -> None:
    few = checked(History.from_frames(**frames(n_leads=220)), "2025-08")
    table = few.separation.table
    assert "2025 Q1" in set(table["label"])
    assert table["n_months"].sum() == 18
    assert "pooled by quarter" in few.separation.sentence


def test_the_mix_names_what_surely_changed_and_how_much_was_looked_at() -> None:
    held = frames()
    is_late = held["leads"]["created_at"] >= pd.Timestamp("2025-07-01")
    assert is_late.sum() > 50
    held["leads"]["source"] = np.where(is_late, "<b>fair</b>", "web")
    found = checked(History.from_frames(**held), "2025-07").mix
    first = found.table.iloc[0]
    assert (first["share_now"], first["share_before"]) in ((1, 0), (0, 1))
    assert found.table["is_clear"].tolist()[:3] == [True, True, False]
    assert found.figures == {"n_compared": 5, "n_clear": 2}
    n = found.table["of_now"].iloc[0]
    assert n > 20
    assert found.sentence == (
        f"July 2025 against the 17 months before. New leads: 100% ({n} of {n}) came from "
        f"“<b>fair</b>”, before 0%; none of {n} came from “web”, before 100%. Of 5 shares, 2 "
        "differ clearly."
    )


def test_what_holds_for_the_whole_check_is_said_once(usual: ScoreCheck) -> None:
    lists = [set(getattr(usual, name).caveats) for name in FINDINGS]
    assert sum(map(len, lists)) == len(set.union(*lists))


def test_what_is_dated_later_changes_nothing() -> None:
    held = frames(n_leads=400)
    known_until = pd.Timestamp("2025-05-20 12:00")
    early = {
        name: rows[
            rows.iloc[:, 1 if name == "leads" else rows.columns.get_loc(column)] <= known_until
        ]
        for (name, rows), column in zip(
            held.items(), ("created_at", "occurred_at", "changed_at"), strict=True
        )
    }
    agreement = agreed(DEMOS, 60, 10)
    month, period = Period.of("2025-05"), Period.of("2025-05", 15)
    kept = early["leads"]["lead_id"]
    early = {name: rows[rows["lead_id"].isin(kept)] for name, rows in early.items()}
    one, two = (
        ScoreCheck(history, agreement, Journeys.of(history, agreement, known_until), month, period)
        for history in (History.from_frames(**held), History.from_frames(**early))
    )
    for name in FINDINGS:
        pd.testing.assert_frame_equal(getattr(one, name).table, getattr(two, name).table)
        assert getattr(one, name).sentence == getattr(two, name).sentence


@pytest.mark.parametrize("made", ["empty", "only_leads", "hostile"])
def test_histories_that_hold_next_to_nothing_get_a_sentence(made: str) -> None:
    history = getattr(poor_histories, made)()
    agreement = Agreement.draft()
    journeys = Journeys.of(history, agreement, at("05-01"))
    nobody = np.zeros(len(journeys.table), dtype=bool)
    for held in (journeys, journeys.narrowed(nobody))[: 2 if made == "hostile" else 1]:
        check = ScoreCheck(history, agreement, held, Period.of("2026-04"), Period.of("2026-04", 9))
        for name in FINDINGS:
            assert getattr(check, name).sentence.endswith(".")
    assert "separation" not in check.separation.figures


def test_a_score_without_points_for_what_leads_do_is_not_checked(usual: ScoreCheck) -> None:
    bare = checked(usual.history, "2025-08", score=DEMOS.model_copy(update={"engagement": {}}))
    assert not bare.separation.is_answered
    assert bare.retune.sentence == (
        "The agreed score gives no points for what leads do: there is nothing to check."
    )
    assert bare.mix.is_answered


def test_a_part_of_the_leads_is_told_as_one(usual: ScoreCheck) -> None:
    which = np.arange(len(usual.journeys.table)) % 2 == 0
    part = ScoreCheck(
        usual.history.narrowed(usual.journeys.table["lead_id"][which]),
        usual.agreement,
        usual.journeys.narrowed(which),
        usual.month,
        usual.period,
    )
    assert 0 < part.separation.figures["n_active"] < usual.separation.figures["n_active"]
    assert any("a part of the leads" in caveat for caveat in part.retune.caveats)
