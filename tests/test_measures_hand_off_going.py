"""Who goes to Sales, since when, and what is to be done by when."""

import pandas as pd
from small_hand_off import AS_OF, agreed, at, goes, history, of

from alignment.history import History
from alignment.measures.hand_off import HandOff


def test_a_lead_that_meets_the_rule_goes_to_sales_with_all_that_sales_needs() -> None:
    called = [("a", at("01-05 09:00"), "call", "sales")]
    found = of(history(activities=called)).to_sales
    assert found.sentence == "1 lead goes to Sales on 15 July 2026: it was due before."
    row = found.table.iloc[0]
    assert (row["rank"], row["lead_id"], row["name"], row["company"]) == (1, "a", "Ada", "Works")
    assert (row["owner"], row["source"], row["episode"]) == ("Lotte", "fair", 1)
    assert (row["score"], row["lines"]) == (60, "webinar ×2: 60")
    assert row["qualified_at"] == at("07-02 10:00")
    assert (row["last_by_lead"], row["last_by_sales"]) == (
        "webinar, 2 July 2026",
        "call, 5 January 2026",
    )
    assert pd.isna(row["last_by_marketing"])
    assert row["materials"] == "Drift (webinar, ×2)"
    assert (row["task"], row["task_owner"]) == ("Call", "Owner")
    assert (row["due_at"], row["is_new"]) == (at("07-03 13:00"), False)  # a Friday's list was first
    assert row["marketing_task"] == "Note (Marketing, by 3 July 2026 10:00)"


def test_outside_working_hours_the_clock_of_a_hand_off_starts_at_the_next_opening() -> None:
    late = at("07-17 20:00")  # a Friday
    done = [("a", at("07-17 19:00"), "webinar", "lead")] * 2
    row = HandOff.of(history(hot=(), activities=done), agreed(), late).to_sales.table.iloc[0]
    assert row["due_at"] == at("07-20 13:00")


def test_the_agreed_rule_decides_and_not_the_score() -> None:
    rule = {"activity": "webinar", "at_least": 1, "within_days": 14}
    held = history(hot=(), activities=[("b", at("07-14"), "webinar", "lead")])
    found = of(held, agreed(rules={"mql": {"agreed": rule}})).to_sales
    assert found.table[["lead_id", "score"]].to_numpy().tolist() == [["b", 30]]
    assert not any("No rule for an MQL" in caveat for caveat in found.caveats)
    assert any("No rule for an MQL" in caveat for caveat in of(held).to_sales.caveats)


def test_a_rule_on_what_a_lead_is_needs_no_activity() -> None:
    rule = {"attribute": "company", "is": "Works"}
    found = of(history(hot=()), agreed(rules={"mql": {"agreed": rule}})).to_sales
    assert found.table["lead_id"].tolist() == ["a", "b"]
    assert found.table["qualified_at"].tolist() == [at("01-01")] * 2


def test_a_rule_that_counts_an_activity_ever_looks_back_to_the_beginning() -> None:
    rule = {"activity": "fair", "at_least": 1}
    held = history(hot=(), activities=[("b", at("01-03"), "fair", "lead")])
    found = of(held, agreed(rules={"mql": {"agreed": rule}})).to_sales
    assert found.table["lead_id"].tolist() == ["b"]


def test_what_a_machine_does_and_what_comes_later_hands_nobody_over() -> None:
    bots = [("b", at("07-03"), "webinar", "lead", True)] * 2
    later = [("b", AS_OF + pd.Timedelta("1us"), "webinar", "lead")] * 2
    assert goes(activities=[*bots, *later]) == ["a"]
    assert goes(stages=[("a", AS_OF + pd.Timedelta("1us"), "mql")]) == ["a"]


def test_a_recycled_lead_waits_for_its_cooldown() -> None:
    stay = ("a", at("05-01"), "mql")
    assert goes(stages=[stay, ("a", at("07-01 12:00"), "recycled")]) == ["a"]
    assert goes(stages=[stay, ("a", at("07-01 12:01"), "recycled")]) == []


def test_a_lead_that_sales_had_before_starts_its_second_episode() -> None:
    stages = [("a", at("05-01"), "mql"), ("a", at("05-02"), "sal"), ("a", at("06-01"), "recycled")]
    found = of(history(stages=stages)).to_sales
    assert found.table["episode"].tolist() == [2]
    assert found.sentence == (
        "1 lead goes to Sales on 15 July 2026: it was due before; not for the first time."
    )


def test_a_lead_that_sales_has_or_that_is_out_does_not_go() -> None:
    for stage in ("mql", "sal", "sql", "opportunity", "customer", "disqualified"):
        assert goes(stages=[("a", at("05-01"), stage)]) == []


def test_an_open_or_won_deal_keeps_a_lead_and_a_lost_one_does_not() -> None:
    assert goes(deals=[("a", at("02-01"), None, None)]) == []
    assert goes(deals=[("a", at("02-01"), at("03-01"), True)]) == []
    assert goes(deals=[("a", at("02-01"), at("03-01"), False)]) == ["a"]


