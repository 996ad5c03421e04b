"""What a live panel shows of one score, and of two beside each other."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import Phase, given, settings

from alignment.agreement import Score
from alignment.measures.handed import Handed
from alignment.measures.replay import prepare
from alignment.measures.tick import Tick, changed_sides, moved
from alignment.measures.worth import Worth
from tests.replay_cases import Case, cases, scores
from tests.scored import SCORE, day, history, replayed

quick = settings(max_examples=15, phases=[Phase.explicit, Phase.generate])
WORTH = Worth(1000, 100, "EUR")
TEN = [(8, 10 * n, None) for n in range(10)]
"""Ten leads of 8 points, ten days apart."""


def at(threshold: float, **changes: object) -> Score:
    return SCORE.model_copy(update={"hand_off_at": threshold, **changes})


def ticks(leads: Sequence, *scored: Score, **settings: object) -> list[Tick]:
    replay = replayed(leads, **settings)  # type: ignore[arg-type]
    return [Tick.of(replay, score, WORTH) for score in scored]


def test_without_a_worth_every_net_amount_is_missing() -> None:
    table = Tick.of(replayed(TEN), SCORE, None).curves
    assert len(table) > 0
    assert table[["net_amount", "net_low_amount", "net_high_amount"]].isna().all(axis=None)


def test_a_lead_stands_at_its_highest_score_with_what_became_of_it_from_there() -> None:
    (tick,) = ticks([(3, 0, None), (3, 0, 30), (3, 0, 31), (7, 190, 195), (1, 10, None)], SCORE)
    held = tick.spread.set_index("threshold")
    assert held.loc[3].to_dict() == {"n_converted": 1, "n_missed": 2, "n_immature": 0}
    assert held.loc[7].to_dict() == {"n_converted": 0, "n_missed": 0, "n_immature": 1}
    assert held.loc[1, "n_missed"] == 1
    assert held.to_numpy().sum() == 5


@given(cases(), scores())
@quick
def test_the_spread_is_of_the_leads_that_reach_a_threshold_but_not_the_next(
    case: Case, score: Score
) -> None:
    replay = prepare(case.history(), None, 2)
    tick = Tick.of(replay, score, None)
    reached = [
        Tick.of(replay, score.model_copy(update={"hand_off_at": float(q)}), None)
        .crossed.handed_off_at
        for q in tick.spread["threshold"]
    ]  # fmt: skip
    reached.append(np.full(len(replay.leads.table), np.datetime64("NaT")))
    for row, (now, above) in zip(tick.spread.itertuples(), pairwise(reached), strict=True):
        part = Handed.of(replay, now, ~np.isnat(now) & np.isnat(above))
        assert (row.n_converted, row.n_converted + row.n_missed) == (
            part.n_converted,
            part.n_mature,
        )
        assert row.n_immature == len(part) - part.n_mature


@given(cases(), scores())
@quick
def test_stays_are_the_same_whether_or_not_the_crossings_are_known(
    case: Case, score: Score
) -> None:
    replay = prepare(case.history(), None, 2)
    tick = Tick.of(replay, score, None)
    pd.testing.assert_frame_equal(tick.stays.table, replay.episodes(score).table)


def test_the_months_of_a_tick_add_up_to_its_row() -> None:
    (tick,) = ticks(TEN, SCORE)
    assert tick.months["n_handed_off"].sum() == tick.chosen["n_handed_off"] == 10


def test_a_lead_changes_sides_only_where_one_score_never_hands_it_over() -> None:
    agreed, tried = ticks([(4, 0, 20), (8, 0, 20), (4, 10, None), (8, 190, None)], at(5), at(3))
    found = changed_sides(agreed.replay, agreed, tried)
    assert found.table["lead_id"].tolist() == ["L0", "L2"]
    assert set(found.table["side"]) == {"now handed over"}
    assert found.table["converted"].tolist() == ["yes", "no"]
    assert found.table["lines"].tolist() == ["visit ×4: 4", "visit ×4: 4"]
    assert found.table["score"].tolist() == [4, 4]
    assert found.figures["newly_rate"] == 0.5
    assert found.figures["n_no_longer"] == 0
    assert found.sentence == (
        "2 leads would now be handed over; won within 30 days: "
        "50% (1 of 2; 95% interval 9.5% to 91%)."
    )


def test_leads_that_are_no_longer_handed_over_are_explained_by_the_agreed_score() -> None:
    agreed, tried = ticks([(6, 0, None), (9, 195, None)], at(5), at(8))
    found = changed_sides(agreed.replay, agreed, tried)
    assert found.table[["lead_id", "side", "converted"]].to_numpy().tolist() == [
        ["L0", "no longer", "no"]
    ]
    (young,) = ticks([(6, 190, None)], at(5))
    none = Tick.of(young.replay, at(8), WORTH)
    assert changed_sides(young.replay, young, none).table["converted"].tolist() == ["too young"]


def test_the_converted_are_named_first_then_the_latest_and_the_rest_are_counted() -> None:
    leads = [(4, n, 20 if n == 3 else None) for n in range(9)]
    agreed, tried = ticks(leads, at(5), at(3))
    found = changed_sides(agreed.replay, agreed, tried, most=3)
    assert found.table["lead_id"].tolist() == ["L3", "L8", "L7"]
    assert found.caveats[-1] == "3 of 9 are named: 1 of them converted, the latest of each."


def test_each_side_gets_half_of_the_names_and_what_the_other_leaves() -> None:
    by_paper = Score.model_validate(
        {"engagement": {"visit": {"points": 1}}, "fit": [
            {"when": {"attribute": "vip", "is": True}, "points": -20}], "hand_off_at": 3,
         "return_below": 1}
    )  # fmt: skip
    few = [True] + [False] * 9
    leads = [(6, 0, None)] + [(4, n, None) for n in range(9)]
    agreed, tried = ticks(leads, at(5), by_paper, vip=few)
    found = changed_sides(agreed.replay, agreed, tried, most=4)
    assert found.table["side"].tolist() == ["now handed over"] * 3 + ["no longer"]


def test_a_lead_is_named_by_what_people_call_it() -> None:
    agreed, tried = ticks(
        [(4, 0, None), (4, 1, None)], at(5), at(3), name=["Ann <b>", None], company=["Acme", "Hops"]
    )
    found = changed_sides(agreed.replay, agreed, tried)
    assert found.table["name"].tolist() == ["Hops", "Ann <b>, Acme"]


def test_no_change_of_sides_is_said() -> None:
    (tick,) = ticks(TEN, SCORE)
    found = changed_sides(tick.replay, tick, tick)
    assert (found.sentence, found.is_answered) == ("No lead changes sides.", False)


@given(cases(), scores(), scores())
@quick
def test_both_sides_together_explain_the_change_in_hand_offs(
    case: Case, old: Score, new: Score
) -> None:
    replay = prepare(case.history(), None, 2)
    agreed, tried = Tick.of(replay, old, None), Tick.of(replay, new, None)
    found = changed_sides(replay, agreed, tried, most=100)
    gained = found.figures.get("n_newly", 0) - found.figures.get("n_no_longer", 0)  # type: ignore[operator]
    assert gained == tried.chosen["n_handed_off"] - agreed.chosen["n_handed_off"]
    for row in found.table.itertuples():
        limit = new.hand_off_at if row.side == "now handed over" else old.hand_off_at
        assert row.score >= limit - 1e-9


def test_what_moved_names_the_settings_that_differ_and_what_they_brought() -> None:
    changed = Score.model_validate(
        {"window_days": 10, "engagement": {"visit": {"points": 2, "at_most": 3}},
         "hand_off_at": 5, "return_below": 2}
    )  # fmt: skip
    agreed, tried = ticks([(4, 0, 20), (8, 0, 20)], SCORE, changed)
    found = moved(agreed, tried)
    rows = found.table.set_index("label")
    assert list(rows.index[:3]) == ["Window", "visit", "visit, at most"]
    assert rows.loc["Window", ["unit", "agreed", "tried"]].tolist() == ["days", 30, 10]
    assert np.isnan(rows.loc["visit, at most", "agreed"])
    assert rows.loc["Of all won, handed over before", ["agreed", "tried"]].tolist() == [0.5, 1]
    assert found.figures["tried_n_re_mql"] == 0
    assert found.sentence == (
        "3 settings changed. Hand-offs a week: 0.1 instead of 0.0; of them converted: 100% as "
        "before; of all converted, handed over before: 100% instead of 50%."
    )


def test_a_rule_on_attributes_that_comes_new_has_no_agreed_points() -> None:
    fit = {"when": {"attribute": "n_employees", "at_least": 50}, "points": 10}
    tried = Score.model_validate({**SCORE.model_dump(by_alias=True), "fit": [fit]})
    found = moved(*ticks(TEN, SCORE, tried)).table.iloc[0]
    assert found["label"] == "50 or more employees"
    assert np.isnan(found["agreed"])
    assert found["tried"] == 10


def test_two_equal_scores_have_moved_nothing() -> None:
    (tick,) = ticks(TEN, SCORE)
    found = moved(tick, tick)
    assert found.sentence == "Nothing differs from what is agreed."
    assert (found.table["agreed"].fillna(-1) == found.table["tried"].fillna(-1)).all()


def test_a_history_without_leads_gives_empty_tables_and_no_error() -> None:
    (agreed, tried) = ticks([], SCORE, at(3))
    assert agreed.spread[["n_converted", "n_missed", "n_immature"]].to_numpy().sum() == 0
    assert moved(agreed, tried).table["tried"].notna().any()
    assert changed_sides(agreed.replay, agreed, tried).sentence == "No lead changes sides."


def test_below_the_least_count_what_moved_says_that_there_is_not_enough_data() -> None:
    found = moved(*ticks(TEN, at(5), at(9), least_count=20))
    assert "of them converted: not enough data as before" in found.sentence


def test_rows_dated_after_as_of_change_no_tick() -> None:
    early = prepare(history(TEN), day(60), 30)
    later = prepare(history([*TEN, (9, 80, 90)]), day(60), 30)
    one, two = (Tick.of(replay, SCORE, WORTH) for replay in (early, later))
    pd.testing.assert_frame_equal(one.curves, two.curves)
    pd.testing.assert_frame_equal(one.spread, two.spread)
    pd.testing.assert_frame_equal(one.stays.table, two.stays.table)
