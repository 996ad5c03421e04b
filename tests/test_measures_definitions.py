"""Rules counted beside each other: who passes, when, and what became of them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings

from alignment.agreement import Rule, Score, rule_of
from alignment.history import History
from alignment.measures.definitions import Qualified, composed, monthly, overlap, passing
from alignment.measures.replay import prepare
from alignment.measures.rules import Qualifying
from alignment.measures.tick import Tick
from tests.compared import PAPER, SCORE, WEBINAR, ready
from tests.replay_cases import Case, cases, scores
from tests.replayed import Lead
from tests.rule_cases import histories, rules
from tests.scored import day, history

quick = settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
BOTH = {"Marketing": PAPER, "Sales": WEBINAR}
NOTHING = rule_of({"activity": "webinr"})
ANYBODY = rule_of({"attribute": "source", "is": "fair"})


def test_each_rule_has_a_row_with_who_passes_and_what_became_of_them() -> None:
    found = passing(ready(), BOTH)
    rows = found.table.set_index("label")
    assert rows["n_leads"].tolist() == [7, 7]
    counts = ["n_passed", "n_unjudged", "n_mature", "n_converted", "n_immature"]
    assert rows[counts].to_numpy().tolist() == [[4, 0, 3, 1, 1], [2, 0, 2, 2, 0]]
    assert rows["rate"].tolist() == [1 / 3, 1]
    assert rows["passed_share"].tolist() == [4 / 7, 2 / 7]
    assert rows["recall"].tolist() == [2 / 5, 2 / 5]
    assert rows["median_days_to_pass"].tolist() == [4, 8]
    assert rows["per_week"].tolist() == pytest.approx([4 / (59 / 7), 2 / (59 / 7)])
    assert rows["rule"].tolist() == ["at least one paper", "at least one webinar"]


def test_the_sentence_sets_the_rules_beside_each_other() -> None:
    found = passing(ready(), BOTH, "passing_mql")
    assert found.sentence == (
        "Leads that pass, of 7: Marketing 4 (0.5 a week), Sales 2 (0.2 a week). "
        "Won within 10 days: Marketing 33% (1 of 3; 95% interval 6.1% to 79%); "
        "Sales 100% (2 of 2; 95% interval 34% to 100%). "
        "Of all won, passed before: Marketing 40%, Sales 40%."
    )
    assert found.name == "passing_mql"
    assert found.figures["sales_rate"] == 1
    assert "Too young for any rate: Marketing 1 of the last 10 days." in found.caveats


def test_a_rule_that_nobody_meets_is_told_with_the_nearest_name() -> None:
    found = passing(ready(), {"Marketing": PAPER, "Sales": NOTHING})
    assert "Sales: no lead ever met “at least one webinr”." in found.sentence
    assert found.caveats[0] == (
        "Sales: this history holds no activity 'webinr'. Did you mean 'webinar'?"
    )
    row = found.table.iloc[1]
    assert (row["n_passed"], row["is_enough"], row["recall"]) == (0, False, 0)
    assert row[["rate", "median_days_to_pass"]].isna().all()


def test_a_rule_that_everybody_meets_tells_nothing_apart() -> None:
    said = passing(ready(), {"Marketing": ANYBODY}).sentence
    assert passing(ready(), {"Marketing": ANYBODY}).table["n_passed"].tolist() == [7]
    assert "every lead meets “source is fair” on the day it is created: it tells nothing" in said
    late = Lead(("01-09 visit",)), Lead(("01-02 visit",))
    said = passing(ready(*late), {"Sales": rule_of({"activity": "visit"})}).sentence
    assert "Sales: every lead meets “at least one visit” sooner or later." in said


def test_where_nobody_is_recorded_as_converted_no_rule_has_a_worth() -> None:
    found = passing(ready(Lead(("01-05 paper",))), BOTH)
    assert found.sentence.endswith(
        "No lead is recorded as won, so it cannot be said what any rule is worth."
    )


def test_a_team_without_a_rule_is_named() -> None:
    assert passing(ready(), {"Marketing": PAPER, "Sales": None}).sentence.endswith(
        "Sales has stated no rule."
    )
    nobody = passing(ready(), {"Marketing": None, "Sales": None})
    assert nobody.sentence == "There is no rule of Marketing and Sales yet to compare."
    assert overlap(ready(), PAPER, None).sentence == "There is no rule of Sales yet to compare."


def test_below_the_least_count_there_is_no_rate_and_no_share() -> None:
    row = passing(ready(least_count=20), BOTH).table.iloc[0]
    assert row[["rate", "passed_share", "recall", "median_days_to_pass"]].isna().all()
    assert row["n_mature"] == 3
    median = [passing(ready(least_count=n), BOTH).table["median_days_to_pass"][0] for n in (4, 5)]
    np.testing.assert_array_equal(median, [4, np.nan])
    found = overlap(ready(least_count=20), PAPER, WEBINAR)
    assert found.figures["rate_difference"] is None
    assert "not enough data to tell the rates of Marketing and Sales apart" in found.sentence


@pytest.mark.parametrize(("least_count", "share"), [(5, 1 / 5), (6, None)])
def test_how_far_two_rules_agree_takes_as_many_leads_as_any_share(
    least_count: int, share: float | None
) -> None:
    found = overlap(ready(least_count=least_count), PAPER, WEBINAR)
    assert found.figures["agreement_share"] == share
    too_few = (
        "neither 2: there is not enough data to say how far they agree (a share takes 6 leads that "
        "either passes)."
    )
    assert (too_few in found.sentence) is (share is None)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"activity": "call"}, "“call” is what Sales does: it comes after"),
        ({"stage": "mql"}, "“in stage MQL” looks at what the teams did: it comes with the hand"),
        ({"score": {"at_least": 9}}, "counts what Sales did (call): that comes after the hand-off"),
    ],
)
def test_a_rule_that_looks_at_what_comes_after_the_hand_off_says_so(rule: dict, said: str) -> None:
    score = SCORE.model_copy(update={"engagement": {"call": SCORE.engagement["visit"]}})
    looked = Qualifying(ready().replay, score, {}, {"call": "sales"})
    assert any(said in words for words in passing(looked, {"Sales": rule_of(rule)}).caveats)
    plain = passing(ready(), {"Sales": rule_of({"stage": "lead"})})
    assert not any("looks at" in words for words in plain.caveats)


def test_it_is_known_from_the_history_who_does_what() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": pd.to_datetime(["2026-01-01"])})
    did = [("call", "sales"), ("visit", "lead"), ("note", "sales"), ("note", "lead")]
    activities = pd.DataFrame(did, columns=["activity", "team"]).assign(
        lead_id="a", occurred_at=pd.Timestamp("2026-01-02")
    )
    held = History.from_frames(leads.assign(source="fair"), activities)
    known = {"call": "sales", "visit": "lead"}
    assert Qualifying.of(held, prepare(held), SCORE).teams == known
    later = leads.assign(lead_id="b", created_at=pd.Timestamp("2026-03-01"))
    early = activities.assign(lead_id="b", team="marketing")  # before the lead itself is known
    more = History.from_frames(
        pd.concat([leads, later]).assign(source="fair"), pd.concat([activities, early])
    )
    then = prepare(more, pd.Timestamp("2026-02-01"))
    assert Qualifying.of(more, then, SCORE).teams == known


def test_what_passed_before_outcomes_were_recorded_is_in_no_rate_and_no_pace() -> None:
    leads = [(6, n, n + 10 if n % 2 and n >= 100 else None) for n in range(200)]
    held = history(leads)
    replay = prepare(held, day(250), 30)
    assert replay.judged_from is not None
    rule = rule_of({"score": {"at_least": SCORE.hand_off_at}})
    score = Score.model_validate({"engagement": {"visit": {"points": 4}}, "hand_off_at": 20,
                                  "return_below": 2})  # fmt: skip
    row = passing(Qualifying.of(held, replay, score), {"Agreed": rule}).table.iloc[0]
    tick = Tick.of(replay, score, None).chosen
    assert row["n_passed"] == 200
    assert row["n_unjudged"] == 200 - tick["n_handed_off"] > 90
    assert row["rate"] == tick["precision"]
    assert row["per_week"] == pytest.approx(tick["per_week"])


def test_of_the_converted_only_those_since_outcomes_were_recorded_are_in_the_recall() -> None:
    stray = (0, 2, 3.0)  # converted long before anything else did, and never passed
    leads = [stray, *((6, n, n + 10 if n >= 100 else None) for n in range(200))]
    held = history(leads)
    replay = prepare(held, day(250), 30)
    assert replay.judged_from > day(3)
    rule = rule_of({"activity": "visit", "at_least": 6})
    found = passing(Qualifying.of(held, replay, SCORE), {"Agreed": rule})
    assert found.table["recall"].tolist() == [1]


@quick
@given(cases(), scores())
def test_a_rule_on_the_score_has_the_figures_of_the_replay(case: Case, score: Score) -> None:
    held = case.history()
    replay = prepare(held, None, 2)
    rule = rule_of({"score": {"at_least": score.hand_off_at}})
    row = passing(Qualifying.of(held, replay, score), {"Agreed": rule}).table.iloc[0]
    tick = Tick.of(replay, score, None).chosen
    same = ["n_mature", "n_converted", "n_immature", "recall", "per_week"]
    np.testing.assert_allclose(row[same].astype(float), tick[same].astype(float))
    assert row["n_mature"] + row["n_immature"] == tick["n_handed_off"]


def test_months_count_each_lead_once_and_the_too_young_apart() -> None:
    found = monthly(ready(), BOTH)
    assert found.table.to_numpy().tolist() == [
        ["2026-01", "Marketing", 3, 0],
        ["2026-02", "Marketing", 1, 1],
        ["2026-03", "Marketing", 0, 0],
        ["2026-01", "Sales", 2, 0],
        ["2026-02", "Sales", 0, 0],
        ["2026-03", "Sales", 0, 0],
    ]
    assert found.sentence == (
        "In a middling month so many leads pass (fewest to most): Marketing 1 (0 to 3), "
        "Sales 0 (0 to 2)."
    )


def test_two_rules_make_four_cells_each_judged_from_when_it_is_complete() -> None:
    found = overlap(ready(), PAPER, WEBINAR)
    assert found.table["label"].tolist() == ["Both", "Only Marketing", "Only Sales", "Neither"]
    counts = ["n_leads", "n_mature", "n_converted", "n_immature"]
    assert found.table[counts].to_numpy().tolist() == [
        [1, 1, 1, 0],
        [3, 2, 0, 1],
        [1, 1, 1, 0],
        [2, 2, 1, 0],
    ]
    assert found.figures["agreement_share"] == 1 / 5
    assert found.figures["rate_difference"] == pytest.approx(1 / 3 - 1)
    assert found.sentence.startswith(
        "Of 7 leads both rules pass 1, only Marketing 3, only Sales 1, neither 2: they agree on "
        "20% of the leads that either passes."
    )
    assert "Marketing 33% against Sales 100%: 67 percentage points lower" in found.sentence


def test_of_both_the_later_instant_counts_even_where_they_never_hold_at_once() -> None:
    brief = rule_of({"activity": "webinar", "within_days": 1})
    late = Lead(("01-03 webinar", "01-12 paper"), won="01-20")
    table = overlap(ready(late), PAPER, brief).table
    assert table.iloc[0][["n_leads", "n_mature", "n_converted"]].tolist() == [1, 1, 1]


def test_two_rules_that_pass_the_same_leads_differ_by_nothing() -> None:
    found = overlap(ready(), PAPER, PAPER)
    assert (found.figures["rate_difference_low"], found.figures["rate_difference_high"]) == (0, 0)
    assert found.figures["agreement_share"] == 1
    assert "the leads that can be judged are the same" in found.sentence


def test_where_neither_rule_passes_anybody_nothing_is_said_of_agreement() -> None:
    found = overlap(ready(), NOTHING, NOTHING)
    assert found.sentence == "Neither rule passes any of 7 leads."
    assert "tell the rates" not in overlap(ready(), PAPER, NOTHING).sentence
    assert found.figures["agreement_share"] is None


@quick
@given(histories(), rules, rules)
def test_the_cells_hold_every_lead_once_and_explain_what_each_rule_passes(
    case: Case, one: Rule, other: Rule
) -> None:
    held = case.history()
    asked = Qualifying.of(held, prepare(held, None, 2), SCORE)
    there, back = overlap(asked, one, other), overlap(asked, other, one)
    n = there.table.set_index("cell")["n_leads"]
    table = passing(asked, {"Marketing": one, "Sales": other}).table
    assert n.sum() == table["n_leads"][0]
    assert n["both"] + n["marketing_only"] == table["n_passed"][0]
    assert n["both"] + n["sales_only"] == table["n_passed"][1]
    swapped = back.table["n_leads"].tolist()
    assert [swapped[0], swapped[2], swapped[1], swapped[3]] == n.tolist()
    if there.figures["rate_difference"] is not None:
        assert back.figures["rate_difference"] == pytest.approx(-there.figures["rate_difference"])
        assert back.figures["rate_difference_low"] == pytest.approx(
            -there.figures["rate_difference_high"]
        )


def test_without_leads_nothing_is_compared() -> None:
    leads = pd.DataFrame({"lead_id": [], "created_at": [], "source": []})
    held = History.from_frames(leads.astype({"created_at": "datetime64[us]"}))
    empty = Qualifying.of(held, prepare(held), SCORE)
    for found in (
        passing(empty, BOTH),
        monthly(empty, BOTH),
        overlap(empty, PAPER, WEBINAR),
        composed(empty, PAPER, PAPER, WEBINAR, None),
    ):
        assert (found.is_answered, "lacks leads" in found.sentence) == (False, True)


def test_rows_dated_later_change_no_earlier_figure() -> None:
    more = ready(Lead(("01-05 paper", "01-20 webinar"), won="01-22"), as_of="01-16")
    less = ready(Lead(("01-05 paper",)), as_of="01-16")
    for measure in (passing, monthly):
        pd.testing.assert_frame_equal(measure(more, BOTH).table, measure(less, BOTH).table)
    cells = [overlap(asked, PAPER, WEBINAR).table for asked in (more, less)]
    pd.testing.assert_frame_equal(*cells)


def test_fates_tell_who_stands_in_the_rate() -> None:
    one = Qualified.of(ready(), PAPER, "Marketing")
    is_in, converted = one.fates
    assert np.flatnonzero(is_in).tolist() == [0, 1, 2]
    assert np.flatnonzero(converted).tolist() == [0]
