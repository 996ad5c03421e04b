"""The compiled replay against its definitions (tests/replay_oracle.py), on any small history."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.agreement import Score
from alignment.finding import Finding
from alignment.measures.replay import Replay, cores, prepare
from tests.replay_cases import ZONE, Case, cases, instants, scored, scores, spread
from tests.replay_oracle import Judged, lines, score_at

quick = settings(max_examples=16, phases=[Phase.explicit, Phase.generate])
SPLITS = ("", "month", "quarter", "source", "n_employees")
COUNTS = ["n_handed_off", "n_mature", "n_converted", "n_immature"]


@dataclass(frozen=True)
class Question:
    """What is asked of a replay, once it stands."""

    score: Score
    at: list[float] | None
    by: str
    since: datetime | None
    until: datetime | None
    horizon_days: int
    least_count: int


questions = st.builds(
    Question,
    scores(),
    st.none() | st.lists(st.sampled_from([-1, 0.1, 0.35, 1, 2, 2.5, 50]), max_size=4),
    st.sampled_from(SPLITS),
    st.none() | instants,
    st.none() | instants,
    st.integers(1, 4),
    st.sampled_from([1, 1, 3]),
)


def replayed(case: Case, as_of: datetime) -> Replay:
    return prepare(case.history(), pd.Timestamp(as_of), 2)


def agree(replay: Replay, case: Case, as_of: datetime, asked: Question) -> None:
    """The replay's table is the one that the definitions give."""
    leads = case.known(as_of)
    judged = Judged(leads, as_of, asked.horizon_days, asked.least_count, ZONE)
    replay = replace(replay, horizon_days=asked.horizon_days, least_count=asked.least_count)
    since, until = (pd.Timestamp(end) if end else None for end in (asked.since, asked.until))
    found = replay.thresholds(asked.score, asked.at, asked.by, since, until)
    if not leads:
        assert not found.is_answered
        return
    expected = judged.thresholds(asked.score, asked.at, asked.by, asked.since, asked.until)
    assert list(found.table) == list(expected)
    for name in expected:
        is_split = name == asked.by
        kind = "str" if is_split else "float"
        pd.testing.assert_series_equal(
            found.table[name].astype(kind), expected[name].astype(kind), rtol=1e-12, atol=0
        )


def rows(episodes: Finding) -> list[tuple]:
    """Episodes as the definitions give them: None where something is missing."""
    held = episodes.table.astype(object)
    return [tuple(row) for row in held.where(held.notna(), None).itertuples(index=False)]


def drawn(seed: int, n_leads: int, n_days: int, kinds: list[str]) -> tuple[Case, list[Score]]:
    chance = random.Random(seed)
    case = spread(chance.choice, n_leads, n_days, kinds)
    return case, [scored(chance.choice, kinds) for _ in range(3)]


@quick
@given(cases(), instants, st.lists(questions, min_size=1, max_size=4))
def test_every_threshold_comes_to_what_its_definition_says(
    case: Case, as_of: datetime, asked: list[Question]
) -> None:
    replay = replayed(case, as_of)
    for question in asked:
        agree(replay, case, as_of, question)


@quick
@given(cases(), instants, st.lists(scores(), min_size=1, max_size=4))
def test_every_stay_in_sales_is_what_its_definition_says(
    case: Case, as_of: datetime, asked: list[Score]
) -> None:
    replay = replayed(case, as_of)
    for score in asked:
        expected = Judged(case.known(as_of), as_of, 2).stays(score)
        assert rows(replay.episodes(score)) == expected
        assert rows(replay.episodes(score, crossed=replay.crossed(score))) == expected


@quick
@given(cases(), instants, scores(), st.lists(instants, min_size=1, max_size=3))
def test_the_lines_of_a_score_add_up_to_it_for_every_lead_at_any_instant(
    case: Case, as_of: datetime, score: Score, at: list[datetime]
) -> None:
    replay = replayed(case, as_of)
    for lead in case.known(as_of):
        for x in at:
            if x > as_of:
                continue
            told = replay.explain(score, lead.lead_id, pd.Timestamp(x))
            assert told.figures["score"] == float(score_at(score, lead, x))
            assert set(rows(told)) == {
                (*line[:3], float(line[3])) for line in lines(score, lead, x)
            }
    for stay in replay.episodes(score).table.itertuples():
        told = replay.explain(score, stay.lead_id, stay.handed_off_at)
        assert told.figures["score"] == stay.score >= score.hand_off_at


@pytest.mark.parametrize(("seed", "n_kinds"), [(1, 5), (2, 320)])
def test_many_leads_in_two_threads_and_many_kinds_come_to_the_same(
    seed: int, n_kinds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = [f"kind {n}" for n in range(n_kinds)]
    case, asked = drawn(seed, 120, 40, kinds)
    as_of = max(at for _, at, *_ in case.leads)
    replay = replayed(case, as_of)
    monkeypatch.setattr(cores, "_FEWEST", 1)
    monkeypatch.setattr(cores, "n_cores", lambda: 3)
    for score, by in zip(asked, ("", "month", "source"), strict=True):
        agree(replay, case, as_of, Question(score, None, by, None, None, 5, 3))
        assert rows(replay.episodes(score)) == Judged(case.known(as_of), as_of, 5).stays(score)


@quick
@given(cases(), instants, st.lists(scores(), min_size=1, max_size=3))
def test_parts_add_up_to_the_whole_and_a_higher_threshold_hands_over_no_more(
    case: Case, as_of: datetime, asked: list[Score]
) -> None:
    replay = replayed(case, as_of)
    for score in asked:
        grid = [-2, 0.1, 1, 2, 3, 5]
        whole = replay.crossed(score, grid).table()
        assert (whole["n_handed_off"] == whole["n_mature"] + whole["n_immature"]).all()
        assert whole["n_handed_off"].is_monotonic_decreasing
        for by in SPLITS[1:]:
            parts = replay.crossed(score, grid, by).table(by)
            assert (parts["n_handed_off"] == parts["n_mature"] + parts["n_immature"]).all()
            summed = parts.groupby("threshold", as_index=False)[COUNTS].sum()
            if case.known(as_of):
                pd.testing.assert_frame_equal(summed, whole[["threshold", *COUNTS]])


@quick
@given(cases(), instants, st.lists(scores(), min_size=1, max_size=3))
def test_the_spread_counts_each_lead_once_by_what_came_of_its_highest_threshold(
    case: Case, as_of: datetime, asked: list[Score]
) -> None:
    replay, judged = replayed(case, as_of), Judged(case.known(as_of), as_of, 2)
    grid = [0.1, 1, 2, 3, 5]
    for score in asked:
        handed = judged.handed_off(score, [*grid, score.hand_off_at])
        counted: Counter[tuple[float, str]] = Counter()
        for lead in judged.leads:
            mine = {q: x for (who, q), x in handed.items() if who == lead.lead_id and x}
            if mine:
                counted[max(mine), judged.fate(lead, mine[max(mine)])] += 1
        table = replay.crossed(score, grid).spread().set_index("threshold").stack()
        found = {key: n for key, n in table.items() if n}
        assert found == counted
