"""Who goes back to Marketing, why, and what is to be done by when."""

import pandas as pd
from small_hand_off import SCORE, agreed, at, backs, history, of

from alignment.history import History
from alignment.measures.hand_off import HandOff


def test_a_lead_whose_score_fell_goes_back_until_it_is_an_sql() -> None:
    stages = [("b", at("06-20"), "mql")]
    assert backs(history(stages)) == [("b", "score")]
    assert backs(history([*stages, ("b", at("06-21"), "sql")])) == []


def test_a_lead_that_meets_the_rule_does_not_go_back_for_its_score() -> None:
    rule = {"attribute": "name", "is": "Bo"}
    held = history([("b", at("06-20"), "mql")])
    assert backs(held, agreed(rules={"mql": {"agreed": rule}})) == []


def test_a_lead_held_too_long_without_a_deal_goes_back() -> None:
    found = of(history([("a", at("05-16 11:59"), "mql"), ("a", at("05-17"), "sql")])).back
    row = found.table.iloc[0]
    assert (row["lead_id"], row["why"], row["since_at"]) == ("a", "limit", at("05-16 11:59"))
    assert row["reason"] == "longer than 60 days in Sales' hands without a deal"
    assert (row["score"], row["lines"]) == (60, "webinar ×2: 60")
    assert found.sentence == (
        "1 lead goes back to Marketing on 15 July 2026: 1 held longer than 60 days without a deal."
    )
    assert backs(history([("a", at("05-16 12:00"), "mql")])) == []


def test_a_deal_of_this_stay_keeps_a_lead_with_sales() -> None:
    stages = [("a", at("05-01"), "mql")]
    assert backs(history(stages, [("a", at("05-09"), at("06-01"), False)])) == []
    assert backs(history(stages, [("a", at("04-09"), at("04-20"), False)])) == [("a", "limit")]


def test_what_sales_gave_back_today_is_told_with_its_reason() -> None:
    stages = [("b", at("07-10"), "mql"), ("b", at("07-15 09:00"), "recycled", "no budget", "sales")]
    row = of(history(stages)).back.table.iloc[0]
    assert (row["why"], row["reason"]) == ("given back", "recycled: no budget")
    assert row["since_at"] == at("07-15 09:00")
    assert (row["task"], row["task_owner"]) == ("Nurture", "Marketing")
    assert row["due_at"] == at("07-20 17:00")
    yesterday = [stages[0], ("b", at("07-14 23:59"), "recycled", "no budget", "sales")]
    assert backs(history(yesterday)) == []


def test_what_marketing_took_back_itself_is_no_news_to_it() -> None:
    stages = [("b", at("07-10"), "mql"), ("b", at("07-15 09:00"), "recycled", None, "marketing")]
    assert backs(history(stages)) == []


def test_a_disqualified_lead_is_told_and_nobody_has_to_nurture_it() -> None:
    stages = [("b", at("07-10"), "mql"), ("b", at("07-15 09:00"), "disqualified")]
    row = of(history(stages)).back.table.iloc[0]
    assert row["reason"] == "disqualified: no reason named"
    assert pd.isna(row["task"])
    assert pd.isna(row["due_at"])


def test_nobody_is_on_both_lists() -> None:
    score = {**SCORE, "cooldown_days": 0}
    stages = [("a", at("07-10"), "mql"), ("a", at("07-15 09:00"), "recycled")]
    found = of(history(stages), agreed(score=score))
    assert found.to_sales.table["lead_id"].tolist() == ["a"]
    assert found.back.table.empty


def test_sales_own_lead_that_was_never_handed_off_owes_nothing() -> None:
    own = [("b", at("03-01"), "sql")]
    assert backs(history(own)) == []
    assert backs(history([*own, ("b", at("05-01"), "mql")])) == [("b", "limit")]


def test_a_lead_moved_to_and_fro_in_sales_hands_is_one_stay() -> None:
    stages = [("a", at("05-01"), "mql"), ("a", at("05-02"), "sal"), ("a", at("07-10"), "mql")]
    row = of(history(stages)).back.table.iloc[0]
    assert (row["why"], row["handed_off_at"]) == ("limit", at("05-01"))


def test_what_was_given_back_tells_when_that_stay_began() -> None:
    stages = [("b", at("07-10"), "mql"), ("b", at("07-15 09:00"), "recycled")]
    assert of(history(stages)).back.table["handed_off_at"].tolist() == [at("07-10")]
    own = [("b", at("05-01"), "mql"), ("b", at("05-02"), "lead"), ("b", at("07-10"), "sql")]
    found = of(history([*own, stages[1]])).back.table
    assert found["why"].tolist() == ["given back"]
    assert found["handed_off_at"].isna().all()


def test_marketing_s_deadline_counts_from_the_day_on_which_the_limit_ran_out() -> None:
    stages = [("a", at("05-09 11:00"), "mql")]  # sixty days: Wednesday 8 July
    for day in ("08 12:00", "09 12:00", "15 12:00"):
        found = HandOff.of(history(stages), agreed(), at(f"07-{day}")).back.table
        assert found["due_at"].tolist() == [at("07-13 17:00")]


def test_marketing_s_deadline_counts_from_the_day_on_which_the_score_fell() -> None:
    seen = [("b", at("06-09 10:00"), "webinar", "lead")]  # 30 points until Thursday 9 July
    stages = [("b", at("06-20"), "mql")]
    for day in ("09 23:00", "15 12:00"):
        held = history(stages, activities=seen)
        found = HandOff.of(held, agreed(), at(f"07-{day}")).back.table
        assert found["why"].tolist() == ["score"]
        assert found["due_at"].tolist() == [at("07-14 17:00")]


def test_marketing_s_deadline_for_a_lead_that_was_never_warm_counts_from_its_hand_off() -> None:
    found = of(history([("b", at("07-10 09:00"), "mql")])).back.table  # a Friday
    assert found["due_at"].tolist() == [at("07-15 17:00")]


def test_where_no_activity_is_recorded_nobody_goes_back_for_a_low_score() -> None:
    held = history(hot=(), stages=[("a", at("07-01"), "mql")])
    assert backs(held) == [("a", "score")]
    silent = History.from_frames(
        held.query("SELECT * FROM leads"),
        stage_changes=held.query("SELECT lead_id, changed_at, stage FROM stage_changes"),
    )
    found = of(silent).back
    assert found.table.empty
    assert "No activity is recorded: nobody goes back for a low score." in found.caveats
