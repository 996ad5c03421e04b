"""What is overdue on a day, and what is not."""

import pandas as pd
from small_hand_off import TASKS, agreed, at, history, of, overdue

from alignment.history import History
from alignment.measures.hand_off import HandOff


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


def test_a_task_is_not_overdue_at_the_very_instant_it_is_due() -> None:
    stages = [("b", at("07-15 08:00"), "mql")]  # due at one o'clock
    for instant, expected in (("13:00:00", 0), ("13:00:00.000001", 1)):
        found = HandOff.of(history(stages), agreed(), at(f"07-15 {instant}")).overdue
        assert len(found.table) == expected


def test_nobody_nurtures_a_recycled_lead_that_was_won() -> None:
    stages = [("b", at("06-01"), "mql"), ("b", at("06-08"), "recycled")]
    assert overdue(history(stages)) == [("b", "Nurture")]
    assert overdue(history(stages, [("b", at("06-10"), at("06-20"), True)])) == []


def test_nothing_is_overdue_of_sales_own_lead() -> None:
    assert overdue(history([("b", at("07-01"), "sal")])) == []


def test_where_a_team_records_nothing_nobody_knows_what_it_did_not_do() -> None:
    leads = pd.DataFrame({"lead_id": ["b"], "created_at": at("01-01"), "source": "fair"})
    stages = pd.DataFrame({"lead_id": ["b"], "changed_at": [at("07-06")], "stage": ["mql"]})
    found = of(History.from_frames(leads, stage_changes=stages)).overdue
    assert found.table["task"].tolist() == ["Decide"]  # a stage would show it
    assert (
        "1 task from before that team's activities were recorded is left out: nobody knows whether "
        "it was done."
    ) in found.caveats


def test_tasks_from_before_a_team_s_activities_were_recorded_are_left_out() -> None:
    ids = [f"L{n:02d}" for n in range(60)]
    handed_at = pd.date_range("2026-02-01 09:00", periods=60, freq="2D")
    since = pd.Timestamp("2026-04-01")  # from then on, all but the last few are called at once
    called = [n for n, at_ in enumerate(handed_at) if at_ >= since and n < 55]
    held = History.from_frames(
        pd.DataFrame({"lead_id": ids, "created_at": at("01-01"), "source": "fair"}),
        pd.DataFrame(
            {
                "lead_id": [ids[n] for n in called],
                "occurred_at": [handed_at[n] + pd.Timedelta("1h") for n in called],
                "activity": "call",
                "team": "sales",
            }
        ),
        pd.DataFrame({"lead_id": ids, "changed_at": handed_at, "stage": "mql"}),
    )
    found = of(held, agreed(tasks={"call": TASKS["call"]})).overdue
    assert sorted(found.table["lead_id"]) == ids[55:]
    assert any(caveat.startswith("30 tasks from before") for caveat in found.caveats)
