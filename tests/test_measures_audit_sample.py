"""The sample's audit: its teams' answers, and the evidence held against its stories."""

import pytest

from alignment.agreement import Agreement
from alignment.answers import Answers, read_answers
from alignment.files import home
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.audit import NUMBERS, evidence, fix_first, full_months, gaps
from alignment.measures.audit.questions import IDS
from alignment.measures.journeys import Journeys
from alignment.measures.replay import prepare
from alignment.measures.response import conversion_by_response
from alignment.measures.rules import Qualifying
from alignment.measures.service import Episodes

SAMPLE = home() / "data" / "samples"


@pytest.fixture(scope="module")
def answers() -> dict[str, Answers]:
    return read_answers(SAMPLE)


@pytest.fixture(scope="module")
def journeys() -> Journeys:
    return Journeys.of(History.open(SAMPLE), Agreement.open(SAMPLE))


@pytest.fixture(scope="module")
def found(journeys: Journeys) -> Finding:
    history, agreement = History.open(SAMPLE), Agreement.open(SAMPLE)
    replay = prepare(history, None, agreement.within_days, least_count=agreement.least_count)
    qualifying = Qualifying.of(history, replay, agreement.score)
    return evidence(history, agreement, journeys, qualifying)


def test_both_teams_answer_every_question_and_guess_every_number(
    answers: dict[str, Answers],
) -> None:
    for answer in answers.values():
        assert set(answer.ratings) == set(IDS)
        assert all(rated.note for rated in answer.ratings.values())
        assert set(answer.guesses) == {number.name for number in NUMBERS}


def test_the_teams_differ_in_some_questions_and_are_both_low_in_others(
    answers: dict[str, Answers],
) -> None:
    assert gaps(answers).figures["n_far_apart"] == 5
    assert gaps(answers).figures["n_both_low"] == 3


def test_the_first_contact_comes_first(answers: dict[str, Answers], found: Finding) -> None:
    first = fix_first(gaps(answers), found).table.iloc[0]
    assert (first["id"], first["weight"]) == ("fast_follow_up", 8)
    assert first["why"] == (
        "Marketing says 2, Sales 4; 56% touched within 4 working hours where 90% was agreed"
    )


def test_what_both_believe_the_data_does_not_say(
    answers: dict[str, Answers], found: Finding
) -> None:
    rows = found.table.set_index("id")
    for id, measured in (
        ("sql_definition", 0.45),
        ("early_follow_up", 0.49),
        ("later_follow_up", 0.91),
    ):
        assert min(answer.ratings[id].rating for answer in answers.values()) >= 4
        assert rows.at[id, "measured"] == pytest.approx(measured, abs=0.005)


def test_the_evidence_tells_the_samples_stories(found: Finding) -> None:
    rows = found.table.set_index("id")
    # "of the handed-off leads 64 % were accepted"; "9.3 % were never touched"
    assert rows.at["good_leads", "measured"] == pytest.approx(0.64, abs=0.02)
    assert 1 - rows.at["later_follow_up", "measured"] == pytest.approx(0.093, abs=0.01)
    assert "recorded since 3 February 2025" in rows.at["tracked_communication", "said"]
    assert rows.at["service_levels", "verdict"] == "holds"
    # "56 % were touched within four working hours"
    assert rows.at["fast_follow_up", "measured"] == pytest.approx(0.56, abs=0.005)
    assert "Half within 3.1 working hours" in rows.at["fast_follow_up", "said"]


def test_leads_contacted_late_convert_worse(journeys: Journeys) -> None:
    episodes = Episodes.of(History.open(SAMPLE), Agreement.open(SAMPLE), journeys)
    table = conversion_by_response(episodes, full_months(journeys, 12), 4).table
    assert table["rate"].is_monotonic_decreasing
    assert table["rate"].round(2).tolist() == [0.18, 0.17, 0.11, 0.0]
