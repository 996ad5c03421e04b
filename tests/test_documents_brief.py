"""A campaign's brief as a document."""

import re
from datetime import date
from html import unescape
from typing import Any

import pandas as pd

from alignment import terms
from alignment.agreement import Agreement, SignOffs, rule_of
from alignment.answers import Answers
from alignment.briefs import Brief, lacking
from alignment.content_requests import ContentRequest
from alignment.documents.brief import brief
from alignment.documents.document import Document
from alignment.finding import Finding

AGREED = Agreement.draft("Tarnwald")
EMPTY = Brief.begun("Spring webinars", AGREED)
ANSWERED = EMPTY.changed(
    answers={key: f"Together on {key}." for key in terms.BRIEF_QUESTIONS},
    metrics=["mql_acceptance_rate"],
)
HOSTILE = "<script>alert(1)</script> &lt;b&gt; | **b** [l](http://e.example) {{ 7*7 }}"
LONG = "We stop the line when it is needed. " * 30


def made_of(held: Brief, agreed: Agreement = AGREED, **rest: Any) -> Document:
    """The document of a brief whose agreement is in force still."""
    return brief(held, agreement=agreed, under=agreed, **rest)


def said(document: Document) -> str:
    """What a reader sees, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(document.content))).split())


def section(document: Document, key: str) -> str:
    """What a reader sees of one section."""
    (found,) = re.findall(
        rf'<section>\s*<h2 id="{key}">(.*?)</section>', str(document.body), re.DOTALL
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


def own(team: str, **parts: object) -> Answers:
    return Answers.model_validate(
        {"team": team, "person": "P", "role": "R", "answered_on": date(2026, 9, 1), **parts}
    )


def both(marketing: str, sales: str, key: str = "problem") -> dict[str, Answers]:
    words = {"marketing": marketing, "sales": sales}
    return {team: own(team, brief={key: word} if word else {}) for team, word in words.items()}


def test_the_nine_questions_stand_in_order_with_what_both_teams_answer() -> None:
    text = said(made_of(ANSWERED))
    places = [
        (text.index(f"{n}. {asked}"), text.index(f"Together on {key}."))
        for n, (key, asked) in enumerate(terms.BRIEF_QUESTIONS.items(), start=1)
    ]
    flat = [place for pair in places for place in pair]
    assert flat == sorted(flat)


def test_what_the_agreement_binds_stands_with_its_version() -> None:
    text = section(made_of(ANSWERED), "mql")
    assert "Bound by the agreement, version 1 " in text
    assert "MQL as agreed: a score of 50 or more" in text


def test_a_rule_of_many_conditions_is_told_one_by_one_too() -> None:
    many = {"any": [{"attribute": f"a{n}", "is": True} for n in range(4)]}
    text = section(made_of(ANSWERED, AGREED.changed(rules={"sql": {"agreed": many}})), "sql")
    assert "The rule, condition by condition" in text
    assert text.index("Any of these") < text.index("a3 is yes", text.index("Any of these"))


def test_the_card_says_what_is_known_of_the_campaign_and_what_is_not() -> None:
    held = EMPTY.changed(
        starts_on=date(2026, 10, 3),
        budget_amount=18500,
        target=rule_of({"attribute": "n_employees", "at_least": 50}),
    )
    facts = made_of(held).facts
    assert facts["Runs"] == "from 3 October 2026"
    assert facts["May cost"] == "18,500 EUR"
    assert facts["Is to bring"] == facts["Channel"] == "not said"
    assert facts["Target"] == "50 or more employees"
    assert facts["Agreement"] == "version 1, unsigned"


def test_a_target_too_long_for_the_card_stands_with_its_question() -> None:
    many = [{"attribute": "industry", "is": f"a rather long industry {n}"} for n in range(5)]
    made = made_of(EMPTY.changed(target=rule_of({"any": many})))
    assert made.facts["Target"] == "see question 3"
    assert "industry is a rather long industry 4" in section(made, "audience")


def test_a_brief_is_approved_and_not_signed() -> None:
    text = section(made_of(EMPTY), "approvals")
    assert "not approved yet" in text
    assert "An approval by pen holds on paper." in text
    assert "signed" not in text


def test_a_company_without_a_name_has_no_line() -> None:
    assert "Company" not in made_of(EMPTY, Agreement.draft()).facts


def test_what_nobody_answers_says_so_and_what_the_agreement_answers_does_not() -> None:
    made = made_of(EMPTY)
    assert "Not answered together yet" in section(made, "problem")
    assert "Not answered together yet" in section(made, "metrics")
    assert "Not answered together yet" not in section(made, "mql")


def test_an_unanswered_brief_is_a_draft_that_lists_all_that_is_missing() -> None:
    missing = lacking(EMPTY, AGREED, {}, terms.TEAMS)
    made = made_of(EMPTY, lacking=missing)
    assert made.is_draft
    assert len(missing) > 3
    assert all(each in said(made) for each in missing)


def test_each_teams_own_answer_stands_where_they_differ() -> None:
    made = made_of(ANSWERED, answers=both("Too many stops.", "The inspector."))
    text = section(made, "problem")
    assert text.endswith(
        "What each team had said alone Marketing Too many stops. Sales The inspector."
    )


def test_what_a_team_left_open_is_told() -> None:
    text = section(made_of(ANSWERED, answers=both("Too many stops.", "")), "problem")
    assert text.endswith("Marketing Too many stops. Sales left open")


def test_what_both_had_said_is_not_told_again() -> None:
    alike = both("together on problem", "Together on problem.")
    text = section(made_of(ANSWERED, answers=alike), "problem")
    assert text.count("ogether on problem") == 1
    assert "Both teams had said the same alone" in text


def test_what_both_had_said_alone_and_not_together_is_told_once() -> None:
    text = section(made_of(ANSWERED, answers=both("Stops.", "stops")), "problem")
    assert "Marketing and Sales Stops." in text


def test_a_team_is_called_as_the_agreement_calls_it() -> None:
    agreed = AGREED.changed(parties={"marketing": "Growth", "sales": "Field"})
    text = section(made_of(ANSWERED, agreed, answers=both("A", "B")), "problem")
    assert text.endswith("Growth A Field B")


def test_long_answers_of_their_own_stand_below_each_other_in_paragraphs() -> None:
    made = made_of(ANSWERED, answers=both(f"{LONG}\n\nSecond.", "Short."))
    assert "<p>Second.</p>" in made.body
    assert "<p><strong>Sales</strong></p>" in made.body


def test_the_teams_own_targets_stand_as_sentences() -> None:
    rules = {"marketing": {"attribute": "industry", "is": "food"}, "sales": None}
    answers = {team: own(team, target=rule, brief={"goals": "x"}) for team, rule in rules.items()}
    text = section(made_of(ANSWERED, answers=answers), "audience")
    assert "Marketing As a rule: industry is food. Sales left open" in text


def test_metrics_of_revenue_stand_before_vanity_with_their_targets() -> None:
    agreed = AGREED.changed(
        metrics={
            "n_web_visit": {"team": "marketing", "unit": "count", "target": 9},
            "win_rate": {"team": "sales", "unit": "share", "target": 0.3},
        }
    )
    made = made_of(EMPTY.changed(metrics=["n_web_visit", "win_rate"]), agreed)
    text = section(made, "metrics")
    assert "Win rate at least 30% (Sales) Number of web visit at least 9" in text
    assert "Not answered together yet" not in text
    assert not any("revenue" in warning for warning in made.warnings)


def test_metrics_without_revenue_are_warned_of() -> None:
    assert "No metric of revenue is chosen" in said(made_of(ANSWERED))


def test_a_metric_that_the_agreement_does_not_know_is_told_in_its_row() -> None:
    held = EMPTY.changed(metrics=["registrations"])
    text = section(made_of(held), "metrics")
    assert "Registrations no metric of the agreement" in text


def test_few_personas_stand_with_their_question_and_many_after_all_nine() -> None:
    few = [{"name": f"Persona {n}", "problem": "Stops", "message": ""} for n in range(12)]
    many = [*few, {"name": "Persona 12"}]
    assert "Persona 11" in section(made_of(EMPTY.changed(personas=few)), "audience")
    made = made_of(EMPTY.changed(personas=many))
    assert "The 13 personas stand after the nine questions" in section(made, "audience")
    assert "Persona 12" in section(made, "personas")


def test_content_requests_say_what_why_for_whom_and_how_they_stand() -> None:
    values = {"content": "A page", "because": "Lost to price", "asked_by": "Jonas"}
    asked = ContentRequest(number=1, **values)
    done = ContentRequest(
        number=2, owner="Ines", due_on=date(2026, 10, 9), state="done", note="on the site", **values
    )
    text = section(made_of(EMPTY, requests=[asked, done]), "requests")
    assert "1 A page Lost to price Jonas nobody yet open" in text
    assert "2 A page Lost to price Jonas Ines, by 9 October 2026 done: on the site" in text


def test_what_the_history_says_stands_with_its_caveats_and_its_table() -> None:
    table = pd.DataFrame({"label": ["Mid-size"], "n_leads": [1200]})
    found = Finding(table, "1,200 leads are meant.", ("Attributes are of today.",), "target")
    text = section(made_of(EMPTY, evidence=[found]), "evidence")
    assert text.endswith(
        "How many it is for 1,200 leads are meant. Attributes are of today. Leads Mid-size 1,200"
    )


def test_an_agreement_that_has_changed_is_warned_of_and_the_changes_are_listed() -> None:
    now = AGREED.changed(least_count=30, version=2)
    made = brief(ANSWERED, agreement=now, under=AGREED)
    assert "written under version 1 of the agreement, which has changed since" in said(made)
    assert "No rate from fewer than 20 → 30 leads" in section(made, "changes")
    assert "Bound by the agreement, version 1 " in section(made, "mql")


def test_an_agreement_that_was_only_signed_since_has_not_changed() -> None:
    now = AGREED.signed("sales", "Ruben", "Head", date(2026, 9, 1))
    made = brief(ANSWERED, agreement=now, under=AGREED)
    assert 'id="changes"' not in made.body
    assert not any("agreement" in warning for warning in made.warnings)


def test_where_the_agreement_it_was_written_under_is_gone_the_document_says_which_it_quotes() -> (
    None
):
    now = AGREED.changed(least_count=30, version=4)
    made = brief(ANSWERED, agreement=now, under=None)
    assert made.warnings[0].startswith("What the agreement says here is taken from version 4")
    assert "version 1, under which the brief was written, is not there unchanged" in said(made)
    assert "Bound by the agreement, version 4 " in section(made, "mql")


def test_an_approval_of_another_text_is_void_on_the_document() -> None:
    signed = {"person": "Ines", "role": "Head", "signed_on": date(2026, 9, 1)}
    held = ANSWERED.changed(
        approvals=SignOffs.model_validate(
            {
                "marketing": signed | {"digest": ANSWERED.digest},
                "sales": signed | {"digest": "0" * 64},
            }
        )
    )
    text = section(made_of(held), "approvals")
    assert "Marketing Ines Head 1 September 2026 valid" in text
    assert "Sales Ines Head 1 September 2026 VOID" in text


def test_every_page_says_which_brief_under_which_agreement_and_the_record_whole() -> None:
    made = made_of(ANSWERED)
    assert ANSWERED.digest[:12] in made.imprint
    assert AGREED.digest[:12] in made.imprint
    assert made.record["brief_digest"] == ANSWERED.digest
    assert made.record["agreement_digest"] == AGREED.digest


def test_text_that_people_wrote_stays_text_everywhere() -> None:
    held = EMPTY.changed(
        title=HOSTILE,
        channel=HOSTILE,
        answers=dict.fromkeys(terms.BRIEF_QUESTIONS, HOSTILE),
        target=rule_of({"attribute": HOSTILE, "is": HOSTILE}),
        personas=[{"name": HOSTILE, "problem": HOSTILE, "message": HOSTILE}],
        metrics=[HOSTILE],
    )
    asked = ContentRequest(number=1, content=HOSTILE, because=HOSTILE, asked_by=HOSTILE)
    found = Finding(pd.DataFrame({HOSTILE: [HOSTILE]}), HOSTILE, (HOSTILE,), HOSTILE)
    made = made_of(
        held,
        lacking=[HOSTILE],
        answers=both(HOSTILE, LONG + HOSTILE),
        requests=[asked],
        evidence=[found],
    )
    assert "<script" not in made.html
    assert "<b>" not in made.html
    assert "{{ 7*7 }}" in made.html
    assert "<script" not in made.markdown.replace("\\<script", "")
    assert "](http" not in made.markdown.replace("\\](http", "")


def test_what_a_brief_says_nothing_of_is_told_before_the_rest() -> None:
    made = brief(EMPTY.changed(channel="fair", goal_amount=5.0), agreement=AGREED, under=AGREED)
    assert made.warnings[-1] == (
        "Not said: its first day, its last day, what it may cost, whom it is for and its personas."
    )
