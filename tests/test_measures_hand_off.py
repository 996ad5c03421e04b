"""A day's hand-off, by histories small enough to check by eye: noon of Wednesday 15 July 2026."""

from collections.abc import Sequence

import pandas as pd

from alignment.agreement import Agreement
from alignment.history import History
from alignment.measures.hand_off import HandOff
from alignment.measures.hand_off.tables import BACK, OVERDUE, TO_SALES

AS_OF = pd.Timestamp("2026-07-15 12:00")
SCORE = {
    "window_days": 30,
    "engagement": {"webinar": {"points": 30}, "visit": {"points": 1}},
    "hand_off_at": 50,
    "return_below": 20,
    "cooldown_days": 14,
}
TASKS = {
    "call": {
        "task": "Call",
        "team": "sales",
        "owner": "Owner",
        "within_hours": 4,
        "on": "hand_off",
        "done_by": ["call"],
    },
    "decide": {
        "task": "Decide",
        "team": "sales",
        "within_days": 2,
        "on": "hand_off",
        "done_by": ["sal", "recycled"],
    },
    "context": {"task": "Note", "team": "marketing", "within_hours": 1, "on": "hand_off"},
    "nurture": {
        "task": "Nurture",
        "team": "marketing",
        "within_days": 3,
        "on": "give_back",
        "done_by": ["email"],
    },
}


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-{text}")


def agreed(**parts: object) -> Agreement:
    levels = {"nurture_limit_days": 60}
    held = {"score": SCORE, "tasks": TASKS, "service_levels": levels, "rules": {}, **parts}
    return Agreement.draft().changed(**held)


def history(
    stages: Sequence[tuple] = (),
    deals: Sequence[tuple] = (),
    activities: Sequence[tuple] = (),
    hot: Sequence[str] = ("a",),
) -> History:
    """Leads a and b of January; those of `hot` saw two webinars in July, which make 60 points.

    stages: lead_id, changed_at, stage, and perhaps reason and team; deals: lead_id, created_at,
    closed_at, is_won; activities: lead_id, occurred_at, activity, team, and perhaps is_bot.
    """
    days = [at("07-01 10:00"), at("07-02 10:00")]
    done = [(who, day, "webinar", "lead") for who in hot for day in days] + list(activities)
    acts = pd.DataFrame(
        [(*row, False)[:5] for row in done or [("b", at("01-02"), "x", "lead")]],
        columns=["lead_id", "occurred_at", "activity", "team", "is_bot"],
    )
    changes = pd.DataFrame(
        [(*row, None, None)[:5] for row in stages],
        columns=["lead_id", "changed_at", "stage", "reason", "team"],
    ).astype({"changed_at": "datetime64[us]"})
    held = pd.DataFrame(
        [(str(n), *row) for n, row in enumerate(deals)],
        columns=["deal_id", "lead_id", "created_at", "closed_at", "is_won"],
    ).astype({"created_at": "datetime64[us]", "closed_at": "datetime64[us]", "is_won": "boolean"})
    leads = pd.DataFrame({"lead_id": ["a", "b"], "created_at": at("01-01"), "source": "fair"})
    leads = leads.assign(name=["Ada", "Bo"], company="Works", owner="Lotte")
    asset = acts["activity"].map({"webinar": "Drift"})
    return History.from_frames(leads, acts.assign(asset=asset), changes, held)


def of(held: History, agreement: Agreement | None = None) -> HandOff:
    return HandOff.of(held, agreement or agreed(), AS_OF)


def goes(**given: Sequence) -> list[str]:
    return of(history(**given)).to_sales.table["lead_id"].tolist()


def backs(held: History, agreement: Agreement | None = None) -> list[tuple[str, str]]:
    table = of(held, agreement).back.table
    return list(zip(table["lead_id"], table["why"], strict=True))


def overdue(held: History, agreement: Agreement | None = None) -> list[tuple[str, str]]:
    table = of(held, agreement).overdue.table
    return list(zip(table["lead_id"], table["task"], strict=True))


def test_a_lead_that_meets_the_rule_goes_to_sales_with_all_that_sales_needs() -> None:
    called = [("a", at("01-05 09:00"), "call", "sales")]
    found = of(history(activities=called)).to_sales
    assert found.sentence == "1 lead goes to Sales on 15 July 2026."
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
    assert row["due_at"] == at("07-15 16:00")
    assert row["marketing_task"] == "Note (Marketing, by 15 July 2026 13:00)"


def test_outside_working_hours_the_clock_of_a_hand_off_starts_at_the_next_opening() -> None:
    late = at("07-17 20:00")  # a Friday
    row = HandOff.of(history(), agreed(), late).to_sales.table.iloc[0]
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
    assert found.sentence == "1 lead goes to Sales on 15 July 2026, not for the first time."


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


