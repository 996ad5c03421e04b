"""What to mend first, and since the audit before: weights that add up by eye."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.audits import Audit
from alignment.finding import Finding
from alignment.measures.audit import fix_first, gaps, since
from alignment.measures.audit.fact import Fact
from alignment.measures.audit.questions import IDS
from tests.audited import answers


def facts(*short: str) -> Finding:
    """Evidence of which some questions fall short."""
    rows = [
        Fact(
            id, "", "touched within 4 working hours", 0.152, 0.1, 0.2, 0.9 if id in short else 0.15
        ).row
        for id in IDS
    ]
    return Finding(pd.DataFrame(rows), "")


def test_the_weight_is_the_gap_the_low_rating_and_the_shortfall_added_up() -> None:
    both = answers(
        {"mql_definition": 4, "fast_follow_up": 4, "joint_plan": 2, "good_leads": 5},
        {"mql_definition": 1, "fast_follow_up": 5, "joint_plan": 2, "good_leads": 4},
    )
    found = fix_first(gaps(both), facts("fast_follow_up"))
    kept = found.table[["rank", "id", "weight"]].to_numpy().tolist()
    # 3 + 4, 1 + 1 + 2 + 1, 0 + 3; rated 5 and 4 with nothing short: nothing to say
    assert kept == [[1, "mql_definition", 7], [2, "fast_follow_up", 5], [3, "joint_plan", 3]]
    assert list(found.table["why"]) == [
        "Marketing says 4, Sales 1",
        "15.2% touched within 4 working hours where 90% was agreed",
        "both low (2 and 2)",
    ]
    assert found.sentence.startswith(
        "Of 16 questions (4 rated), 3 need mending. First “What makes an MQL” (Marketing says 4, "
        "Sales 1); then “First contact in time”"
    )


def test_of_the_same_weight_the_question_that_is_asked_first_comes_first() -> None:
    same = {"joint_plan": 2, "good_leads": 2, "sql_definition": 2}
    found = fix_first(gaps(answers(same, same)), facts())
    assert list(found.table["id"]) == ["sql_definition", "good_leads", "joint_plan"]


def test_a_question_that_one_team_left_out_says_so() -> None:
    both = answers({"good_leads": 2, "joint_plan": 5}, {"joint_plan": 5})
    (row,) = fix_first(gaps(both), facts()).table.to_dict("records")
    assert (row["why"], row["weight"]) == ("Marketing says 2, Sales did not answer", 3)


def test_where_all_is_well_nothing_needs_mending() -> None:
    fine = dict.fromkeys(IDS, 5)
    found = fix_first(gaps(answers(fine, fine)), facts())
    assert not found.is_answered
    assert found.sentence.startswith("Nothing needs mending first")


def test_with_one_team_missing_it_says_only_who_is_awaited() -> None:
    alone = {"sales": answers({"joint_plan": 1}, {"joint_plan": 1})["sales"]}
    found = fix_first(gaps(alone), facts("good_leads"))
    assert not found.is_answered
    assert found.sentence.endswith("Marketing is awaited.")


ratings = st.dictionaries(st.sampled_from(IDS), st.integers(1, 5), min_size=1)


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
@given(ratings, ratings, st.sets(st.sampled_from(IDS)))
def test_weights_fall_add_up_and_stay_within_eleven(
    marketing: dict[str, int], sales: dict[str, int], short: set[str]
) -> None:
    table = fix_first(gaps(answers(marketing, sales)), facts(*short)).table
    if table.empty:
        return
    parts = [name for name in table if name.startswith("weight_")]
    assert (table[parts].sum(axis=1) == table["weight"]).all()
    assert table["weight"].between(1, 11).all()
    assert table["weight"].is_monotonic_decreasing
    assert short <= set(table["id"])
    well = {id for id in IDS if min(marketing.get(id, 5), sales.get(id, 5)) >= 4}
    assert not (well - short) & set(table["id"][table["weight_gap"] < 2])


def audit(day: date, version: int = 1, **questions: dict[str, object]) -> Audit:
    agreed = {"version": version, "digest": "x"}
    return Audit(audited_on=day, as_of=day, agreement=agreed, questions=questions)


def test_since_the_audit_before_each_question_is_better_worse_settled_new_or_the_same() -> None:
    before = audit(
        date(2026, 5, 1),
        good_leads={"marketing": 2, "sales": 1, "rank": 1, "weight": 5},
        joint_plan={"marketing": 2, "sales": 2, "rank": 2, "weight": 3},
        fast_follow_up={"marketing": 5, "sales": 5, "measured": 0.4, "rank": 3, "weight": 3},
        sales_input={"marketing": 5, "sales": 4},
        mql_definition={"marketing": 1, "sales": 1, "rank": 5, "weight": 4},
        sql_definition={"marketing": 3, "rank": 6, "weight": 2},
        known_numbers={"marketing": 3, "sales": 3, "rank": 4, "weight": 2},
    )
    now = audit(
        date(2026, 11, 1),
        version=2,
        good_leads={"marketing": 3, "sales": 3, "rank": 2, "weight": 2},
        joint_plan={"marketing": 2, "sales": 1, "rank": 1, "weight": 5},
        fast_follow_up={"marketing": 5, "sales": 5, "measured": 0.9},
        sales_input={"marketing": 2, "sales": 4, "rank": 3, "weight": 5},
        mql_definition={"marketing": 5, "weight": 0},
        sql_definition={"marketing": 3, "sales": 1, "rank": 5, "weight": 6},
        known_numbers={"marketing": 3, "sales": 3, "rank": 4, "weight": 2},
    )
    found = since(now, before)
    rows = found.table.set_index("id")
    assert rows["change"].to_dict() == {
        "good_leads": "better",
        "joint_plan": "worse",
        "fast_follow_up": "settled",
        "sales_input": "new",
        "known_numbers": "same",
        # one team left it out now, the other then
        "mql_definition": "cannot compare",
        "sql_definition": "cannot compare",
    }
    assert found.figures["n_cannot_compare"] == 2
    assert (rows.at["good_leads", "sales_then"], rows.at["good_leads", "sales"]) == (1, 3)
    share = rows.loc["fast_follow_up"]
    assert (share["measured_then_share"], share["measured_share"]) == (0.4, 0.9)
    assert found.sentence == (
        "Since the audit of 1 May 2026, settled: “First contact in time”; better: “Sales gets good "
        "leads”; worse: “One plan, made together”; new on the list: “Sales' input for content”."
    )
    assert found.caveats[0].startswith("2 questions cannot be compared: a team did not rate it")
    assert found.caveats[1].startswith("The agreement has changed since (version 1 then, 2 now)")


def test_without_an_earlier_audit_it_says_so() -> None:
    found = since(audit(date(2026, 5, 1), good_leads={"sales": 1}), None)
    assert not found.is_answered
    assert found.sentence.startswith("There is no earlier audit")


def test_two_audits_alike_have_nothing_to_tell() -> None:
    rated = {"marketing": 2, "sales": 1, "rank": 1, "weight": 5}
    one = audit(date(2026, 5, 1), good_leads=rated)
    assert since(one, one).sentence == "Since the audit of 1 May 2026 nothing has changed."


def test_while_a_team_is_awaited_nothing_is_told_to_be_settled() -> None:
    before = audit(date(2026, 5, 1), good_leads={"marketing": 2, "sales": 1, "rank": 1})
    for held in ({}, {"good_leads": {"measured": 0.4}}):
        found = since(audit(date(2026, 11, 1), **held), before)
        assert not found.is_answered
        assert found.sentence == (
            "What has changed since the audit of 1 May 2026 is told once both teams have rated."
        )


def test_an_audit_of_other_questions_can_be_compared_in_none() -> None:
    before = audit(date(2026, 5, 1), good_leads={"marketing": 2, "sales": 1, "rank": 1})
    now = audit(date(2026, 11, 1), joint_plan={"marketing": 2, "sales": 1, "rank": 1})
    found = since(now, before)
    assert set(found.table["change"]) == {"cannot compare"}
    assert found.sentence.endswith("no question can be compared.")


@pytest.mark.parametrize(
    ("n_rated", "n_low", "said"),
    [
        (16, 1, "Of 16 questions, 1 needs mending."),
        (16, 2, "Of 16 questions, 2 need mending."),
        (1, 1, "Of 16 questions (1 rated), 1 needs mending."),
    ],
)
def test_it_says_how_many_were_rated_where_not_all_were(
    n_rated: int, n_low: int, said: str
) -> None:
    rated = {id: 1 if n < n_low else 5 for n, id in enumerate(IDS[:n_rated])}
    assert fix_first(gaps(answers(rated, rated)), facts()).sentence.startswith(said)
