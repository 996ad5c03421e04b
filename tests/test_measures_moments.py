"""Past moments, and what leads had done by then, counted by the engine and by the replay."""

import numpy as np
import pandas as pd
from hand_offs import AGREED, day, frames, opened, usual
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.agreement import Engagement, Score
from alignment.history import History
from alignment.measures.replay import prepare
from alignment.measures.replay.observed import instant
from alignment.measures.suggest.candidates import Candidate, candidates
from alignment.measures.suggest.levels import levels
from alignment.measures.suggest.moments import Moments
from alignment.measures.suggest.patterns import patterns, places

A, B = "a", "b"


def small(changes: list[tuple[str, float, str]], as_of: float = 100) -> tuple[History, Moments]:
    leads = pd.DataFrame({"lead_id": [A, B], "created_at": [day(0), day(0)], "source": "web"})
    stages = pd.DataFrame(
        [(lead, day(n), stage) for lead, n, stage in changes],
        columns=["lead_id", "changed_at", "stage"],
    )
    history = History.from_frames(leads, None, stages)
    return history, Moments.handed_off(history, prepare(history, day(as_of), 30), "mql")


def test_every_hand_off_is_a_moment_and_converted_means_within_the_horizon_its_end_included() -> (
    None
):
    changes = [(A, 5, "mql"), (A, 6, "recycled"), (A, 20, "mql"), (A, 35, "customer")]
    _, found = small([*changes, (B, 10, "mql"), (B, 41, "customer")])
    assert found.lead.tolist() == [0, 0, 1]
    assert found.is_converted.tolist() == [True, True, False]


def test_hand_offs_that_are_too_young_or_after_the_conversion_are_no_moments() -> None:
    _, found = small([(A, 70, "mql"), (B, 5, "mql"), (B, 9, "customer"), (B, 12, "mql")])
    assert [day(70), day(5)] == [pd.Timestamp(at, unit="us") for at in found.at]
    assert len(small([(A, 70.001, "mql")])[1]) == 0


def test_a_hand_off_known_by_its_day_counts_at_the_end_of_that_day() -> None:
    leads = pd.DataFrame({"lead_id": [A], "created_at": [day(0)], "source": ["web"]})
    stages = pd.DataFrame({"lead_id": [A], "changed_at": [day(5).date()], "stage": ["mql"]})
    history = History.from_frames(leads, None, stages, zone="Europe/Berlin")
    found = Moments.handed_off(history, prepare(history, day(100), 30), "mql")
    assert pd.Timestamp(found.at[0], unit="us") == day(6) - pd.Timedelta("1h") - pd.Timedelta("1us")


def test_hand_offs_from_before_outcomes_were_recorded_are_left_out() -> None:
    held = frames()
    stages = held["stage_changes"]
    is_lost = (stages["stage"] == "customer") & (stages["changed_at"] < day(200))
    history, replay = opened(held | {"stage_changes": stages[~is_lost]})
    began = replay.leads.outcome_recorded_from
    assert began is not None
    assert Moments.handed_off(history, replay, "mql").at.min() >= instant(began)


def test_open_moments_are_those_of_leads_that_are_known_and_have_not_converted() -> None:
    history, _ = small([(B, 15, "customer")], as_of=60)
    found = Moments.open(prepare(history, day(60), 30), every_days=10)
    whole = list(
        zip(found.lead.tolist(), (found.at - instant(day(0))) // 86_400_000_000, strict=True)
    )
    assert whole == [(0, 0), (0, 10), (0, 20), (0, 30), (1, 0), (1, 10)]
    assert found.is_converted.tolist() == [False] * 4 + [True, True]


def test_what_was_known_by_a_day_and_what_came_since_share_no_moment() -> None:
    history, replay = usual()
    past = Moments.handed_off(history, replay, "mql")
    split_at = past.halfway("UTC")
    assert split_at is not None
    assert split_at.day == 1
    assert not (past.known_by(split_at) & past.since(split_at)).any()
    latest = pd.Timestamp(past.at[past.known_by(split_at)].max(), unit="us")
    assert latest + pd.Timedelta(days=60) <= split_at
    earlier, later = past.n_converted(split_at)
    assert 1.2 * later < earlier < 4 * later


# ---- patterns


def test_the_counts_of_all_activities_make_one_number_and_too_many_are_left_out() -> None:
    lines = [Candidate("x", at_most=2), Candidate("y"), Candidate("z", at_most=3)]
    assert places(lines).to_dict("list") == {
        "activity": ["x", "y", "z"],
        "at_most": [2, 20, 3],
        "place": [1, 3, 63],
    }
    many = [Candidate(str(n), at_most=3) for n in range(40)]
    assert len(places(many)) == 31


counts = st.integers(0, 5)


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.tuples(counts, counts, st.floats(0, 60)), min_size=1, max_size=6))
def test_patterns_add_up_to_the_points_that_the_replay_gives(
    held: list[tuple[int, int, float]],
) -> None:
    ids = [f"L{n}" for n in range(len(held))]
    leads = pd.DataFrame({"lead_id": ids, "created_at": day(0), "source": "web"})
    leads["n_employees"] = [60.0 if n_demos % 2 else 5.0 for n_demos, _, _ in held]
    done = [
        (lead, day(at + k * 7), name)
        for lead, (n_demos, n_papers, at) in zip(ids, held, strict=True)
        for name, n in (("demo", n_demos), ("paper", n_papers))
        for k in range(n)
    ]
    acts = pd.DataFrame(done, columns=["lead_id", "occurred_at", "activity"]).assign(team="lead")
    # on the very instant of the last act, or where the first one has just left the window
    stages = pd.DataFrame({"lead_id": ids, "changed_at": [day(at + 30) for _, _, at in held]})
    history, replay = opened(
        {"leads": leads, "activities": acts, "stage_changes": stages.assign(stage="mql")}
    )
    replay = prepare(history, day(200), 60)
    past = Moments.handed_off(history, replay, "mql")
    engagement = {"demo": Engagement(points=3, at_most=2), "paper": Engagement(points=-1)}
    score = Score(engagement=engagement, fit=AGREED.fit)
    lines = candidates(score, [], [], 3)
    (found,) = patterns(history, replay, past, np.zeros(len(past), dtype=int), lines, 30)
    points = found.x @ np.array([line.agreed for line in lines])
    own = levels(replay, score, past.lead, past.at)
    assert sorted(np.repeat(points, found.n.astype(int))) == sorted(own)
    once = found.merged()
    assert (once.n.sum(), len(once.n)) == (len(past), len(np.unique(found.x, axis=0)))


def test_levels_are_what_the_replay_explains() -> None:
    history, replay = usual()
    past = Moments.handed_off(history, replay, "mql")
    own = levels(replay, AGREED, past.lead[:20], past.at[:20])
    for lead, at, points in zip(past.lead[:20], past.at[:20], own, strict=True):
        lead_id = replay.leads.table["lead_id"][lead]
        said = replay.explain(AGREED, lead_id, pd.Timestamp(at, unit="us"))
        assert said.figures["score"] == points
