"""How service levels were kept, on hand-offs that can be counted by eye (town.py)."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import town

from alignment.agreement import Agreement, ServiceLevels
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.service import Episodes, attainment
from alignment.period import Period

SPRING = Period.of("2026-04", 4)
LEVELS = ServiceLevels(
    marketing={"n_mql": 3, "accepted_share": 0.6},
    sales={
        "first_contact_within_hours": 8,
        "first_contact_share": 0.9,
        "qualification_within_days": 3,
        "qualification_share": 0.8,
    },
    nurture_limit_days=90,
)


def rows(episodes: Episodes | None = None, levels: ServiceLevels = LEVELS) -> pd.DataFrame:
    found = attainment(episodes or town.episodes(), levels, SPRING)
    return found.table.set_index("level")


@pytest.mark.parametrize(
    ("level", "n", "n_met", "verdict"),
    [
        # January had a, b and c, February e, March nobody; April is not over
        ("n_mql", 3, 1, "AT RISK"),
        ("accepted_share", 0, 0, "NOT ENOUGH DATA"),  # nobody here uses SAL
        # a 1 h, e 3 h; b 16 h, c never; f was handed off an hour ago
        ("first_contact", 4, 2, "BREACH"),
        # a an SQL in two hours, c given back and e a deal in two days; b a deal after six
        ("qualification", 4, 3, "AT RISK"),
        # a and b a deal, c given back; e is too young
        ("nurture", 3, 3, "PASS"),
        ("reason", 1, 1, "PASS"),  # c, no budget
    ],
)
def test_each_level_is_what_can_be_counted_by_eye(
    level: str, n: int, n_met: int, verdict: str
) -> None:
    row = rows().loc[level]
    assert (row["n"], row["n_met"], row["verdict"]) == (n, n_met, verdict)


def test_the_months_count_is_their_mean_with_students_interval() -> None:
    row = rows().loc["n_mql"]
    # 3, 1 and 0: their deviation 1.5275, 4.3027 at two degrees of freedom, by the root of three
    assert row["value"] == pytest.approx(4 / 3)
    assert (row["low"], row["high"]) == (
        0,
        pytest.approx(4 / 3 + 4.3027 * 1.5275 / 3**0.5, abs=1e-3),
    )
    found = attainment(town.episodes(), LEVELS, SPRING)
    assert found.caveats[0].startswith("MQLs by month: Jan 2026 3, Feb 2026 1, Mar 2026 0. Their")
    one = attainment(town.episodes(), LEVELS, Period.of("2026-01")).table.iloc[0]
    assert (one["value"], one["n"], one["verdict"]) == (3, 1, "PASS")


def test_a_month_that_is_not_over_is_no_month() -> None:
    april = attainment(town.episodes(), LEVELS, Period.of("2026-04")).table.iloc[0]
    assert (april["n"], april["verdict"]) == (0, "NOT ENOUGH DATA")
    assert april["recommendation"] == (
        "No month of these is over yet: look again at the next review."
    )


def test_where_every_hand_off_is_too_young_none_is_judged() -> None:
    # in April f alone, an hour ago
    row = attainment(town.episodes(), LEVELS, Period.of("2026-04")).table.set_index("level")
    assert list(row.loc["first_contact", ["n", "n_met", "verdict"]]) == [0, 0, "NOT ENOUGH DATA"]


def test_every_level_says_what_was_promised_and_what_to_do() -> None:
    table = rows()
    assert list(table["promise"]) == [
        "at least 3 MQLs a month",
        "60% accepted by Sales within 3 days",
        "90% touched within 8 working hours",
        "80% qualified or given back within 3 days",
        "90% with a deal or given back within 90 days",
        "100% of those given back with an agreed reason",
    ]
    assert list(table["team"]) == ["marketing"] * 2 + ["sales"] * 4
    assert list(table["recommendation"]) == [
        "It takes 2 MQLs a month more. The best month was Jan 2026 with 3: plan its campaigns "
        "again; the weakest was Mar 2026 with 0.",
        "This history lacks the stage SAL after the hand-off: record it, and look again.",
        "It takes 2 more of 4. No group of them stands out: look at the way it is done by all.",
        "It takes 1 more of 4 (chance alone could explain that). No group of them stands "
        "out: look at the way it is done by all.",
        "Every one met it: keep on.",
        "Every one met it: keep on.",
    ]


def test_the_sentence_names_what_is_at_risk_and_what_is_broken() -> None:
    found = attainment(town.episodes(), LEVELS, SPRING)
    assert found.sentence == (
        "Of 6 service levels from January 2026 to April 2026: 2 PASS, 2 AT RISK (MQLs; Qualified "
        "or given back), 1 BREACH (First contact), 1 NOT ENOUGH DATA."
    )
    assert found.figures["first_contact"] == 0.5
    assert (
        "Too young to be judged, in no share: First contact: 1; Qualified or given back: 1; A "
        in (found.caveats[1])
    )


def test_what_is_not_promised_is_no_level() -> None:
    assert list(rows(levels=ServiceLevels()).index) == [
        "first_contact",
        "qualification",
        "nurture",
        "reason",
    ]


def test_below_the_least_count_there_is_no_figure() -> None:
    table = rows(town.episodes(least_count=5))
    assert set(table["verdict"].drop("n_mql")) == {"NOT ENOUGH DATA"}
    assert table["value"].drop("n_mql").isna().all()
    assert table["recommendation"]["first_contact"] == (
        "4 cases can be judged, 1 more are too young; a rate takes 5: look again at the next "
        "review, or over more months."
    )


def test_other_levels_are_held_against_the_same_hand_offs() -> None:
    slow = LEVELS.model_copy(
        update={"sales": LEVELS.sales.model_copy(update={"first_contact_within_hours": 16})}
    )
    assert rows(levels=slow)["n_met"]["first_contact"] == 3  # b too


def test_the_metrics_warning_is_that_of_the_level_with_its_target() -> None:
    def verdict(target: float) -> str:
        metric = {"team": "sales", "unit": "share", "target": target, "warn": 0.4}
        agreed = Agreement.draft().changed(metrics={"first_contact_share": metric})
        return rows(town.episodes(agreed))["verdict"]["first_contact"]

    assert verdict(0.9) == "AT RISK"
    assert verdict(0.8) == "BREACH"


def test_a_reason_that_nobody_agreed_on_is_none_and_is_named() -> None:
    episodes = town.changed(
        ("01-06", "mql", None), ("01-07", "recycled", "a whim"), ("02-02", "mql", None),
        ("02-03", "disqualified", "no budget"), ("03-02", "mql", None), ("03-03", "recycled", None),
    )  # fmt: skip
    row = rows(episodes).loc["reason"]
    # "no budget" is agreed for those that may come back, not for those that are out
    assert (row["n"], row["n_met"]) == (3, 0)
    assert row["recommendation"].startswith(
        "It takes 3 more of 3. Named instead: none at all (1), “a whim” (1), “no budget” "
        "(1). Agree on them, or stop using them."
    )


def test_acceptance_is_the_stage_sal_or_a_later_one_in_time() -> None:
    found = rows(town.changed(("01-06", "mql", None), ("01-09", "sal", None)))
    assert found["n_met"]["accepted_share"] == 1
    late = rows(town.changed(("01-06", "mql", None), ("01-09 00:01", "sal", None)))
    assert (late["n"]["accepted_share"], late["n_met"]["accepted_share"]) == (1, 0)


def test_a_decision_after_the_next_hand_off_belongs_to_that_one() -> None:
    episodes = town.changed(("01-06", "mql", None), ("02-02", "sal", None), ("02-03", "recycled",
        None), ("02-04", "mql", None), ("02-05", "sql", None))  # fmt: skip
    table = episodes.table
    assert list(table["accepted_at"]) == [town.at("02-02"), town.at("02-05")]
    assert list(table["qualified_at"]) == [pd.NaT, town.at("02-05")]


def test_a_stage_entered_at_the_instant_of_the_next_hand_off_is_of_that_one() -> None:
    episodes = town.changed(("01-06", "mql", None), ("01-08", "recycled", None),
        ("02-03", "mql", None), ("02-03", "sql", None))  # fmt: skip
    assert list(episodes.table["qualified_at"]) == [pd.NaT, town.at("02-03")]


def test_what_a_lead_becomes_after_it_was_given_back_is_of_no_hand_off() -> None:
    episodes = town.changed(("01-06", "mql", None), ("01-08", "recycled", None),
        ("01-09", "sql", None))  # fmt: skip
    assert episodes.table["qualified_at"].isna().all()
    assert rows(episodes)["n_met"]["accepted_share"] == 0


def deal_of(handed: str, opened: object, closed: str | None = None) -> pd.Series:
    """The row of one hand-off of a lead with a deal that was lost, or is open."""
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "source": "x"})
    stages = pd.DataFrame({"lead_id": ["a"], "changed_at": town.at(handed), "stage": "mql"})
    ends = pd.NaT if closed is None else town.at(closed)
    deals = pd.DataFrame({"deal_id": ["d"], "lead_id": "a", "created_at": [opened]})
    deals = deals.assign(closed_at=ends, is_won=pd.array([None if closed is None else False]))
    seen = pd.DataFrame({"lead_id": ["a"], "occurred_at": town.at("04-30"), "activity": "visit"})
    held = History.from_frames(leads, seen.assign(team="lead"), stages, deals)
    agreement = Agreement.draft().changed(least_count=1)
    return Episodes.of(held, agreement, Journeys.of(held, agreement)).table.iloc[0]


def test_a_deal_won_before_stands_at_the_hand_off_itself() -> None:
    table = town.episodes().table.set_index("lead_id")
    assert table["deal_at"]["f"] == town.at("04-30 11:00")


def test_a_deal_that_was_lost_before_the_hand_off_is_none_at_its_instant_it_is_one() -> None:
    opened = town.at("02-02")
    assert pd.isna(deal_of("03-03 09:00", opened, "03-03 08:59")["deal_at"])
    assert deal_of("03-03 09:00", opened, "03-03 09:00")["deal_at"] == town.at("03-03 09:00")


def test_a_deal_that_is_a_date_without_a_time_counts_at_the_end_of_its_day() -> None:
    row = deal_of("03-03 09:00", date(2026, 3, 3))
    assert row["deal_at"] == pd.Timestamp("2026-03-03 23:59:59.999999")


def test_a_deal_is_an_acceptance_too() -> None:
    row = deal_of("03-03 09:00", town.at("03-04"))
    assert row["accepted_at"] == row["qualified_at"] == town.at("03-04")


def test_hand_offs_from_before_decisions_were_recorded_are_asked_for_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    episodes = town.episodes()
    object.__setattr__(episodes, "decided_recorded_from", town.at("02-01"))
    assert rows(episodes)["n"]["qualification"] == 1  # e
    monkeypatch.setattr(Episodes, "knows_acceptance", True)
    assert rows(episodes)["n"]["accepted_share"] == 1
    assert any("1 February 2026" in said for said in attainment(episodes, LEVELS, SPRING).caveats)


def test_without_hand_offs_nobody_knows_since_when_decisions_are_recorded() -> None:
    nothing = town.changed(("01-06", "disqualified", None))
    assert nothing.decided_recorded_from is None
    assert not rows(nothing)["value"].notna().any()


def test_a_history_that_knows_no_decision_at_all_says_what_it_lacks() -> None:
    table = rows(town.changed(("01-06", "mql", None), ("01-07", "sal", None)))
    assert list(table["verdict"][["qualification", "nurture"]]) == ["NOT ENOUGH DATA"] * 2
    assert table["recommendation"]["nurture"] == (
        "This history lacks the stages SQL, recycled or disqualified, or deals: record it, and "
        "look again."
    )


def test_where_sales_acts_but_never_after_a_hand_off_the_promise_is_broken() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": town.at("01-05"), "source": "x"})
    acts = pd.DataFrame({"lead_id": "a", "occurred_at": [town.at("01-05 10:00"), town.at("03-02")]})
    acts = acts.assign(activity=["call", "visit"], team=["sales", "lead"])
    stages = pd.DataFrame({"lead_id": ["a"], "changed_at": town.at("01-06"), "stage": "mql"})
    history = History.from_frames(leads, acts, stages)
    agreement = Agreement.draft().changed(least_count=1)
    held = Episodes.of(history, agreement, Journeys.of(history, agreement))
    row = rows(held).loc["first_contact"]
    assert (row["n"], row["n_met"], row["value"]) == (1, 0, 0)
    silent = rows(town.changed(("01-06", "mql", None))).loc["first_contact"]
    assert silent["verdict"] == "NOT ENOUGH DATA"


def test_a_hand_off_can_be_judged_on_the_last_instant_of_its_days() -> None:
    # as of 30 April; three days to qualify
    last = rows(town.changed(("04-27", "mql", None), ("04-28", "sal", None)))
    assert last["n"]["accepted_share"] == 1
    young = rows(town.changed(("04-27 00:01", "mql", None), ("04-28", "sal", None)))
    assert young["n"]["accepted_share"] == 0


def test_what_marketing_took_back_needs_no_reason_and_is_told() -> None:
    moved = [("01-06", "mql", None), ("01-08", "recycled", None)]
    held = town.changed(*moved, teams=["marketing", "marketing"])
    found = attainment(held, LEVELS, SPRING)
    table = found.table.set_index("level")
    assert (table["n"]["reason"], table["n_met"]["nurture"]) == (0, 1)
    assert "1 hand-off was taken back by Marketing: no rejection by Sales." in found.caveats
    assert rows(town.changed(*moved, teams=["marketing", None]))["n"]["reason"] == 1


def test_a_lead_moved_back_to_an_earlier_stage_was_given_back() -> None:
    held = town.changed(("01-06", "mql", None), ("01-08", "lead", "no budget"))
    row = rows(held).loc["reason"]
    assert (row["n"], row["n_met"]) == (1, 1)


def test_a_history_without_leads_says_so() -> None:
    episodes = town.episodes()
    none = replace(episodes.journeys, table=episodes.journeys.table[:0])
    held = Episodes.of(episodes.history, episodes.agreement, none)
    assert attainment(held, LEVELS, SPRING).sentence.endswith("it lacks leads.")
