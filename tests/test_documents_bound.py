"""What the agreement binds of a brief's questions."""

import pytest
from agreements import agreements
from hypothesis import Phase, given, settings

from alignment import terms
from alignment.agreement import Agreement, Engagement, Fit, Metric, Score, Task, rule_of
from alignment.documents.bound import bound, by_weight, lacks_revenue, metric_words

DRAFT = Agreement.draft("Tarnwald")
SENIOR = rule_of({"attribute": "seniority", "one_of": ["c_level", "director"]})


def metric(team: str = "marketing", unit: str = "count", target: float = 1) -> Metric:
    return Metric(team=team, unit=unit, target=target)


def with_metrics(*names: str, **units: str) -> Agreement:
    held = {name: metric() for name in names} | {
        name: metric(unit=unit) for name, unit in units.items()
    }
    return DRAFT.changed(metrics=held)


def test_what_no_agreement_can_say_is_not_bound() -> None:
    assert bound(DRAFT)["problem"] == bound(DRAFT)["difference"] == ()


def test_goals_come_from_the_goal_of_both_teams_and_what_counts_as_converted() -> None:
    agreed = DRAFT.changed(goal={"text": "Fewer leads.", "outcome": "sql", "within_days": 1})
    assert bound(agreed)["goals"] == (
        "Goal of both teams: Fewer leads.",
        "A lead has converted when it is sales qualified within 1 day",
    )


def test_a_goal_without_words_is_left_out() -> None:
    agreed = DRAFT.changed(goal={"outcome": "won", "within_days": 90})
    assert bound(agreed)["goals"] == ("A lead has converted when it is won within 90 days",)


def test_the_audience_is_bound_by_the_points_for_what_a_lead_is() -> None:
    agreed = DRAFT.changed(score=Score(fit=(Fit(when=SENIOR, points=10),)))
    assert bound(agreed)["audience"] == ("Score, 10 points for: seniority is c level or director",)


def test_an_mql_is_its_meaning_its_rule_the_hand_off_who_does_what_and_what_follows_a_no() -> None:
    agreed = DRAFT.changed(
        glossary={"MQL": "Ready for Sales."},
        rules={"mql": {"agreed": {"activity": "webinar", "within_days": 30}}},
        tasks={
            "call": Task(task="Call", team="sales", within_hours=4, on="hand_off", owner="Ada"),
            "send": Task(task="Send the brief", team="marketing", on="campaign"),
        },
    )
    assert bound(agreed)["mql"] == (
        "MQL means: Ready for Sales.",
        "MQL as agreed: at least one webinar in the last 30 days",
        "Handed off on entering: MQL",
        "Sales – Call, within 4 working hours; owner: Ada",
        "On rejection: Sales names the reason; Marketing nurtures the lead or closes it.",
    )


def test_a_rule_on_the_score_says_what_the_score_counts() -> None:
    engagement = {"webinar": Engagement(points=20, at_most=1), "web_visit": Engagement(points=1)}
    score = Score(window_days=1, engagement=engagement, fit=(Fit(when=SENIOR, points=-5),))
    said = bound(DRAFT.changed(score=score))["mql"]
    assert said[2:4] == (
        "Points for what a lead did in the last day: webinar 20 (at most once), web visit 1",
        "Points for what a lead is: seniority is c level or director: -5",
    )


def test_without_an_agreed_rule_it_says_so_and_what_each_team_proposes() -> None:
    agreed = DRAFT.changed(rules={"sql": {"sales": SENIOR}}, glossary={})
    assert bound(agreed)["sql"] == (
        "No rule is agreed for the SQL",
        "SQL as Sales proposes: seniority is c level or director",
    )


def test_an_sql_names_the_task_whose_first_stage_it_is() -> None:
    tasks = {
        "qualify": Task(task="Qualify", team="sales", done_by=("recycled", "sql", "customer")),
        "accept": Task(task="Accept", team="sales", done_by=("sql", "sal")),
    }
    assert bound(DRAFT.changed(tasks=tasks))["sql"][-1] == "Sales – Qualify"
    assert not any("Accept" in line for line in bound(DRAFT.changed(tasks=tasks))["sql"])


@pytest.mark.parametrize(("team", "other"), [("marketing", "sales"), ("sales", "marketing")])
def test_each_team_is_bound_by_its_own_levels_and_tasks(team: str, other: str) -> None:
    tasks = {"a": Task(task="Own", team=team), "b": Task(task="Of the other", team=other)}
    said = bound(DRAFT.changed(tasks=tasks))[team]
    assert said[-1] == f"{team.capitalize()} – Own"
    assert not any("Of the other" in line for line in said)
    assert ("First contact within 8 working hours" in said) == (team == "sales")
    assert ("Sales accepts at least 60% of the MQLs" in said) == (team == "marketing")


def test_metrics_stand_with_their_targets_revenue_before_vanity() -> None:
    agreed = DRAFT.changed(
        metrics={
            "n_web_visit": metric(),
            "mql_acceptance_rate": metric(unit="share", target=0.6),
            "mql_to_sql_rate": metric("sales", "share", 0.3),
            "win_rate": metric("sales", "share", 0.25),
        }
    )
    assert bound(agreed)["metrics"] == (
        "Win rate: at least 25% (Sales)",
        "MQL to SQL rate: at least 30% (Sales)",
        "MQL acceptance rate: at least 60% (Marketing)",
        "Number of web visit: at least 1 (Marketing)",
    )


def test_the_word_nearest_to_revenue_decides_what_a_metric_is_about() -> None:
    named = ["email_opens", "cost_per_lead", "Cost per opportunity", "lead_to_customer_rate"]
    assert by_weight(DRAFT, named) == tuple(reversed(named))


def test_metrics_of_a_kind_keep_the_order_they_were_chosen_in() -> None:
    assert by_weight(DRAFT, ["wins_b", "wins_a", "x", "won_c"]) == (
        *("wins_b", "wins_a", "won_c", "x"),
    )


def test_money_that_no_word_places_is_revenue_unless_it_was_spent() -> None:
    agreed = with_metrics("clicks", Umsatz="amount", media_spend="amount")
    assert by_weight(agreed, ["clicks", "media_spend", "Umsatz"]) == (
        *("Umsatz", "clicks", "media_spend"),
    )


def test_a_choice_without_a_metric_of_revenue_is_warned_of() -> None:
    agreed = with_metrics("win_rate", "n_mql", "clicks")
    assert lacks_revenue(agreed, ["n_mql", "clicks"]).startswith("No metric of revenue")
    assert lacks_revenue(agreed, ["n_mql", "win_rate"]) == ""


def test_where_nothing_known_is_chosen_there_is_nothing_to_warn_of_revenue() -> None:
    assert lacks_revenue(DRAFT, []) == lacks_revenue(DRAFT, ["a metric of another text"]) == ""


def test_a_metric_that_the_agreement_does_not_know_says_so() -> None:
    assert metric_words(DRAFT, "n_mql") == "Number of MQL: no metric of the agreement"


@given(agreements())
@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])
def test_any_agreement_binds_in_whole_lines(agreement: Agreement) -> None:
    said = bound(agreement)
    assert list(said) == list(terms.BRIEF_QUESTIONS)
    assert all(line.strip() for lines in said.values() for line in lines)
    names = list(agreement.metrics)
    assert sorted(by_weight(agreement, names)) == sorted(names)
