"""What a replay cannot answer, and what would make its answers wrong, said in words."""

from datetime import date
from multiprocessing import get_context

import pandas as pd
import pytest

from alignment.agreement import Score
from alignment.errors import AlignmentError
from alignment.history import History
from alignment.measures.replay import cores, prepare
from tests.replayed import SCORE, Lead, at, replayed, row


def test_caveats_name_what_the_history_lacks_and_what_would_make_the_figures_wrong() -> None:
    line = {"when": {"attribute": "budgets", "is": True}, "points": 5}
    score = Score.model_validate({"engagement": {"webinars": {"points": 60}}, "fit": [line]})
    lead = Lead(("02-25 webinar",), attributes={"budget": True})
    said = " ".join(replayed(lead).thresholds(score).caveats)
    assert "Did you mean 'webinar'?" in said
    assert "Did you mean 'budget'?" in said
    assert "older policy" in said
    assert "today's values of budgets" in said
    assert "Too young for any rate: 1 hand-off" in " ".join(
        replayed(lead).thresholds(SCORE).caveats
    )


def test_a_conversion_that_the_crm_keeps_with_the_lead_is_not_the_outcome() -> None:
    lead = Lead(("01-05 webinar",), won="01-10", attributes={"converted_at": at("01-02")})
    assert row(replayed(lead))["n_converted"] == 1


@pytest.mark.parametrize(
    "score",
    [
        Score(engagement={"fax": {"points": 90}}, fit=[]),
        Score(engagement={}, fit=[]),
        Score(engagement={"visit": {"points": 0}}),
    ],
)
def test_a_score_that_nothing_scores_in_hands_nobody_over(score: Score) -> None:
    replay = replayed(Lead(("01-05 visit",)))
    assert replay.thresholds(score).table["n_handed_off"].tolist() == [0]
    stays = replay.episodes(score)
    assert (stays.is_answered, stays.sentence) == (False, "No lead would have gone to Sales.")


def test_without_conversions_no_threshold_is_said_to_be_worth_anything() -> None:
    found = replayed(Lead(("01-05 webinar",))).thresholds(SCORE)
    assert "no lead is recorded as won, so there is not enough data" in found.sentence
    assert found.table["lift"].isna().all()


@pytest.mark.parametrize("by", ["", "month", "quarter", "source"])
def test_a_history_without_leads_says_what_it_lacks(by: str) -> None:
    columns = {"lead_id": "str", "created_at": "datetime64[us]", "source": "str"}
    history = History.from_frames(pd.DataFrame(columns=list(columns)).astype(columns))
    replay = prepare(history)
    found = replay.thresholds(SCORE, by=by)
    assert found.sentence == (
        "This history cannot say whom a score would have handed over: it lacks leads."
    )
    assert not replay.episodes(SCORE).is_answered


