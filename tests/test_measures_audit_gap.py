"""Where the teams differ, from ratings that can be seen at a glance."""

import pandas as pd
import pytest

from alignment.finding import Finding
from alignment.measures.audit import NUMBERS, QUESTIONS, beside, gaps
from alignment.measures.audit.questions import IDS
from alignment.measures.guesses import HAND_OFFS
from alignment.measures.guesses import QUESTIONS as REVIEWED
from tests.audited import answers

BOTH = answers(
    {"mql_definition": 5, "sql_definition": 2, "good_leads": 3, "joint_plan": 4},
    {"mql_definition": 1, "sql_definition": 2, "good_leads": 4},
)


def test_there_are_sixteen_questions_each_with_words_for_both_ends() -> None:
    assert len(set(IDS)) == len(QUESTIONS) == 16
    for question in QUESTIONS:
        assert question.asked.endswith("?")
        assert all((question.low, question.high, question.hint, question.topic))
    assert len({question.label for question in QUESTIONS}) == 16


def test_the_guesses_of_the_review_and_of_a_score_are_among_the_numbers_once() -> None:
    names = [number.name for number in NUMBERS]
    assert len(names) == len(set(names))
    assert {*REVIEWED, *HAND_OFFS} < set(names)


def test_each_question_has_one_row_that_says_how_far_apart_its_ratings_lie() -> None:
    found = gaps(BOTH)
    assert list(found.table["id"]) == list(IDS)
    rows = found.table.set_index("id")
    said = {id: rows.at[id, "reading"] for id in BOTH["marketing"].ratings}
    assert said == {
        "mql_definition": "far apart",
        "sql_definition": "both low",
        "good_leads": "close",
        "joint_plan": "one did not answer",
    }
    assert rows.at["mql_definition", "gap"] == 4
    assert rows.at["good_leads", "mean"] == 3.5
    assert rows["gap"].isna().sum() == 13
    assert (rows["reading"] == "nobody answered").sum() == 12
    assert found.sentence == (
        "Of 3 questions that both teams rated, they are far apart in 1 and both low in 1. The "
        "widest gap, 4 points, is in “What makes an MQL”. 13 questions lack an answer."
    )


def test_one_question_that_is_left_out_lacks_an_answer() -> None:
    rated = dict.fromkeys(IDS[1:], 3)
    assert gaps(answers(rated, rated)).sentence.endswith("1 question lacks an answer.")


@pytest.mark.parametrize("missing", ["marketing", "sales"])
def test_of_one_team_alone_nothing_is_shown_but_who_is_awaited(missing: str) -> None:
    alone = {team: answer for team, answer in BOTH.items() if team != missing}
    found = gaps(alone)
    assert (found.table.empty, found.figures, found.caveats) == (True, {}, ())
    assert found.sentence.endswith(f": {missing.capitalize()} is awaited.")


def test_of_answers_that_are_not_open_yet_the_caller_knows_who_is_awaited() -> None:
    assert gaps({}).sentence == (
        "Both teams' answers are shown together, once both are in; they are not."
    )
    assert gaps({}, ("sales",)).sentence.endswith("Sales is awaited.")
    assert gaps({}, ("marketing", "sales")).sentence.endswith("Marketing and Sales are awaited.")


def test_a_rating_of_no_question_is_named_with_the_one_most_like_it() -> None:
    both = answers({"good_laeds": 3, "joint_plan": 3}, {"joint_plan": 3})
    assert gaps(both).caveats == (
        "Marketing rated 'good_laeds', which is no question of the audit, so it counts nowhere. "
        "Did you mean 'good_leads'?",
    )


def test_each_answer_stands_beside_the_other_and_beside_what_history_says() -> None:
    facts = pd.DataFrame(
        {
            "id": ["good_leads", "joint_plan"],
            "said": ["63% were accepted.", "No history can say."],
            "is_answer": [True, False],
        }
    )
    noted = answers({"good_leads": 3, "joint_plan": 4}, {"good_leads": 4})
    found = beside(gaps(noted), Finding(facts, "", name="evidence"))
    rows = found.table.set_index("question")
    row = rows.loc["Does Sales get good leads?"]
    assert row["marketing"].startswith("3")
    assert row["sales"].startswith("4")
    assert row["evidence"] == "63% were accepted."
    assert rows["evidence"].notna().sum() == 2
    assert rows["sales"].notna().sum() == 1
    assert found.sentence.endswith("say to 1 of the 16 questions.")


def test_of_one_team_alone_nothing_stands_beside_the_evidence() -> None:
    facts = Finding(pd.DataFrame({"id": ["good_leads"], "said": ["63%"]}), "", name="evidence")
    found = beside(gaps({"marketing": BOTH["marketing"]}), facts)
    assert (found.table.empty, found.name) == (True, "answers_and_evidence")
    assert "Sales is awaited" in found.sentence
