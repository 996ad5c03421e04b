"""Who meets a rule, and when: point in time, by the loop that replays scores."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from replayed import SCORE, Lead, at, replayed

from alignment.agreement import Rule, Score, rule_of
from alignment.history import History
from alignment.measures.replay import Replay, prepare
from alignment.measures.replay.observed import instant
from alignment.measures.rules import Qualifying
from alignment.measures.spells import Spells, in_stages
from tests.replay_cases import Case, cases, instants, scores
from tests.rule_cases import histories, rules
from tests.rules_oracle import Judge

WEBINAR = {"activity": "webinar", "within_days": 10}
VISITS = {"activity": "visit", "at_least": 2, "within_days": 3}
BUDGET = {"attribute": "budget", "is": True}


def qualified(rule: dict, *leads: Lead, **asked: object) -> list[str]:
    """When each lead first meets a rule: `MM-DD` or `MM-DD HH:MM`, and nothing for never."""
    replay = replayed(*leads, **asked)
    found = Qualifying(replay, SCORE, {}).qualified_at(rule_of(rule))
    return [
        "" if pd.isna(day) else f"{day:%m-%d %H:%M}".removesuffix(" 00:00")
        for day in pd.to_datetime(found)
    ]


def test_an_activity_counts_from_its_instant_until_its_days_are_over() -> None:
    leads = Lead(("01-05 webinar",)), Lead(("01-02 visit", "01-05 visit")), Lead()
    assert qualified(WEBINAR, *leads) == ["01-05", "", ""]
    close = Lead(("01-02 visit", "01-04 23:59 visit"))
    assert qualified(VISITS, *leads, close) == ["", "", "", "01-04 23:59"]
    ever = {"activity": "visit", "at_least": 2}
    assert qualified(ever, *leads, close) == ["", "01-05", "", "01-04 23:59"]


def test_what_a_lead_did_before_it_was_known_counts_from_its_creation() -> None:
    early = Lead(("12-30 webinar",), created="01-05")
    assert qualified(WEBINAR, replace(early, did=("01-01 webinar",))) == ["01-05"]
    gone = Lead(("01-01 webinar",), created="01-11")
    assert qualified(WEBINAR, gone) == [""]


def test_nothing_at_or_after_the_conversion_or_after_as_of_counts() -> None:
    won = Lead(("01-05 webinar",), won="01-05")
    late = Lead(("03-02 webinar",))
    assert qualified(WEBINAR, won, late) == ["", ""]


def test_all_must_hold_at_one_and_the_same_instant() -> None:
    both = {"all": [WEBINAR, VISITS]}
    apart = Lead(("01-05 webinar", "01-20 visit", "01-20 visit"))
    together = Lead(("01-05 webinar", "01-14 visit", "01-14 12:00 visit"))
    at_the_end = Lead(("01-05 webinar", "01-13 visit", "01-15 visit"))  # the tenth day is over
    assert qualified(both, apart, together, at_the_end) == ["", "01-14 12:00", ""]
    either = {"any": [WEBINAR, VISITS]}
    assert qualified(either, apart, together, at_the_end) == ["01-05", "01-05", "01-05"]


def test_an_attribute_holds_from_the_creation_on() -> None:
    rich, poor = Lead(attributes={"budget": True}), Lead(attributes={"budget": False})
    assert qualified(BUDGET, rich, poor) == ["01-01", ""]
    both = {"all": [BUDGET, WEBINAR]}
    did = ("01-07 webinar",)
    assert qualified(both, replace(rich, did=did), replace(poor, did=did)) == ["01-07", ""]


def test_a_score_is_counted_as_the_agreement_counts_it() -> None:
    lead = Lead(("01-05 webinar", "01-06 complaint", "01-07 webinar"), attributes={"budget": True})
    assert qualified({"score": {"at_least": 25}}, lead) == ["01-05"]
    assert qualified({"score": {"at_least": 30}}, lead) == ["01-07"]


def test_limits_that_no_machine_can_count_to_are_met_by_nobody_or_everybody() -> None:
    lead = Lead(("01-05 webinar",), attributes={"budget": True})
    assert qualified({"activity": "webinar", "at_least": 10**30}, lead) == [""]
    assert qualified({"activity": "webinar", "within_days": 10**30}, lead) == ["01-05"]
    assert qualified({"score": {"at_least": 1e300}}, lead) == [""]
    assert qualified({"score": {"at_least": -1e300}}, lead) == ["01-01"]


def staged(*changes: tuple[str, object, str], zone: str = "UTC") -> tuple[History, Replay]:
    """Leads a and b, created on 2 January, with changes (lead, when, stage)."""
    leads = pd.DataFrame({"lead_id": ["a", "b"], "created_at": at("01-02"), "source": "fair"})
    frame = pd.DataFrame(changes, columns=["lead_id", "changed_at", "stage"])
    history = History.from_frames(leads, stage_changes=frame, zone=zone)
    return history, prepare(history, at("03-01"), 10)


def entered(stage: str, history: History, replay: Replay) -> list[object]:
    found = Qualifying.of(history, replay, SCORE).qualified_at(rule_of({"stage": stage}))
    return [None if pd.isna(day) else day for day in pd.to_datetime(found)]


def test_a_stage_is_held_from_its_entry_to_the_next_with_both_ends() -> None:
    moved = staged(("a", at("01-10"), "mql"), ("a", at("01-20"), "sal"))
    assert entered("mql", *moved) == [at("01-10"), None]
    assert entered("lead", *moved) == [at("01-02"), at("01-02")]
    spells = in_stages(moved[0], moved[1].leads)["mql"]
    days = [instant(at(day)) for day in ("01-09", "01-10", "01-20", "01-20 00:00:00.000001")]
    assert list(spells.hold_at(np.zeros(4, dtype=int), np.array(days))) == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_stage_passed_through_in_one_instant_was_held_in_it() -> None:
    moved = staged(("a", at("01-10"), "mql"), ("a", at("01-10"), "sal"))
    assert entered("mql", *moved) == [at("01-10"), None]
    assert entered("sal", *moved) == [at("01-10"), None]


def test_a_stage_entered_before_the_creation_is_held_at_it() -> None:
    moved = staged(("a", at("01-01"), "mql"), ("b", at("01-01"), "sal"))
    assert entered("mql", *moved) == [at("01-02"), None]
    assert entered("lead", *moved) == [None, None]


def test_a_change_that_is_a_date_counts_at_the_end_of_its_day() -> None:
    day = datetime(2026, 1, 10).date()
    moved = staged(("a", day, "mql"), zone="Europe/Berlin")
    assert entered("mql", *moved) == [pd.Timestamp("2026-01-10 22:59:59.999999"), None]


def test_a_date_does_not_count_after_the_change_that_followed_it_that_day() -> None:
    later = pd.DataFrame(
        {
            "lead_id": ["a", "a"],
            "changed_at": [at("01-10"), at("01-10 10:00")],
            "is_date_changed_at": [True, False],
            "stage": ["mql", "sql"],
        }
    )
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": at("01-02"), "source": "fair"})
    history = History.from_frames(leads, stage_changes=later)
    replay = prepare(history, at("03-01"), 10)
    assert entered("mql", history, replay) == [at("01-10 10:00")]
    spells = in_stages(history, replay.leads)
    night = np.array([instant(at("01-11"))])
    assert not spells["mql"].hold_at(np.zeros(1, dtype=int), night)[0]
    assert spells["sql"].hold_at(np.zeros(1, dtype=int), night)[0]


def test_what_the_history_does_not_hold_is_told_with_the_nearest_name() -> None:
    replay = replayed(Lead(("01-05 webinar",), attributes={"budget": True}))
    asked = {
        "all": [
            {"activity": "webinr"},
            {"attribute": "budgt", "is": True},
            {"stage": "sql"},
            {"score": {"at_least": 5}},
        ]
    }
    said = Qualifying(replay, SCORE, {}).unknown(rule_of(asked))
    assert said[0] == "This history holds no activity 'webinr'. Did you mean 'webinar'?"
    assert said[1] == "No lead was ever in stage SQL. There is none."
    assert said[2].startswith("The score counts 'visit' and 'complaint', which this history never")
    assert said[3] == "No lead has the attribute 'budgt'. Did you mean 'budget'?"
    assert len(said) == 4


def test_a_rule_says_of_which_attributes_only_todays_values_are_known() -> None:
    ready = Qualifying(replayed(Lead()), SCORE, {})
    assert ready.todays(rule_of(WEBINAR)) == ()
    assert ready.todays(
        rule_of({"any": [WEBINAR, {"attribute": "n_employees", "at_least": 5}]})
    ) == ("The rule rests on today's values of employees.",)
    assert ready.todays(rule_of({"score": {"at_least": 5}})) == (
        "The rule rests on today's values of budget.",
    )


def test_on_a_history_without_leads_nobody_meets_anything() -> None:
    leads = pd.DataFrame({"lead_id": [], "created_at": [], "source": []})
    history = History.from_frames(leads.astype({"created_at": "datetime64[us]"}))
    ready = Qualifying.of(history, prepare(history), SCORE)
    for rule in (WEBINAR, BUDGET, {"stage": "lead"}, {"all": [WEBINAR, BUDGET]}):
        assert len(ready.qualified_at(rule_of(rule))) == 0


quick = settings(max_examples=12, phases=[Phase.explicit, Phase.generate])


@quick
@given(histories(), instants, scores(), st.lists(rules, min_size=3, max_size=8))
def test_every_lead_meets_a_rule_when_its_definition_says(
    case: Case, as_of: datetime, score: Score, asked: list[Rule]
) -> None:
    history = case.history()
    replay = prepare(history, pd.Timestamp(as_of), 2)
    ready = Qualifying.of(history, replay, score)
    moved = case.by(as_of).changes
    judges = [
        Judge(lead, [(at, stage) for who, at, stage in moved if who == lead.lead_id], as_of, score)
        for lead in case.known(as_of)
    ]
    for rule in asked:
        found = pd.Series(ready.qualified_at(rule)).astype(object)
        expected = [judge.first(rule) for judge in judges]
        assert list(found.where(found.notna(), None)) == expected
        for row, judge in enumerate(judges):
            turns = judge.instants(rule)
            micros = np.array([instant(pd.Timestamp(x)) for x in turns])
            held = ready.spells(rule).hold_at(np.full(len(turns), row), micros)
            assert list(held) == [judge.holds(rule, x) for x in turns]


@quick
@given(cases(), instants, scores())
def test_a_rule_on_the_score_is_met_when_the_replay_hands_over(
    case: Case, as_of: datetime, score: Score
) -> None:
    replay = prepare(case.history(), pd.Timestamp(as_of), 2)
    rule = rule_of({"score": {"at_least": score.hand_off_at}})
    found = Qualifying(replay, score, {}).qualified_at(rule)
    np.testing.assert_array_equal(found, replay.crossed(score).handed_off_at)


@quick
@given(histories(), instants, instants, scores(), st.lists(rules, min_size=3, max_size=8))
def test_rows_dated_later_change_nothing_of_who_met_a_rule_when(
    case: Case, one: datetime, other: datetime, score: Score, asked: list[Rule]
) -> None:
    earlier, later = sorted((one, other))
    history = case.history()
    then, now = (
        Qualifying.of(history, prepare(history, pd.Timestamp(x), 2), score)
        for x in (earlier, later)
    )
    ids = [ready.replay.leads.table["lead_id"] for ready in (then, now)]
    for rule in asked:
        met = pd.Series(now.qualified_at(rule), index=ids[1]).reindex(ids[0])
        known = met.where(met <= pd.Timestamp(earlier))
        np.testing.assert_array_equal(then.qualified_at(rule), known.to_numpy("datetime64[us]"))


spells = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 8), st.integers(1, 4)), max_size=6
).map(lambda held: _apart(held))


def _apart(held: list[tuple[int, int, int]]) -> Spells:
    """Spells of which those of one lead never touch."""
    held = sorted(held)
    kept = [held[0]] if held else []
    for lead, start, length in held[1:]:
        last = kept[-1]
        if lead != last[0] or start > last[1] + last[2]:
            kept.append((lead, start, length))
    lead, start, length = np.array(kept, dtype=np.int64).reshape(-1, 3).T
    return Spells(lead, start, start + length)


@given(st.lists(spells, min_size=1, max_size=4), st.integers(1, 4))
def test_so_many_conditions_hold_where_so_many_of_them_do(parts: list[Spells], n: int) -> None:
    who, when = (grid.ravel() for grid in np.meshgrid(np.arange(3), np.arange(14)))
    expected = np.sum([part.hold_at(who, when) for part in parts], axis=0) >= n
    found = Spells.at_least(n, parts)
    np.testing.assert_array_equal(found.hold_at(who, when), expected)
    is_same = found.lead[1:] == found.lead[:-1]
    assert (found.starts[1:][is_same] > found.ends[:-1][is_same]).all()
    assert (found.starts < found.ends).all()


@pytest.mark.parametrize("rule", [WEBINAR, {"all": [WEBINAR, VISITS]}])
def test_a_rule_asked_again_is_looked_up(rule: dict) -> None:
    ready = Qualifying(replayed(Lead(("01-05 webinar",))), SCORE, {})
    assert ready.spells(rule_of(rule)) is ready.spells(rule_of(rule))
