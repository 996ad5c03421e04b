"""What each team answers beside the other's: alike, otherwise, or left open."""

from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment import terms
from alignment.agreement import Agreement, rule_of
from alignment.answers import Answers
from alignment.briefs import Brief
from alignment.briefs.beside import beside
from alignment.finding import Finding

SENIOR = {"attribute": "seniority", "one_of": ["director", "c_level"]}
LARGE = {"attribute": "n_employees", "at_least": 50}


def said(team: str, target: dict | None = None, **brief: str) -> Answers:
    return Answers(
        team=team,
        person=team.capitalize(),
        role="Head",
        answered_on=date(2026, 10, 1),
        brief=brief,
        target=rule_of(target) if target else None,
    )


def compared(marketing: Answers, sales: Answers, **together: object) -> Finding:
    brief = Brief.begun("Fairs", Agreement.draft()).changed(**together)
    return beside(brief, {"marketing": marketing, "sales": sales})


def row(found: Finding, question: str) -> dict:
    return found.table.iloc[list(terms.BRIEF_QUESTIONS).index(question)].to_dict()


def test_every_question_stands_beside_both_teams_answers_and_the_common_one() -> None:
    found = compared(
        said("marketing", problem="Calibration stops the line", mql="As agreed."),
        said("sales", problem="Fear of the inspector", mql="as  agreed", sales="We call"),
        answers={"problem": "Both"},
    )
    assert [text.partition(". ")[2] for text in found.table["question"]] == list(
        terms.BRIEF_QUESTIONS.values()
    )
    assert row(found, "problem") == {
        "question": "1. Which pain or problem does it solve?",
        "marketing": "Calibration stops the line",
        "sales": "Fear of the inspector",
        "together": "Both",
        "is_same": False,
    }
    assert row(found, "mql")["is_same"]
    assert found.table.loc[7].isna().tolist() == [False, True, False, True, True]
    assert found.sentence == (
        "Of 9 questions, both teams answer 1 alike and 1 differently. "
        "Marketing left open questions 2, 3, 4, 6, 7, 8 and 9. "
        "Sales left open questions 2, 3, 4, 6, 7 and 9."
    )
    assert found.figures == {"n_alike": 1, "n_differing": 1, "n_open": 7}
    assert "may mean the same" in found.caveats[0]


def test_a_target_stands_as_a_sentence_with_the_audience_whatever_its_order() -> None:
    same = {"attribute": "seniority", "one_of": ["c_level", "director"]}
    found = compared(
        said("marketing", {"all": [SENIOR, LARGE]}, audience="Those who decide"),
        said("sales", {"all": [LARGE, {"any": [same]}]}, audience="those who decide."),
        target=rule_of(LARGE),
    )
    asked = row(found, "audience")
    assert asked["marketing"] == (
        "Those who decide\nAs a rule: seniority is director or c level, and 50 or more employees."
    )
    assert asked["together"] == "As a rule: 50 or more employees."
    assert asked["is_same"]
    assert found.sentence.endswith("Their targets are the same.")


@pytest.mark.parametrize(
    ("target", "ending"),
    [
        (None, "Only Marketing names a target as a rule."),
        (SENIOR, "Their targets are not the same."),
    ],
)
def test_of_another_target_the_same_words_are_not_alike(target: dict | None, ending: str) -> None:
    found = compared(
        said("marketing", LARGE, audience="All"), said("sales", target, audience="All")
    )
    assert not row(found, "audience")["is_same"]
    assert found.sentence.endswith(ending)


def test_conditions_that_one_of_and_all_of_which_must_hold_are_not_the_same() -> None:
    one, other = (
        said("marketing", {"all": [SENIOR, LARGE]}),
        said("sales", {"any": [SENIOR, LARGE]}),
    )
    assert not row(compared(one, other), "audience")["is_same"]


def test_the_metrics_chosen_together_stand_with_the_common_answer() -> None:
    found = compared(said("marketing"), said("sales"), metrics=("cost_per_won", "n_mql"))
    assert row(found, "metrics")["together"] == "Judged by: Cost per won, Number of MQL."
    assert found.caveats == ()


def test_while_a_team_is_awaited_nothing_is_shown() -> None:
    brief = Brief.begun("Fairs", Agreement.draft()).changed(answers={"problem": "Drift"})
    both = {"marketing": said("marketing", problem="Secret"), "sales": said("sales")}
    for found in (beside(brief, both, ["sales"]), beside(brief, {"marketing": both["marketing"]})):
        assert not found.is_answered
        assert found.sentence == "Shown once both teams are in: Sales is awaited."
    assert "Marketing and Sales are awaited" in beside(brief, {}).sentence


words = st.sampled_from(["one", "Other.", " other"]) | st.text(min_size=1, max_size=3)
texts = st.dictionaries(st.sampled_from(list(terms.BRIEF_QUESTIONS)), words.filter(str.strip))


@settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
@given(texts, texts)
def test_every_question_is_alike_or_not_or_open_whoever_is_asked_first(
    marketing: dict[str, str], sales: dict[str, str]
) -> None:
    found = compared(said("marketing", None, **marketing), said("sales", None, **sales))
    turned = compared(said("marketing", None, **sales), said("sales", None, **marketing))
    assert sum(found.figures.values()) == len(terms.BRIEF_QUESTIONS)
    assert found.figures == turned.figures
    assert found.figures["n_open"] == len(terms.BRIEF_QUESTIONS) - len({*marketing} & {*sales})