def test_leads_that_did_nothing_and_a_history_of_leads_alone_are_replayed_too() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": [at("01-01")], "source": ["fair"]})
    replay = prepare(History.from_frames(leads), at("03-01"))
    assert replay.thresholds(SCORE).table["n_handed_off"].tolist() == [0]
    assert replay.explain(SCORE, "a", at("02-01")).figures == {"score": 0}


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"by": "sourc"}, "Did you mean 'source'?"),
        ({"by": "lead_id"}, "month, quarter or a column of the leads"),
        ({"at": [float("nan"), float("inf"), 5]}, "found inf; expected points between"),
        ({"at": [1e300]}, "expected points between"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(asked: dict, wanted: str) -> None:
    with pytest.raises(AlignmentError) as caught:
        replayed(Lead(("01-05 webinar",))).thresholds(SCORE, **asked)
    assert wanted in str(caught.value)


def test_a_split_into_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alignment.measures.replay.observed.MOST_GROUPS", 2)
    replay = replayed(*(Lead(attributes={"email": f"{n}@x.example"}) for n in range(3)))
    with pytest.raises(AlignmentError, match="'email', which has 3 values"):
        replay.thresholds(SCORE, by="email")


def test_every_wrong_term_of_a_replay_is_named_at_once() -> None:
    with pytest.raises(AlignmentError) as caught:
        replayed(Lead(), horizon_days=0, outcome="sal")
    assert [problem.where for problem in caught.value.problems] == ["horizon_days", "outcome"]
    with pytest.raises(AlignmentError, match="expected 1 to 36,500 days"):
        replayed(Lead(), horizon_days=10**9)


def test_an_explanation_of_nobody_and_of_the_future_is_refused_with_both_reasons() -> None:
    with pytest.raises(AlignmentError) as caught:
        replayed(Lead()).explain(SCORE, "aa", at("03-02"))
    assert [problem.where for problem in caught.value.problems] == ["lead_id", "at"]
    assert "Did you mean 'a'?" in str(caught.value)
    with pytest.raises(AlignmentError, match="found NaT"):
        replayed(Lead()).explain(SCORE, "a", pd.NaT)


@pytest.mark.parametrize(("outcome", "expected"), [("won", 0), ("opportunity", 1), ("sql", 1)])
def test_the_outcome_is_the_stage_that_was_agreed(outcome: str, expected: int) -> None:
    history = History.from_frames(
        pd.DataFrame({"lead_id": ["a"], "created_at": [at("01-01")], "source": ["fair"]}),
        pd.DataFrame(
            {"lead_id": ["a"], "occurred_at": [at("01-05")], "activity": "webinar", "team": "lead"}
        ),
        pd.DataFrame({"lead_id": ["a"], "changed_at": [at("01-06")], "stage": ["sql"]}),
        pd.DataFrame({"deal_id": ["d"], "lead_id": ["a"], "created_at": [at("01-07")]}),
    )
    found = row(prepare(history, at("03-01"), 10, outcome=outcome))
    assert found["n_converted"] == expected


@pytest.mark.parametrize(
    "as_of", ["2026-02-01 12:00", pd.Timestamp("2026-02-01 13:00", tz="Europe/Berlin")]
)
def test_an_instant_may_come_as_text_or_with_a_zone(as_of: object) -> None:
    replay = replayed(Lead(("01-05 webinar", "02-01T12:30 webinar")))
    history = History.from_frames(replay.leads.table[["lead_id", "created_at", "source"]])
    assert prepare(history, as_of).as_of == at("02-01 12:00")  # type: ignore[arg-type]
    assert replay.explain(SCORE, "a", as_of).figures["score"] == 0  # type: ignore[arg-type]
    assert not replay.thresholds(SCORE, since=as_of).table["n_handed_off"].empty  # type: ignore[arg-type]


def test_what_is_no_instant_is_refused_in_words() -> None:
    replay = replayed(Lead(("01-05 webinar",)))
    with pytest.raises(AlignmentError, match="at: found 'soon'; expected an instant"):
        replay.explain(SCORE, "a", "soon")  # type: ignore[arg-type]


def test_a_split_by_an_attribute_named_like_a_figure_is_refused() -> None:
    replay = replayed(Lead(("01-05 webinar",), attributes={"recall": "x"}))
    with pytest.raises(AlignmentError, match="a column with a name that no figure has"):
        replay.thresholds(SCORE, by="recall")


def test_a_forked_process_replays_with_threads_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_FEWEST", 1)
    replay = replayed(Lead(("01-05 webinar",)), Lead(("01-06 webinar",)))
    before = replay.thresholds(SCORE).table["n_handed_off"].tolist()
    parent, child = get_context("fork").Pipe()

    def again() -> None:
        child.send(replay.thresholds(SCORE).table["n_handed_off"].tolist())

    forked = get_context("fork").Process(target=again)
    forked.start()
    assert parent.poll(30)
    assert parent.recv() == before
    forked.join()


def test_a_date_without_a_time_on_the_last_day_known_counts_at_the_last_instant() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": [at("01-05")], "source": "x"})
    acts = pd.DataFrame({"lead_id": ["a"], "occurred_at": [date(2026, 2, 1)]})
    history = History.from_frames(leads, acts.assign(activity="webinar", team="lead"))
    replay = prepare(history)
    assert replay.as_of == at("02-01")
    assert replay.episodes(SCORE).table["handed_off_at"].tolist() == [at("02-01")]
