"""One lead followed: words for all that happened, and the very score that the replay counts."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings

from alignment.agreement import Agreement, Score
from alignment.errors import AlignmentError
from alignment.history import History
from alignment.measures.replay import prepare
from alignment.measures.tracker import Tracked, tracked
from alignment.measures.tracker.followed import Followed
from tests.replay_cases import Case, cases, instants, scores
from tests.replayed import SCORE, at

AS_OF = at("03-01")
AGREED = Agreement.draft().changed(score=SCORE)
LEADS = pd.DataFrame(
    {"lead_id": ["a"], "created_at": [at("01-01 10:00")], "source": ["trade_fair"], "owner": "Kim"}
).assign(name="Ann", company="<Acme>", budget=True)


def activities(*lines: str) -> pd.DataFrame:
    rows = [line.rsplit(" ", 2) for line in lines]
    made = pd.DataFrame(rows, columns=["occurred_at", "activity", "team"]).assign(lead_id="a")
    return made.assign(occurred_at=[at(day) for day in made["occurred_at"]])


def changes(*lines: str) -> pd.DataFrame:
    rows = [(*line.split(maxsplit=2), None)[:3] for line in lines]
    made = pd.DataFrame(rows, columns=["changed_at", "stage", "reason"]).assign(lead_id="a")
    return made.assign(
        changed_at=[at(day) for day in made["changed_at"]], reason=made["reason"].astype("str")
    )


def told(history: History, agreement: Agreement = AGREED) -> Tracked:
    return tracked(history, agreement, "a", AS_OF)


def lines(found: Tracked) -> list[tuple[str, str, str]]:
    return list(found.table[["kind", "what", "detail"]].itertuples(index=False, name=None))


def test_the_score_after_each_event_is_told_and_falls_when_an_activity_leaves_the_window() -> None:
    history = History.from_frames(
        LEADS,
        activities(
            "01-01 visit lead", "01-02 webinar lead", "01-03 call sales", "01-13 visit lead"
        ),
    )
    found = told(history)
    assert list(found.table["score"].fillna(-1)) == [-1, 6, 26, 26, 6]  # budget: 5
    steps = found.marks["steps"]
    assert list(zip(steps["at"].dt.strftime("%m-%d"), steps["score"], strict=True)) == [
        ("01-01", 6),
        ("01-02", 26),
        ("01-11", 25),
        ("01-12", 5),
        ("01-13", 6),
        ("01-23", 5),
        ("03-01", 5),
    ]
    assert (found.marks["hand_off_at"], found.marks["return_below"]) == (20, 5)
    assert found.marks["telling"] == ["Webinar", "Complaint", "Visit"]


def test_hand_offs_and_returns_are_told_with_their_reasons_and_numbers() -> None:
    history = History.from_frames(
        LEADS,
        stage_changes=changes(
            "01-02 lead",
            "01-03 mql",
            "01-04 sal",
            "01-04 sal",
            "01-05 recycled bad timing",
            "01-06 sql",
            "01-07 disqualified",
        ),
    )
    assert lines(told(history)) == [
        ("created", "Created", "source: trade fair"),
        ("stage", "Lead", ""),
        ("hand_off", "MQL", "handed off to Sales"),
        ("stage", "SAL", ""),
        ("stage", "SAL", "recorded again"),
        ("give_back", "Given back", "bad timing"),
        ("hand_off", "SQL", "handed off to Sales for the 2nd time"),
        ("give_back", "Disqualified", "given back by Sales"),
    ]


def test_activities_and_deals_are_told_with_what_is_known_of_them() -> None:
    deals = pd.DataFrame({"deal_id": ["1", "2"], "lead_id": "a", "created_at": [at("01-05")] * 2})
    history = History.from_frames(
        LEADS,
        activities("01-03 white_paper lead", "01-04 sales_email sales").assign(
            asset=["The cost of\n drift", None],
            campaign_id=["K", None],
            actor=[None, "Bo"],
            is_bot=False,
        ),
        deals=deals.assign(
            closed_at=[at("01-06"), at("01-07")],
            is_won=[False, True],
            amount=[900.0, 18_400.0],
            currency=["EUR", "EUR"],
            loss_reason=["no decision", None],
        ),
    )
    assert lines(told(history))[1:] == [
        ("activity", "White paper", "The cost of drift, K"),
        ("activity", "Sales email", "by Bo"),
        ("deal", "Deal opened", "900 EUR"),
        ("deal", "Deal opened", "18,400 EUR"),
        ("deal", "Deal lost", "900 EUR, no decision"),
        ("won", "Deal won", "18,400 EUR"),
    ]
    assert np.isnan(told(history).table["score"].iloc[-1])  # the score ends with the conversion
    assert told(history).marks["steps"]["at"].iloc[-1] == at("01-07")
    assert told(history).marks["until"] == AS_OF


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ((), "known since 1 January 2026; Marketing has it"),
        (("01-03 mql",), "MQL since 3 January 2026; Sales has had it since 3 January 2026"),
        (("01-03 mql", "01-04 sql"), "SQL since 4 January 2026; Sales has had it since 3 January"),
        (
            ("01-03 mql", "01-05 recycled no budget", "01-09 mql"),
            "MQL since 9 January 2026; Sales has had it for the 2nd time since 9 January 2026",
        ),
        (
            ("01-03 mql", "01-05 recycled no budget"),
            "recycled (no budget) since 5 January 2026; Marketing has it",
        ),
        (("01-03 disqualified",), "disqualified since 3 January 2026; it is in nobody's hands"),
    ],
)
def test_the_sentence_says_where_the_lead_stands_and_who_has_it(
    stages: tuple[str, ...], said: str
) -> None:
    sentence = told(History.from_frames(LEADS, stage_changes=changes(*stages))).sentence
    assert sentence.startswith(f"Ann, <Acme> (a): {said}")
    assert sentence.endswith("its owner is Kim; 5 points on 1 March 2026, where 20 hand it off.")


def test_a_date_without_a_time_says_so_and_counts_at_the_end_of_its_day() -> None:
    did = pd.DataFrame({"lead_id": ["a"], "occurred_at": [date(2026, 1, 5)], "activity": "webinar"})
    history = History.from_frames(LEADS, did.assign(team="lead"), zone="Europe/Berlin")
    found = told(history)
    assert found.table["at"].iloc[-1] == at("01-05")
    assert found.table["detail"].iloc[-1] == "no time is known"
    assert found.table["score"].iloc[-1] == 25
    assert found.marks["steps"]["at"].iloc[1] == at("01-05 23:59:59.999999")
    assert any(caveat.startswith("A date without a time: 1 event") for caveat in found.caveats)


def test_what_a_machine_did_is_counted_and_left_out() -> None:
    did = activities("01-03 visit lead", "01-04 visit lead", "04-04 visit lead")
    found = told(History.from_frames(LEADS, did.assign(is_bot=[True, False, True])))
    assert len(found.table) == 2
    assert "Left out, because a machine did it: 1 activity." in found.caveats


@pytest.mark.parametrize("lead_id", ["nobody", "", "a'", "A"])
def test_an_unknown_lead_is_refused_with_advice(lead_id: str) -> None:
    with pytest.raises(AlignmentError, match="Look for it by its name"):
        tracked(History.from_frames(LEADS), AGREED, lead_id, AS_OF)


def test_a_lead_that_came_later_is_not_known_yet() -> None:
    with pytest.raises(AlignmentError, match="a lead known by 2025-12-31"):
        tracked(History.from_frames(LEADS), AGREED, "a", pd.Timestamp("2025-12-31"))


@settings(max_examples=6, phases=[Phase.explicit, Phase.generate])
@given(cases(), instants, scores())
def test_a_lead_followed_alone_has_the_score_that_the_replay_of_all_counts(
    case: Case, as_of: datetime, score: Score
) -> None:
    history, known = case.history(), pd.Timestamp(as_of)
    replay = prepare(history, known, 2)
    agreed = AGREED.changed(score=score)
    for row, lead_id in enumerate(replay.leads.table["lead_id"]):
        followed = Followed.of(history, agreed, lead_id, known)
        course = followed.course
        assert (course.created, course.until) == (
            replay.leads.created[row],
            replay.leads.until[row],
        )
        at_, points_ = course.steps()
        for instant, points in zip(at_, points_, strict=True):
            moment = pd.Timestamp(instant, unit="us")
            assert replay.explain(score, lead_id, moment).figures["score"] == points


@settings(max_examples=6, phases=[Phase.explicit, Phase.generate])
@given(cases(), instants, scores())
def test_rows_dated_later_change_nothing_that_is_told_of_a_lead(
    case: Case, as_of: datetime, score: Score
) -> None:
    known, agreed = pd.Timestamp(as_of), AGREED.changed(score=score)
    early = case.by(as_of)
    whole, then = case.history(), early.history()
    for lead_id, *_ in early.leads[:2]:
        one, other = (tracked(held, agreed, lead_id, known) for held in (whole, then))
        assert (one.sentence, one.caveats) == (other.sentence, other.caveats)
        pd.testing.assert_frame_equal(one.table, other.table)
        pd.testing.assert_frame_equal(one.marks["steps"], other.marks["steps"])