def test_a_converted_lead_does_not_go_whatever_the_outcome_is() -> None:
    lost = [("a", at("02-01"), at("03-01"), False)]
    goal = {"outcome": "opportunity", "within_days": 90}
    assert len(of(history(deals=lost), agreed(goal=goal)).to_sales.table) == 0


def test_a_lead_that_met_the_rule_lately_and_no_longer_does_is_counted() -> None:
    done = [("b", at("06-11"), "webinar", "lead"), ("b", at("06-20"), "webinar", "lead")]
    found = of(history(hot=(), activities=done)).to_sales  # the first left the window on 11 July
    assert found.table.empty
    assert (
        "1 lead met the rule at some time in the last 7 days and no longer meets it: it stays with "
        "Marketing."
    ) in found.caveats


def test_the_agreed_number_of_mqls_stands_beside() -> None:
    levels = {"marketing": {"n_mql": 46}}
    caveats = of(history(), agreed(service_levels=levels)).to_sales.caveats
    assert "Agreed are 46 MQLs a month: 2.0 a working day in July 2026." in caveats


def test_dates_without_a_time_count_at_the_end_of_their_day_and_are_told() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": [at("01-01")], "source": "fair"})
    dates = pd.DataFrame({"lead_id": ["a"] * 2, "occurred_at": [at("06-15").date()] * 2})
    acts = dates.assign(activity="webinar", team="lead")
    found = of(History.from_frames(leads, acts)).to_sales  # until the end of 15 July
    assert found.table["qualified_at"].tolist() == [at("06-15 23:59:59.999999")]
    assert any("dates without a time" in caveat for caveat in found.caveats)


def test_a_lead_that_stays_warm_qualifies_anew_when_its_cooldown_is_over() -> None:
    stages = [("a", at("07-03"), "mql"), ("a", at("07-05 09:00"), "recycled", None, "sales")]
    later = at("07-20 12:00")  # the score was met all the time since 2 July
    row = HandOff.of(history(stages), agreed(), later).to_sales.table.iloc[0]
    assert (row["episode"], row["qualified_at"]) == (2, at("07-19 09:00"))
    assert row["due_at"] == at("07-20 13:00")


def test_a_lead_qualifies_anew_when_it_is_in_again_or_its_deal_is_lost() -> None:
    stages = [("a", at("07-03"), "disqualified"), ("a", at("07-06"), "lead")]
    assert of(history(stages)).to_sales.table["qualified_at"].tolist() == [at("07-06")]
    deals = [("a", at("07-03"), at("07-08 15:00"), False)]
    found = of(history(deals=deals)).to_sales.table
    assert found["qualified_at"].tolist() == [at("07-08 15:00")]


def test_a_hand_off_has_the_same_deadline_in_every_list_it_stands_in() -> None:
    lists = [HandOff.of(history(), agreed(), at(f"07-{day} 23:00")) for day in ("03", "06", "20")]
    assert [found.to_sales.table["due_at"].tolist() for found in lists] == [[at("07-03 13:00")]] * 3


def test_the_first_list_is_counted_from_itself_where_its_day_is_not_over() -> None:
    found = HandOff.of(history(), agreed(), at("07-02 11:00")).to_sales
    assert found.table["due_at"].tolist() == [at("07-02 15:00")]
    assert found.table["is_new"].tolist() == [True]
    assert found.sentence == "1 lead goes to Sales on 2 July 2026: it is new that day."


def test_the_new_ones_those_due_before_and_those_that_come_again_are_told_apart() -> None:
    done = [("b", at("07-15 09:00"), "webinar", "lead")] * 2
    both = of(history(activities=done)).to_sales
    assert both.sentence == (
        "2 leads go to Sales on 15 July 2026: 1 is new that day, 1 was due before."
    )
    assert both.figures == {"n_to_sales": 2, "n_new": 1, "n_again": 0}
    old = of(
        history(hot=("a", "b"), stages=[("b", at("05-01"), "mql"), ("b", at("05-09"), "lead")])
    )
    assert old.to_sales.sentence == (
        "2 leads go to Sales on 15 July 2026: all were due before; 1 not for the first time."
    )


def test_of_leads_with_as_many_points_who_qualified_first_stands_first() -> None:
    done = [("b", at("06-30"), "webinar", "lead")] * 2
    assert goes(activities=done) == ["b", "a"]
    assert goes(activities=[("b", at("07-05"), "webinar", "lead")] * 2) == ["a", "b"]


def test_sales_own_lead_does_not_go_nor_does_it_count_as_an_episode() -> None:
    own = ("a", at("05-01"), "sql")
    assert goes(stages=[own]) == []
    found = of(history(stages=[own, ("a", at("06-01"), "recycled")])).to_sales
    assert found.table["episode"].tolist() == [1]


def test_a_lead_that_is_nobody_s_in_sales_is_told_of() -> None:
    found = of(history(hot=("a", "b"))).to_sales
    assert found.table.set_index("lead_id")["owner"].isna().to_dict() == {"a": False, "b": True}
    assert found.caveats[0] == "1 lead has no owner: assign it first."
