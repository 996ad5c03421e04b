"""The plan: the whole agreement as a document for signature."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from agreements import agreements
from hypothesis import Phase, given, settings

from alignment.agreement import Agreement, Engagement, Fit, Score, rule_of
from alignment.documents import plan
from alignment.documents.points_card import PointsCard, most_points

DAY = date(2026, 11, 20)


def agreement(**parts: object) -> Agreement:
    return Agreement.draft("Tarnwald", "Europe/Berlin").changed(**parts)


def signed(agreed: Agreement, *teams: str) -> Agreement:
    for team in teams:
        agreed = agreed.signed(team, f"Kim of {team}", "Head", DAY)
    return agreed


def text(agreed: Agreement) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", plan(agreed).body)).split())


def test_signed_by_both_teams_it_is_no_draft() -> None:
    made = plan(signed(agreement(), "marketing", "sales"))
    assert (made.is_draft, made.draft_because, made.warnings) == (False, (), ())
    assert made.title == "Plan of Marketing and Sales at Tarnwald"
    assert "By pen" not in made.body


def test_it_says_who_has_not_signed_and_leaves_lines_for_a_pen() -> None:
    agreed = signed(agreement(), "marketing")
    assert plan(agreed).draft_because == ("Not signed yet for Sales.",)
    assert "By pen, under this very text: For Person Role Day Signature Sales" in text(agreed)


def test_a_line_for_a_pen_is_plain_in_markdown() -> None:
    made = plan(agreement()).markdown
    assert "&nbsp;" not in made
    assert re.search(r"\| Sales +(\| +){4}\|\n", made.split("By pen")[1])


def test_a_text_changed_after_it_was_signed_says_so_of_each_signature() -> None:
    agreed = signed(agreement(), "marketing", "sales").model_copy(update={"review_day": 9})
    because = plan(agreed).draft_because
    assert because == (
        "The text was changed after Kim of marketing signed for Marketing: that signature is void.",
        "The text was changed after Kim of sales signed for Sales: that signature is void.",
    )
    assert text(agreed).count("VOID: the text has changed since") == 2


def test_version_and_digest_stand_on_it_and_in_its_record() -> None:
    agreed = agreement()
    made = plan(agreed)
    assert made.imprint == f"Agreement version 1, digest {agreed.digest[:12]}…"
    assert made.facts["Digest of this text"] == agreed.digest
    assert made.record == {
        "kind": "plan",
        "company": "Tarnwald",
        "agreement_version": 1,
        "agreement_digest": agreed.digest,
        "agreement_state": "unsigned",
    }


@pytest.mark.parametrize(
    "expected",
    [
        "say here what both teams want. A lead has converted when it is won within 90 days.",
        "recycled Given back to Marketing with a reason; may qualify again.",
        "Stage In whose hands Lead Marketing MQL Sales Entering it is the hand-off SAL Sales",
        "Recycled Marketing Disqualified Nobody",
        "MQL, as agreed A score of 50 or more. SQL, as agreed In stage SQL.",
        "A lead goes to Sales at 50 points or more. It comes back to Marketing below 20 points.",
        "Marketing owes Sales Sales accepts at least 60% of the MQLs",
        "Working days Monday, Tuesday, Wednesday, Thursday and Friday Working hours 09:00–17:00",
        "Back to Marketing: it may qualify again no budget no response",
        "First contact share Sales at least 90%",
        "on day 5 of every month.",
    ],
)
def test_every_part_of_the_agreement_is_in_it(expected: str) -> None:
    assert expected in text(agreement())


def test_tasks_stand_with_their_team_occasion_limit_owner_and_proof() -> None:
    task = {"task": "Call it", "team": "sales", "owner": "Owner", "within_hours": 4}
    agreed = agreement(tasks={"call": {**task, "when": "a lead comes", "done_by": ["sql", "call"]}})
    assert "Marketing No task is agreed yet. Sales Task When" in text(agreed)
    assert "Call it A lead comes 4 working hours Owner SQL, call" in text(agreed)


def test_a_rule_of_up_to_three_conditions_is_a_sentence_alone() -> None:
    webinar = {"activity": "webinar", "within_days": 30}
    rule = {"all": [webinar, {"attribute": "n_employees", "at_least": 50}]}
    agreed = agreement(rules={"mql": {"agreed": rule_of(rule)}})
    said = "MQL, as agreed At least one webinar in the last 30 days and 50 or more employees. SQL"
    assert said in text(agreed)


def test_a_longer_rule_is_told_condition_by_condition_too_however_deep() -> None:
    leaf: Callable[[int], dict] = lambda n: {"attribute": f"a{n}", "is": n}  # noqa: E731
    deep = {"any": [leaf(3), {"all": [leaf(4), leaf(5)]}]}
    agreed = agreement(rules={"mql": {"agreed": rule_of({"all": [leaf(1), leaf(2), deep]})}})
    told = (
        "All of these: a1 is 1 a2 is 2 Any of these: a3 is 3 All of these: a4 is 4 a5 is 5 "
        "SQL, as agreed"
    )
    assert told in text(agreed)


def test_a_rule_that_cannot_be_read_aloud_stands_as_its_conditions_only() -> None:
    many = rule_of({"any": [{"attribute": f"a{n}", "is": True} for n in range(9)]})
    agreed = agreement(rules={"mql": {"agreed": many}})
    assert "A rule of 9 conditions. Any of these: a0 is yes" in text(agreed)


def test_a_rule_that_was_not_agreed_is_warned_of_and_proposals_are_shown() -> None:
    agreed = agreement(rules={"mql": {"marketing": {"score": {"at_least": 45}}}})
    assert plan(agreed).warnings == (
        "The agreement has no agreed rule for the MQL.",
        "The agreement has no agreed rule for the SQL.",
    )
    assert "Not agreed yet. MQL, as Marketing proposed it A score of 45 or more." in text(agreed)


def score(**parts: object) -> Score:
    done = {"webinar": Engagement(points=20, at_most=2), "spam": Engagement(points=-5)}
    student = rule_of({"attribute": "seniority", "is": "student"})
    chief = rule_of({"attribute": "seniority", "is": "chief"})
    fit = (Fit(when=student, points=-20), Fit(when=chief, points=10))
    return Score(**{"engagement": done, "fit": fit, **parts})  # type: ignore[arg-type]


def test_the_points_card_adds_up_the_most_that_a_lead_can_reach() -> None:
    card = PointsCard.of(score())
    assert card.done == [["Webinar", "20", "2 times", "40"], ["Spam", "-5", "every time", "–"]]
    assert card.fit == [["Seniority is student", "-20"], ["Seniority is chief", "10"]]
    assert card.most == "The most that a lead can reach is 50 points."


def test_points_without_a_limit_have_no_most() -> None:
    endless = score(engagement={"web_visit": Engagement(points=1)})
    assert most_points(endless) is None
    assert PointsCard.of(endless).most == "There is no most: Web visit counts every time."


def test_a_threshold_that_no_lead_can_reach_is_warned_of() -> None:
    assert plan(agreement(score=score(hand_off_at=60))).warnings == (
        "No lead can be handed off by its score: the most that one can reach is 50 points, "
        "the threshold is 60.",
    )


@settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
@given(agreements())
def test_any_agreement_has_a_plan_whose_page_is_the_same_every_time(agreed: Agreement) -> None:
    assert plan(agreed).html == plan(agreed).html
    assert plan(agreed).is_draft


def test_teams_written_from_the_right_keep_their_place_in_a_line_of_ours() -> None:
    agreed = agreement(parties={"company": "T", "marketing": "Marketing", "sales": "מכירות"})
    sales = '<span dir="rtl">מכירות</span>'
    assert f"<h3>{sales} owes Marketing</h3>" in plan(agreed).body
    assert plan(agreed).draft_because[1] == "Not signed yet for מכירות."