def test_a_task_past_its_deadline_is_overdue_until_it_is_done() -> None:
    stages = [("b", at("07-14 09:00"), "mql")]
    row = of(history(stages)).overdue.table.iloc[0]
    assert (row["lead_id"], row["team"], row["task"]) == ("b", "sales", "Call")
    assert (row["occurred_at"], row["due_at"]) == (at("07-14 09:00"), at("07-14 13:00"))
    assert row["late_hours"] == 4 + 3  # until five, and from nine to noon
    late = [("b", at("07-15 11:00"), "call", "sales")]
    assert overdue(history(stages, activities=late)) == []


def test_only_what_the_team_itself_does_after_the_hand_off_counts_as_done() -> None:
    stages = [("b", at("07-14 09:00"), "mql")]
    before = ("b", at("07-14 08:59"), "call", "sales")
    others = ("b", at("07-14 10:00"), "call", "marketing")
    bots = ("b", at("07-14 10:00"), "call", "sales", True)
    assert overdue(history(stages, activities=[before, others, bots])) == [("b", "Call")]


def test_a_stage_shows_that_a_task_was_done() -> None:
    called = [("b", at("07-10 10:00"), "call", "sales")]
    stages = [("b", at("07-10 09:00"), "mql")]
    assert overdue(history(stages, activities=called)) == [("b", "Decide")]
    assert overdue(history([*stages, ("b", at("07-13"), "sal")], activities=called)) == []


def test_marketing_owes_a_recycled_lead_its_nurturing_and_the_latest_stands_first() -> None:
    stages = [
        ("b", at("07-01 09:00"), "mql"),
        ("b", at("07-06 09:00"), "recycled"),
        ("a", at("07-14 09:00"), "mql"),
    ]
    found = of(history(stages)).overdue
    assert found.table["task"].tolist() == ["Call", "Nurture"]
    assert found.sentence == (
        "2 tasks are overdue on 15 July 2026, of 2 leads: 1 of Marketing and 1 of Sales."
    )
    sent = [("b", at("07-07"), "email", "marketing")]
    assert overdue(history(stages, activities=sent)) == [("a", "Call")]


def test_where_no_task_shows_what_was_done_the_service_levels_stand_in() -> None:
    levels = {"sales": {"first_contact_within_hours": 4, "qualification_within_days": 5}}
    agreement = agreed(tasks={}, service_levels=levels)
    stages = [("b", at("07-09 09:00"), "mql")]
    both = [("b", "Qualify, or give back"), ("b", "First contact")]
    assert overdue(history(stages), agreement) == both
    touched = [("b", at("07-10"), "letter", "sales")]
    assert overdue(history(stages, activities=touched), agreement) == both[:1]
    assert (
        overdue(history([*stages, ("b", at("07-10"), "sql")], activities=touched), agreement) == []
    )


def test_a_day_on_which_nothing_changes_hands_says_so() -> None:
    found = of(history(hot=()))
    assert found.to_sales.sentence == "No lead goes to Sales on 15 July 2026."
    assert found.back.sentence == "No lead goes back to Marketing on 15 July 2026."
    assert found.overdue.sentence == "Nothing is overdue on 15 July 2026."
    for shown, columns in (
        (found.to_sales, TO_SALES),
        (found.back, BACK),
        (found.overdue, OVERDUE),
    ):
        assert list(shown.table) == list(columns)


def test_without_changes_of_stage_nobody_is_known_to_be_with_sales() -> None:
    assert any("No stage change is recorded" in said for said in of(history()).to_sales.caveats)


def test_dates_without_a_time_count_at_the_end_of_their_day_and_are_told() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": [at("01-01")], "source": "fair"})
    dates = pd.DataFrame({"lead_id": ["a"] * 2, "occurred_at": [at("06-15").date()] * 2})
    acts = dates.assign(activity="webinar", team="lead")
    found = of(History.from_frames(leads, acts)).to_sales  # until the end of 15 July
    assert found.table["qualified_at"].tolist() == [at("06-15 23:59:59.999999")]
    assert any("dates without a time" in caveat for caveat in found.caveats)


def test_an_empty_history_cannot_say_who_goes() -> None:
    leads = pd.DataFrame({"lead_id": [], "created_at": [], "source": []})
    held = History.from_frames(leads.astype({"created_at": "datetime64[us]"}))
    found = HandOff.of(held, agreed())
    assert found.to_sales.sentence == ("This history cannot say who goes to Sales: it lacks leads.")
    assert list(found.back.table) == list(BACK)


def test_what_the_history_never_holds_is_told_once_beside_both_lists() -> None:
    found = of(history())
    for shown in (found.to_sales, found.back):
        assert sum("'visit'" in caveat for caveat in shown.caveats) == 1
