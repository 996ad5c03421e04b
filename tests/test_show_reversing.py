"""The live panel of a goal, asked from Python: what it says of every move."""

from dataclasses import replace

import numpy as np
import pytest

from alignment.agreement import Agreement
from alignment.files import home
from alignment.history import History
from alignment.measures.journeys import Journeys
from alignment.measures.reverse import Estimate, Funnel, needed
from alignment.period import Period
from alignment.show.panel import Answer, Chart
from alignment.show.reversing import Answering, panel

SAMPLE = home() / "data" / "samples"
GOAL = 400_000.0


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return Agreement.open(SAMPLE)


@pytest.fixture(scope="module")
def funnel(agreement: Agreement) -> Funnel:
    history = History.open(SAMPLE)
    journeys = Journeys.of(history, agreement)
    return Funnel.of(history, agreement, journeys, Period.of("2026-09", 12, history.zone))


@pytest.fixture
def asked(funnel: Funnel, agreement: Agreement) -> tuple[Answering, dict[str, float]]:
    start = panel(funnel, agreement.service_levels, 28, GOAL).values
    return Answering(funnel, agreement.service_levels, start), start


def chart(answer: Answer, title: str) -> Chart:
    return next(c for c in answer.charts if title in c.title)


def test_it_starts_with_what_the_history_says_unrounded(
    funnel: Funnel, asked: tuple[Answering, dict[str, float]]
) -> None:
    answering, start = asked
    answer = answering(start)
    found = needed(funnel, GOAL)
    assert answer.sentence.startswith(found.sentence)
    bars = chart(answer, "have to bring").series[0].arrays()
    held = found.table[found.table["unit"].isin(["deals", "leads"])].iloc[::-1]
    assert list(bars["y"]) == list(held["value"])
    assert len(chart(answer, "have to bring").series) == 1


def test_a_better_rate_takes_fewer_and_the_history_stays_beside_it(
    asked: tuple[Answering, dict[str, float]],
) -> None:
    answering, start = asked
    answer = answering({**start, "rate mql": 50})
    now, before = (one.arrays()["y"] for one in chart(answer, "have to bring").series)
    assert now[0] < before[0]  # leads
    assert list(now[2:]) == list(before[2:])  # from SQLs on, nothing moved
    (note,) = answer.notes  # type: ignore[misc]
    assert [note.rows[0][1], note.rows[0][4]] == ["16", "16"]


def test_what_is_handed_over_stands_beside_what_was_promised_and_can_be_taken(
    asked: tuple[Answering, dict[str, float]],
) -> None:
    answering, start = asked
    few = answering({**start, "capacity_per_week": 10})
    assert "Sales can take 10, which is too few" in few.sentence
    limits = {limit.label: limit.value for limit in chart(few, "MQLs a week").limits}
    assert limits == {"Marketing promised": 27.6, "Sales can take": 10}
    plenty = answering({**start, "capacity_per_week": 90})
    assert "Sales can take 90, which is enough" in plenty.sentence
    unsaid = answering({**start, "capacity_per_week": 0})
    assert "Sales can take " not in unsaid.sentence
    assert unsaid.sentence.endswith("; nobody has said what Sales can take.")
    limits = {limit.label for limit in chart(unsaid, "MQLs a week").limits}
    assert limits == {"Marketing promised"}


def test_along_the_goal_the_line_passes_through_what_the_sentence_says(
    asked: tuple[Answering, dict[str, float]],
) -> None:
    answering, start = asked
    drawn = chart(answering(start), "Spend").series[0].arrays()
    spend = np.interp(GOAL, drawn["x"], drawn["y"])
    assert f"{spend:,.0f} a month" in answering(start).sentence


def test_the_button_takes_every_number_back_but_the_goal(
    funnel: Funnel, agreement: Agreement
) -> None:
    made = panel(funnel, agreement.service_levels, 28, GOAL)
    start = made.values
    made.move({"rate lead": 20, "deal_amount": 30_000, "goal_amount": 500_000})
    made.press("Reset to the history")
    assert made.values == {**start, "goal_amount": 500_000}
    assert made.failure is None


def test_a_mark_says_that_it_is_the_history_s_and_nobody_agreed_on_it(
    funnel: Funnel, agreement: Agreement
) -> None:
    made = panel(replace(funnel, cost_amount=Estimate()), agreement.service_levels, 28, GOAL)
    marks = {slider["name"]: slider["mark"] for slider in made.controls["sliders"]}
    assert {marks.pop("goal_amount"), marks.pop("capacity_per_week")} == {"start"}
    assert set(marks.values()) == {"history"}
    held = {slider["name"]: slider["agreed"] for slider in made.controls["sliders"]}
    assert held["cost_amount"] is None  # no history marks what it does not know


def test_a_number_that_no_history_knows_is_set_by_the_room(
    funnel: Funnel, agreement: Agreement
) -> None:
    bare = replace(funnel, cost_amount=Estimate(), deal_amount=Estimate(note="no deals"))
    made = panel(bare, agreement.service_levels)
    assert "There is no average deal to reckon back from: no deals" in repr(made)
    made.move({"deal_amount": 20_000, "cost_amount": 100})
    assert made.failure is None
    assert "Leads then cost EUR" in repr(made)
